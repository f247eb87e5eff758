#!/usr/bin/env python3
"""Malformed, hostile and slow input against a real server: a stable error or a closed connection,
no state change, no crash, bounded memory."""

import base64
import hashlib
import json
import os
import socket
import struct
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from venue_process import Tally, Venue, key_of, seed  # noqa: E402

ANN = key_of("ann")


class Raw:
    """A socket that sends exactly the bytes it is told to."""

    def __init__(self, endpoint, seconds=8):
        self.socket = socket.create_connection(endpoint, timeout=seconds)
        self.buffer = b""

    def send(self, content):
        try:
            self.socket.sendall(content)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the server has closed already; what it said is still to be read
        return self

    def read_until_closed(self):
        try:
            while chunk := self.socket.recv(65536):
                self.buffer += chunk
        except (ConnectionResetError, TimeoutError):
            pass
        self.socket.close()
        return self.buffer

    def answer(self):
        """One HTTP answer: status, headers, JSON body; None when the connection was closed."""
        while b"\r\n\r\n" not in self.buffer:
            if not self._more():
                return None
        head, rest = self.buffer.split(b"\r\n\r\n", 1)
        lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip()
                   for name, value in (line.split(":", 1) for line in lines[1:])}
        length = int(headers.get("content-length", 0))
        while len(rest) < length:
            if not self._more():
                return None
            rest = self.buffer.split(b"\r\n\r\n", 1)[1]
        self.buffer = rest[length:]
        body = rest[:length]
        return int(lines[0].split()[1]), headers, json.loads(body) if body[:1] in (b"{", b"[") else body

    def _more(self):
        try:
            chunk = self.socket.recv(65536)
        except (ConnectionResetError, TimeoutError):
            return False
        self.buffer += chunk
        return bool(chunk)


def get(endpoint, target, headers=""):
    raw = Raw(endpoint).send(f"GET {target} HTTP/1.1\r\nHost: x\r\n{headers}\r\n".encode())
    return raw.answer()


def post_order(endpoint, parameters, key=ANN, sign=None, method="POST"):
    parameters.setdefault("timestamp", str(int(time.time() * 1000)))
    query = urllib.parse.urlencode(parameters)
    signature = sign if sign is not None else key.sign(query)
    head = f"{method} /api/v3/order?{query}&signature={signature} HTTP/1.1\r\nHost: x\r\n"
    if key is not None:
        head += f"X-MBX-APIKEY: {key.name}\r\n"
    return Raw(endpoint).send((head + "Content-Length: 0\r\n\r\n").encode()).answer()


def order(**changes):
    parameters = {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "timeInForce": "GTC",
                  "quantity": "0.01", "price": "50000"}
    parameters.update(changes)
    return {name: value for name, value in parameters.items() if value is not None}


