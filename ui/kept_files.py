"""Streamlit's own files answered from memory: a first visit asks for a hundred, each a millisecond or more from disk.

They have a digest in their names and never change while the server runs. What is large and seldom asked for (charts of
other kinds than ours) is left to Streamlit's own answer.
"""

from __future__ import annotations

import gzip
from functools import cached_property
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

FOREVER = b"public, immutable, max-age=31536000"
TYPES = {".js": b"text/javascript; charset=utf-8", ".css": b"text/css; charset=utf-8", ".woff2": b"font/woff2"}
COMPRESSED = (".js", ".css")
"""What gets smaller."""
LARGEST = 1_000_000
"""Bytes of the largest file that is kept."""


class KeptFile:
    """One file, read when it is first asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.kind = TYPES[path.suffix]

    @cached_property
    def plain(self) -> bytes:
        return self.path.read_bytes()

    @cached_property
    def compressed(self) -> bytes:
        return gzip.compress(self.plain, 6, mtime=0)


class KeptFiles:
    """Answers what is asked of `folder` below `/static/`; `compresses` for those who are far away."""

    def __init__(self, app: ASGIApp, *, folder: Path, compresses: bool = False) -> None:
        self.app = app
        self.compresses = compresses
        found = (path for path in folder.rglob("*") if path.suffix in TYPES and path.stat().st_size <= LARGEST)
        self.files = {f"/static/{path.relative_to(folder).as_posix()}": KeptFile(path) for path in found}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        file = self.files.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        if file is None:
            await self.app(scope, receive, send)
            return
        headers = [(b"content-type", file.kind), (b"cache-control", FOREVER)]
        if self.compresses and file.path.suffix in COMPRESSED and _takes_gzip(scope):
            body = await run_in_threadpool(lambda: file.compressed)
            headers += [(b"content-encoding", b"gzip"), (b"vary", b"accept-encoding")]
        else:
            body = file.plain
        headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _takes_gzip(scope: Scope) -> bool:
    return any(name == b"accept-encoding" and b"gzip" in value for name, value in scope["headers"])
