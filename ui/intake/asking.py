"""What a waiting file leaves open: a choice for each question, a reason for each doubt, and what is still lacking."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from etl.findings import Finding
from etl.line import Intake
from etl.questions import NOT_OURS, Question
from i18n import Words
from ui import person
from ui.intake.reading import Reading
from ui.intake.telling import finding_told
from ui.markup import escape_markdown
from ui.process import the_process
from ui.screen import Screen
from warehouse.drafts import save_draft

_LISTED = 6
"""How many places a sentence names before it says that there are more."""


def draw(screen: Screen, reading: Reading, intake: Intake, by: str) -> None:
    """One form with all that is open; after it was sent once, what is still lacking is named and marked."""
    words, draft = screen.words, reading.draft
    pressed = bool(st.session_state.get(_pressed(draft.draft_id)))
    with st.form(f"ask_{draft.draft_id}", border=True):
        if pressed:
            _say_what_lacks(words, draft.draft_id, intake)
        if intake.questions:
            st.markdown(f"**{words('upload.questions')}**")
        chosen = {q.question_id: _question(screen, draft.draft_id, q) for q in intake.questions}
        if intake.open_doubts:
            st.markdown(f"**{words('upload.doubts')}**")
        reasons = _doubts(screen, draft.draft_id, intake.open_doubts, pressed=pressed)
        learn = bool(intake.questions) and st.checkbox(words("upload.learn"), value=True, key=f"learn_{draft.draft_id}")
        if st.form_submit_button(words("upload.apply"), type="primary") and person.known(words, by):
            _keep_answers(reading, chosen, reasons, learn=learn or bool(draft.answers.get("learn")))


def _pressed(draft_id: str) -> str:
    return f"pressed_{draft_id}"


def _say_what_lacks(words: Words, draft_id: str, intake: Intake) -> None:
    """What is still open after the form was sent, by place, with the first field brought into view."""
    if intake.questions:
        places = [_place(question.sheet, question.cell) for question in intake.questions]
        st.warning(words("upload.unanswered", count=len(places), places=_listed(words, places)))
    if intake.open_doubts:
        places = [_place(doubt.sheet, doubt.cell) for doubt in intake.open_doubts]
        st.error(words("upload.lacking", count=len(places), places=_listed(words, places)))
        _bring_into_view(f"d_{draft_id}_{intake.open_doubts[0].doubt_id}")


def _place(sheet: str, cell: str | None) -> str:
    return escape_markdown(f"{sheet}!{cell}" if cell else sheet)


def _listed(words: Words, places: list[str]) -> str:
    each = list(dict.fromkeys(places))
    return words.join(each[:_LISTED]) + ("……" if len(each) > _LISTED else "")


def _bring_into_view(key: str) -> None:
    """Scrolls to a field and puts the cursor in it, once it is drawn."""
    found = json.dumps(f".st-key-{key} input")
    st.html(
        f"<script>setTimeout(() => {{const field = document.querySelector({found});"
        " if (field) {field.scrollIntoView({block: 'center'}); field.focus({preventScroll: true});}}, 300)</script>",
        unsafe_allow_javascript=True,
    )


def _question(screen: Screen, draft_id: str, question: Question) -> str:
    """The answer picked: a choice's value, not ours, or "" to leave it open."""
    words = screen.words
    labels: dict[str, str] = {"": words("upload.leave_open")}
    labels |= {choice.value: _choice(screen, question, choice.value, choice) for choice in question.choices}
    labels[NOT_OURS] = words("choice.not_ours")
    asked = words(f"question.{question.kind.value}", found=escape_markdown(question.found))
    place = _place(question.sheet, question.cell)
    return st.selectbox(
        f"{asked}（{place}）" if words.is_chinese else f"{asked} ({place})",
        list(labels),
        format_func=labels.__getitem__,
        key=f"q_{draft_id}_{question.question_id}",
        filter_mode="contains",
    )


def _choice(screen: Screen, question: Question, value: str, choice: Any) -> str:
    """A choice in words: the name of what it stands for, and how alike it is."""
    words, known = screen.words, screen.board.knowledge
    if question.kind.value == "indicator" and value in known.indicators:
        name = words.of(known.indicators[value])
    elif question.kind.value == "unit" and value in known.units:
        name = words.of(known.units[value])
    elif words.has(choice.words):
        name = words(choice.words, **choice.params)
    else:
        name = value
    return f"{name}  {round(choice.score * 100)}%" if 0 < choice.score < 1 else name


def _doubts(screen: Screen, draft_id: str, doubts: tuple[Finding, ...], *, pressed: bool) -> dict[str, str]:
    """A reason for each doubt; where there are several, one for all that have none of their own."""
    words, common = screen.words, ""
    if len(doubts) > 1:
        common = st.text_input(words("upload.common_reason"), key=f"all_{draft_id}", max_chars=200)
    return {
        doubt.doubt_id: _doubt(screen, draft_id, doubt, pressed=pressed).strip() or common.strip() for doubt in doubts
    }


def _doubt(screen: Screen, draft_id: str, doubt: Finding, *, pressed: bool) -> str:
    words, said = screen.words, finding_told(screen, doubt, escape_markdown)
    label = words("upload.reason", what=f"{_place(doubt.sheet, doubt.cell)} {said}")
    mark = "◆ " if pressed else ""
    return st.text_input(f"{mark}{label}", key=f"d_{draft_id}_{doubt.doubt_id}", max_chars=200)


def _keep_answers(reading: Reading, chosen: dict[str, str], reasons: dict[str, str], *, learn: bool) -> None:
    """Keep the answers with the draft, and whether the names in them are worth remembering."""
    process, draft = the_process(), reading.draft
    given = {question_id: value for question_id, value in chosen.items() if value}
    said = {doubt_id: text.strip() for doubt_id, text in reasons.items() if text.strip()}
    answers = {
        **draft.answers,
        "choices": {**draft.answers.get("choices", {}), **given},
        "reasons": {**draft.answers.get("reasons", {}), **said},
        "learn": learn,
    }
    save_draft(process.warehouse, draft.draft_id, answers=answers)
    st.session_state[_pressed(draft.draft_id)] = len(given) < len(chosen) or len(said) < len(reasons)
    st.rerun()
