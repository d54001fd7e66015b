"""One proposal: its text with the figures bound, and the decision to send it or not."""

from __future__ import annotations

from datetime import date

import streamlit as st

from i18n.notice_text import Draft, draft_notice, why_text
from rules.notices import STEPS
from rules.periods import day_of
from ui import links, person, refusals
from ui.clock import board_now
from ui.notices import paper, reading
from ui.notices.reading import Row
from ui.process import the_process
from ui.screen import Screen
from warehouse.errors import WarehouseError
from warehouse.notices import NoticeText, Paragraph, decline_notice, issue_notice
from warehouse.proposals import reply_due_day


def draw(screen: Screen, indicator_id: str) -> None:
    """The proposals about one indicator: to whom, in which form, with which words; send or decline."""
    words, known = screen.words, screen.board.knowledge
    rows = reading.proposals(screen).filter(indicator_id=indicator_id).to_dicts()
    links.to_indicator(screen, indicator_id, label=reading.indicator_label(screen, indicator_id))
    if not rows:
        st.info(words("notices.nothing_left"))
        return
    if reading.is_past(screen):
        st.info(words("notices.looking_back"))
        return
    by_unit = {row["unit_id"]: row for row in rows}
    whom, how = st.columns([1, 1], gap="large")
    unit_id = whom.pills(
        words("notices.to_whom"),
        list(by_unit),
        default=next(iter(by_unit)),
        required=True,
        format_func=lambda u: words.of(known.units[u]),
        key=f"notice_unit_{indicator_id}",
    )
    proposal = by_unit[unit_id]
    st.caption(why_text(words, reading.subject_of(known, proposal), proposal))
    with how:
        step = _choose_step(screen, proposal)
    _letter(screen, proposal, step)


def _choose_step(screen: Screen, proposal: Row) -> str:
    words = screen.words
    steps = [step.value for step in STEPS if step.value in set(screen.board.knowledge.catalogue.notice_rules["step"])]

    def name(step: str) -> str:
        plain = reading.step_name(screen, step)
        return words("notices.suggested", step=plain) if step == proposal["step"] else plain

    chosen: str = st.segmented_control(
        words("notices.which_step"),
        steps,
        default=proposal["step"],
        required=True,
        format_func=name,
        key=f"notice_step_{proposal['indicator_id']}_{proposal['unit_id']}",
    )
    return chosen


def _letter(screen: Screen, proposal: Row, step: str) -> None:
    """Words at the left, the paper as it will be at the right."""
    words, known = screen.words, screen.board.knowledge
    issued_on = day_of(board_now())
    due_on = reply_due_day(known.catalogue, step, issued_on)
    written, shown = st.columns([1, 1], gap="large")
    key = f"{proposal['indicator_id']}_{proposal['unit_id']}_{step}_{words.language}"
    with written:
        due_on = st.date_input(
            words("notices.reply_due"), value=due_on, min_value=issued_on, format="YYYY-MM-DD", key=f"due_{key}"
        )
        subject = reading.subject_of(known, proposal)
        draft = draft_notice(words, subject, proposal, step=step, known_on=day_of(screen.as_of), reply_due_on=due_on)
        text = _edited(screen, draft, key)
        by = person.ask(words, "notices")
        listed = _also_listed(screen, proposal, key)
        if st.button(words("notices.issue"), type="primary", icon=":material/send:", key="notice_issue") and (
            person.known(words, by)
        ):
            _issue(screen, proposal, step, text, due_on, by, listed)
        with st.expander(words("notices.decline")), st.form("notice_decline", border=False):
            reason = st.text_input(words("notices.decline_reason"), max_chars=300)
            if st.form_submit_button(words("notices.decline")) and person.known(words, by):
                _decline(screen, proposal, reason, by)
    with shown:
        st.caption(words("notices.preview"))
        paper.draw(text, known.catalogue.programme, number=words("notices.number_pending"), day=words.day(issued_on))


def _edited(screen: Screen, draft: Draft, key: str) -> NoticeText:
    """The draft with a person's words in its prose; the figures and the due day are not offered for editing."""
    words = screen.words
    title = st.text_input(words("notices.title"), value=draft.title, max_chars=120, key=f"title_{key}")
    opening = st.text_area(
        words("notices.opening"), value=draft.opening, max_chars=600, height=90, key=f"opening_{key}"
    )
    demand = st.text_area(words("notices.demand"), value=draft.demand, max_chars=1200, height=130, key=f"demand_{key}")
    prose = iter((opening, demand))
    paragraphs = [Paragraph(role, next(prose) if role == "prose" else told) for role, told in draft.paragraphs()]
    return NoticeText(words.language, title, draft.addressee, tuple(paragraphs))


def _also_listed(screen: Screen, proposal: Row, key: str) -> str | None:
    """The title of the shortcoming to list with the notice; offered where none is open about the indicator."""
    words, known = screen.words, screen.board.knowledge
    if proposal["cause"] == "overdue" or proposal["indicator_id"] in reading.shortcomings(screen):
        return None
    title = words("notices.ledger_title", indicator=words.of(known.indicators[proposal["indicator_id"]]))
    return title if st.checkbox(words("notices.also_ledger"), value=True, key=f"listed_{key}") else None


def _issue(
    screen: Screen, proposal: Row, step: str, text: NoticeText, due_on: date, by: str, listed: str | None
) -> None:
    process, words = the_process(), screen.words
    rules = screen.board.knowledge.catalogue.notice_rules
    try:
        notice_id = issue_notice(
            process.warehouse,
            process.programme_id,
            proposal,
            text=text,
            number_word=rules.filter(step=step)["number_word"][0],
            reply_due_on=due_on,
            as_of=screen.as_of,
            by=by,
            step=step,
            shortcoming=listed,
            at=board_now(),
        )
    except WarehouseError as error:
        refusals.show(screen.words, error)
        return
    number = reading.notices(screen).filter(notice_id=notice_id)["number"]
    st.toast(words("notices.issued", number=number[0] if len(number) else ""))
    if not reading.proposals(screen).filter(indicator_id=proposal["indicator_id"]).height:
        st.session_state["notice"] = notice_id  # nothing more to decide here: show what was sent
    st.rerun()


def _decline(screen: Screen, proposal: Row, reason: str, by: str) -> None:
    process = the_process()
    try:
        decline_notice(
            process.warehouse,
            process.programme_id,
            proposal,
            reason=reason,
            as_of=screen.as_of,
            by=by,
            at=board_now(),
        )
    except WarehouseError as error:
        refusals.show(screen.words, error)
        return
    st.toast(screen.words("notices.declined"))
    st.rerun()
