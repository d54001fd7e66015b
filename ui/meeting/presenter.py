"""Keys, clocks and full screen in the browser: arrows and a presenter's clicker turn pages, Escape leaves."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from ui.meeting import address
from ui.meeting.sitting import Sitting

_FOLDER = Path(__file__).parent
KEY = "presenter"
_HEEDED = "presenter_heeded"
_LABELS = ("item", "whole", "item_spoken", "whole_spoken", "full", "window")


@cache
def _text(ending: str) -> str:
    return (_FOLDER / f"presenter.{ending}").read_text(encoding="utf-8")


def is_narrow() -> bool:
    """Whether the visitor's window is an office screen's rather than a projector's; known from the first page on."""
    return bool((st.session_state.get(KEY) or {}).get("narrow"))


def _turn() -> None:
    """Go where a key asked to, each press once."""
    asked = st.session_state[KEY].get("asked")
    if asked and asked["at"] > st.session_state.get(_HEEDED, 0):
        st.session_state[_HEEDED] = asked["at"]
        address.go(asked["code"])


def draw(sitting: Sitting) -> None:
    """The clocks and the button for the browser's full screen; listens to the keys while it is on the page."""
    words, meeting = sitting.screen.words, sitting.meeting
    data: dict[str, Any] = {
        "slides": [slide.code for slide in sitting.slides],
        "at": sitting.place,
        "leave": address.LEAVE,
        "meeting": meeting["meeting_id"] if meeting else "",
        "narrow": is_narrow(),
        "minutes": meeting["item_minutes"] if meeting else None,
        "labels": {name: words(f"meeting.clock_{name}") for name in _LABELS},
    }
    mount = st.components.v2.component("ea_presenter", html=_text("html"), css=_text("css"), js=_text("js"))
    mount(
        key=KEY,
        data=data,
        default={"narrow": False, "asked": None},
        on_asked_change=_turn,
        on_narrow_change=_take_width,
        height="content",
    )


def _take_width() -> None:
    """The page is drawn anew for the width its browser tells; nothing else is to be done."""
