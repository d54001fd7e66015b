"""What the browser is given beside a run: Streamlit's page with the programs our screens want named in it, and ours.

Streamlit's page names what every dashboard needs; HTML and charts are asked for one after another when the first of
them is to be drawn, and React may hold back for half a second what is ready where another part is not. Programs that
have run before the first answer cost no wait. Our own script and style come once with the page, not with each run.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from functools import cache

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.kept_files import FOREVER, KeptFiles
from ui.own_files import DRAWING, FONT, STATIC, file_of, font_file, imported, own_file, own_name

RUN_EARLY = ("Html",)
"""What every screen draws by, as Streamlit's files are named before their digest."""
PAGE = b'<div id="root"></div>'
"""What tells Streamlit's page from other HTML."""
_PROGRAM = re.compile(r'data-program="(\w+)"')
_TITLE = re.compile(r'data-title="([^"]*)"')
_MAIN = re.compile(rb'<script type="module" crossorigin src="\./static/js/([\w.-]+)"></script>')
_FONT = re.compile(rb'<link\s+rel="preload"[^>]*as="font"[^>]*>')
"""Streamlit's font, which only charts in English are written in, would be the first of all to be fetched."""


def written(page: bytes, picture: str) -> bytes:
    """Streamlit's page with our files and the programs our screens want.

    With a screen's first picture, what draws it is fetched first and Streamlit's programs start when it is drawn:
    `ui/early.js` starts those whose links say so.
    """
    main = _MAIN.search(page)
    if main is None:
        return page
    page = _titled(_FONT.sub(b"", page), picture) if picture else page
    before, after = _with_picture(main[1].decode(), picture) if picture else _without(main[0].decode())
    page = page.replace(main[0], before.encode(), 1).replace(b"</head>", after.encode() + b"</head>", 1)
    # Our style after the page's head, where Streamlit writes its own as it goes: of two alike the later counts.
    style = f'<link rel="stylesheet" href="./ea/{own_name("style.css")}">'
    return page.replace(PAGE, b"\n".join((PAGE, style.encode(), picture.encode())), 1)


def _titled(page: bytes, picture: str) -> bytes:
    """With the title the run will give it."""
    title = _TITLE.search(picture)
    return page.replace(b"<title>Streamlit</title>", f"<title>{title[1]}</title>".encode(), 1) if title else page


def _with_picture(main: str, picture: str) -> tuple[str, str]:
    """What stands in the page's head before the files Streamlit names there, and after."""
    programs = _programs(picture)
    charts = "".join(f'<link rel="preload" as="fetch" crossorigin href="./ea/{name}.json">\n' for name in programs)
    is_in_own_font = any(FONT in text for text in programs.values())
    drawing = _fetched(imported(tuple(DRAWING.values()))) + (_font() if is_in_own_font else "")
    run = [main, *map(file_of, RUN_EARLY)]
    then = "".join(f'<link rel="modulepreload" crossorigin data-then href="./static/js/{name}">\n' for name in run)
    others = [name for name in imported(RUN_EARLY) if name not in run]
    return _first() + _drawing() + drawing + charts + then, _fetched(others)


def _programs(picture: str) -> dict[str, str]:
    """The programs that a picture's charts are drawn by and that are asked for by their names."""
    from charts import store  # there is a picture, so a run has imported it

    kept = store.kept().programs
    return {name: kept[name] for name in dict.fromkeys(_PROGRAM.findall(picture)) if name in kept}


def _font() -> str:
    return f'<link rel="preload" as="font" type="font/woff2" crossorigin href="./static/media/{font_file()}">\n'


@cache
def _without(main: str) -> tuple[str, str]:
    """As of `_with_picture`: Streamlit's programs run first, then those it would ask for later, and ours."""
    early = "".join(_script(f"static/js/{file_of(name)}") for name in RUN_EARLY)
    return _first() + main, early + _drawing() + _fetched(imported((*RUN_EARLY, *DRAWING.values())))


def _first() -> str:
    """Our style, and what follows links. A box that stands for what is to come does not pulse: that would cost the time
    it is to pass."""
    still = "[data-testid=stSkeleton],[data-testid=stSkeleton] *{animation:none !important}"
    dark = "@media (prefers-color-scheme:dark){html{background:#12171e}}"  # before there is any style
    style = f'<link rel="preload" as="style" href="./ea/{own_name("style.css")}">'
    return f"<style>{still}{dark}</style>\n{style}\n{_script('ea/' + own_name('page.js'))}"


def _drawing() -> str:
    """The scripts that draw. Scripts run in the order in which the page names them, each once those before it have
    come."""
    return "".join(_script(f"ea/{own_name(name)}") for name in ("early.js", "charts.js"))


def _script(path: str) -> str:
    return f'<script type="module" crossorigin src="./{path}"></script>\n'


def _fetched(names: Iterable[str]) -> str:
    return "".join(f'<link rel="modulepreload" crossorigin href="./static/js/{name}">\n' for name in names)


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


async def program(request: Request) -> Response:
    """A chart's program by its name; 404 where none was compiled beforehand under it."""
    from charts import store  # a server listens before it imports what reads it

    text = store.kept().programs.get(request.path_params["name"])
    if text is None:
        return PlainTextResponse("no such program\n", status_code=404)
    return Response(text, media_type="application/json", headers={"cache-control": FOREVER.decode()})


async def overview(request: Request) -> Response:
    """To the overview, which stands at the root: its own name would be no page to Streamlit."""
    return RedirectResponse(f"./?{request.url.query}" if request.url.query else "./")


ROUTES = (
    Route("/ea/{name:str}.json", program),
    Route("/ea/{name}", own_file),
    Route("/overview", overview),
)
MIDDLEWARE = (Middleware(KeptFiles, folder=STATIC / "static"), Middleware(NamedPrograms))
"""A desk's; a server that others reach over a network compresses besides."""
