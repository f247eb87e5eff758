#!/usr/bin/env python3
"""Binance's own connector from npm against a real server, with only the URLs changed."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from npm_clients import run  # noqa: E402

if __name__ == "__main__":
    sys.exit(run("connector_spot.mjs"))
