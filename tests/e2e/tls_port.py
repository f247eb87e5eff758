#!/usr/bin/env python3
"""The TLS port: the same API in versions 1.2 and 1.3 only, and a certificate that is exchanged
while the server runs."""

import json
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from venue_process import Tally, Venue, seed  # noqa: E402


def make_certificate(directory, name):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", f"/CN={name}",
                    "-keyout", directory / "key.pem", "-out", directory / "certificate.pem"],
                   check=True, stdin=subprocess.DEVNULL, capture_output=True)


def connect(address, version=None):
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    if version is not None:
        context.minimum_version = context.maximum_version = version
    host, port = address.rsplit(":", 1)
    return context.wrap_socket(socket.create_connection((host, int(port)), timeout=10))


def get(connection, target):
    connection.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, body = received.split(b"\r\n\r\n", 1)
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    while len(body) < length:
        body += connection.recv(65536)
    return json.loads(body)


def certificate_of(address):
    with connect(address) as connection:
        return connection.getpeercert(binary_form=True)


def main():
    tally = Tally()
    if shutil.which("openssl") is None:
        tally.skip("missing part: openssl")
        return tally.close()
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        make_certificate(directory, "first")
        venue = Venue(directory, seed(["ann"]),
                      ["--set", "server.tls_listen=127.0.0.1:0",
                       "--set", f"server.tls_certificate={directory / 'certificate.pem'}",
                       "--set", f"server.tls_key={directory / 'key.pem'}"]).start()
        address = venue.addresses["https"]
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            with connect(address, version) as connection:
                tally.check(get(connection, "/api/v3/ping") == {}, f"a call over {version.name}")
                symbols = get(connection, "/api/v3/exchangeInfo")["symbols"]
                tally.check(symbols[0]["symbol"] == "BTCUSDT", "a second call, a longer answer")
        host, port = address.rsplit(":", 1)
        with socket.create_connection((host, int(port)), timeout=10) as plain:
            plain.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            try:
                answer = plain.recv(65536)
            except ConnectionResetError:
                answer = b""
            tally.check(b"HTTP/1.1" not in answer, "plain text on the TLS port is not answered")

        before = certificate_of(address)
        with connect(address) as kept:
            make_certificate(directory, "second")
            venue.process.send_signal(signal.SIGHUP)
            deadline = time.monotonic() + 10
            while certificate_of(address) == before and time.monotonic() < deadline:
                time.sleep(0.02)
            tally.check(certificate_of(address) != before, "SIGHUP brings the new certificate")
            tally.check(get(kept, "/api/v3/ping") == {}, "an open connection goes on")
        (directory / "key.pem").write_text("nonsense")
        now = certificate_of(address)
        venue.process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + 10
        while "stays as it was" not in venue.log_tail() and time.monotonic() < deadline:
            time.sleep(0.02)
        tally.check("stays as it was" in venue.log_tail(), "a wrong key is named")
        tally.check(certificate_of(address) == now, "and changes nothing")
        tally.check(venue.stop() == 0, "a clean stop")
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
