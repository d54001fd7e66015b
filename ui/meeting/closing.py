"""The last page of a meeting: what was decided in it, and its end."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from i18n import Words
from i18n.typed import typed
from ui import person
from ui.clock import board_now
from ui.links import escape_markdown
from ui.meeting import address, opening, told
from ui.meeting.outline import offer_rest
from ui.meeting.record import pressing_first
from ui.meeting.sitting import Sitting
from ui.process import the_process
from warehouse.meetings import end_meeting

Row = dict[str, Any]


def draw(sitting: Sitting) -> None:
    """The decisions of this meeting with owner and day, then its remarks; a button ends it."""
    words, meeting = sitting.screen.words, sitting.meeting
    with st.container(key="meeting_closing"):
        if meeting is None:
            st.html(f'<p class="ea-m-why">{escape(words("meeting.only_looked"))}</p>')
        else:
            _decided_and_said(sitting, meeting["meeting_id"])
        with st.container(horizontal=True, gap="small"):
            offer_rest(sitting)
            if meeting is not None and sitting.is_on:
                _offer_end_here(sitting, meeting)


def _offer_end_here(sitting: Sitting, meeting: Row) -> None:
    """Whoever began the meeting ends it at once; anybody else is asked first."""
    if person.current() == meeting["kept_by"]:
        _end_button(sitting.screen.words, meeting, key="end_meeting", by=sitting.recorder)
    else:
        offer_end(sitting.screen.words, meeting, by=sitting.recorder)


def offer_end(words: Words, meeting: Row, *, by: str | None = None) -> None:
    """A button that ends a meeting after asking; it says so where another began it. `by` as `_end_button` has it."""
    meeting_id = meeting["meeting_id"]
    with st.popover(words("meeting.end"), icon=":material/stop_circle:", key=f"ask_end_{meeting_id}"):
        if person.current() != meeting["kept_by"]:
            st.warning(words("meeting.end_of_other", who=escape_markdown(typed(words, meeting["kept_by"]))))
        st.write(words("meeting.end_asked"))
        _end_button(words, meeting, key=f"end_{meeting_id}", by=person.current() if by is None else by)


def _end_button(words: Words, meeting: Row, *, key: str, by: str) -> None:
    """Ends it; the audit names `by`, "" where nobody has given a name."""
    st.button(
        words("meeting.end"),
        key=key,
        type="primary",
        icon=":material/check:",
        on_click=_end,
        args=(meeting["meeting_id"], by),
    )


def _decided_and_said(sitting: Sitting, meeting_id: str) -> None:
    words = sitting.screen.words
    decided = pressing_first(sitting.record.decisions_of(meeting_id))
    said = sitting.record.remarks_of(meeting_id)
    if decided:
        st.html(opening.decision_table(sitting.screen, decided))
    else:
        st.html(f'<p class="ea-m-why">{escape(words("meeting.nothing_decided"))}</p>')
    if said:
        st.html(told.block(words("meeting.remarks"), [escape(typed(words, row["words"])) for row in said]))


def _end(meeting_id: str, by: str) -> None:
    process = the_process()
    with person.writing_as(by):
        end_meeting(process.warehouse, process.programme_id, meeting_id, at=board_now())
    address.open_minutes(meeting_id)
