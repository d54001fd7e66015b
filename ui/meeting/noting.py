"""Noting in place: a decision with owner and day, or a remark, on the page it is about."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from i18n.typed import typed
from ui import owners, person
from ui.clock import board_now
from ui.meeting.sitting import Sitting
from ui.process import the_process
from warehouse.meetings import decide, write_remark

DAYS_GIVEN = 14
"""How long a decision has unless another day is chosen."""
_TOLD = "meeting_noted"


def offer(sitting: Sitting) -> None:
    """The button that opens the form; it says so where no meeting is going on, for nothing can be noted then."""
    words, tip = sitting.screen.words, None if sitting.is_on else sitting.screen.words("meeting.not_on")
    if st.button(words("meeting.note"), key="note", icon=":material/edit_note:", disabled=not sitting.is_on, help=tip):
        st.dialog(words("meeting.note"), width="medium", position="right")(_forms)(sitting)


def _forms(sitting: Sitting) -> None:
    words, by = sitting.screen.words, sitting.recorder
    st.caption(words("meeting.kept_by", who=typed(words, by)))
    decision, remark = st.tabs([words("meeting.decision"), words("meeting.remark")])
    with decision:
        _decision(sitting, by)
    with remark:
        _remark(sitting, by)


def _tell(sitting: Sitting, word: str) -> None:
    st.session_state[_TOLD] = (sitting.slide.code, word)


def told(sitting: Sitting) -> str:
    """That something was just noted on this page, until another is turned to; "" where nothing was."""
    code, word = st.session_state.get(_TOLD, ("", ""))
    if code == sitting.slide.code:
        return sitting.screen.words(word)
    st.session_state.pop(_TOLD, None)
    return ""


def _decision(sitting: Sitting, by: str) -> None:
    words, known = sitting.screen.words, sitting.screen.board.knowledge
    units, owner = list(known.units), _owner(sitting)
    with st.form("decision", border=False, enter_to_submit=False):
        text = st.text_area(words("meeting.what"), max_chars=200, height=110, key="decision_words")
        unit = st.selectbox(
            words("meeting.lead_unit"),
            units,
            index=units.index(owner) if owner else None,
            placeholder=words("meeting.choose_unit"),
            format_func=lambda u: words.of(known.units[u]),
            key="decision_unit",
        )
        who, until = st.columns(2)
        lead_person = who.text_input(words("meeting.lead_person"), max_chars=40, key="decision_person")
        due_on = until.date_input(
            words("meeting.due"),
            value=_held_on(sitting) + timedelta(days=DAYS_GIVEN),
            min_value=_held_on(sitting),
            format="YYYY-MM-DD",
            key="decision_due",
        )
        if st.form_submit_button(words("meeting.save_decision"), type="primary", width="stretch"):
            if not text.strip() or unit is None or due_on is None:
                st.warning(words("meeting.need_decision"))
            else:
                _keep_decision(sitting, text, unit, lead_person, due_on, by)


def _owner(sitting: Sitting) -> str | None:
    """The unit a decision on this page would be for: the first lead, else who sends the figure."""
    known, indicator_id = sitting.screen.board.knowledge, sitting.slide.indicator_id
    if not indicator_id:
        return None
    return next(iter(owners.lead_units(known, indicator_id)), known.indicators[indicator_id]["reporting_unit"])


def _held_on(sitting: Sitting) -> date:
    assert sitting.meeting is not None
    day: date = sitting.meeting["held_on"]
    return day


def _keep_decision(sitting: Sitting, text: str, unit: str, lead_person: str, due_on: date, by: str) -> None:
    assert sitting.meeting is not None
    process, slide = the_process(), sitting.slide
    with person.writing_as(by):
        decide(
            process.warehouse,
            process.programme_id,
            sitting.meeting["meeting_id"],
            words=text,
            lead_unit=unit,
            lead_person=lead_person,
            due_on=due_on,
            indicator_id=slide.indicator_id or None,
            action_id=_action(sitting),
            by=by,
            at=board_now(),
        )
    _tell(sitting, "meeting.decision_kept")
    st.rerun()


def _action(sitting: Sitting) -> str | None:
    """The action a task belongs to: the one the page stands under, else the one of the deciding target."""
    slide, board = sitting.slide, sitting.screen.board
    if slide.group in board.knowledge.actions:
        return slide.group
    if not slide.indicator_id:
        return None
    return str(board.deciding[slide.indicator_id]["action_id"])


def _remark(sitting: Sitting, by: str) -> None:
    words = sitting.screen.words
    with st.form("remark", border=False, enter_to_submit=False):
        text = st.text_area(words("meeting.said"), max_chars=300, height=160, key="remark_words")
        if st.form_submit_button(words("meeting.save_remark"), type="primary", width="stretch"):
            if not text.strip():
                st.warning(words("meeting.need_remark"))
            else:
                _keep_remark(sitting, text, by)


def _keep_remark(sitting: Sitting, text: str, by: str) -> None:
    assert sitting.meeting is not None
    process = the_process()
    with person.writing_as(by):
        write_remark(
            process.warehouse,
            process.programme_id,
            sitting.meeting["meeting_id"],
            words=text,
            author=by,
            indicator_id=sitting.slide.indicator_id or None,
            at=board_now(),
        )
    _tell(sitting, "meeting.remark_kept")
    st.rerun()
