"""One indicator as a page of a meeting: how it stands, why, whose it is, what changed, what is being done."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st

from charts.event_notes import Note
from charts.theme import FILL, filling
from i18n import Words
from i18n.sentences import gap_text
from i18n.typed import typed
from rules.model import Kind
from rules.reasons import Reason
from ui import courses, drawing, html, notes, outlook, owners, reasons, tables
from ui.drawing import Drawing
from ui.kept import kept
from ui.keys import BY_KEY, Key, key_of
from ui.meeting import told
from ui.meeting.agenda import Slide
from ui.meeting.sitting import Sitting
from ui.screen import Screen
from warehouse.board import BoardView

Row = dict[str, Any]
LINES = 3
"""How many decisions, remarks and tasks a page has room for."""
HIGH, HIGHEST = 2, 4
"""How many times as high as elsewhere a row of months is: above what is being done, and alone."""


@dataclass(frozen=True)
class Card:
    """What is said of an item beside its chart, as HTML."""

    title: str
    facts: str


@kept(max_entries=2048, hash_funcs=BY_KEY)
def _card(key: Key, indicator_id: str) -> Card:
    words, known = key.words, key.board.knowledge
    row = key.board.deciding[indicator_id]
    gap = gap_text(words, row, known.indicators[indicator_id], known.measure_of(indicator_id))
    facts = " · ".join(part for part in (_period(words, row), gap) if part)
    value = reasons.actual_text(words, known, row)
    return Card(
        title=escape(words.of(known.indicators[indicator_id])),
        facts=f'<div class="ea-m-figure">{escape(value)} {html.verdict_chip(words, row)}</div>'
        f'<div class="ea-m-facts">{escape(facts)}</div>'
        f'<p class="ea-m-why">{escape(reasons.reason_text(words, known, row))}</p>'
        + _line(words("meeting.target"), escape(_target(words, key.board, row)))
        + _owner(words, key.board, indicator_id)
        + _line(words("meeting.change"), _change(words, key.board, row))
        + _ahead(key, indicator_id),
    )


def _period(words: Words, row: Row) -> str:
    """What the figure shown is of: a month; of a breach, whose figure is the year's events, the year so far."""
    period = row["period"]
    if not period:
        return ""
    if row["reason"] != Reason.BREACH or period.month == 1:
        return words.month(period)
    return words("meeting.so_far", year=period.year, to=words.month_short(period))


def _target(words: Words, board: BoardView, row: Row) -> str:
    """The deciding target and its place in the plan."""
    target = board.knowledge.targets[row["target_id"]]
    place = words.place(target["document"], target["section"], target["item"])
    return f"{tables.target_in_words(words, board.knowledge, target)} · {place}"


def _ahead(key: Key, indicator_id: str) -> str:
    """What the remaining months must bring, of an amount that adds up over the year."""
    if key.board.deciding[indicator_id]["kind"] != Kind.CUMULATIVE:
        return ""
    sentence = outlook.catching_up(key.board, key.words, indicator_id)
    return _line(key.words("meeting.ahead"), escape(sentence)) if sentence else ""


def _owner(words: Words, board: BoardView, indicator_id: str) -> str:
    """The units that lead, else the one that sends the figures."""
    known = board.knowledge
    leads = owners.lead_units(known, indicator_id)
    if leads:
        return _line(words("meeting.owner"), escape(owners.names(words, known, leads, limit=3)))
    reporting = known.indicators[indicator_id]["reporting_unit"]
    return _line(words("meeting.reporter"), escape(owners.names(words, known, [reporting])))


def _change(words: Words, board: BoardView, now: Row) -> str:
    """From last month's figure and status to this month's."""
    before = {row["indicator_id"]: row for row in board.before.filter("is_deciding").iter_rows(named=True)}
    was = before.get(now["indicator_id"])
    if was is None:
        return escape(words("meeting.no_month_before"))
    if was["period"] == now["period"]:
        return escape(words("meeting.no_new_figure"))
    values = [reasons.actual_text(words, board.knowledge, row) for row in (was, now)]
    if was["status"] == now["status"] and values[0] == values[1]:
        return escape(words("meeting.as_before", now=values[1] or "–"))
    if was["status"] == now["status"]:
        return escape(words("meeting.from_to", was=values[0] or "–", now=values[1] or "–"))
    was_text, now_text = (
        f"{html.shape(row['status'])}{escape(value or '–')}" for row, value in zip((was, now), values, strict=True)
    )
    return words("meeting.from_to", was=was_text, now=now_text)


