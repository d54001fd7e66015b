"""A choice that belongs to one page and is kept in the address: which indicator, which unit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from ui import state


def current(name: str, options: list[str], *, default: str | None = None) -> str | None:
    """The choice `name` stands at: the address', else the session's, else `default` or the first.

    None where there is nothing to choose from.
    """
    state.take_from_url(name)
    if not options:
        return None
    chosen = st.session_state.get(name)
    if chosen not in options:
        if chosen:
            state.note_unknown(name, chosen)
        chosen = default if default in options else options[0]
    return chosen


def kept_select(
    name: str, label: str, options: list[str], chosen: str, *, write: Callable[[str], str], **look: Any
) -> None:
    """A select box whose choice lives under the plain session key `name`; `look` is what else st.selectbox takes.

    Typing finds what holds the letters typed, not what has them scattered about.
    """
    widget = f"pick_{name}"
    st.session_state[widget] = chosen
    look.setdefault("filter_mode", "contains")
    st.selectbox(
        label, options, key=widget, format_func=write, on_change=state.take_widget, args=(widget, name), **look
    )


def one_of(
    name: str, label: str, options: list[str], *, write: Callable[[str], str], default: str | None = None
) -> str | None:
    """A select box for `current`, written to the URL."""
    chosen = current(name, options, default=default)
    if chosen is None:
        return None
    kept_select(name, label, options, chosen, write=write, label_visibility="collapsed")
    st.session_state[name] = chosen
    state.write_to_url(**{name: chosen})
    return chosen
