// Counts checks, and prints the closing line that the test runner reads.

const tally = { passed: 0, failed: 0 };

export function check(condition, what, seen) {
    if (condition) {
        tally.passed += 1;
        return;
    }
    tally.failed += 1;
    console.log(`FAILED: ${what}; seen: ${JSON.stringify(seen)}`);
}

/** What a call answers, which must be a success that `isRight` agrees with. */
export async function answered(what, call, isRight = (answer) => answer !== undefined) {
    try {
        const answer = await call();
        check(isRight(answer), what, answer);
        return answer;
    } catch (error) {
        check(false, what, `${error.message ?? ''} ${JSON.stringify(error.body ?? error)}`);
        return undefined;
    }
}

export async function step(what, action) {
    try {
        await action();
    } catch (error) {
        check(false, `${what} ends without an error`, `${error.constructor.name} ${error.message}`);
    }
}

/** Waits until `isThere` for at most ten seconds. */
export async function until(isThere) {
    const patience = Date.now() + 10_000;
    while (!isThere() && Date.now() < patience) {
        await new Promise((resolve) => { setTimeout(resolve, 20); });
    }
    return isThere();
}

export function close() {
    console.log(`${tally.passed} passed, ${tally.failed} failed, 0 skipped`);
    process.exit(tally.failed === 0 ? 0 : 1);
}
