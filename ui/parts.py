"""Parts that several screens lay out: count tiles, lists of indicators, tables with a download."""

from __future__ import annotations

import math
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from charts.theme import SYMBOLS
from i18n import Words
from i18n.sentences import gap_text
from rules.model import Status
from ui import downloads, html, links, owners, router
from ui.data import Knowledge
from ui.shell import Screen

ROWS_SHOWN = 16
"""How many rows a table shows before it scrolls."""
MEASURED = 9
"""How many rows from the top the browser measures for a column's width."""
TABLE_LETTER, LATIN, CELL_PADDING, WIDEST = 16.7, 0.5, 20, 420
"""A Chinese character of a table in pixels, a Latin letter's share of it, a cell's margins, the widest column made."""
PHONE_LETTER = 14.0
"""A Chinese character of a table on a phone."""
ALL_FIT, NEARLY_ALL = 100, 0.95
"""Up to how many rows every text has its room; of more, so many and those in sight: a few must not push others away."""
SAMPLE = 1_000
"""From twice as many rows on, about so many are measured, evenly taken."""
COLOUR_NAMES: dict[str, str] = {
    Status.DONE: "green",
    Status.ON_TRACK: "blue",
    Status.AT_RISK: "orange",
    Status.BEHIND: "red",
    Status.OVERDUE_REPORT: "violet",
    Status.NO_DATA: "gray",
}
"""Streamlit's colour names of the statuses; .streamlit/config.toml gives them our colours."""


def status_tiles(screen: Screen, rows: pl.DataFrame, before: pl.DataFrame) -> None:
    """One tile a status: the count now and the change on last month (`before` empty in January)."""
    st.html(html.tiles(screen.words, rows, before))


def status_mark(words: Words, status: str) -> str:
    """Shape and word of a status in its colour, as markup of a label."""
    return f":{COLOUR_NAMES[status]}[{SYMBOLS[Status(status)]} {words(f'status.{status}')}]"


def indicator_label(words: Words, known: Knowledge, row: dict[str, Any]) -> str:
    """A line about an indicator: name, status (and the one before, where given), gap and owner."""
    status = status_mark(words, row["status"])
    if row.get("status_before"):
        status = f"{status_mark(words, row['status_before'])} → {status}"
    name, told = links.escape_markdown(_name(words, known, row)), links.escape_markdown(_told(words, known, row))
    return f"{status} **{name}** {told}"


def status_html(words: Words, status: str) -> str:
    """As `status_mark`, in HTML."""
    return f'<span class="ea-word {status}">{SYMBOLS[Status(status)]} {escape(words(f"status.{status}"))}</span>'


def indicator_html(words: Words, known: Knowledge, row: dict[str, Any]) -> str:
    """As `indicator_label`, in HTML."""
    status = status_html(words, row["status"])
    if row.get("status_before"):
        status = f"{status_html(words, row['status_before'])} → {status}"
    return f"{status} <strong>{escape(_name(words, known, row))}</strong> {escape(_told(words, known, row))}"


def _name(words: Words, known: Knowledge, row: dict[str, Any]) -> str:
    return words.of(known.indicators[row["indicator_id"]])


def _told(words: Words, known: Knowledge, row: dict[str, Any]) -> str:
    """An indicator's gap and owner."""
    indicator_id = row["indicator_id"]
    gap = gap_text(words, row, known.indicators[indicator_id], known.measure_of(indicator_id))
    return " · ".join(part for part in (gap, owners.owner_text(words, known, indicator_id, limit=2)) if part)


def table(screen: Screen, shown: pl.DataFrame, *, key: str, what: str, download: pl.DataFrame) -> int | None:
    """A table in words with its downloads; returns the selected row's position."""
    sizes = widths(shown, letter=PHONE_LETTER if screen.size == "phone" else TABLE_LETTER)
    event = st.dataframe(
        shown.to_arrow(),
        hide_index=True,
        key=key,
        on_select="rerun",
        selection_mode=["single-row", "single-cell"],
        height="content" if shown.height <= ROWS_SHOWN else ROWS_SHOWN * 35 + 38,
        column_config={name: st.column_config.Column(width=width) for name, width in sizes.items()},
    )
    downloads.offer_table(screen, download, key=key, what=what)
    chosen = event["selection"]["rows"] or [row for row, _ in event["selection"]["cells"]]
    return int(chosen[0]) if chosen else None


def widths(shown: pl.DataFrame, *, letter: float = TABLE_LETTER) -> dict[str, int]:
    """A width in pixels for each column of texts whose longest stands further down: the browser measures a table's
    first rows alone and would cut it."""
    columns = [name for name, kind in shown.schema.items() if kind == pl.String]
    spread = max(shown.height // SAMPLE, 1)
    asked = pl.concat([shown.head(ROWS_SHOWN), shown.gather_every(spread)]) if spread > 1 else shown
    share = 1.0 if shown.height <= ALL_FIT else NEARLY_ALL
    found = {}
    for name in columns:
        needed = [_needed(name, letter), *(_needed(text, letter) for text in asked[name] if text is not None)]
        head = shown[name].head(ROWS_SHOWN).count()
        longest = max(sorted(needed)[math.ceil(share * (len(needed) - 1))], *needed[: 1 + head])
        if WIDEST > max(needed[: 1 + shown[name].head(MEASURED).count()]) < longest:
            found[name] = min(round(longest), WIDEST)
    return found


def _needed(text: str, letter: float) -> float:
    """A text's width in pixels."""
    letters = len(text)
    wide = (len(text.encode()) - letters) / 2
    return (wide + (letters - wide) * LATIN) * letter + CELL_PADDING


def open_indicator(screen: Screen, indicator_id: str) -> None:
    """Go to an indicator's screen."""
    st.switch_page(router.page_at(router.INDICATOR), query_params=links.query(screen, indicator=indicator_id))


def facts(named: dict[str, str]) -> None:
    """Names with their texts, one a row."""
    rows = [[f"<b>{escape(name)}</b>", escape(text)] for name, text in named.items()]
    st.html(html.table([], rows))
