"""What the server says of itself: one line an event, as text for a desk or as JSON for what gathers logs.

EIGHT_ACTIONS_LOG=json asks for JSON. A line never has an address's query, a header, a cookie or a form's content:
names and figures stay out of logs, and so does what somebody signs in with.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TextIO

from starlette.types import ASGIApp, Message, Receive, Scope, Send

REQUESTS = "eight_actions.requests"
_QUIET = ("/healthz", "/readyz", "/_stcore/health")
_FIELDS = "fields"
_TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
log = logging.getLogger(REQUESTS)


class JsonLines(logging.Formatter):
    """A record as one JSON object: time (UTC), level, logger, message, the fields of the event, the error's trace."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, _FIELDS, {}),
        }
        if record.exc_info:
            said["trace"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False, default=str)


def set_up(environment: Mapping[str, str] | None = None, *, stream: TextIO | None = None) -> None:
    """Sends every logger's lines to `stream` (the error stream) in the form that is set; may be called again."""
    given = os.environ if environment is None else environment
    as_json = given.get("EIGHT_ACTIONS_LOG", "").strip().lower() == "json"
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        JsonLines() if as_json else logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    )
    log.setLevel(logging.INFO)
    if not as_json:  # Streamlit and uvicorn have text of their own
        log.handlers, log.propagate = [handler], False
        return
    root = logging.getLogger()
    root.handlers = [handler]
    for name in [name for name in logging.root.manager.loggerDict if name.split(".")[0] in ("streamlit", "uvicorn")]:
        there = logging.getLogger(name)
        there.handlers, there.propagate = [], True
    logging.getLogger("uvicorn.access").disabled = True  # it tells the same once more, with the query


class Requests:
    """Logs each answered request and each closed connection: method, path, status, milliseconds, who asked."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or scope["path"] in _QUIET:
            await self.app(scope, receive, send)
            return
        status, start = 0, time.perf_counter()

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "websocket.accept":
                status = 101
            await send(message)

        try:
            await self.app(scope, receive, watched)
        finally:
            tell(scope, status, time.perf_counter() - start)


def tell(scope: Scope, status: int, seconds: float) -> None:
    """One line of one request; `status` 0 = nothing was answered."""
    method = scope.get("method", "WEBSOCKET")
    fields = {
        "method": method,
        "path": scope["path"],
        "status": status,
        "milliseconds": round(seconds * 1000, 1),
        "client": (scope.get("client") or ("",))[0],
    }
    level = logging.WARNING if status >= 500 or not status else logging.INFO
    log.log(level, "%s %s %d", method, scope["path"], status, extra={_FIELDS: fields})
