"""Who works at a screen that writes: a name kept with everything that is written."""

from __future__ import annotations

import streamlit as st

from i18n import Words

_NAME = "person_name"


def ask(words: Words) -> str:
    """The name field; "" until one is given. Kept for the session under a plain key."""
    widget = "pick_person"
    if widget not in st.session_state:
        st.session_state[widget] = st.session_state.get(_NAME, "")
    given = st.text_input(words("person.who"), key=widget, max_chars=40, help=words("person.who_help"))
    st.session_state[_NAME] = given.strip()
    return given.strip()


def current() -> str:
    """The name last given in this session; "" where none was."""
    return str(st.session_state.get(_NAME, ""))


def known(words: Words, by: str) -> bool:
    """Whether a name was given; says so where not."""
    if not by:
        st.warning(words("person.needed"))
    return bool(by)
