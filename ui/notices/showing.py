"""One notice: as it was sent, what became of its figure month by month, what followed, reply and close-out."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from typing import Any

import streamlit as st

from i18n import words_for
from i18n.notice_text import actual_text
from i18n.sentences import gap_text
from i18n.typed import typed
from reports.notice import notice_file
from rules.model import Status
from rules.notices import months_caught_up
from ui import html, links, person, refusals
from ui.access.here import told_export
from ui.clock import board_now
from ui.notices import paper, reading
from ui.notices.reading import Row
from ui.process import the_process
from ui.screen import Screen
from warehouse.errors import WarehouseError
from warehouse.notices import NoticeText, close_notice, paragraphs_of, reply_notice


def draw(screen: Screen, notice: Row) -> None:
    """The notice's paper beside its course and what followed."""
    words = screen.words
    sent, after = st.columns([1, 1], gap="large")
    with sent:
        if notice["decision"] == "issued":
            text = NoticeText(notice["language"], notice["title"], notice["addressee"], tuple(paragraphs_of(notice)))
            paper.draw(
                text, screen.board.knowledge.catalogue.programme, number=notice["number"], day=_written_day(notice)
            )
            st.caption(words("notices.sent_in"))
            _offer_word(screen, notice)
        else:
            _declined(screen, notice)
    with after:
        _standing(screen, notice)
        _course(screen, notice)
        _followed(screen, notice)
        if notice["state"] in ("open", "replied") and not reading.is_past(screen):
            _answers(screen, notice)


def _offer_word(screen: Screen, notice: Row) -> None:
    """The notice as a Word document in the layout of official papers."""
    process = the_process()
    st.download_button(
        screen.words("notices.word"),
        told_export(
            f"{notice['number']}.docx",
            lambda: notice_file(process.warehouse, process.programme_id, notice["notice_id"]),
        ),
        file_name=f"{notice['number']}.docx",
        on_click="ignore",
        key="notice_word",
        icon=":material/description:",
    )


def _written_day(notice: Row) -> str:
    """The day of issue in the language of the text, which may be another than the reader's."""
    return words_for(notice["language"]).day(notice["issued_on"])


def _declined(screen: Screen, notice: Row) -> None:
    words, known = screen.words, screen.board.knowledge
    name = words.of(known.indicators[notice["indicator_id"]])
    who = typed(words, notice["decided_by"])
    told = words("notices.event_declined", who=who, when=words.moment(notice["recorded_at"]))
    st.html(
        f'<div class="ea-notice"><h3>{escape(reading.step_name(screen, notice["step"]))} · {escape(name)}</h3>'
        f'<p>{escape(told)}</p><p class="prose">{escape(typed(words, notice["reason"]))}</p></div>'
    )


def _standing(screen: Screen, notice: Row) -> None:
    """The figure when it was sent and now, side by side."""
    words = screen.words
    indicator_id = notice["indicator_id"]
    links.to_indicator(screen, indicator_id, label=reading.indicator_label(screen, indicator_id))
    then = {**json.loads(notice["facts_json"]), "cause": notice["cause"]}
    now = screen.board.deciding.get(indicator_id)
    since = reading.since_then(screen, notice)
    header = ["", words("column.status"), words("column.actual"), words("column.gap")]
    rows = [_state_row(screen, words("notices.then"), notice, then)]
    if now is not None:
        label = words("notices.now_since", since=words(f"notices.{since}")) if since else words("notices.now")
        rows.append(_state_row(screen, label, notice, now))
    st.html(html.table(header, rows))


def _state_row(screen: Screen, label: str, notice: Row, verdict: Row) -> list[str]:
    words, known = screen.words, screen.board.knowledge
    subject = reading.subject_of(known, notice)
    quoted = {**verdict, "inputs_json": verdict["inputs_json"] or "{}"}
    actual = actual_text(words, subject, quoted) if verdict["value"] is not None else "–"
    return [
        f"<b>{escape(label)}</b>",
        html.chip(words, verdict["status"]),
        escape(actual),
        escape(gap_text(words, quoted, subject.indicator, subject.measure)),
    ]


def _course(screen: Screen, notice: Row) -> None:
    """A cell a month; the month of the notice and those caught up are marked."""
    words = screen.words
    months = reading.months_of(screen, notice["indicator_id"])
    if not months:
        return
    caught = set(months_caught_up(months))
    cells = []
    for verdict in months:
        marks = [reading.step_name(screen, notice["step"])] if verdict.month == notice["reference_period"] else []
        marks += [words("notices.caught_up")] if verdict.month in caught else []
        shown = verdict.last if verdict.status is Status.OVERDUE_REPORT and verdict.last else verdict.status
        told = escape(words(f"status.{verdict.status}"))
        tag = "".join(f'<span class="ea-mark">{escape(mark)}</span>' for mark in marks)
        cells.append(
            f'<div class="cell" title="{told}"><span class="ea-muted">{escape(words.month_short(verdict.month))}</span>'
            f"<span>{html.shape(shown)}</span>{tag}</div>"
        )
    st.caption(f"{words('notices.course')} · {words('notices.course_note')}")
    st.html(f'<div class="ea-months">{"".join(cells)}</div>')


def _followed(screen: Screen, notice: Row) -> None:
    words = screen.words
    st.markdown(f"**{words('notices.followed')}**")
    lines = []
    if notice["decision"] == "issued":
        when = words.moment(notice["recorded_at"])
        lines.append((words("notices.event_issued", who=typed(words, notice["decided_by"]), when=when), ""))
    for event in reading.events_of(screen, notice["notice_id"]):
        who, when = typed(words, event["written_by"]), words.moment(event["recorded_at"])
        lines.append((words(f"notices.event_{event['event']}", who=who, when=when), typed(words, event["words"] or "")))
    told = "".join(f'<li><span class="ea-muted">{escape(head)}</span><br>{escape(said)}</li>' for head, said in lines)
    st.html(f'<ul class="ea-list ea-followed">{told}</ul>')
    if notice["state"] == "open":
        st.caption(words("notices.nothing_followed"))


def _answers(screen: Screen, notice: Row) -> None:
    words = screen.words
    by = person.ask(words, "replies")
    _follow_form(screen, notice, by, "reply", reply_notice)
    _follow_form(screen, notice, by, "close", close_notice)


def _follow_form(screen: Screen, notice: Row, by: str, what: str, follow: Callable[..., Any]) -> None:
    words = screen.words
    done = {"reply": "notices.replied", "close": "notices.closed"}[what]
    expanded = what == ("reply" if notice["state"] == "open" else "close")
    with st.expander(words(f"notices.{what}"), expanded=expanded), st.form(f"notice_{what}", border=False):
        said = st.text_area(words(f"notices.{what}_words"), max_chars=1000)
        if not st.form_submit_button(words(f"notices.{what}"), type="primary") or not person.known(words, by):
            return
        process = the_process()
        try:
            follow(process.warehouse, process.programme_id, notice["notice_id"], words=said, by=by, at=board_now())
        except WarehouseError as error:
            refusals.show(words, error)
            return
    st.toast(words(done))
    st.rerun()
