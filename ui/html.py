"""Small pieces of HTML the widgets do not offer: chips, tiles, marks. Everything from outside is escaped."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from html import escape
from typing import Any

import polars as pl

from charts.theme import COLOURS, SYMBOLS
from i18n import Words, words_for
from reports.wording.targets import status_word
from rules.model import Status
from ui.markup import Prepared
from ui.screen import Screen
from warehouse import summaries

_FONTS = {
    "zh-Hans": "'Noto Sans CJK SC','Microsoft YaHei','PingFang SC'",
    "zh-Hant": "'Noto Sans CJK TC','Microsoft JhengHei','PingFang TC'",
    "en": "'Segoe UI','Noto Sans','Noto Sans CJK SC','Microsoft YaHei','PingFang SC'",
}

_WALL = "html:root{font-size:21px !important}"
# On one line with who is signed in, where the wall is no wider than a desk.
_WALL += "@media (max-width:1700px){.stApp:has(.ea-account) .ea-nav-all{font-size:16px}}"
# Chinese fonts draw the quotation marks of English as wide as a character unless asked not to.
_PROPORTIONAL = ".stApp{font-variant-east-asian:proportional-width}"


@cache
def style(language: str, size: str) -> Prepared:
    """What `style.css`, which comes with the page, leaves to the run: the colours of the statuses, a language's fonts
    (the page's own language is fixed to English), the wall's size."""
    large = _WALL if size == "projector" else ""
    narrow = "" if words_for(language).is_chinese else _PROPORTIONAL
    browse = json.dumps(words_for(language)("upload.browse"), ensure_ascii=False)
    colours = "".join(f"--{status}:{colour};" for status, colour in COLOURS.items())
    named = f":root{{{colours}--fonts:{_FONTS[language]};--browse:{browse}}}"
    return Prepared(f"<style>{named}{large}{narrow}</style>")


def shape(status: str) -> str:
    """The coloured shape of a status."""
    return f'<span class="ea-shape" style="--c:var(--{status})">{SYMBOLS[Status(status)]}</span>'


def verdict_chip(words: Words, verdict: Mapping[str, Any]) -> str:
    """Shape and word of a verdict row."""
    return f'<span class="ea-chip">{shape(verdict["status"])}{escape(status_word(words, verdict))}</span>'


def chip(words: Words, status: str) -> str:
    """Shape and word of a status."""
    return f'<span class="ea-chip">{shape(status)}{escape(words(f"status.{status}"))}</span>'


def tile(words: Words, status: str, count: int, change: int | None) -> str:
    """A status' count and what it changed by since last month, inside its tile."""
    changed = words("tile.change", change=words.signed(change, 0)) if change else words("tile.same")
    delta = "" if change is None else changed
    return f'<div class="w">{chip(words, status)}</div><div class="n">{count}</div><div class="d">{escape(delta)}</div>'


def tiles(words: Words, rows: pl.DataFrame, before: pl.DataFrame, to: Callable[[str, str], str] | None = None) -> str:
    """A tile a status: counts of `rows` and the change on `before`, which is empty in January.

    `to` makes a link of a tile's inside to the indicators of its status; a tile that counts none leads nowhere, nor
    does that without data: the list has those no figure is asked of besides.
    """
    now = summaries.status_counts(rows)
    then = summaries.status_counts(before) if before.height else None
    made = []
    for status in map(str, Status):
        inside = tile(words, status, now[status], None if then is None else now[status] - then[status])
        inside = to(status, inside) if to is not None and now[status] and status != Status.NO_DATA else inside
        made.append(f'<div class="ea-tile" style="--c:var(--{status})">{inside}</div>')
    return f'<div class="ea-tiles">{"".join(made)}</div>'


def heading(words: Words, word: str, note: str = "") -> str:
    """What a part of a screen is called; with a note, which a click or Enter on it opens."""
    name = f"<h3>{escape(words(word))}</h3>"
    if not note:
        return name
    return f'<details class="ea-help"><summary>{name}</summary>{caption(words(note))}</details>'


def lines(rows: Sequence[str], *, name: str) -> str:
    """A list of links, one a line; `rows` are HTML already, `name` says which list it is. Empty where none are."""
    items = "".join(f"<li>{row}</li>" for row in rows)
    return f'<ul class="ea-lines" data-list="{name}">{items}</ul>' if rows else ""


def caption(text: str) -> str:
    """A quiet line below something."""
    return f'<p class="ea-caption">{escape(text)}</p>'


def more(text: str, rest: str) -> str:
    """A quiet line that opens `rest`, which is HTML already, where it stands."""
    return f'<details class="ea-more"><summary>{caption(text)}</summary>{rest}</details>'


def head(screen: Screen, title: str, as_of_day: date) -> str:
    """Title and the line that says which programme, month, moment and how fresh."""
    words, board = screen.words, screen.board
    programme = board.knowledge.catalogue.programme
    received, due = board.reported
    parts = [
        words.named(programme["name"]),
        words.month(screen.month),
        words("head.known", day=words.day(as_of_day)),
        words("head.fresh", received=received, due=due),
    ]
    sub = " · ".join(f'<span class="ea-oneline">{escape(part)}</span>' for part in parts)
    return f'<div class="ea-head"><h1>{escape(title)}</h1><div class="sub">{sub}</div></div>'


def demonstration_mark(words: Words) -> str:
    return f'<div class="ea-demo">{escape(words("head.demonstration"))}</div>'


def note(text: str) -> str:
    """A line across the page's head."""
    return f'<div class="ea-past">{escape(text)}</div>'


def table(header: list[str], rows: list[list[str]], *, numeric: frozenset[int] = frozenset()) -> str:
    """A plain table. Header cells are escaped here; body cells are HTML already.

    On a phone each row stands as a card, each cell under its column's name.
    """
    heads = "".join(
        f'<th scope="col"{" class=num" if i in numeric else ""}>{escape(name)}</th>' for i, name in enumerate(header)
    )
    marks = [
        (' class="num"' if i in numeric else "") + (f' data-label="{escape(header[i])}"' if header else "")
        for i in range(max(map(len, rows), default=0))
    ]
    body = "".join(
        "<tr>" + "".join(f"<td{marks[i]}>{cell}</td>" for i, cell in enumerate(row)) + "</tr>" for row in rows
    )
    top = f'<tr class="top">{heads}</tr>' if header else ""
    return f'<div class="ea-scroll"><table class="ea-table">{top}{body}</table></div>'