class BadInput:
    def __init__(self, venue, tally):
        self.venue, self.tally, self.endpoint = venue, tally, venue.endpoint

    def refused(self, what, answer, codes, statuses=(400, 401)):
        ok = (answer is not None and answer[0] in statuses and isinstance(answer[2], dict)
              and answer[2].get("code") in codes and isinstance(answer[2].get("msg"), str))
        self.tally.check(ok, f"{what}: {answer}")

    def numbers(self):
        for name in ("quantity", "price"):
            for value in ("NaN", "Infinity", "1e400", "-0", "-1", "+1", "", " 1", "0x10", "1,5", ".",
                          "1.", ".5x", "9" * 40, "0." + "0" * 40 + "1", "٣", "1\x00"):
                self.refused(f"{name}={value!r}",
                             post_order(self.endpoint, order(**{name: value})),
                             (-1100, -1102, -1105, -1111, -1013))
        for value in ("0", "0.000001", "0.00000000"):
            self.refused(f"quantity={value}", post_order(self.endpoint, order(quantity=value)),
                         (-1013, -1111))
        self.refused("off tick", post_order(self.endpoint, order(price="50000.001")),
                     (-1013, -1111))

    def parameters(self):
        self.refused("no symbol", post_order(self.endpoint, order(symbol=None)), (-1102,))
        self.refused("unknown symbol", post_order(self.endpoint, order(symbol="NOPE")), (-1121,))
        self.refused("bad side", post_order(self.endpoint, order(side="LEFT")), (-1117,))
        self.refused("bad type", post_order(self.endpoint, order(type="MAGIC")), (-1116,))
        self.refused("bad tif", post_order(self.endpoint, order(timeInForce="NEVER")), (-1115,))
        self.refused("unknown parameter", post_order(self.endpoint, order(colour="red")),
                     (-1101, -1104))
        self.refused("bad client id", post_order(self.endpoint, order(newClientOrderId="ä b")),
                     (-1100,))
        self.refused("long client id", post_order(self.endpoint, order(newClientOrderId="x" * 37)),
                     (-1100,))
        self.refused("a field the engine cannot honour",
                     post_order(self.endpoint, order(pegPriceType="PRIMARY_PEG")),
                     (-1104, -1106, -2010, -1013, -1020))

    def signatures(self):
        good = order(timestamp=str(int(time.time() * 1000)))
        self.refused("no key", post_order(self.endpoint, dict(good), key=None, sign="00"), (-2014,))
        unknown = type(ANN)("key-of-nobody", "x")
        self.refused("unknown key", post_order(self.endpoint, dict(good), key=unknown), (-2015,))
        for signature in ("", "00", "zz" * 32, "0" * 64, ANN.sign("other"), "a" * 5000):
            self.refused(f"signature {signature[:8]}",
                         post_order(self.endpoint, dict(good), sign=signature),
                         (-1022, -1100, -1102, -1105), (400, 401, 414, 431))
        late = str(int(time.time() * 1000) - 60_000)
        self.refused("late", post_order(self.endpoint, order(timestamp=late)), (-1021,))
        early = str(int(time.time() * 1000) + 60_000)
        self.refused("early", post_order(self.endpoint, order(timestamp=early)), (-1021,))
        self.refused("no timestamp", post_order(self.endpoint, order(timestamp="")), (-1102, -1105))
        self.refused("wide window", post_order(self.endpoint, order(recvWindow="60001")),
                     (-1131, -1102))

    def http(self):
        for what, content in {
            "not HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + os.urandom(200) + b"\r\n\r\n",
            "no version": b"GET /api/v3/ping\r\n\r\n",
            "bad version": b"GET /api/v3/ping HTTP/9.9\r\nHost: x\r\n\r\n",
            "bad header": b"GET /api/v3/ping HTTP/1.1\r\nHost x\r\n\r\n",
            "control bytes": b"GET /api/v3/\x01\x02 HTTP/1.1\r\nHost: x\r\n\r\n",
            "two lengths": b"POST /api/v3/order HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
                           b"Content-Length: 2\r\n\r\nab",
            "negative length": b"POST /api/v3/order HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
            "huge length": b"POST /api/v3/order HTTP/1.1\r\nHost: x\r\n"
                           b"Content-Length: 99999999999999999999\r\n\r\n",
            "large header": b"GET /api/v3/ping HTTP/1.1\r\nX: " + b"y" * 200_000 + b"\r\n\r\n",
            "large body": b"POST /api/v3/order HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\n"
                          + b"z" * 1_000_000,
            "bad chunk": b"POST /api/v3/order HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
                         b"\r\nQQ\r\n\r\n",
        }.items():
            text = Raw(self.endpoint).send(content).read_until_closed()
            self.tally.check(not text.startswith(b"HTTP/1.1 2"), f"{what}: {text[:200]!r}")

    def paths(self):
        answer = get(self.endpoint, "/api/v3/nothing")
        self.tally.check(answer is not None and answer[0] == 404 and "code" in answer[2],
                         f"unknown path: {answer}")
        answer = get(self.endpoint, "/api/v3/depth?symbol=BTCUSDT&limit=abc")
        self.refused("limit=abc", answer, (-1100, -1102, -1130))
        answer = get(self.endpoint, "/api/v3/depth?symbol=%zz")
        self.refused("bad percent code", answer, (-1100, -1102, -1121, -1130))

    def pipelined(self):
        raw = Raw(self.endpoint).send(
            b"GET /api/v3/ping HTTP/1.1\r\nHost: x\r\n\r\n"
            b"GET /api/v3/time HTTP/1.1\r\nHost: x\r\n\r\n"
            b"GET /api/v3/nothing HTTP/1.1\r\nHost: x\r\n\r\n")
        answers = [raw.answer() for _ in range(3)]
        self.tally.check([answer and answer[0] for answer in answers] == [200, 200, 404],
                         f"pipelined answers: {answers}")
        self.tally.check(answers[0][2] == {} and "serverTime" in answers[1][2],
                         f"pipelined answers out of order: {answers}")

    def websocket(self):
        for what, frames in {
            "unmasked": b"\x81\x02{}",
            "reserved bits": b"\xf1\x82\x00\x00\x00\x00{}",
            "bad UTF-8": self.frame(b"\xff\xfe{}"),
            "not JSON": self.frame(b"nonsense"),
            "deep JSON": self.frame(b"[" * 20_000),
            "huge frame": b"\x81\xff" + struct.pack(">Q", 1 << 40) + b"\x00\x00\x00\x00",
            "long control frame": b"\x89\xfe\x00\x80\x00\x00\x00\x00" + b"p" * 128,
            "unknown opcode": b"\x83\x80\x00\x00\x00\x00",
        }.items():
            for path in ("/ws-api/v3", "/ws", "/stream"):
                raw = self.upgrade(path)
                raw.send(frames)
                raw.socket.settimeout(1.0)
                raw.read_until_closed()
        answer = get(self.endpoint, "/ws-api/v3")
        self.tally.check(answer is not None and answer[0] in (400, 404, 426),
                         f"upgrade without a handshake: {answer}")

    def upgrade(self, path):
        key = base64.b64encode(os.urandom(16)).decode()
        raw = Raw(self.endpoint).send(
            f"GET {path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        answer = raw.answer()
        digest = base64.b64encode(hashlib.sha1(
            (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()
        self.tally.check(answer is not None and answer[0] == 101
                         and answer[1].get("sec-websocket-accept") == digest,
                         f"upgrade of {path}: {answer}")
        return raw

    @staticmethod
    def frame(payload):
        head = bytes([0x81])
        if len(payload) < 126:
            head += bytes([0x80 | len(payload)])
        else:
            head += bytes([0x80 | 126]) + struct.pack(">H", len(payload))
        return head + b"\x00\x00\x00\x00" + payload

    def slow(self):
        """Half-open and dripping connections do not keep others from being served."""
        held = []
        for _ in range(200):
            held.append(Raw(self.endpoint).send(b"GET /api/v3/ping HTT"))
        for raw in held[:100]:
            raw.send(b"P")
        started = time.monotonic()
        answer = get(self.endpoint, "/api/v3/ping")
        self.tally.check(answer is not None and answer[0] == 200 and time.monotonic() - started < 2,
                         f"beside slow connections: {answer}")
        for raw in held:
            raw.socket.close()


def memory_mib(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) // 1024
    return 0


def main():
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="outcry-bad-") as directory:
        venue = Venue(directory, seed(["ann"]), ["--set", "journal.segment_size_mib=4",
                                                 "--set", "engine.orders=65536",
                                                 "--set", "engine.recent_order_ids=1048576"])
        try:
            venue.start()
            sequence = get(venue.endpoint, "/api/v3/time")[1].get("x-engine-seq")
            tally.check(sequence is not None, "no X-Engine-Seq")
            memory = memory_mib(venue.process.pid)
            bad = BadInput(venue, tally)
            for part in (bad.numbers, bad.parameters, bad.signatures, bad.http, bad.paths,
                         bad.pipelined, bad.websocket, bad.slow):
                part()
                tally.check(venue.process.poll() is None, f"the server ended in {part.__name__}")
            grown = memory_mib(venue.process.pid) - memory
            tally.check(grown < 64, f"memory grew by {grown} MiB")
            after = get(venue.endpoint, "/api/v3/time")[1].get("x-engine-seq")
            # What only the engine can refuse uses a sequence; the state must be the same.
            _, _, orders = get_signed(venue.endpoint, "/api/v3/openOrders")
            tally.check(orders == [], f"orders from bad input (sequence {sequence} to {after}): "
                                      f"{orders}")
            tally.check(venue.stop() == 0, f"no clean stop:\n{venue.log_tail()}")
        finally:
            venue.kill()
    return tally.close()


def get_signed(endpoint, path):
    query = f"symbol=BTCUSDT&timestamp={int(time.time() * 1000)}"
    return get(endpoint, f"{path}?{query}&signature={ANN.sign(query)}",
               f"X-MBX-APIKEY: {ANN.name}\r\n")


if __name__ == "__main__":
    sys.exit(main())
