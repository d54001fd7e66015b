"""Who works at a screen that writes: a name kept with everything that is written.

Where people sign in it is the name of their account and nobody types one; on one's own machine it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import streamlit as st

from i18n import Words
from ui.access.here import at_work, is_asked_to_sign_in, may, offer_sign_in
from ui.access.visitor import NAME, typed_name
from ui.remembered import remember, remembered
from warehouse.access import Right, acting_as


def ask(words: Words, right: str | None = None) -> str:
    """The name of who is at work, or the field for it; "" until there is one, and where `right` (the deed of
    this form, as `warehouse.access.Right` names it) is not theirs."""
    if is_asked_to_sign_in():
        return _signed_in(words, right)
    widget = "pick_person"
    if widget not in st.session_state:
        st.session_state[widget] = st.session_state.get(NAME) or remembered()
    given = st.text_input(words("person.who"), key=widget, max_chars=40, help=words("person.who_help"))
    st.session_state[NAME] = given.strip()
    remember(given.strip())
    return given.strip()


def _signed_in(words: Words, right: str | None) -> str:
    who = at_work()
    if who.is_signed_in and right is not None and not may(Right(right)):
        st.caption(words("access.may_not"))
        return ""
    if who.is_signed_in:
        st.text_input(words("person.who"), value=who.name, disabled=True, help=words("person.who_help"))
    else:
        offer_sign_in(words, words("access.write_needs"))
    return who.name


def current() -> str:
    """The name of who is at work; "" where there is none."""
    return at_work().name if is_asked_to_sign_in() else typed_name()


@contextmanager
def writing_as(name: str) -> Iterator[None]:
    """Inside, where nobody signs in, the audit names whom the row names: `name`, where there is one."""
    if is_asked_to_sign_in() or not name:
        yield
        return
    with acting_as(replace(at_work(), name=name)):
        yield


def known(words: Words, by: str) -> bool:
    """Whether there is a name; says so where not."""
    if not by:
        st.warning(words(_needed()))
    return bool(by)


def _needed() -> str:
    if not is_asked_to_sign_in():
        return "person.needed"
    return "access.may_not" if at_work().is_signed_in else "access.write_needs"
