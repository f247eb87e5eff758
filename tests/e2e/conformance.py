#!/usr/bin/env python3
"""The conformance transcripts, replayed against a real server by `outcry conformance`; and that a
transcript that does not hold is found."""

import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from venue_process import SOURCE, Tally, Venue, key_of, seed  # noqa: E402

TRANSCRIPTS = sorted((SOURCE / "docs" / "api" / "conformance").glob("*.json"))


def main():
    tally = Tally()
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        venue = Venue(directory, seed(["ann"])).start()
        secret = directory / "secret"
        secret.write_text(key_of("ann").secret)
        common = ["conformance", "--url", "http://" + venue.addresses["http"],
                  "--api-key", key_of("ann").name, "--secret-file", secret]
        tally.check(len(TRANSCRIPTS) >= 4, "there are transcripts")
        for transcript in TRANSCRIPTS:
            code, output = venue.run(*common, transcript)
            tally.check(code == 0 and output.startswith("conforms"),
                        f"{transcript.name}: {output.strip()}")

        wrong = directory / "wrong.json"
        wrong.write_text(json.dumps({
            "name": "wrong", "about": "An answer that no server gives.",
            "steps": [{"call": {"method": "GET", "path": "/api/v3/ping"},
                       "answer": {"status": 200, "body": {"pong": True}}}]}))
        code, output = venue.run(*common, wrong)
        tally.check(code == 1 and "step 1: $.pong: is missing" in output,
                    f"a difference is found and named: {output.strip()}")
        code, output = venue.run(*common, directory / "nowhere.json")
        tally.check(code == 2, "a file that is not there is wrong usage")
        code, output = venue.run("conformance", "--url", "http://" + venue.addresses["http"],
                                 *TRANSCRIPTS)
        tally.check(code == 0 and "skipped" in output, "without a key the public part is played")
        tally.check(venue.stop() == 0, "a clean stop")
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
