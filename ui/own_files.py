"""Our own files and what they use of Streamlit's, under names that change with what is in them."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ui.kept_files import FOREVER, TYPES

STATIC = Path(streamlit.__file__).parent / "static"
PROGRAMS = STATIC / "static" / "js"
DRAWING = {"EMBED": "embed", "INTERPRETER": "vega-interpreter"}
"""What `charts.js` imports of Streamlit's: Vega, and what runs its expressions where a page may evaluate no text."""
OWN = ("style.css", "page.js", "early.js", "charts.js")
"""Our own files beside this one, served under names with a digest; each may import those before it."""
FONT = "'Source Sans'"
"""The font of charts in English, Streamlit's own (`charts.theme.FONTS`)."""
HEAD = 8_192
"""Characters of a program within which it names what it imports."""
_DIGESTED = re.compile(r"(\w+)\.[0-9a-f]+\.(css|js)")
_IMPORTED = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')


def file_of(name: str) -> str:
    """The file of a program of Streamlit's. Raises StopIteration where there is none."""
    return next(PROGRAMS.glob(f"{name}.*.js")).name


@cache
def own_text(name: str) -> str:
    """One of our own files, with the names of the files of Streamlit's it imports."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    for place, program in DRAWING.items():
        text = text.replace(f"static/js/{place}", f"static/js/{file_of(program)}")
    text = text.replace("static/media/SOURCE_SANS", f"static/media/{font_file()}")
    for other in OWN[: OWN.index(name)]:
        text = text.replace(f"'./{other}'", f"'./{own_name(other)}'")
    return text


@cache
def own_name(name: str) -> str:
    """The name one of our own files is served by: another text, another name."""
    digest = hashlib.sha256(own_text(name).encode()).hexdigest()[:12]
    return name.replace(".", f".{digest}.")


@cache
def imported(names: tuple[str, ...]) -> tuple[str, ...]:
    """Streamlit's programs of these names and what they import, but for what its page names, largest first."""
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    left = [file_of(name) for name in names]
    found: dict[str, int] = {}
    while left:
        name = left.pop()
        if name not in found and name not in page:
            with (PROGRAMS / name).open(encoding="utf-8") as program:
                left += _IMPORTED.findall(program.read(HEAD))
            found[name] = (PROGRAMS / name).stat().st_size
    return tuple(sorted(found, key=lambda name: -found[name]))


@cache
def font_file() -> str:
    return next((STATIC / "static" / "media").glob("SourceSansVF-Upright.*.woff2")).name


async def own_file(request: Request) -> Response:
    """One of our own files, under its present name or any it had before; 404 where it is none of them."""
    found = _DIGESTED.fullmatch(request.path_params["name"])
    wanted = f"{found[1]}.{found[2]}" if found else ""
    if wanted not in OWN:
        return PlainTextResponse("no such file\n", status_code=404)
    headers = {"cache-control": FOREVER.decode(), "content-type": TYPES[Path(wanted).suffix].decode()}
    return Response(own_text(wanted), headers=headers)
