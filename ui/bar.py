"""The bar above every screen: the pages, those of one heading behind it; where the reader is stands out.

HTML, not the menu Streamlit draws: that one is laid out twice, marks no heading whose page is open, drops the month and
the language from its addresses, and takes the browser as long as everything else on an empty page.
"""

from __future__ import annotations

from html import escape

from ui import links, router
from ui.screen import Screen


def navigation(screen: Screen) -> str:
    """The bar as HTML; on a phone its pages open behind one button."""
    words, asked = screen.words, links.query(screen)
    told = "".join(_entry(heading, entries, screen.page, asked) for heading, entries in router.menu())
    return (
        f'<nav class="ea-nav" aria-label="{escape(words("nav.label"))}">'
        f'<button class="ea-burger" aria-expanded="false">☰ {escape(words("nav.menu"))}</button>'
        f'<div class="ea-nav-all">{told}</div></nav>'
    )


def _entry(heading: str, entries: list[tuple[str, str]], here: str, asked: dict[str, str]) -> str:
    inside = "".join(_link(path, title, here, asked) for path, title in entries)
    if not heading:
        return inside
    now = " here" if here in {path for path, _ in entries} else ""
    opener = f'<details class="ea-menu{now}" name="ea-menu"><summary>{escape(heading)}</summary>'
    return f"{opener}<div>{inside}</div></details>"


def _link(path: str, title: str, here: str, asked: dict[str, str]) -> str:
    now = ' aria-current="page"' if path == here else ""
    return f'{links.opening(path, asked)}"{now}>{escape(title)}</a>'
