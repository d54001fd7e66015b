"""A phone: a browser without scripts that keeps cookies and sends forms, over real HTTP."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import uvicorn

from bench.session import ROOT, free_port
from rating.server import application
from rating.spool import Spool


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: str

    @property
    def token(self) -> str:
        return re.findall(r'name="token" value="([0-9a-f]+)"', self.body)[0]

    @property
    def said(self) -> str:
        return unescape(" ".join(re.findall(r'<p class="say"[^>]*>(.*?)</p>', self.body)))


@dataclass
class Phone:
    """One visitor. `source` is the loopback address it comes from (Linux), `keeps` whether it keeps cookies."""

    port: int
    source: str = ""
    keeps: bool = True
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, form: Mapping[str, object] | bytes, **headers: str) -> Answer:
        body = form if isinstance(form, bytes) else urlencode(form, doseq=True).encode()
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", **headers})

    def rate(self, item_id: str, stars: int, **more: object) -> Answer:
        """Opens the item, fills the form in and sends it; follows to the page of thanks."""
        token = self.get(f"/r/{item_id}").token
        sent = self.post(f"/r/{item_id}", {"token": token, "stars": stars, "lang": "en", **more})
        return self.get(sent.headers["location"]) if sent.status == 303 else sent

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        asked = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            asked["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        source = (self.source, 0) if self.source else None
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20, source_address=source)
        line.request(method, path, body, asked)
        answer = line.getresponse()
        text = answer.read().decode()
        line.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie" and self.keeps:
                self.cookies.update([value.split(";")[0].split("=", 1)])  # type: ignore[list-item]
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, text)


@contextlib.contextmanager
def pages(spool: Spool) -> Iterator[int]:
    """The pages on a free port of this machine, served by a thread."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(application(spool), port=port, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    _wait(port, lambda: thread.is_alive())
    yield port
    server.should_exit = True
    thread.join(timeout=10)


@contextlib.contextmanager
def rating_process(spool_file: Path, *options: str) -> Iterator[int]:
    """`python -m rating serve` as the operator starts it."""
    port = free_port()
    command = [sys.executable, "-m", "rating", "serve", "--port", str(port), *options]
    environment = {**os.environ, "EIGHT_ACTIONS_RATINGS": str(spool_file)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait(port, lambda: process.poll() is None)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait(port: int, is_alive: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and is_alive():
        with contextlib.suppress(OSError, http.client.HTTPException):
            if Phone(port).get("/health").body == "ok":
                return
    raise RuntimeError(f"no rating pages on port {port}")
