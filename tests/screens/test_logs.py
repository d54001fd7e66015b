"""The server's lines: JSON where it is set, one a request, and never what somebody asked for or signs in with."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Message

from ui import logs


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """Reads the JSON lines written so far; puts the loggers back as they were."""
    root, own, written = logging.getLogger(), logging.getLogger(logs.REQUESTS), io.StringIO()
    before = (root.handlers, own.handlers, own.propagate, own.level)
    logs.set_up({"EIGHT_ACTIONS_LOG": "json"}, stream=written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.handlers, own.handlers, own.propagate, own.level = before


async def answer(request: Request) -> PlainTextResponse:
    if request.url.path == "/fails":
        raise RuntimeError("the disk said no")
    return PlainTextResponse("there")


APP = logs.Requests(Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "POST"])]))


def ask(path: str, query: bytes = b"", method: str = "GET") -> None:
    """One request as a server hands it on."""

    async def receive() -> Message:
        return {"type": "http.request", "body": b"password=hunter2", "more_body": False}

    async def send(message: Message) -> None:
        del message

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query,
        "headers": [(b"cookie", b"session=geheim")],
        "client": ("10.0.0.7", 5000),
    }
    with ThreadPoolExecutor() as aside:  # a test's own thread may be in the middle of a browser's loop
        aside.submit(asyncio.run, APP(scope, receive, send)).result()


def test_a_request_is_one_line_with_what_an_operator_asks_for(lines: Any) -> None:
    ask("/account/sign-in", query=b"code=one-time", method="POST")
    (line,) = lines()
    assert {name: line[name] for name in ("level", "method", "path", "status", "client")} == {
        "level": "info",
        "method": "POST",
        "path": "/account/sign-in",
        "status": 200,
        "client": "10.0.0.7",
    }
    assert line["milliseconds"] >= 0
    assert not {"hunter2", "geheim", "one-time"} & set(json.dumps(line).replace('"', " ").split())


def test_a_failure_is_a_warning(lines: Any) -> None:
    with pytest.raises(RuntimeError):
        ask("/fails")
    assert [(line["level"], line["status"]) for line in lines()] == [("warning", 500)]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_what_asks_every_few_seconds_is_not_logged(lines: Any, path: str) -> None:
    ask(path)
    assert lines() == []


def test_an_error_keeps_its_trace_on_one_line(lines: Any) -> None:
    try:
        raise ValueError("第一行\n第二行")
    except ValueError:
        logging.getLogger("ui.refusals").exception("not expected by the screen")
    (line,) = lines()
    assert line["message"] == "not expected by the screen"
    assert "第二行" in line["trace"]
