"""Giving the board on the screen a name."""

from __future__ import annotations

import streamlit as st

from rules.periods import day_of
from ui import person, refusals
from ui.clock import board_now
from ui.markup import escape_markdown
from ui.process import the_process
from ui.screen import Screen
from warehouse.errors import UnfitDecision
from warehouse.snapshots import take_snapshot


def take(screen: Screen) -> str:
    """The form; what it is about is what the head says. Gives the name of who works here."""
    words = screen.words
    with st.expander(words("snapshots.take"), icon=":material/add_a_photo:"):
        month, day = words.month(screen.month), words.day(day_of(screen.as_of))
        st.markdown(f"**{words('snapshots.take_what', month=month, day=day)}**")
        by = person.ask(words, "snapshots")
        with st.form("take_snapshot", border=False, clear_on_submit=True):
            name = st.text_input(
                words("snapshots.name"), max_chars=80, placeholder=words("snapshots.name_example"), key="snapshot_name"
            )
            said = st.text_input(words("snapshots.words"), max_chars=500, key="snapshot_words")
            wanted = st.form_submit_button(words("snapshots.save"), type="primary", key="snapshot_save")
        if wanted and person.known(words, by):
            _store(screen, name, said, by)
    return by


def _store(screen: Screen, name: str, said: str, by: str) -> None:
    process = the_process()
    try:
        take_snapshot(
            process.warehouse,
            process.programme_id,
            name=name,
            month=screen.month,
            as_of=screen.as_of,
            by=by,
            words=said,
            unreviewed=process.settings.unreviewed,
            at=board_now(),
        )
    except UnfitDecision as error:
        refusals.show(screen.words, error)
        return
    st.toast(screen.words("snapshots.saved", name=escape_markdown(name)))
    st.rerun()
