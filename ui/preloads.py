"""Tells the browser with the page's first answer which of Streamlit's larger programs our screens will want.

Streamlit's page names what every dashboard needs; charts, lists of choice and HTML are asked for one after another once
the first of them is to be drawn. Named beforehand they are fetched and compiled while the page starts.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import streamlit
from starlette.middleware import Middleware

from ui.answers import AddedHeaders, Headers

PROGRAMS = Path(streamlit.__file__).parent / "static" / "static" / "js"
WANTED = ("ArrowVegaLiteChart", "Html", "Selectbox")
"""What the overview draws, by the names of Streamlit's files before their digest."""
LARGE = 16_384
"""Bytes; smaller ones are not worth a line in the answer's head, which proxies keep short."""
HEAD = 8_192
"""Characters of a program within which it names what it imports."""
_IMPORTED = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')


@cache
def large_programs() -> tuple[str, ...]:
    """File names of the wanted programs and of all they import, those that are large; largest first."""
    found: dict[str, int] = {}
    left = [path.name for name in WANTED for path in PROGRAMS.glob(f"{name}.*.js")]
    while left:
        name = left.pop()
        if name not in found:
            with (PROGRAMS / name).open(encoding="utf-8") as program:
                left += _IMPORTED.findall(program.read(HEAD))
            found[name] = (PROGRAMS / name).stat().st_size
    page = (PROGRAMS.parent.parent / "index.html").read_text(encoding="utf-8")
    return tuple(sorted((n for n, size in found.items() if size >= LARGE and n not in page), key=lambda n: -found[n]))


@cache
def _link() -> bytes:
    return ", ".join(f"<./static/js/{name}>; rel=modulepreload; crossorigin" for name in large_programs()).encode()


def _with_pages(status: int, given: dict[bytes, bytes]) -> Headers:
    is_page = status == 200 and given.get(b"content-type", b"").startswith(b"text/html")
    return [(b"link", _link())] if is_page else []


MIDDLEWARE = (Middleware(AddedHeaders, added=_with_pages),)
