"""Parts that several screens lay out: count tiles, lists of indicators, names with their texts."""

from __future__ import annotations

from html import escape
from typing import Any

import polars as pl
import streamlit as st

from charts.theme import SYMBOLS
from i18n import Words
from i18n.sentences import gap_text
from rules.model import Status
from ui import html, links, owners
from ui.data import Knowledge
from ui.screen import Screen

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


def facts(named: dict[str, str]) -> None:
    """Names with their texts, one a row."""
    rows = [[f"<b>{escape(name)}</b>", escape(text)] for name, text in named.items()]
    st.html(html.table([], rows))
