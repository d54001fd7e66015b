"""How many targets of each status: one stacked bar an action or a unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from charts.grammar import alt
from charts.store import specification
from charts.theme import (
    FILLS,
    INK_ON_FILL,
    LEGEND_SCHEMA,
    MEASURES,
    Size,
    either,
    finish,
    frame_of,
    legend_layers,
    legend_rows,
    name_axis,
    pointer_lines,
    row_order,
    rows_of,
)
from charts.wrapping import unique_labels, wrap
from i18n import Words
from rules.model import Status

SCHEMA: Mapping[str, Any] = {
    "role": pl.String,
    "row_id": pl.String,
    "row_label": pl.String,
    "status": pl.String,
    "status_label": pl.String,
    "count": pl.Int32,
    "x0": pl.Float64,
    "x1": pl.Float64,
    "longest": pl.Float64,
    "fill": pl.String,
    "text": pl.String,
    "text_colour": pl.String,
    "tooltip": pl.String,
    **LEGEND_SCHEMA,
}
ROW_HEIGHTS: Mapping[Size, int] = {"screen": 38, "projector": 66, "phone": 56, "tile": 66}


@dataclass(frozen=True, slots=True)
class CountedRow:
    """A row of counts: an action or a unit."""

    row_id: str
    name: str
    counts: Mapping[Status, int]


def prepare(counted: Sequence[CountedRow], *, words: Words, size: Size = "screen") -> pl.DataFrame:
    """The rows of the chart in the order given; columns as SCHEMA, x0 and x1 in numbers of targets.

    `role`: segment (one status of one row, best first as `Status`), total (the number at the bar's end).
    """
    measure = MEASURES[size]
    wrapped = [wrap(row.name, width=measure.name_width, lines=measure.name_lines) for row in counted]
    longest = float(max((sum(row.counts.values()) for row in counted), default=0))
    rows: list[dict[str, Any]] = []
    for row, label in zip(counted, unique_labels(wrapped), strict=True):
        place = {"row_id": row.row_id, "row_label": label, "longest": longest}
        rows += _segments(row, place, words)
        total = sum(row.counts.values())
        text = words("chart.composition.total", total=total)
        rows.append({**place, "role": "total", "count": total, "x0": float(total), "text": text})
    rows += legend_rows(words, size) if counted else []
    return frame_of(rows, SCHEMA)


def _segments(row: CountedRow, place: Mapping[str, Any], words: Words) -> list[dict[str, Any]]:
    rows, before, total = [], 0, sum(row.counts.values())
    for status in (status for status in Status if row.counts.get(status)):
        count, name = row.counts[status], words(f"status.{status}")
        rows.append(
            {
                **place,
                "role": "segment",
                "status": status.value,
                "status_label": name,
                "tooltip": words("chart.composition.segment_of", status=name, count=count, total=total),
                "count": count,
                "x0": float(before),
                "x1": float(before + count),
                "fill": FILLS[status],
                "text": str(count),
                "text_colour": INK_ON_FILL[status],
            }
        )
        before += count
    return rows


def spec(words: Words, *, size: Size = "screen", legend: bool = True, description: str = "") -> dict[str, Any]:
    """The chart without data; `description` is its text for those who do not see it.

    `legend` False where the page itself says what the colours and shapes mean.
    """
    text = description or words("chart.composition.description")
    return {**_build(words.language, size, legend), "description": text}


@specification("composition")
def _build(language: str, size: Size, legend: bool) -> dict[str, Any]:
    measure, step = MEASURES[size], ROW_HEIGHTS[size]
    y = alt.Y("row_label:N", sort=None, axis=name_axis(size), scale=alt.Scale(padding=0))
    x = alt.X("x0:Q", scale=alt.Scale(nice=False), axis=None)
    bars = rows_of("segment").mark_bar(size=round(step * 0.66))
    numbers = rows_of("segment").mark_text(fontSize=measure.text, fontWeight="bold", baseline="middle")
    fits = f"(datum.x1 - datum.x0) / datum.longest * width > length(datum.text) * {measure.scaled(0.62)} + 2"
    totals = rows_of("total").mark_text(align="left", dx=8, baseline="middle", fontSize=measure.small, opacity=0.85)
    layers = [
        row_order("row_label", "total", axis=name_axis(size)),
        bars.encode(
            x=x,
            x2=alt.X2("x1:Q"),
            y=y,
            fill=alt.Fill("fill:N", scale=None),
            tooltip=pointer_lines("row_label", "tooltip"),
        ),
        numbers.transform_calculate(middle="(datum.x0 + datum.x1) / 2").encode(
            x=alt.X("middle:Q", axis=None),
            y=y,
            text=alt.Text("text:N"),
            color=alt.Color("text_colour:N", scale=None),
            opacity=either(alt.OpacityValue, fits, 1, 0),
        ),
        totals.encode(x=x, y=y, text=alt.Text("text:N")),
        *(legend_layers(size) if legend else []),
    ]
    return finish(layers, language=language, size=size, height={"step": step})
