"""Event notes on the indicator screen: what happened that explains a figure; listed, added, taken back."""

from __future__ import annotations

from datetime import date, datetime
from html import escape
from typing import Any

import streamlit as st

from i18n.typed import typed
from rules.periods import day_of
from ui import person
from ui.clock import board_now
from ui.kept import kept
from ui.process import the_process
from ui.screen import Screen
from warehouse.errors import UnknownNote
from warehouse.notes import read_notes, remove_note, write_note

Row = dict[str, Any]


@kept(max_entries=24)
def _by_indicator(drive_version: int, as_of: datetime) -> dict[str, tuple[Row, ...]]:
    del drive_version  # part of the cache's key only
    process = the_process()
    found: dict[str, tuple[Row, ...]] = {}
    for row in read_notes(process.warehouse, process.programme_id, as_of).iter_rows(named=True):
        found[row["indicator_id"]] = (*found.get(row["indicator_id"], ()), row)
    return found


def rows_of(as_of: datetime, indicator_id: str) -> tuple[Row, ...]:
    """The notes of an indicator that stood at a moment, oldest period first: rows of `read_notes`."""
    return _by_indicator(the_process().warehouse.drive_version(), as_of).get(indicator_id, ())


def notes_of(screen: Screen, indicator_id: str) -> tuple[tuple[date, str], ...]:
    """The period (first of its month) and words of an indicator's notes, oldest first."""
    rows = rows_of(screen.as_of, indicator_id)
    return tuple((row["reference_period"], typed(screen.words, row["words"])) for row in rows)


def texts_by_period(as_of: datetime, indicator_id: str, *, between: str = "；") -> dict[date, str]:
    """The words of an indicator's notes, those of one period together."""
    found: dict[date, list[str]] = {}
    for row in rows_of(as_of, indicator_id):
        found.setdefault(row["reference_period"], []).append(row["words"])
    return {period: between.join(texts) for period, texts in found.items()}


def draw(screen: Screen, indicator_id: str) -> None:
    """The indicator's notes in an expander, newest first, with a form to add one; on the newest board only."""
    words, rows = screen.words, rows_of(screen.as_of, indicator_id)
    if not rows and _is_past(screen):
        return
    with st.expander(words("notes.title", count=len(rows)), icon=":material/event_note:", key="event_notes"):
        for row in reversed(rows):
            _line(screen, row)
        if not _is_past(screen):
            _form(screen, indicator_id)


def _is_past(screen: Screen) -> bool:
    return day_of(screen.as_of) < screen.latest


def _line(screen: Screen, row: Row) -> None:
    words = screen.words
    when = words.day(row["happened_on"]) if row["happened_on"] else words.month(row["reference_period"])
    told = words("notes.by", who=typed(words, row["author"]), day=words.day(day_of(row["recorded_at"])))
    with st.container(horizontal=True, vertical_alignment="center", key=f"note_{row['note_id']}"):
        st.html(
            f'<div class="ea-event"><b>{escape(when)}</b> {escape(typed(words, row["words"]))} '
            f'<span class="ea-muted">{escape(told)}</span></div>'
        )
        if not _is_past(screen) and st.button(
            words("notes.remove"), key=f"remove_{row['note_id']}", icon=":material/undo:", type="tertiary"
        ):
            _remove(screen, row)


def _form(screen: Screen, indicator_id: str) -> None:
    words = screen.words
    months = [date(screen.month.year, n, 1) for n in range(screen.month.month, 0, -1)]
    by = person.ask(words, "notes")
    with st.form("add_note", clear_on_submit=True, border=False):
        month, day = st.columns(2)
        period = month.selectbox(words("notes.period"), months, format_func=words.month, key="note_period")
        happened_on = day.date_input(
            words("notes.day"), value=None, max_value=screen.latest, format="YYYY-MM-DD", key="note_day"
        )
        text = st.text_input(words("notes.words"), max_chars=80, help=words("notes.words_help"), key="note_words")
        if st.form_submit_button(words("notes.add"), type="primary") and person.known(words, by):
            _add(screen, indicator_id, period, happened_on, text, by)


def _add(screen: Screen, indicator_id: str, period: date, happened_on: date | None, text: str, by: str) -> None:
    if not text.strip():
        st.warning(screen.words("notes.need_words"))
        return
    process = the_process()
    write_note(
        process.warehouse,
        process.programme_id,
        indicator_id=indicator_id,
        period=happened_on or period,
        happened_on=happened_on,
        words=text,
        author=by,
        at=board_now(),
    )
    st.rerun()


def _remove(screen: Screen, row: Row) -> None:
    by = person.current()
    if not person.known(screen.words, by):
        return
    process = the_process()
    try:
        remove_note(process.warehouse, process.programme_id, row["note_id"], by=by, at=board_now())
    except UnknownNote:  # somebody else was faster, and it is gone as wished
        st.toast(screen.words("notes.gone"))
    st.rerun()
