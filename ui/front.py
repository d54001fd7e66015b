"""What the browser is given beside a run: Streamlit's page with the programs our screens want named in it, and ours.

Streamlit's page names what every dashboard needs; HTML and charts are asked for one after another when the first of
them is to be drawn, and React may hold back for half a second what is ready where another part is not. Programs that
have run before the first answer cost no wait. Our own script and style come once with the page, not with each run.
"""

from __future__ import annotations

import hashlib
import re
import sys
from functools import cache
from pathlib import Path

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.kept_files import FOREVER, TYPES, KeptFiles

STATIC = Path(streamlit.__file__).parent / "static"
PROGRAMS = STATIC / "static" / "js"
RUN_EARLY = ("Html",)
"""What every screen draws by, as Streamlit's files are named before their digest."""
DRAWING = {"EMBED": "embed", "INTERPRETER": "vega-interpreter"}
"""What `charts.js` imports of Streamlit's: Vega, and what runs its expressions where a page may evaluate no text."""
OWN = ("style.css", "page.js", "early.js", "charts.js")
"""Our own files beside this one, served under names with a digest; each may import those before it."""
HEAD = 8_192
"""Characters of a program within which it names what it imports."""
PAGE = b'<div id="root"></div>'
"""What tells Streamlit's page from other HTML."""
MAIN = b'<script type="module"'
"""Where in it Streamlit's programs start."""
_DIGESTED = re.compile(r"(\w+)\.[0-9a-f]+\.(css|js)")
_PROGRAM = re.compile(r'data-program="(\w+)"')
_IMPORTED = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')


def _file(name: str) -> str:
    """The file of a program of Streamlit's. Raises StopIteration where there is none."""
    return next(PROGRAMS.glob(f"{name}.*.js")).name


@cache
def own_text(name: str) -> str:
    """One of our own files, with the names of the files of Streamlit's it imports."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    for place, program in DRAWING.items():
        text = text.replace(f"static/js/{place}", f"static/js/{_file(program)}")
    for other in OWN[: OWN.index(name)]:
        text = text.replace(f"'./{other}'", f"'./{own_name(other)}'")
    return text


@cache
def own_name(name: str) -> str:
    """The name one of our own files is served by: another text, another name."""
    digest = hashlib.sha256(own_text(name).encode()).hexdigest()[:12]
    return name.replace(".", f".{digest}.")


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
def _in_head() -> bytes:
    """What is fetched. A box that stands for what is to come does not pulse: that would cost the time it is to pass."""
    still = "<style>[data-testid=stSkeleton],[data-testid=stSkeleton] *{animation:none !important}</style>"
    style = f'<link rel="preload" as="style" href="./ea/{own_name("style.css")}">'
    named = [
        f'<link rel="modulepreload" crossorigin href="{path}">'
        for path in (f"./ea/{own_name('early.js')}", *(f"./static/js/{name}" for name in imported()))
    ]
    return "\n".join([still, style, *named, "</head>"]).encode()


@cache
def _scripts() -> tuple[bytes, bytes, bytes]:
    """What follows links, what draws charts, and what of Streamlit's runs before it is asked for. They run in the order
    in which the page names them, each once those before it have come."""
    page = f'<script defer src="./ea/{own_name("page.js")}"></script>\n'
    charts = _script(f"./ea/{own_name('charts.js')}")
    others = "".join(_script(f"./static/js/{_file(name)}") for name in RUN_EARLY)
    return page.encode(), charts.encode(), others.encode()


def _script(path: str) -> str:
    return f'<script type="module" crossorigin src="{path}"></script>\n'


@cache
def _style() -> bytes:
    """Our style after the page's head, where Streamlit writes its own as it goes: of two alike the later counts."""
    return f'<link rel="stylesheet" href="./ea/{own_name("style.css")}">'.encode()


def written(page: bytes, picture: str) -> bytes:
    """Streamlit's page with our files and programs; with a screen's first picture, its charts are drawn before
    Streamlit's programs start."""
    links, charts, others = _scripts()
    programs = "".join(
        f'<link rel="preload" as="fetch" crossorigin href="./ea/{name}.json">\n' for name in _PROGRAM.findall(picture)
    )
    first, last = (links + charts + programs.encode(), others) if picture else (links, others + charts)
    page = page.replace(MAIN, first + MAIN, 1).replace(b"</head>", last + _in_head(), 1)
    return page.replace(PAGE, b"\n".join((PAGE, _style(), picture.encode())), 1)


class NamedPrograms:
    """Writes our files and programs into Streamlit's page as it is sent. Its validators go: it is not that file."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not _asks_for_html(scope):
            await self.app(scope, receive, send)
            return
        plain = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
        picture = await run_in_threadpool(_picture, scope)
        begun: Message | None = None
        body = b""

        async def answer(message: Message) -> None:
            nonlocal begun, body
            if message["type"] == "http.response.start" and _is_html(message):
                begun = message
            elif begun is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body"):
                    await _send_page(send, begun, body, picture)

        await self.app({**scope, "headers": plain}, receive, answer)


def _picture(scope: Scope) -> str:
    """The first picture of the screen asked for; "" before the server has shown any."""
    early = sys.modules.get("ui.early")  # a server listens before it imports what screens need
    return early.found(scope) if early else ""


def _asks_for_html(scope: Scope) -> bool:
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])


def _is_html(message: Message) -> bool:
    kind = next((value for name, value in message["headers"] if name.lower() == b"content-type"), b"")
    return message["status"] == 200 and kind.startswith(b"text/html")


async def _send_page(send: Send, begun: Message, body: bytes, picture: str) -> None:
    headers = list(begun["headers"])
    if PAGE in body:
        body = written(body, picture)
        own = (b"content-length", b"etag", b"last-modified")
        headers = [pair for pair in headers if pair[0].lower() not in own]
        headers.append((b"content-length", str(len(body)).encode()))
    await send({**begun, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def own_file(request: Request) -> Response:
    """One of our own files, under its present name or any it had before; 404 where it is none of them."""
    found = _DIGESTED.fullmatch(request.path_params["name"])
    wanted = f"{found[1]}.{found[2]}" if found else ""
    if wanted not in OWN:
        return PlainTextResponse("no such file\n", status_code=404)
    headers = {"cache-control": FOREVER.decode(), "content-type": TYPES[Path(wanted).suffix].decode()}
    return Response(own_text(wanted), headers=headers)


async def program(request: Request) -> Response:
    """A chart's program by its name; 404 where none was compiled beforehand under it."""
    from charts import store  # a server listens before it imports what reads it

    text = store.kept().programs.get(request.path_params["name"])
    if text is None:
        return PlainTextResponse("no such program\n", status_code=404)
    return Response(text, media_type="application/json", headers={"cache-control": FOREVER.decode()})


ROUTES = (Route("/ea/{name:str}.json", program), Route("/ea/{name}", own_file))
MIDDLEWARE = (Middleware(KeptFiles, folder=STATIC / "static"), Middleware(NamedPrograms))
"""A desk's; a server that others reach over a network compresses besides."""
