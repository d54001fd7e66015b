"""The list of meetings: go on with the one that is going on, start one, look back at those held."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from i18n import Words
from i18n.typed import typed
from ui import html
from ui.meeting import address, closing, new
from ui.meeting.agenda import Agenda, read_agenda
from ui.meeting.record import Record, is_open, live, record_at
from ui.meeting.sitting import count_pages
from ui.screen import Screen

Row = dict[str, Any]


def draw(screen: Screen) -> None:
    """What is going on, what can be started, what has been."""
    record = record_at(live())
    _going_on(screen, record)
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader(screen.words("meeting.new"))
        new.draw(screen)
    with right:
        st.subheader(screen.words("meeting.held"))
        _held(screen, record)


def agenda_of(meeting: Row) -> Agenda:
    """The agenda a meeting was started with."""
    found = read_agenda(f"{meeting['agenda']}:{meeting['agenda_of'] or ''}".removesuffix(":"))
    assert found is not None
    return found


def _going_on(screen: Screen, record: Record) -> None:
    """The meetings nobody has ended: go on with one, end it, or read what it has decided so far."""
    words = screen.words
    meetings = [meeting for meeting in record.meetings.values() if meeting["ended_at"] is None]
    if meetings:
        st.subheader(words("meeting.open"))
    for meeting in meetings:
        meeting_id = meeting["meeting_id"]
        with st.container(border=True):
            st.html(_told(screen, record, meeting, *_opened(screen, meeting)))
            with st.container(horizontal=True):
                st.button(
                    words("meeting.go_on_short"),
                    key=f"go_on_{meeting_id}",
                    type="primary",
                    icon=":material/play_arrow:",
                    on_click=resume,
                    args=(meeting,),
                )
                closing.offer_end(words, meeting)
                _minutes_button(words, meeting_id)


def resume(meeting: Row) -> None:
    """Go on with a meeting where it was left; one that has ended is shown again from its first page."""
    reopen = address.show if meeting["ended_at"] else address.go_on
    reopen(agenda_of(meeting), meeting_id=meeting["meeting_id"])


def _held(screen: Screen, record: Record) -> None:
    words = screen.words
    ended = [m for m in record.meetings.values() if m["ended_at"] is not None]
    if not ended:
        st.caption(words("meeting.none_held"))
    for meeting in ended:
        with st.container(border=True):
            st.html(_told(screen, record, meeting))
            with st.container(horizontal=True):
                _minutes_button(words, meeting["meeting_id"])
                st.button(
                    words("meeting.replay"),
                    key=f"replay_{meeting['meeting_id']}",
                    icon=":material/slideshow:",
                    on_click=resume,
                    args=(meeting,),
                )


def _opened(screen: Screen, meeting: Row) -> tuple[str, str]:
    """Who began a meeting and when, and how many pages it has: what tells two of one name apart."""
    words, who = screen.words, typed(screen.words, meeting["kept_by"])
    begun = words("meeting.begun", who=who, moment=words.moment(meeting["started_at"]))
    return begun, words("meeting.pages", count=count_pages(screen, meeting, agenda_of(meeting)))


def _told(screen: Screen, record: Record, meeting: Row, *more: str) -> str:
    """A meeting in two lines: its name; its day, `more`, what it decided and what of that is open or overdue."""
    words, decided = screen.words, record.decisions_of(meeting["meeting_id"])
    overdue = sum(row["standing"] == "overdue" for row in decided)
    late = f" {html.shape('behind')}{escape(words('meeting.overdue', count=overdue))}" if overdue else ""
    told = words("meeting.counts", count=len(decided), open=sum(is_open(row) for row in decided))
    day = words.day(meeting["held_on"])
    name = typed(words, meeting["name"])
    return f'<b>{escape(name)}</b><div class="ea-muted">{escape(" · ".join((day, *more, told)))}{late}</div>'


def _minutes_button(words: Words, meeting_id: str) -> None:
    st.button(
        words("meeting.minutes_of"),
        key=f"minutes_{meeting_id}",
        icon=":material/description:",
        on_click=address.open_minutes,
        args=(meeting_id,),
    )
