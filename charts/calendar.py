"""Zero tolerance: the twelve months of a year, clean, with events, without a report or still to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import polars as pl

from charts.event_notes import NOTE_SCHEMA, Note, list_layer, marks_of, note_rows
from charts.grammar import alt
from charts.store import specification
from charts.theme import (
    CLEAR,
    COLOURS,
    INK_ON_FILL,
    MEASURES,
    MUTED,
    SYMBOL_FONT,
    SYMBOLS,
    Size,
    either,
    finish,
    frame_of,
    name_axis,
    pointer_lines,
    row_order,
    rows_of,
)
from charts.wording import one_or_more
from charts.wrapping import unique_labels, wrap
from i18n import Words
from rules.model import Status

SCHEMA: Mapping[str, Any] = {
    "role": pl.String,
    "row_label": pl.String,
    "month": pl.Int32,
    "month_label": pl.String,
    "x0": pl.Float64,
    "x1": pl.Float64,
    "state": pl.String,
    "symbol": pl.String,
    "text": pl.String,
    "text_colour": pl.String,
    "fill": pl.String,
    "stroke": pl.String,
    "is_dashed": pl.Boolean,
    "tooltip": pl.String,
    **NOTE_SCHEMA,
}
ROW_HEIGHTS: Mapping[Size, int] = {"screen": 58, "projector": 100, "phone": 92, "tile": 96}
LARGER_SYMBOL = 1.8
"""How many times as large the symbols of a row are that is higher than usual."""
NAME_ABOVE = 24
"""On a phone a row's name stands above its cells, on lines of this many Chinese characters."""
NAME_ROOM = 36
"""The pixels it takes there."""


class State(StrEnum):
    """What is known of one month."""

    CLEAN = "clean"  # a nil report
    EVENTS = "events"  # one event or more
    OPEN = "open"  # open cases, none past its date
    PAST_DATE = "past_date"  # open cases past their date
    OVERDUE = "overdue"  # the report should have come
    WAITING = "waiting"  # over, its report not due yet
    FUTURE = "future"  # not begun

    def told(self, words: Words, count: int) -> str:
        """The state in words; `count` events or cases."""
        return words(one_or_more(f"chart.calendar.state_{self}", count, words), count=count)


STATUSES: Mapping[State, Status] = {
    State.CLEAN: Status.ON_TRACK,
    State.EVENTS: Status.BEHIND,
    State.OPEN: Status.AT_RISK,
    State.PAST_DATE: Status.BEHIND,
    State.OVERDUE: Status.OVERDUE_REPORT,
    State.WAITING: Status.NO_DATA,
    State.FUTURE: Status.NO_DATA,
}


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """One zero-tolerance indicator: the state of each month and its number of events or cases."""

    name: str
    months: Mapping[date, tuple[State, int]]


def prepare(
    rows: Sequence[CalendarRow], *, words: Words, year: int, size: Size = "screen", notes: Sequence[Note] = ()
) -> pl.DataFrame:
    """Twelve cells a row and the months above; columns as SCHEMA. A month not given has not begun.

    `role`: header (with the marks of what happened), cell or note_line. An empty `name` leaves the left margin empty
    (one indicator alone).
    """
    measure = MEASURES[size]
    width = NAME_ABOVE if size == "phone" else measure.name_width
    wrapped = [wrap(row.name, width=width, lines=2) for row in rows]
    made: list[dict[str, Any]] = []
    for number in range(1, 13) if rows else ():
        month = date(year, number, 1)
        label = _header(words, month, marks_of(notes, month), size)
        made.append({"role": "header", "month": number, "month_label": label, "x0": number + 0.5})
    for row, label in zip(rows, unique_labels(wrapped), strict=True):
        for number in range(1, 13):
            state, count = row.months.get(date(year, number, 1), (State.FUTURE, 0))
            made.append(_cell(label, date(year, number, 1), state, count, words))
    made += note_rows(notes, words=words, year=year, width=measure.narrowest / measure.small - 1)
    return frame_of(made, SCHEMA)


def _header(words: Words, month: date, marks: str, size: Size) -> str:
    """A month's name with its marks; on a phone they stand above it, where a cell is no wider than the name."""
    name = words.month_short(month)
    return f"{marks}\n{name}" if marks and size == "phone" else name + marks


