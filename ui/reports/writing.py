"""Writing the prose: a section at a time beside its preview; figures stand as placeholders and stay bound."""

from __future__ import annotations

import streamlit as st

from i18n import Words
from reports.content.figures import Figures
from reports.content.model import Prose, Section
from reports.content.placeholders import for_editor, from_editor, typed_numbers
from reports.errors import UnknownFigure
from ui import person
from ui.clock import board_now
from ui.markup import escape_markdown
from ui.process import the_process
from ui.reports import paper as sheet
from ui.reports.choice import Choice
from ui.reports.source import Paper
from ui.screen import Screen
from warehouse.report_drafts import save_report_draft


def write(screen: Screen, choice: Choice, paper: Paper, link: sheet.Link) -> None:
    """The section chosen: its texts to edit, and how it looks."""
    words = screen.words
    sections = [s for s in paper.content.sections if any(isinstance(b, Prose) for b in s.blocks)]
    chosen = st.segmented_control(
        words("paper.screen.section"),
        [s.section_id for s in sections],
        default=sections[0].section_id,
        required=True,
        format_func=lambda i: next(s.heading for s in sections if s.section_id == i),
        key=f"report_section_{choice.kind}",
        label_visibility="collapsed",
    )
    section = next(s for s in sections if s.section_id == chosen)
    left, right = st.columns(2, gap="medium")
    with left:
        _texts(screen, choice, paper, section)
    with right:
        st.html(sheet.one_section(paper, section, link))


def _texts(screen: Screen, choice: Choice, paper: Paper, section: Section) -> None:
    words, figures = screen.words, paper.figures
    assert figures is not None
    st.caption(words("paper.screen.bound"))
    by = person.ask(words, "reports")
    _offer_figures(words, figures)
    with st.form(f"prose_{choice.kind}_{choice.period}_{section.section_id}", border=False):
        parts = [block for block in section.blocks if isinstance(block, Prose)]
        given = {part.part_id: _text_area(part, figures, choice, words) for part in parts}
        with st.container(horizontal=True):
            is_saved = st.form_submit_button(words("paper.screen.save"), type="primary", disabled=not by)
            is_reset = st.form_submit_button(words("paper.screen.reset"), disabled=not by)
        if not by:  # said beside the buttons: a text that cannot be saved yet must not look saved
            st.caption(words("person.needed"))
    if is_saved:
        _save(words, choice, {part.part_id: part for part in parts}, given, figures, by)
    if is_reset:
        _store(words, choice, {part.part_id: None for part in parts}, by)


def _text_area(part: Prose, figures: Figures, choice: Choice, words: Words) -> str:
    label = f"{part.label} · {words('paper.screen.edited')}" if part.is_edited else part.label
    text = for_editor(part.template, figures.names)
    rows = min(14, max(3, len(text) // 32 + text.count("\n") + 1))
    key = f"prose_{choice.kind}_{choice.period}_{part.part_id}_{abs(hash(text))}"
    return st.text_area(label, text, height=rows * 26, key=key)


def _offer_figures(words: Words, figures: Figures) -> None:
    """A figure's placeholder to copy into the text."""
    names = figures.names
    with st.expander(words("paper.screen.insert"), icon=":material/data_object:"):
        subject = st.selectbox(
            words("paper.screen.subject"),
            list(names.subjects),
            format_func=names.subjects.__getitem__,
            key="fig_subject",
            filter_mode="contains",
        )
        fields = [f for f in names.fields if figures.exists(subject, f)]
        for name in fields:
            found = figures.find(subject, name)
            if found is not None and found.text != "–":
                st.code(names.written(subject, name), language=None)
                st.caption(escape_markdown(found.text))


def _save(
    words: Words, choice: Choice, parts: dict[str, Prose], given: dict[str, str], figures: Figures, by: str
) -> None:
    """Keeps the parts that differ from what stands; an unknown placeholder keeps nothing and is named."""
    try:
        stored = {p: from_editor(text, figures.names, figures.exists) for p, text in given.items()}
    except UnknownFigure as error:
        st.error(
            words("paper.screen.unknown", placeholders=words.join([escape_markdown(p) for p in error.placeholders]))
        )
        return
    changed: dict[str, str | None] = {p: text for p, text in stored.items() if text != parts[p].template}
    typed = [n for p in changed for n in typed_numbers(stored[p]) if n not in typed_numbers(parts[p].template)]
    if typed:
        st.session_state["report_typed"] = words("paper.screen.typed", numbers=words.join(typed))
    if changed:
        _store(words, choice, changed, by)


def _store(words: Words, choice: Choice, edits: dict[str, str | None], by: str) -> None:
    process = the_process()
    save_report_draft(
        process.warehouse,
        process.programme_id,
        edits,
        kind=choice.kind,
        period=choice.period,
        language=words.language,
        by=by,
        at=board_now(),
    )
    st.toast(words("paper.screen.saved"))
    st.rerun()


def warn_typed() -> None:
    """Once after saving: numbers written by hand, which nothing keeps true."""
    told = st.session_state.pop("report_typed", None)
    if told:
        st.warning(told)
