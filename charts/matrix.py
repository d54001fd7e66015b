"""Actions by month: how many targets of each status, and how many are behind, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from charts.grammar import alt
from charts.matrix_rows import SCHEMA, ActionRow, prepare
from charts.store import specification
from charts.theme import (
    CLEAR,
    INK,
    MEASURES,
    MUTED,
    SYMBOL_FONT,
    Measures,
    Size,
    either,
    finish,
    legend_layers,
    name_axis,
    pointer_lines,
    row_order,
    rows_of,
)
from i18n import Words

__all__ = ["SCHEMA", "ActionRow", "prepare", "spec"]

PHONE_MONTHS = 6
MONTHS_HEIGHT: Mapping[Size, int] = {"screen": 19, "projector": 29, "phone": 18}
"""Pixels the months' names take above the rows."""
ROW_HEIGHTS: Mapping[Size, int] = {"screen": 52, "projector": 88, "phone": 58, "tile": 88}


def spec(words: Words, *, size: Size = "screen", legend: bool = True, description: str = "") -> dict[str, Any]:
    """The chart without data; `legend` False where the page itself says what the colours and shapes mean.

    Of what a cell is for its row says `action_id` and `month`.
    """
    text = description or words("chart.matrix.description")
    return {**_build(words.language, size, legend), "description": text}


@specification("matrix")
def _build(language: str, size: Size, legend: bool) -> dict[str, Any]:
    measure = MEASURES[size]
    layers = [
        row_order("row_label", "cell", "not_due", axis=name_axis(size)),
        *_cells(measure, size),
        *_strips(size),
        *_texts(measure, size),
    ]
    layers = [_recent(layer) for layer in layers] if size == "phone" else layers
    layers += legend_layers(size) if legend else []
    return finish(layers, language=language, size=size, height={"step": ROW_HEIGHTS[size]})


def _recent(layer: alt.Chart) -> alt.Chart:
    """Only the months a narrow screen has room for: the last ones up to the board's month."""
    first = f"max(1, datum.last_month - {PHONE_MONTHS - 1})"
    return layer.transform_filter(f"datum.month >= {first} && datum.month < {first} + {PHONE_MONTHS}")


def _left() -> alt.X:
    return alt.X("x0:Q", scale=alt.Scale(zero=False, nice=False, padding=0), axis=None)


def _cells(measure: Measures, size: Size) -> list[alt.Chart]:
    y = alt.Y("row_label:N", sort=None, axis=name_axis(size), scale=alt.Scale(padding=0))
    tooltip = pointer_lines("row_label", "month_label", "tooltip")
    height = round(ROW_HEIGHTS[size] * 0.88)
    due = rows_of("cell").mark_bar(size=height, cornerRadius=4, fill="#8A94A018", stroke=INK, cursor="pointer")
    due = due.encode(
        x=_left(),
        x2=alt.X2("x1:Q"),
        y=y,
        tooltip=tooltip,
        strokeWidth=either(alt.StrokeWidthValue, "datum.is_current", measure.line * 0.7, 0),
    )
    empty = rows_of("not_due").mark_bar(
        size=height, cornerRadius=4, fill=CLEAR, stroke=MUTED, strokeDash=[3, 3], strokeOpacity=0.7
    )
    return [due, empty.encode(x=_left(), x2=alt.X2("x1:Q"), y=y, tooltip=tooltip)]


def _strips(size: Size) -> list[alt.Chart]:
    step = ROW_HEIGHTS[size]
    strip = rows_of("segment").mark_bar(size=round(step * 0.3), yOffset=round(step * 0.2))
    return [
        strip.encode(
            x=_left(),
            x2=alt.X2("x1:Q"),
            y=alt.Y("row_label:N", sort=None),
            fill=alt.Fill("fill:N", scale=None),
            tooltip=pointer_lines("month_label", "tooltip"),
        )
    ]


def _texts(measure: Measures, size: Size) -> list[alt.Chart]:
    """The number behind in each cell, and the months above."""
    number = rows_of("behind").mark_text(
        dy=-round(ROW_HEIGHTS[size] * 0.18), font=SYMBOL_FONT, fontSize=measure.strong, fontWeight="bold"
    )
    header = rows_of("header").mark_text(
        baseline="bottom",
        dy=-measure.scaled(0.4),
        fontSize=measure.small,
        fontWeight=alt.ExprRef("datum.is_current ? 'bold' : 'normal'"),
    )
    middle = alt.X("middle:Q", scale=alt.Scale(zero=False, nice=False, padding=0), axis=None)
    return [
        number.encode(
            x=_left(),
            y=alt.Y("row_label:N", sort=None),
            text=alt.Text("text:N"),
            color=alt.Color("text_colour:N", scale=None),
            opacity=either(alt.OpacityValue, "datum.count > 0", 1, 0.7),
        ),
        header.transform_calculate(middle="(datum.x0 + datum.x1) / 2").encode(
            x=middle, y=alt.YValue(0), text=alt.Text("month_label:N")
        ),
    ]