def _cell(label: str, month: date, state: State, count: int, words: Words) -> dict[str, Any]:
    status = STATUSES[state]
    is_unknown = status is Status.NO_DATA
    return {
        "role": "cell",
        "row_label": label,
        "month": month.month,
        "month_label": words.month(month),
        "x0": month.month + 0.05,
        "x1": month.month + 0.95,
        "state": state.value,
        "symbol": "" if state is State.FUTURE else SYMBOLS[status],
        "text": _text(state, count, words),
        "text_colour": INK_ON_FILL[status],
        "fill": CLEAR if is_unknown else COLOURS[status],
        "stroke": MUTED if is_unknown else CLEAR,
        "is_dashed": is_unknown,
        "tooltip": state.told(words, count),
    }


def _text(state: State, count: int, words: Words) -> str:
    if state is State.FUTURE:
        return ""
    key = State.OPEN if state is State.PAST_DATE else state
    return words(f"chart.calendar.{key}", count=count)


def spec(
    words: Words, *, size: Size = "screen", description: str = "", is_named: bool = True, times: int = 1
) -> dict[str, Any]:
    """The chart without data; `description` is read to those who do not see it, `is_named`: rows have names,
    `times`: how many times as high as usual a row is (on a phone there is no room for that)."""
    return {**_build(words.language, size, is_named, 1 if size == "phone" else times), "description": description}


@specification("calendar")
def _build(language: str, size: Size, is_named: bool, times: int) -> dict[str, Any]:
    measure, is_phone = MEASURES[size], size == "phone"
    step = ROW_HEIGHTS[size] * times - (NAME_ROOM if is_phone else 0)
    symbol_size = round(measure.strong * (LARGER_SYMBOL if times > 1 else 1))
    text_size, apart = (measure.text, 0.13) if times > 1 else (measure.small, 0.18)
    room = NAME_ROOM if is_phone and is_named else 0
    axis = None if is_phone else name_axis(size)
    y = alt.Y("row_label:N", sort=None, axis=axis, scale=alt.Scale(padding=0))
    x = alt.X("x0:Q", scale=alt.Scale(domain=[1, 13], nice=False), axis=None)
    cells = rows_of("cell")
    middle = cells.transform_calculate(middle="(datum.x0 + datum.x1) / 2").encode(
        x=alt.X("middle:Q", axis=None), y=y, color=alt.Color("text_colour:N", scale=None)
    )
    bar = cells.mark_bar(
        size=round(step * 0.86),
        yOffset=room / 2,
        cornerRadius=4,
        strokeWidth=1.5,
        strokeDash=alt.ExprRef("datum.is_dashed ? [3, 3] : [1, 0]"),
    )
    above = f"-{measure.scaled(0.4)} - (indexof(datum.month_label, '\\n') < 0 ? 0 : {measure.scaled(1.3)})"
    header = rows_of("header").mark_text(
        baseline="bottom",
        dy=alt.ExprRef(above),
        fontSize=measure.small,
        lineBreak="\n",
        lineHeight=measure.scaled(1.3),
    )
    lift, down = round(step * apart), room / 2
    no_room = "datum.state === 'overdue' || datum.state === 'waiting'" if is_phone else "false"
    names = (
        rows_of("cell")
        .transform_filter("datum.month === 1")
        .mark_text(align="left", baseline="bottom", dy=-step * 0.43 + down - 3)
    )
    layers = [
        row_order("row_label", "cell", axis=axis),
        bar.encode(
            x=x,
            x2=alt.X2("x1:Q"),
            y=y,
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("stroke:N", scale=None),
            tooltip=pointer_lines("month_label", "tooltip"),
        ),
        middle.mark_text(dy=down - lift, font=SYMBOL_FONT, fontSize=symbol_size, baseline="middle").encode(
            text=alt.Text("symbol:N")
        ),
        middle.mark_text(dy=down + lift, fontSize=text_size, baseline="middle").encode(
            text=alt.Text("text:N"), opacity=either(alt.OpacityValue, no_room, 0, 1)
        ),
        *([names.encode(x=alt.XValue(0), y=y, text=alt.Text("row_label:N"))] if is_phone else []),
        header.encode(x=x, y=alt.YValue(0), text=alt.Text("month_label:N")),
        list_layer(size, below=measure.scaled(0.6)),
    ]
    return finish(layers, language=language, size=size, height={"step": step + room})
