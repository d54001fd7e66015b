"""The last page of a meeting: what was decided in it, and its end."""

from __future__ import annotations

from html import escape

import streamlit as st

from i18n import Words
from i18n.typed import typed
from ui.clock import board_now
from ui.meeting import address, opening, told
from ui.meeting.outline import offer_rest
from ui.meeting.record import pressing_first
from ui.meeting.sitting import Sitting
from ui.process import the_process
from warehouse.meetings import end_meeting


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
                _end_button(words, meeting["meeting_id"], key="end_meeting")


def offer_end(words: Words, meeting_id: str) -> None:
    """A button that ends a meeting from outside it, after asking."""
    with st.popover(words("meeting.end"), icon=":material/stop_circle:", key=f"ask_end_{meeting_id}"):
        st.write(words("meeting.end_asked"))
        _end_button(words, meeting_id, key=f"end_{meeting_id}")


def _end_button(words: Words, meeting_id: str, *, key: str) -> None:
    st.button(words("meeting.end"), key=key, type="primary", icon=":material/check:", on_click=_end, args=(meeting_id,))


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


def _end(meeting_id: str) -> None:
    process = the_process()
    end_meeting(process.warehouse, process.programme_id, meeting_id, at=board_now())
    address.open_minutes(meeting_id)
