"""Where a meeting stands, kept in the address: which meeting, which agenda, which page of it."""

from __future__ import annotations

from time import monotonic

import streamlit as st

from ui import state
from ui.meeting.agenda import OPENING, Agenda, read_agenda

LEAVE = "leave"
"""What the browser asks for when somebody leaves the full screen mode."""
LAG = 5.0
"""Seconds the browser's address may lag behind presses that follow each other quickly."""
Place = tuple[str, str]
"""Where a meeting was left: the code of its agenda and that of its page."""
_MOVED_AT = "meeting_moved_at"
_BEFORE = "meeting_board_before"
_BOARD = ("month", "as_of")


def take() -> None:
    """Take over what the address says, unless a press has just moved on: then it still says the page before."""
    if monotonic() - st.session_state.get(_MOVED_AT, -LAG) > LAG:
        state.take_from_url("meeting", "agenda", "slide")


def agenda() -> Agenda | None:
    """The agenda being gone through; None where nothing is being shown."""
    return read_agenda(st.session_state.get("agenda"))


def meeting_id() -> str | None:
    """The meeting the screen is about, if any."""
    return st.session_state.get("meeting")


def refuse_meeting() -> None:
    """There is no such meeting: the list says so, and nothing is gone through."""
    state.note_unknown("meeting", meeting_id())
    st.session_state["agenda"] = st.session_state["slide"] = None


def slide() -> str | None:
    """The page asked for."""
    return st.session_state.get("slide")


def write(*, slide: str | None) -> None:
    """Mirror what is shown to the address, so that its link reopens it."""
    st.session_state["slide"] = slide
    shown = agenda()
    state.write_to_url(meeting=meeting_id(), agenda=shown.code if shown else None, slide=slide)


@st.cache_resource(show_spinner=False)
def _left() -> dict[str, Place]:
    """Where each meeting stands that went on in this process, by its id: whoever goes on with it begins there."""
    return {}


def keep_place(meeting_id: str, place: Place) -> None:
    """A meeting stands there now."""
    _left()[meeting_id] = place


def go(code: str) -> None:
    """Turn to a page, or leave."""
    st.session_state[_MOVED_AT] = monotonic()
    if code == LEAVE:
        leave()
    else:
        st.session_state["slide"] = code


def show(chosen: Agenda, *, meeting_id: str | None) -> None:
    """Begin going through an agenda, in a meeting or to look ahead."""
    _show(meeting_id, (chosen.code, OPENING))


def go_on(chosen: Agenda, *, meeting_id: str) -> None:
    """Go on with a meeting where it was left; its agenda from the start where nobody knows."""
    _show(meeting_id, _left().get(meeting_id, (chosen.code, OPENING)))


def _show(meeting_id: str | None, place: Place) -> None:
    st.session_state[_MOVED_AT] = monotonic()
    st.session_state["meeting"] = meeting_id
    st.session_state["agenda"], st.session_state["slide"] = place
    state.forget_unknown("meeting")


def freeze(month: str, as_of: str) -> None:
    """Let the head stand on a meeting's figures until it is left."""
    st.session_state.setdefault(_BEFORE, {name: st.session_state.get(name) for name in _BOARD})
    st.session_state["month"], st.session_state["as_of"] = month, as_of


def leave() -> None:
    """Leave the full screen mode: to the minutes of the meeting, else to the list of meetings."""
    st.session_state[_MOVED_AT] = monotonic()
    st.session_state["agenda"] = st.session_state["slide"] = None
    for name, value in st.session_state.pop(_BEFORE, {}).items():
        if value is not None:
            st.session_state[name] = value


def open_minutes(meeting_id: str | None) -> None:
    """Show a meeting's minutes, or the list of meetings."""
    leave()
    st.session_state["meeting"] = meeting_id
    state.forget_unknown("meeting")
