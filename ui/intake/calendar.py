"""The reporting calendar: received of due, per unit and month, and a reminder ready to paste."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from charts.theme import SYMBOLS
from etl.calendar import reminder_text, reminders, reporting_calendar
from rules.model import Status
from ui import grid
from ui.screen import Screen

SHAPES = {
    "received": SYMBOLS[Status.DONE],
    "late": SYMBOLS[Status.AT_RISK],
    "due": SYMBOLS[Status.NO_DATA],
    "overdue": SYMBOLS[Status.OVERDUE_REPORT],
}


def draw(screen: Screen) -> None:
    """Units by month, then the reminder."""
    words, known = screen.words, screen.board.knowledge
    rows = reporting_calendar(known.catalogue, known.observations, month=screen.month, as_of=screen.as_of)
    legend = "　".join(f"{shape}\N{NO-BREAK SPACE}{words(f'report_state.{state}')}" for state, shape in SHAPES.items())
    st.caption(f"{words('calendar.note')} {legend}")
    grid.table(screen, _table(screen, rows), key="report_calendar")
    owed = reminders(known.catalogue, known.observations, month=screen.month, as_of=screen.as_of)
    st.subheader(words("calendar.remind"))
    st.code(reminder_text(owed, known.catalogue, words, as_of=screen.as_of), language=None, wrap_lines=True)


def _table(screen: Screen, rows: pl.DataFrame) -> pl.DataFrame:
    words, known = screen.words, screen.board.knowledge
    months = [date(screen.month.year, n, 1) for n in range(1, screen.month.month + 1)]
    cells = {(row["unit_id"], row["period"]): row for row in rows.iter_rows(named=True)}
    units = dict.fromkeys(rows["unit_id"])
    return pl.DataFrame(
        [
            {words("column.unit"): words.of(known.units[unit_id])}
            | {words.month_short(month): _cell(screen, cells.get((unit_id, month))) for month in months}
            for unit_id in units
        ]
    )


def _cell(screen: Screen, row: dict[str, Any] | None) -> str:
    """Shape, received of due, and how far the review is."""
    if row is None:
        return ""
    review = screen.words(f"review.{row['review']}") if row["review"] in ("submitted", "returned") else ""
    return f"{SHAPES[row['state']]} {row['figures_received']}/{row['figures_due']} {review}".strip()
