"""The agenda as a list to jump from."""

from __future__ import annotations

import streamlit as st

from ui import links, parts
from ui.meeting import address
from ui.meeting.agenda import CLOSING, OPENING, Slide
from ui.meeting.sitting import Sitting


def open_outline(sitting: Sitting) -> None:
    """A drawer with every page of the agenda; a press opens it."""
    st.dialog(sitting.screen.words("meeting.outline"), width="medium", position="right")(_list)(sitting)


def _list(sitting: Sitting) -> None:
    offer_rest(sitting)
    group = ""
    known, words = sitting.screen.board.knowledge, sitting.screen.words
    with st.container(key="meeting_outline", gap=None):
        for place, slide in enumerate(sitting.slides):
            if slide.group and slide.group != group:
                group = slide.group
                st.subheader(words.of(known.actions.get(group) or known.units[group]))
            if st.button(
                f"{place + 1}  {_label(sitting, slide)}",
                key=f"jump_{slide.code}",
                type="secondary" if place == sitting.place else "tertiary",
                width="stretch",
                on_click=address.go,
                args=(slide.code,),
            ):
                st.rerun()


def offer_rest(sitting: Sitting) -> None:
    """A button to what the agenda leaves out: the items after the worst, or the worst again."""
    words, agenda = sitting.screen.words, sitting.agenda
    if not sitting.left_out or not (agenda.first or agenda.after):
        return
    name = "meeting.go_to_rest" if agenda.first else "meeting.go_to_first"
    if st.button(
        words(name, count=sitting.left_out),
        key="other_part",
        icon=":material/low_priority:" if agenda.first else ":material/priority_high:",
        on_click=address.show,
        args=(agenda.rest if agenda.first else agenda.start,),
        kwargs={"meeting_id": sitting.meeting["meeting_id"] if sitting.meeting else None},
    ):
        st.rerun()


def _label(sitting: Sitting, slide: Slide) -> str:
    words, board = sitting.screen.words, sitting.screen.board
    if slide.code in (OPENING, CLOSING):
        return words(f"meeting.{slide.code}")
    mark = parts.status_mark(words, board.deciding[slide.indicator_id]["status"])
    return f"{links.escape_markdown(words.of(board.knowledge.indicators[slide.indicator_id]))}  {mark}"
