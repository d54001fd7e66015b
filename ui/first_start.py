"""The first start: a progress bar while the demonstration set is taken in, for every visitor at once."""

from __future__ import annotations

import streamlit as st

from etl.errors import IntakeError
from i18n import Words
from ui import refusals
from ui.markup import escape_markdown
from ui.process import the_process
from warehouse.errors import Told


def is_ready() -> bool:
    return the_process().first_load.finished.is_set()


@st.fragment(run_every=0.4)
def _progress(words: Words) -> None:
    load = the_process().first_load
    if load.finished.is_set():
        st.rerun()
    share = load.done / load.total if load.total else 0.0
    text = words("first.progress", done=load.done, total=load.total) if load.total else words("first.begin")
    st.progress(share, text=text)


def draw(words: Words) -> None:
    """The screen while the first load runs; it goes on by itself when the load is done."""
    st.subheader(words("first.title"))
    st.write(words("first.what"))
    _progress(words)


def draw_error(words: Words) -> None:
    """One sentence when the first load did not finish whole."""
    error = the_process().first_load.error
    if error is None:
        return
    said = words("error.file_missing")
    if isinstance(error, Told | IntakeError):
        said = refusals.refusal_text(words, error, escape_markdown)
    st.warning(words("first.error", error=said))
