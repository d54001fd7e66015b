"""What the browser is given beside a run: Streamlit's page with the programs our screens want named in it, and ours.

Streamlit's page names what every dashboard needs; HTML and charts are asked for one after another when the first of
them is to be drawn, and React may hold back for half a second what is ready where another part is not. Programs that
have run before the first answer cost no wait.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

import streamlit
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.kept_files import KeptFiles

STATIC = Path(streamlit.__file__).parent / "static"
PROGRAMS = STATIC / "static" / "js"
RUN_EARLY = ("Html",)
"""What every screen draws by, as Streamlit's files are named before their digest."""
DRAWING = {"EMBED": "embed", "INTERPRETER": "vega-interpreter"}
"""What `charts.js` imports of Streamlit's: Vega, and what runs its expressions where a page may evaluate no text."""
HEAD = 8_192
"""Characters of a program within which it names what it imports."""
FOREVER = {"cache-control": "public, immutable, max-age=31536000"}
PAGE = b'<div id="root">'
"""What tells Streamlit's page from other HTML."""
_IMPORTED = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')


def _file(name: str) -> str:
    """The file of a program of Streamlit's. Raises StopIteration where there is none."""
    return next(PROGRAMS.glob(f"{name}.*.js")).name


@cache
def charts_script() -> str:
    """`charts.js` with the names of the files it imports."""
    text = (Path(__file__).parent / "charts.js").read_text(encoding="utf-8")
    for place, name in DRAWING.items():
        text = text.replace(f"static/js/{place}", f"static/js/{_file(name)}")
    return text


@cache
def charts_name() -> str:
    """The name `charts.js` is served under: another text, another name."""
    return f"charts.{hashlib.sha256(charts_script().encode()).hexdigest()[:12]}.js"


@cache
def imported() -> tuple[str, ...]:
    """Streamlit's programs that those we name import and its page does not name, largest first."""
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    left = [_file(name) for name in (*RUN_EARLY, *DRAWING.values())]
    found: dict[str, int] = {}
    while left:
        name = left.pop()
        if name not in found and name not in page:
            with (PROGRAMS / name).open(encoding="utf-8") as program:
                left += _IMPORTED.findall(program.read(HEAD))
            found[name] = (PROGRAMS / name).stat().st_size
    return tuple(sorted(found, key=lambda name: -found[name]))


@cache
def _lines() -> bytes:
    """What is written into the page's head. A box that stands for what is to come does not pulse: the pulse would cost
    the time it is to pass."""
    named = [f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in imported()]
    run = [f"./static/js/{_file(name)}" for name in RUN_EARLY] + [f"./ea/{charts_name()}"]
    scripts = [f'<script type="module" crossorigin src="{path}"></script>' for path in run]
    still = "<style>[data-testid=stSkeleton],[data-testid=stSkeleton] *{animation:none !important}</style>"
    return "\n".join([still, *named, *scripts, "</head>"]).encode()


class NamedPrograms:
    """Writes the programs into Streamlit's page as it is sent. Its validators go: it is not that file."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not _asks_for_html(scope):
            await self.app(scope, receive, send)
            return
        plain = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
        begun: Message | None = None
        body = b""

        async def written(message: Message) -> None:
            nonlocal begun, body
            if message["type"] == "http.response.start" and _is_html(message):
                begun = message
            elif begun is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body"):
                    await _send_page(send, begun, body)

        await self.app({**scope, "headers": plain}, receive, written)


def _asks_for_html(scope: Scope) -> bool:
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])


def _is_html(message: Message) -> bool:
    kind = next((value for name, value in message["headers"] if name.lower() == b"content-type"), b"")
    return message["status"] == 200 and kind.startswith(b"text/html")


async def _send_page(send: Send, begun: Message, body: bytes) -> None:
    headers = list(begun["headers"])
    if PAGE in body:
        body = body.replace(b"</head>", _lines(), 1)
        own = (b"content-length", b"etag", b"last-modified")
        headers = [pair for pair in headers if pair[0].lower() not in own]
        headers.append((b"content-length", str(len(body)).encode()))
    await send({**begun, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def charts(request: Request) -> Response:
    """`charts.js`, under its present name or any before it."""
    del request
    return Response(charts_script(), media_type="text/javascript", headers=FOREVER)


async def program(request: Request) -> Response:
    """A chart's program by its name; 404 where none was compiled beforehand under it."""
    from charts import store  # a server listens before it imports what reads it

    text = store.kept().programs.get(request.path_params["name"])
    if text is None:
        return PlainTextResponse("no such program\n", status_code=404)
    return Response(text, media_type="application/json", headers=FOREVER)


ROUTES = (Route("/ea/charts.{digest}.js", charts), Route("/ea/{name}.json", program))
MIDDLEWARE = (Middleware(KeptFiles, folder=STATIC / "static"), Middleware(NamedPrograms))
"""A desk's; a server that others reach over a network compresses besides."""
