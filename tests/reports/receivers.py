"""Real receivers for messages: a mail server and an HTTP server on ports of this machine."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


@dataclass
class PostOffice:
    """What arrived by mail; `refusals` = how many of the next mails are turned away."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    refusals: int = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refusals:
            self.refusals -= 1
            return "451 come back later"
        parsed = message_from_bytes(bytes(envelope.content or b""), policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.mails.append(parsed)
        return "250 taken"


@contextmanager
def post_office(*, password: str | None = None) -> Iterator[PostOffice]:
    """A mail server; with a `password` only the user "office" may send."""

    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any) -> AuthResult:
        is_right = isinstance(given, LoginPassword) and given.password.decode() == password
        return AuthResult(success=is_right and given.login == b"office", handled=False)  # the server answers

    office = PostOffice()
    asks = {"authenticator": check, "auth_required": True, "auth_require_tls": False} if password else {}
    office.port = free_port()
    controller = Controller(office, hostname="127.0.0.1", port=office.port, **asks)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


@dataclass
class Robot:
    """What arrived as webhooks; `answer` is what the next ones are told."""

    address: str = ""
    received: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    answer: bytes = b'{"errcode": 0, "errmsg": "ok"}'
    status: int = 200


@contextmanager
def robot() -> Iterator[Robot]:
    """An HTTP server that takes webhooks."""
    told = Robot()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            told.received.append(json.loads(self.rfile.read(length)))
            told.paths.append(self.path)
            self.send_response(told.status)
            if told.status == 302:
                self.send_header("Location", told.address + "elsewhere")
            self.end_headers()
            self.wfile.write(told.answer)

        def log_message(self, *args: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    told.address = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
