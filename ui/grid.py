"""Tables of the screens: texts wrap, statuses are coloured, a row's name is a link, a click on a header sorts.

Drawn as HTML: sizes and colours are the style sheet's in every room, the browser's own search and a screen reader find
every cell, and sorting asks nothing of the server (`ui/page.js`). On a phone each row stands as a card.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from typing import Any
from urllib.parse import quote

import polars as pl
import streamlit as st

from i18n import Words
from reports.wording.targets import ORDER
from ui import downloads, html, links, router
from ui.markup import Prepared
from ui.screen import Screen

MOST = 500
"""How many rows a screen shows; the download has all."""
ON_PHONE = 12
"""How many cards a phone shows before all are asked for."""
UNBROKEN, SENTENCE, LATIN = 8.0, 36.0, 0.55
"""A column whose texts are all within so many Chinese characters stays on one line, one with a longer text than so
many has sentences; a Latin letter's share of a character."""

_MOMENT = re.compile(r"(\d{4}年\d+月\d+日|\d+ [A-Z][a-z]{2} \d{4}) \d\d:\d\d")


@dataclass(frozen=True)
class Way:
    """Where the rows of a table lead: a page's address, of which one parameter tells the rows apart."""

    page: str
    asked: Mapping[str, str]
    name: str
    values: Sequence[str]
    """A row's value of the parameter `name`; "" where a row leads nowhere."""
    column: str = ""
    """Whose cells are the links; the first column where it is ""."""


@dataclass(frozen=True)
class Look:
    """What a table shows beside its texts."""

    statuses: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Column -> the status (or the class of one) in whose colour each of its cells stands."""
    chosen: int | None = None
    """The row that is open below the table."""


def to_indicators(screen: Screen, indicator_ids: pl.Series) -> Way:
    """The rows lead to their indicators' pages, from the column of their names."""
    column = screen.words("column.indicator")
    return Way(router.INDICATOR, links.query(screen), "indicator", indicator_ids.to_list(), column)


def statuses(words: Words, rows: pl.DataFrame) -> Look:
    """The column of statuses in their colours; `rows` with status."""
    return Look(statuses={words("column.status"): rows["status"].to_list()})


def table(
    screen: Screen,
    shown: pl.DataFrame,
    *,
    key: str,
    what: str = "",
    download: pl.DataFrame | None = None,
    way: Way | None = None,
    look: Look | None = None,
) -> None:
    """A table in words, with its downloads where a `download` is given: `what` names the file."""
    st.html(markup(screen.words, shown, key=key, way=way, look=look or Look()))
    if download is not None:
        downloads.offer_table(screen, download, key=key, what=what)


def pick(
    screen: Screen,
    shown: pl.DataFrame,
    ids: Sequence[str],
    *,
    key: str,
    column: str = "",
    what: str = "",
    download: pl.DataFrame | None = None,
    first: bool = False,
) -> int | None:
    """As `table`; a row opens below it. Which one the address keeps under `key`; `first`: else the first is open."""
    wanted, found = st.query_params.get(key), list(ids)
    place = found.index(wanted) if wanted in found else 0 if first and found else None
    way = Way(screen.page, st.query_params.to_dict(), key, ids, column)
    table(screen, shown, key=key, what=what, download=download, way=way, look=Look(chosen=place))
    return place


def markup(words: Words, shown: pl.DataFrame, *, key: str, way: Way | None, look: Look) -> Prepared:
    """The table as HTML; every text is escaped here."""
    rows = _told(shown).head(MOST)
    shown = shown.select(rows.columns)
    named = way and (way.column or shown.columns[0])
    numeric = [kind.is_numeric() for kind in shown.schema.values()]
    heads = "".join(map(_head, shown.columns, numeric))
    columns = [
        _cells(words, rows[name], is_number, way if name == named else None, look.statuses.get(name))
        for name, is_number in zip(shown.columns, numeric, strict=True)
    ]
    marks = [' class="now" aria-current="true"' if place == look.chosen else "" for place in range(rows.height)]
    body = "".join(f"<tr{mark}>{''.join(cells)}</tr>" for mark, *cells in zip(marks, *columns, strict=True))
    is_long = rows.height > ON_PHONE
    more = f'<button class="ea-all">{escape(words("table.all_rows", count=rows.height))}</button>' if is_long else ""
    left = words("table.first_rows", shown=MOST, all=words.number(shown.height)) if shown.height > MOST else ""
    table = f'<thead><tr class="top">{heads}</tr></thead><tbody>{body}</tbody>'
    return Prepared(
        f'<div class="ea-grid{" short" if is_long else ""}" data-table="{escape(key)}">'
        f'<div class="ea-box" tabindex="0"><table class="ea-table">{table}</table></div>'
        f"{more}{html.caption(left) if left else ''}</div>"
    )


def _told(shown: pl.DataFrame) -> pl.DataFrame:
    """Without the columns of texts that say nothing in any row."""
    silent = [
        name
        for name, kind in shown.schema.items()
        if shown.height and kind in (pl.String, pl.Null) and not shown[name].fill_null("").ne("").any()
    ]
    return shown.drop(silent)


def _head(name: str, is_number: bool) -> str:
    return f'<th scope="col"{_number(is_number)}><button class="ea-sort">{escape(name)}</button></th>'


def _number(is_number: bool) -> str:
    return ' class="num"' if is_number else ""


def _cells(
    words: Words, cells: pl.Series, is_number: bool, way: Way | None, coloured: Sequence[str] | None
) -> list[str]:
    """A column's cells as HTML; `way` where they are the links."""
    plain = [_text(words, cell) for cell in cells]
    kind = _number(True) if is_number else _kind(plain)
    opening = f'<td{kind} data-label="{escape(cells.name)}"'
    texts = list(map(escape, plain))
    if is_number:
        texts = ['<span class="zero">0</span>' if text == "0" else text for text in texts]
    if way is not None:
        texts = _links(way, texts)
    if coloured is None:
        return [f"{opening}>{text}</td>" for text in texts]
    return [
        f'{opening} data-s="{ORDER.get(status, len(ORDER))}"><span class="ea-word {status}">{text}</span></td>'
        for status, text in zip(coloured, texts, strict=False)
    ]


def _kind(texts: list[str]) -> str:
    """How much room a column of texts is given: it stays on one line, or is never squeezed below a sentence's width."""
    if all(_width(text) <= UNBROKEN or _MOMENT.fullmatch(text) for text in texts):
        return ' class="one"'
    return ' class="long"' if max(map(_width, texts)) > SENTENCE else ""


def _width(text: str) -> float:
    """A text's width in Chinese characters."""
    return sum(1.0 if sign >= "⺀" else LATIN for sign in text)


def _links(way: Way, texts: list[str]) -> list[str]:
    """The first is reached with the tab key, from it the arrow keys lead to the others."""
    start = links.opening(way.page, {name: value for name, value in way.asked.items() if name != way.name})
    made, aside = [], ""
    for value, text in zip(way.values, texts, strict=False):
        made.append(f'{start}&amp;{way.name}={quote(value)}"{aside}>{text or "…"}</a>' if value else text)
        aside = ' tabindex="-1"' if value else aside
    return made


def _text(words: Words, cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "✓" if cell else ""
    if isinstance(cell, date):
        return words.day(cell)
    decimals = 0 if isinstance(cell, int) or cell == round(cell) else len(f"{cell:.6g}".partition(".")[2])
    return words.number(cell, decimals)
