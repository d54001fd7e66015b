"""The first page of a meeting: what was decided last time and how it stands, and what is on today's agenda."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import Any

import streamlit as st

from i18n.typed import typed
from rules.model import Status
from ui import html
from ui.meeting import told
from ui.meeting.record import STANDINGS
from ui.meeting.sitting import Sitting
from ui.screen import Screen

Row = dict[str, Any]


def draw(sitting: Sitting) -> None:
    """Decisions on the left, the most pressing first; the agenda's counts on the right."""
    brought = sitting.record.brought_before(sitting.meeting)
    with st.container(horizontal=True, key="meeting_item", gap="medium"):
        with st.container(key="meeting_brought"):
            st.html(_brought(sitting, brought))
        with st.container(key="meeting_today"):
            st.html(_today(sitting))


def _brought(sitting: Sitting, brought: list[Row]) -> str:
    words = sitting.screen.words
    if not brought:
        return f'<p class="ea-m-why">{escape(words("meeting.nothing_brought"))}</p>'
    counts = Counter(row["standing"] for row in brought)
    summed = " ".join(
        f'<span class="ea-chip">{html.shape(status)}{escape(words(f"standing.{name}"))} {counts[name]}</span>'
        for name, status in STANDINGS.items()
        if counts[name]
    )
    return f'<div class="ea-m-facts">{summed}</div>{decision_table(sitting.screen, brought)}'


def decision_table(screen: Screen, decisions: list[Row]) -> str:
    """Decisions as a table: how each stands and until when, what, who."""
    words, known = screen.words, screen.board.knowledge
    body = []
    for row in decisions:
        about = words.of(known.indicators[row["indicator_id"]]) if row["indicator_id"] in known.indicators else ""
        due = escape(words("meeting.until", day=words.day(row["due_on"])))
        body.append(
            [
                _two_lines(told.standing(screen, row), due),
                _two_lines(escape(typed(words, row["words"])), escape(about)),
                _two_lines(escape(told.unit(screen, row)), escape(typed(words, row["lead_person"] or ""))),
            ]
        )
    header = [words(f"meeting.column_{name}") for name in ("standing", "decision", "owner")]
    return html.table(header, body)


def _two_lines(first: str, second: str) -> str:
    """A cell of two lines in one piece: on a phone a row becomes a list of its cells."""
    return f'<div>{first}<div class="ea-m-by">{second}</div></div>'


def _today(sitting: Sitting) -> str:
    """How many pages of which status, and how the agenda is ordered."""
    words, board = sitting.screen.words, sitting.screen.board
    statuses = Counter(board.deciding[s.indicator_id]["status"] for s in sitting.slides if s.indicator_id)
    listed = "".join(
        f"<li>{html.chip(words, status.value)} <b>{statuses[status.value]}</b></li>"
        for status in (Status.BEHIND, Status.OVERDUE_REPORT, Status.AT_RISK, Status.ON_TRACK, Status.DONE)
        if statuses[status.value]
    )
    ordered = words(f"agenda.{sitting.agenda.kind}")
    return (
        f'<section class="ea-m-block"><h4>{escape(words("meeting.today", count=sum(statuses.values())))}</h4>'
        f'<div class="ea-m-by">{escape(ordered)}</div><ul class="ea-m-today">{listed}</ul></section>'
    )
