"""`python -m rating serve`: the public rating pages as a process of their own."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import uvicorn

from rating.server import application
from rating.settings import spool_path
from rating.spool import Spool

AT_ONCE = 256
"""Requests answered at the same time; more are told to come back."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Serves until it is stopped. No list of who asked is kept."""
    asked = _parser().parse_args(arguments)
    spool = Spool(asked.ratings or spool_path())
    uvicorn.run(
        application(spool),
        host=asked.host,
        port=asked.port,
        access_log=False,
        server_header=False,
        log_level="warning",
        limit_concurrency=AT_ONCE,
        timeout_keep_alive=5,
        proxy_headers=asked.behind_proxy is not None,
        forwarded_allow_ips=asked.behind_proxy or "127.0.0.1",
    )
    spool.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m rating", description="The public rating pages.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="serve the rating pages until stopped")
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on; 0.0.0.0 for all")
    serve.add_argument("--port", type=int, default=8600)
    serve.add_argument("--ratings", type=Path, help="the spool file; else EIGHT_ACTIONS_RATINGS")
    serve.add_argument(
        "--behind-proxy", metavar="ADDRESS", help="the proxy in front, whose X-Forwarded-For and -Proto are believed"
    )
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
