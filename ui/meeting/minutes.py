"""The minutes of a meeting: its decisions and how they stand, its remarks, both as tables with a CSV."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from i18n import Words
from i18n.typed import typed
from reports.table_csv import csv_bytes
from ui import html
from ui.access.here import told_export
from ui.meeting import address, closing
from ui.meeting.opening import decision_table
from ui.meeting.record import Record, live, pressing_first, record_at
from ui.meeting.start import resume
from ui.screen import Screen

Row = dict[str, Any]


def meeting_shown(meeting_id: str | None) -> Row | None:
    """The meeting the address names; None where there is no such one."""
    return record_at(live()).meetings.get(meeting_id or "")


def titled(meeting: Row) -> Callable[[Screen], str]:
    """The head's title: the meeting's own name."""
    return lambda screen: typed(screen.words, str(meeting["name"]))


def draw(screen: Screen, meeting: Row) -> None:
    """When it was and over which figures; what was decided; what was said."""
    words, record = screen.words, record_at(live())
    decided = pressing_first(record.decisions_of(meeting["meeting_id"]))
    said = record.remarks_of(meeting["meeting_id"])
    st.html(f'<div class="ea-past">{escape(_about(words, meeting))}</div>')
    _ways(screen, record, meeting)
    st.subheader(words("meeting.decisions", count=len(decided)))
    if decided:
        st.html(decision_table(screen, decided))
    else:
        st.caption(words("meeting.nothing_decided"))
    st.subheader(words("meeting.remarks_count", count=len(said)))
    if said:
        header = [words(f"meeting.column_{name}") for name in ("indicator", "remark", "by")]
        st.html(html.table(header, [[escape(cell) for cell in _remark(screen, row)] for row in said]))
    else:
        st.caption(words("meeting.nothing_said"))


def _about(words: Words, meeting: Row) -> str:
    frozen = words(
        "meeting.frozen",
        month=words.month(meeting["reference_period"]),
        moment=words.moment(meeting["figures_as_of"]),
    )
    kept = words("meeting.kept_by", who=typed(words, meeting["kept_by"]))
    ended = meeting["ended_at"]
    state = words("meeting.ended", moment=words.moment(ended)) if ended else words("meeting.is_on")
    return " · ".join((words.day(meeting["held_on"]), frozen, kept, state))


def _ways(screen: Screen, record: Record, meeting: Row) -> None:
    """On to the slides, the table to take along, back to the list."""
    words = screen.words
    rows = minutes_table(screen, record, meeting)
    with st.container(horizontal=True):
        st.button(
            words("meeting.replay" if meeting["ended_at"] else "meeting.go_on_short"),
            key="replay",
            type="secondary" if meeting["ended_at"] else "primary",
            icon=":material/slideshow:",
            on_click=resume,
            args=(meeting,),
        )
        if not meeting["ended_at"]:
            closing.offer_end(words, meeting)
        file_name = words("meeting.file_name", name=typed(words, meeting["name"]), day=meeting["held_on"].isoformat())
        st.download_button(
            words("download.csv"),
            told_export(file_name, lambda: csv_bytes(rows)),
            file_name=file_name,
            mime="text/csv",
            on_click="ignore",
            key="minutes_csv",
            icon=":material/download:",
        )
        st.button(words("meeting.all_meetings"), key="all_meetings", icon=":material/list:", on_click=_to_list)


def _to_list() -> None:
    address.open_minutes(None)


def minutes_table(screen: Screen, record: Record, meeting: Row) -> pl.DataFrame:
    """Decisions, then remarks, one a row, with the columns named in the reader's language."""
    words, meeting_id = screen.words, meeting["meeting_id"]
    rows = [_decision_row(screen, row) for row in record.decisions_of(meeting_id)]
    for row in record.remarks_of(meeting_id):
        indicator, text, by = _remark(screen, row)
        rows.append([words("meeting.remark"), indicator, text, "", "", "", "", "", by])
    names = ("kind", "indicator", "words", "unit", "person", "due", "standing", "closed", "by")
    columns = [words(f"meeting.column_{name}") for name in names]
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")


def _decision_row(screen: Screen, row: Row) -> list[str]:
    words, known = screen.words, screen.board.knowledge
    return [
        words("meeting.decision"),
        _indicator(screen, row),
        typed(words, row["words"]),
        words.of(known.units[row["lead_unit"]]),
        typed(words, row["lead_person"] or ""),
        row["due_on"].isoformat(),
        words(f"standing.{row['standing']}"),
        row["closed_on"].isoformat() if row["closed_on"] else "",
        typed(words, row["noted_by"]),
    ]


def _remark(screen: Screen, row: Row) -> list[str]:
    return [_indicator(screen, row), typed(screen.words, row["words"]), typed(screen.words, row["author"])]


def _indicator(screen: Screen, row: Row) -> str:
    known = screen.board.knowledge.indicators.get(row["indicator_id"])
    return screen.words.of(known) if known else screen.words("meeting.whole")
