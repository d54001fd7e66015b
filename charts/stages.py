"""Milestones: a track of six stages with the month each was reached and the stage and date required."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from charts.event_notes import NOTE_SCHEMA, Note, list_layer, note_rows
from charts.grammar import alt
from charts.store import specification
from charts.theme import (
    COLOURS,
    INK,
    MEASURES,
    MUTED,
    PAPER,
    SHAPES,
    Size,
    either,
    finish,
    frame_of,
    name_axis,
    pointer_lines,
    row_order,
    rows_of,
)
from charts.wrapping import unique_labels, wrap
from i18n import Words
from rules.model import STAGES, Status

SCHEMA: Mapping[str, Any] = {
    "role": pl.String,
    "row_label": pl.String,
    "stage": pl.String,
    "stage_label": pl.String,
    "position": pl.Float64,
    "position2": pl.Float64,
    "text": pl.String,
    "colour": pl.String,
    "shape": pl.String,
    "is_last": pl.Boolean,
    **NOTE_SCHEMA,
}
ROW_HEIGHTS: Mapping[Size, int] = {"screen": 84, "projector": 140, "phone": 84, "tile": 120}


@dataclass(frozen=True, slots=True)
class StageRow:
    """One milestone: the month in which each stage was first reported, what is required and by when."""

    name: str
    status: Status
    reached: Mapping[str, date]
    required: str | None = None
    deadline: date | None = None


def prepare(
    milestones: Sequence[StageRow], *, words: Words, size: Size = "screen", notes: Sequence[Note] = ()
) -> pl.DataFrame:
    """The rows of the chart; columns as SCHEMA, `position` 0 to 5 as in `STAGES`.

    `role`: header (a stage's name), track (the whole way), way (what is behind), stage (a node not reached),
    reached (with its month; the newest has the status' mark), required (a ring with the deadline),
    note_line (what happened, by month).
    """
    measure = MEASURES[size]
    wrapped = [wrap(row.name, width=measure.name_width, lines=measure.name_lines) for row in milestones]
    made: list[dict[str, Any]] = []
    for position, stage in enumerate(STAGES if milestones else ()):
        name = words(f"chart.stage.{stage}")
        made.append({"role": "header", "stage": stage, "stage_label": name, "position": float(position)})
    for row, label in zip(milestones, unique_labels(wrapped), strict=True):
        made += _track(row, label, words)
    for year in sorted({month.year for month, _ in notes}):
        made += note_rows(notes, words=words, year=year, width=measure.narrowest / measure.small - 1)
    return frame_of(made, SCHEMA)


def _track(row: StageRow, label: str, words: Words) -> list[dict[str, Any]]:
    newest = max((STAGES.index(stage) for stage in row.reached), default=None)
    end = {"row_label": label, "position": 0.0}
    made: list[dict[str, Any]] = [{**end, "role": "track", "position2": float(len(STAGES) - 1)}]
    if newest:
        made.append({**end, "role": "way", "position2": float(newest), "colour": COLOURS[row.status]})
    for position, stage in enumerate(STAGES):
        made.append(_node(row, label, stage, newest is not None and position <= newest, newest == position, words))
    if row.required is not None:
        made.append(_required(row, label, row.required, words))
    return made


def _node(row: StageRow, label: str, stage: str, is_reached: bool, is_last: bool, words: Words) -> dict[str, Any]:
    month = row.reached.get(stage)
    return {
        "role": "reached" if is_reached else "stage",
        "row_label": label,
        "stage": stage,
        "stage_label": words(f"chart.stage.{stage}"),
        "position": float(STAGES.index(stage)),
        "text": words.month_short(month) if month else "",
        "colour": COLOURS[row.status] if is_reached else MUTED,
        "shape": SHAPES[row.status] if is_last else "circle",
        "is_last": is_last,
    }


def _required(row: StageRow, label: str, required: str, words: Words) -> dict[str, Any]:
    text = ""
    if row.deadline is not None:
        day = row.deadline
        written = f"{day.month}月{day.day}日" if words.is_chinese else f"{day.day} {words.month_short(day)}"
        text = words("chart.stage.deadline", date=written)
    return {
        "role": "required",
        "row_label": label,
        "stage": required,
        "stage_label": words(f"chart.stage.{required}"),
        "position": float(STAGES.index(required)),
        "text": text,
    }


def spec(words: Words, *, size: Size = "screen", description: str = "") -> dict[str, Any]:
    """The chart without data; `description` is its text for those who do not see it."""
    return {**_build(words.language, size), "description": description}


@specification("stages")
def _build(language: str, size: Size) -> dict[str, Any]:
    measure, step = MEASURES[size], ROW_HEIGHTS[size]
    last = len(STAGES) - 1
    x = alt.X("position:Q", scale=alt.Scale(domain=[-0.35, last + 0.35], nice=False), axis=None)
    y = alt.Y("row_label:N", sort=None, axis=name_axis(size), scale=alt.Scale(padding=0))
    colour = alt.Color("colour:N", scale=None)
    shape = alt.Shape("shape:N", scale=None)
    below, width = round(step * 0.32), measure.line * 2
    nodes = rows_of("stage").mark_point(size=measure.point * 1.4, fill=PAPER, stroke=MUTED, strokeWidth=2, opacity=1)
    reached = rows_of("reached")
    ring = rows_of("required")
    text: dict[str, Any] = {"fontSize": measure.small, "baseline": "middle"}
    tooltip = pointer_lines("stage_label", "text")
    size_of = either(alt.SizeValue, "datum.is_last", measure.point * 3, measure.point * 1.4)
    lifted = f"-4 - (datum.position % 2) * {measure.scaled(1.3)}" if size == "phone" else "-4"
    layers = [
        row_order("row_label", "track", axis=name_axis(size)),
        rows_of("track")
        .mark_rule(color=MUTED, opacity=0.4, strokeWidth=width)
        .encode(x=x, x2=alt.X2("position2:Q"), y=y),
        rows_of("way").mark_rule(strokeWidth=width).encode(x=x, x2=alt.X2("position2:Q"), y=y, color=colour),
        nodes.encode(x=x, y=y, tooltip=tooltip),
        ring.mark_point(size=measure.point * 6, stroke=INK, strokeWidth=2, strokeDash=[3, 2], opacity=1).encode(
            x=x, y=y
        ),
        reached.mark_point(filled=True, opacity=1).encode(
            x=x, y=y, color=colour, shape=shape, size=size_of, tooltip=tooltip
        ),
        reached.mark_text(**text, dy=below).encode(x=x, y=y, text=alt.Text("text:N")),
        ring.mark_text(**text, fontWeight="bold", dy=-below).encode(x=x, y=y, text=alt.Text("text:N")),
        rows_of("header")
        .mark_text(baseline="bottom", dy=alt.ExprRef(lifted), fontSize=measure.small)
        .encode(x=x, y=alt.YValue(0), text=alt.Text("stage_label:N")),
        list_layer(size, below=measure.scaled(0.6)),
    ]
    return finish(layers, language=language, size=size, height={"step": step})
