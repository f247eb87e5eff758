#!/usr/bin/env python3
"""What an operator does, on a real server, by `outcry admin` and nothing else.

A market and an account are made while the venue runs; the account gets a key and money, trades,
and pays other fees after a change; the market is halted and opened again. At the end a start from
the journal alone comes to the same state, and the audit trail tells all of it.
"""

import asyncio
import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from venue_process import Connection, Key, Tally, Venue, key_of, seed  # noqa: E402


class Operator:
    def __init__(self, venue, tally):
        self.venue = venue
        self.tally = tally

    def call(self, *words, **members):
        """Exit code and answer of `outcry admin WORDS --member VALUE …`."""
        arguments = list(words)
        for name, value in members.items():
            arguments.append("--" + name.replace("_", "-"))
            if value is not True:
                arguments.append(str(value))
        code, output = self.venue.run("admin", *arguments, "--data", self.venue.data,
                                      "--operator", "olga")
        try:
            return code, json.loads(output)
        except json.JSONDecodeError:
            return code, output

    def do(self, *words, **members):
        code, answer = self.call(*words, **members)
        self.tally.check(code == 0, f"{words} {members}: {code} {answer}")
        return answer.get("result") if isinstance(answer, dict) else None

    def refused(self, error, exit_code, *words, **members):
        code, answer = self.call(*words, **members)
        got = answer.get("error") if isinstance(answer, dict) else answer
        self.tally.check((code, got) == (exit_code, error), f"{words} {members}: {code} {got}")


async def place(connection, key, side, price, quantity="0.5", symbol="ETHUSDT"):
    return await connection.request(
        "POST", "/api/v3/order",
        {"symbol": symbol, "side": side, "type": "LIMIT", "timeInForce": "GTC",
         "quantity": quantity, "price": price, "newOrderRespType": "FULL"}, key)


def makes_a_market_and_an_account(operator, directory):
    operator.do("asset", "create", asset="ETH")
    market = operator.do("market", "create", symbol="ETHUSDT", base="ETH", quote="USDT",
                         tick="0.01", step="0.0001", maker_fee="0.001", taker_fee="0.002")
    operator.tally.check(market and market["status"] == "trading", "the market trades at once")
    operator.refused("already_exists", 1, "asset", "create", asset="ETH")
    operator.refused("unknown_asset", 1, "market", "create", symbol="X", base="NONE", quote="USDT",
                     tick="1", step="1")
    operator.refused("invalid_field", 2, "market", "create", symbol="X", base="ETH", quote="USDT",
                     tick="none", step="1")
    operator.do("account", "create", name="zoe", uid="77")
    secret = Path(directory) / "zoe.secret"
    secret.write_text("zoe's secret\n")
    operator.do("key", "register", account="zoe", name="zoe-key", type="hmac", secret_file=secret,
                permissions="read,trade")
    account = operator.do("deposit", account="zoe", asset="USDT", amount="10000")
    operator.tally.check(account["balances"] == [{"asset": "USDT", "free": "10000.00000000",
                                                  "locked": "0.00000000"}], f"deposited {account}")
    operator.do("deposit", account="ann", asset="ETH", amount="100")
    operator.refused("insufficient_balance", 1, "withdraw", account="zoe", asset="USDT",
                     amount="10000.01")
    return Key("zoe-key", "zoe's secret")


async def trades_and_pays_changed_fees(operator, connection, zoe):
    check = operator.tally.check
    for fee, expected in (("0.002", "0.00100000"), ("0.01", "0.00500000")):
        operator.do("fees", "market", symbol="ETHUSDT", taker_fee=fee)
        status, _ = await place(connection, key_of("ann"), "SELL", "1000")
        check(status == 200, "ann offers")
        status, order = await place(connection, zoe, "BUY", "1000")
        check(status == 200 and order["status"] == "FILLED", f"zoe buys: {order}")
        check(order["fills"][0]["commission"] == expected, f"at {fee} zoe pays {order['fills']}")


async def halts(operator, connection, zoe):
    check = operator.tally.check
    operator.do("status", "market", symbol="ETHUSDT", status="halted")
    status, answer = await place(connection, zoe, "BUY", "900")
    check(status == 400, f"a halted market takes nothing: {answer}")
    operator.do("status", "market", symbol="ETHUSDT", status="trading")
    status, _ = await place(connection, zoe, "BUY", "900")
    check(status == 200, "opened again it takes orders")
    operator.do("key", "revoke", name="zoe-key")
    status, answer = await connection.request("GET", "/api/v3/account", {}, zoe)
    check(status == 401 and answer["code"] == -2015, f"a revoked key is none: {answer}")


def tells_it_afterwards(operator, venue):
    check = operator.tally.check
    code, output = venue.run("admin", "audit", "--data", venue.data)
    check(code == 0, f"the audit trail verifies: {output}")
    trail = (venue.data / "audit.jsonl").read_text()
    check('"operator":"olga"' in trail, "it says who")
    check("zoe's secret" not in trail + venue.log_tail(), "neither it nor the log says a secret")
    check(venue.stop() == 0, "a clean stop")
    check(venue.state_hash() == venue.state_hash("--from-first-command"),
          "the journal alone comes to the same state")


async def run(tally):
    with tempfile.TemporaryDirectory() as directory:
        venue = Venue(directory, seed(["ann"])).start()
        operator = Operator(venue, tally)
        zoe = makes_a_market_and_an_account(operator, directory)
        connection = await Connection(venue.endpoint).open()
        try:
            await trades_and_pays_changed_fees(operator, connection, zoe)
            await halts(operator, connection, zoe)
        finally:
            connection.close()
        tells_it_afterwards(operator, venue)


def main():
    tally = Tally()
    asyncio.run(run(tally))
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
