"""Which form of appraisal, whose, and which subject: kept in the address."""

from __future__ import annotations

import streamlit as st

from ui import state
from ui.appraisal.reading import subject_name
from ui.choose import current
from ui.screen import Screen
from warehouse.appraisal import MASTER, SUBJECT_KINDS, forms_of

ALL = "all"


def title(screen: Screen) -> str:
    """The subject's name where one is open, else the page's."""
    subject_id = _subject(screen, _kind())
    return subject_name(screen, _kind(), subject_id) if subject_id else screen.words("nav.appraisal")


def _kind() -> str:
    return current("by", list(SUBJECT_KINDS)) or SUBJECT_KINDS[0]


def form_and_kind(screen: Screen) -> tuple[str, str] | None:
    """The form and the kind of subject chosen; None where the programme has no form."""
    words = screen.words
    forms = forms_of(screen.board.knowledge.catalogue)
    if not forms:
        return None
    with st.container(horizontal=True, key="appraisal_choice", gap="medium"):
        form = _kept("form", words("appraisal.form"), forms, lambda f: form_name(screen, f))
        kind = _kept("by", words("appraisal.by"), list(SUBJECT_KINDS), lambda k: words(f"appraisal.{k}"))
    return form, kind


def form_name(screen: Screen, form: str) -> str:
    """总体方案; 附件8·民生可感行动."""
    words = screen.words
    if form == MASTER:
        return words("appraisal.form_master")
    actions = screen.board.knowledge.catalogue.actions.filter(document=form)
    name = words.of(actions.row(0, named=True)) if actions.height else ""
    return words("appraisal.form_annex", number=form.removeprefix("annex_"), action=name)


def _kept(name: str, label: str, options: list[str], write) -> str:  # type: ignore[no-untyped-def]
    """A row of choices kept under the plain key `name` and in the address."""
    chosen = current(name, options)
    assert chosen is not None
    widget = f"pick_{name}"
    st.session_state[widget] = chosen
    st.segmented_control(
        label, options, key=widget, format_func=write, required=True, on_change=state.take_widget, args=(widget, name)
    )
    st.session_state[name] = chosen
    state.write_to_url(**{name: chosen})
    return chosen


def _subject(screen: Screen, kind: str) -> str | None:
    known = screen.board.knowledge
    chosen = current("subject", [ALL, *(known.actions if kind == "action" else known.units)], default=ALL)
    return None if chosen in (None, ALL) else chosen


def subject(screen: Screen, kind: str) -> str | None:
    """The subject opened; None for the ranking."""
    chosen = _subject(screen, kind)
    state.write_to_url(subject=chosen)
    return chosen
