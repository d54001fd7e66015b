"""All targets of an action in one chart, worst first: amounts on their way, rates beside their line, the rest in words.

Amounts are drawn as a share of the year target with what is due by now; rates as their distance from the target
in points. Both are never put on one scale: each panel has its own heading row with its own scale.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from charts.bullet_rows import HEADING, NAME_ABOVE, SCHEMA, BulletRow, prepare
from charts.grammar import alt
from charts.store import specification
from charts.theme import (
    GRID,
    INK,
    MEASURES,
    Measures,
    Size,
    either,
    finish,
    name_axis,
    pointer_lines,
    row_order,
    rows_of,
)
from i18n import Words

__all__ = ["SCHEMA", "BulletRow", "prepare", "spec"]

ROW_HEIGHTS: Mapping[Size, int] = {"screen": 40, "projector": 66, "phone": 92, "tile": 66}


def spec(words: Words, *, size: Size = "screen", description: str = "") -> dict[str, Any]:
    """The chart without data; its height follows the rows, 10 or 50. `description` is its text in words."""
    return {**_build(words.language, size), "description": description}


@specification("bullet")
def _build(language: str, size: Size) -> dict[str, Any]:
    measure, step = MEASURES[size], ROW_HEIGHTS[size]
    verdicts = _stacked(measure) if size == "phone" else _verdicts(measure, step)
    bar_step = ROW_HEIGHTS["screen"] if size == "phone" else step
    layers = [
        row_order("row_label", "scale", "verdict", axis=_axis(size)),
        *_scales(measure, step, size),
        *_bars(measure, bar_step),
        *verdicts,
    ]
    return finish(layers, language=language, size=size, height={"step": step})


@cache
def _x() -> alt.X:
    return alt.X("x:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=None)


@cache
def _row() -> alt.Y:
    return alt.Y("row_label:N", sort=None)


def _axis(size: Size) -> alt.Axis | None:
    heading = f"substring(datum.value, 0, 1) === '{HEADING}'"
    return None if size == "phone" else name_axis(size, strong=heading)


def _scales(measure: Measures, step: int, size: Size) -> list[alt.Chart]:
    """The scale of each panel: its lines through all its rows, its numbers in the heading row."""
    lines = ROW_HEIGHTS["screen"] * 0.5 if size == "phone" else step
    y = alt.Y("row_label:N", sort=None, axis=_axis(size), scale=alt.Scale(padding=0))
    grid = rows_of("grid").mark_tick(orient="vertical", size=lines, opacity=1)
    scale = rows_of("scale").mark_text(
        baseline="bottom",
        dy=round(step * 0.42),
        fontSize=measure.small,
        align=alt.ExprRef("datum.x == 0 ? 'left' : datum.x == 1 ? 'right' : 'center'"),
    )
    return [
        grid.encode(
            x=_x(),
            y=y,
            color=either(alt.ColorValue, "datum.is_strong", INK, GRID),
            opacity=either(alt.OpacityValue, "datum.is_strong", 0.6, 1),
        ),
        scale.encode(x=_x(), y=y, text=alt.Text("text:N")),
    ]


def _tooltip() -> list[alt.Tooltip]:
    return pointer_lines("row_label", "text", "detail")


def _bars(measure: Measures, step: int) -> list[alt.Chart]:
    colour = alt.Color("colour:N", scale=None)
    bar, track = rows_of("bar"), rows_of("track")
    return [
        track.mark_bar(size=round(step * 0.46), color="#8A94A02E").encode(x=_x(), x2=alt.X2("x2:Q"), y=_row()),
        bar.mark_bar(size=round(step * 0.3)).encode(
            x=_x(), x2=alt.X2("x2:Q"), y=_row(), color=colour, tooltip=_tooltip()
        ),
        rows_of("due")
        .mark_tick(orient="vertical", size=round(step * 0.62), thickness=measure.line * 1.2, color=INK, opacity=1)
        .encode(x=_x(), y=_row()),
        rows_of("stem")
        .mark_rule(strokeWidth=measure.line * 2, opacity=0.55)
        .encode(x=_x(), x2=alt.X2("x2:Q"), y=_row(), color=colour),
        rows_of("dot")
        .mark_point(filled=True, size=measure.point * 1.6, opacity=1)
        .encode(x=_x(), y=_row(), color=colour, shape=alt.Shape("shape:N", scale=None), tooltip=_tooltip()),
    ]


def _verdicts(measure: Measures, step: int) -> list[alt.Chart]:
    """At the right of each row its status symbol, word and gap, and below them value and target.

    What is listed in words alone has nothing drawn: its words begin where the bars of the others do.
    """
    rows, beside, lift = rows_of("verdict"), measure.text, round(step * 0.2)
    text = rows.mark_text(align="left", baseline="middle", dy=-lift, fontWeight="bold")
    detail = rows.mark_text(align="left", baseline="middle", dy=lift, fontSize=measure.small, opacity=0.85)
    left = f"(datum.panel === 'listed' ? 0 : width) + {beside}"
    at = alt.value(alt.ExprRef(f"{left} + {measure.scaled(0.9)}"))
    symbol = rows.mark_point(filled=True, size=measure.point * 1.2, opacity=1, yOffset=-lift)
    return [
        _symbol(symbol, alt.value(alt.ExprRef(left))),
        text.encode(x=at, y=_row(), text=alt.Text("text:N")),
        detail.encode(x=at, y=_row(), text=alt.Text("detail:N")),
    ]


def _stacked(measure: Measures) -> list[alt.Chart]:
    """On a phone: the name above the bar, the verdict below it."""
    rows, below = rows_of("verdict"), measure.scaled(1.55)
    left: dict[str, Any] = {"align": "left", "baseline": "middle"}
    name = rows_of("verdict", "scale").transform_filter("datum.role === 'verdict' || datum.x === 0")
    name_text = name.mark_text(
        align="left",
        baseline="line-bottom",
        dy=alt.ExprRef("(datum.role === 'verdict' ? -15 : 8) - 9 * (length(split(datum.row_label, '\\n')) - 1)"),
        lineBreak="\n",
        fontWeight=alt.ExprRef("datum.role === 'verdict' ? 'normal' : 'bold'"),
    )
    symbol = rows.mark_point(filled=True, size=measure.point * 1.2, opacity=1, yOffset=below)
    room = f"length(datum.status_label + datum.detail) > {NAME_ABOVE * 2 - 2} ? ' /\\n' : ' / '"
    both = rows.transform_calculate(
        both=f"datum.status_label + '　' + replace(datum.detail, ' / ', {room})",
    )
    return [
        name_text.encode(x=alt.XValue(0), y=_row(), text=alt.Text("row_label:N")),
        _symbol(symbol, alt.value(6)),
        both.mark_text(**left, dy=below, dx=16, fontSize=measure.small, lineBreak="\n").encode(
            x=alt.XValue(0), y=_row(), text=alt.Text("both:N")
        ),
    ]


def _symbol(mark: alt.Chart, x: Any) -> alt.Chart:
    return mark.encode(x=x, y=_row(), color=alt.Color("colour:N", scale=None), shape=alt.Shape("shape:N", scale=None))