def _line(name: str, body: str) -> str:
    return f'<div class="ea-m-line"><span class="ea-m-name">{escape(name)}</span><span>{body}</span></div>'


@kept(max_entries=2048, hash_funcs=BY_KEY)
def _chart(key: Key, indicator_id: str, noted: tuple[Note, ...], times: int) -> Drawing | None:
    """The item's chart as high as its place on the page, where it is of one plot; None for what has no numbers.

    A row of months is so many `times` as high as usual.
    """
    if key.board.deciding[indicator_id]["reason"] == "not_quantified":
        return None
    frame, spec = courses.chart_of(
        key.board, key.words, indicator_id, size=key.size, compact=False, notes=noted, times=times
    )
    if isinstance(spec["height"], int) and key.size != "phone":
        spec = filling(spec)
    return drawing.made(frame, spec)


def draw(sitting: Sitting) -> None:
    """The chart on the left, what is said of the item on the right; what is being done stands where there is room."""
    screen, slide = sitting.screen, sitting.slide
    card, doings = _card(key_of(screen), slide.indicator_id), _doings(sitting, slide)
    drawn = _chart_of(screen, slide, doings)
    fills = drawn is not None and drawn.spec["height"] == FILL
    with st.container(horizontal=True, key="meeting_item", gap="medium"):
        with st.container(key="meeting_chart" if fills else "meeting_low_chart"):
            _draw_chart(screen, drawn)
            if not fills:
                st.html(doings or "<div></div>")
        with st.container(key="meeting_said"):
            st.html(card.facts + (doings if fills else ""))


def title(sitting: Sitting) -> str:
    """The item's name, as HTML."""
    return _card(key_of(sitting.screen), sitting.slide.indicator_id).title


def prepare(sitting: Sitting) -> None:
    """Make the pages before and after this one, so that turning to them only sends them."""
    key = key_of(sitting.screen)
    for step in (1, 2, -1):
        slide = sitting.near(step)
        if slide is not None and slide.indicator_id:
            _card(key, slide.indicator_id)
            _chart_of(sitting.screen, slide, _doings(sitting, slide))


def _chart_of(screen: Screen, slide: Slide, below: str) -> Drawing | None:
    """A row of months is higher on a page with nothing `below` it."""
    noted, times = notes.notes_of(screen, slide.indicator_id), HIGH if below else HIGHEST
    return _chart(key_of(screen), slide.indicator_id, noted, times)


def _draw_chart(screen: Screen, drawn: Drawing | None) -> None:
    if drawn is None:
        st.html(f'<p class="ea-m-why">{escape(screen.words("reason.not_quantified"))}</p>')
        return
    drawing.draw(screen, drawn)


def _doings(sitting: Sitting, slide: Slide) -> str:
    """What was decided and said here, then what is open from before."""
    words, record = sitting.screen.words, sitting.record
    decided: list[Row] = []
    said: list[Row] = []
    if sitting.meeting is not None:
        meeting_id = sitting.meeting["meeting_id"]
        decided = record.decisions_of(meeting_id, slide.indicator_id)
        said = record.remarks_of(meeting_id, slide.indicator_id)
    earlier = record.said_before(sitting.meeting, slide.indicator_id)
    now = {row["entry_id"] for row in decided}
    open_tasks = [task for task in record.tasks.get(slide.indicator_id, ()) if task["entry_id"] not in now]
    room = max(1, LINES - len(decided) - len(said))
    rest = len(open_tasks) - room
    return (
        told.block(words("meeting.decided_here"), [told.decision(sitting.screen, row) for row in decided])
        + told.block(words("meeting.said_here"), [escape(typed(words, row["words"])) for row in said])
        + told.block(
            words("meeting.open_tasks"),
            [told.task(sitting.screen, row) for row in open_tasks[:room]],
            more=words("meeting.more_tasks", count=rest) if rest > 0 else "",
        )
        + told.block(words("meeting.said_before"), [escape(typed(words, row["words"])) for row in earlier])
    )
