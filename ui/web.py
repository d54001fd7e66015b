"""What a server adds around the dashboard: security headers, compression, and whether it is well and ready."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ui import front
from ui.access.first import FIRST_CODE
from ui.access.mode import UNKNOWN, Mode, addresses, current_mode, is_request_from_here, serve_routes
from ui.access.routes import ROUTES as ACCOUNT_ROUTES
from ui.answers import AddedHeaders
from ui.kept_files import KeptFiles
from ui.logs import Requests, set_up
from ui.opening import prepare
from ui.own_files import STATIC
from ui.process import the_process
from warehouse.errors import OpenToNetwork, WarehouseError
from warehouse.settings import read_settings

COMPRESSED_FROM = 1024
"""Bytes; below that a compressed answer is no shorter."""
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""Nothing from outside. Streamlit's page and our keys write scripts into the page; none of them evaluates text."""
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


ONLY_HERE = (
    "This board is open to its own machine alone. To serve others, directly or through a proxy, set"
    " EIGHT_ACTIONS_SIGN_IN to writing or viewing and start it again.\n"
)


def _security(status: int, given: dict[bytes, bytes]) -> Iterable[tuple[bytes, bytes]]:
    """HEADERS, but for those an answer has set itself."""
    del status
    return (pair for pair in HEADERS if pair[0] not in given)


class OwnMachineOnly:
    """Where nobody is asked to sign in, answers this machine alone: no other address, no proxy, no other name."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or self._is_fine(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": "sign-in is not set up"})
        else:
            await PlainTextResponse(ONLY_HERE, status_code=403)(scope, receive, send)

    def _is_fine(self, scope: Scope) -> bool:
        if scope.get("path") in ("/healthz", "/readyz") or read_settings().sign_in is not None:
            return True
        return is_request_from_here(scope)


async def healthz(request: Request) -> JSONResponse:
    """The process answers: 200."""
    del request
    return JSONResponse({"status": "ok"})


async def readyz(request: Request) -> JSONResponse:
    """200 once the warehouse is open and the first load is over; else 503, and why."""
    del request
    state, why = await run_in_threadpool(_readiness)
    return JSONResponse({"status": state, "why": why}, status_code=200 if state == "ready" else 503)


def _readiness() -> tuple[str, str]:
    try:
        process = the_process()
        version = process.warehouse.version()
    except WarehouseError as error:
        return "unavailable", str(error)
    first = process.first_load
    if not first.finished.is_set():
        return "loading", f"{first.done} of {first.total} workbooks"
    return "ready", f"warehouse version {version}"


@asynccontextmanager
async def opened(app: Any) -> AsyncIterator[None]:
    """Opens the warehouse when the server starts rather than when the first visitor comes.

    A server that would stand open on a network does not start.
    """
    del app
    set_up()
    current_mode()
    threading.Thread(target=_open, daemon=True, name="opening").start()
    yield


def _open() -> None:
    with suppress(WarehouseError):  # told by /readyz
        if current_mode() is not Mode.OPEN:
            FIRST_CODE.announce(the_process().warehouse)
    prepare()


def refuse_open() -> None:
    """At the server's start, before anything is loaded: ends the process with one sentence where it may not start."""
    serve_routes()
    if addresses() == [UNKNOWN]:
        return  # not started yet, or by a server that does not tell: `opened` decides
    try:
        current_mode()
    except OpenToNetwork as error:
        raise SystemExit(str(error)) from None


ROUTES = (Route("/healthz", healthz), Route("/readyz", readyz), *front.ROUTES, *ACCOUNT_ROUTES)
MIDDLEWARE = (
    Middleware(Requests),
    Middleware(AddedHeaders, added=_security),
    Middleware(OwnMachineOnly),
    Middleware(KeptFiles, folder=STATIC / "static", compresses=True),
    Middleware(GZipMiddleware, minimum_size=COMPRESSED_FROM),
    Middleware(front.NamedPrograms),
)
