"""A ranking: a bar a subject, best first, with its place, its score and the places won or lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from charts.grammar import alt
from charts.store import specification
from charts.theme import (
    MEASURES,
    SYMBOL_FONT,
    Size,
    either,
    finish,
    frame_of,
    name_axis,
    pointer_lines,
    row_order,
    rows_of,
)
from charts.wrapping import text_width, unique_labels, wrap
from i18n import Words

GROUPS: tuple[str, ...] = ("look", "rate", "compare")
"""The three parts of a score, in the plan's order."""
SHADES: Mapping[str, tuple[str, str]] = {
    "look": ("#1F5F9E", "#FFFFFF"),
    "rate": ("#6FA8DC", "#10243A"),
    "compare": ("#B9D5F0", "#10243A"),
}
"""The fill of a part and the ink on it: one hue, as no part is better or worse than another."""
SCHEMA: Mapping[str, Any] = {
    "role": pl.String,
    "subject_id": pl.String,
    "row_label": pl.String,
    "group_label": pl.String,
    "x0": pl.Float64,
    "x1": pl.Float64,
    "text": pl.String,
    "fill": pl.String,
    "text_colour": pl.String,
    "legend_x": pl.Float64,
    "place": pl.String,
}
ROW_HEIGHTS: Mapping[Size, int] = {"screen": 40, "projector": 66, "phone": 58}
DENSE_ROW_HEIGHTS: Mapping[Size, int] = {"screen": 30, "projector": 52, "phone": 46}
LONG = 12
"""Beyond so many subjects the rows are drawn closer together."""
FULL = 100.0
ROOM: Mapping[Size, float] = {"screen": 20.0, "projector": 24.0, "phone": 36.0}
"""Room right of a full score for its number, how much was counted and the movement, in points."""


@dataclass(frozen=True, slots=True)
class RankedRow:
    """A subject in its place: `points` by group add up to the score; `rank` and `score` empty = not ranked.

    `counted` is how many things the score rests on.
    """

    subject_id: str
    name: str
    rank: int | None
    score: str
    points: Mapping[str, float]
    movement: int | None
    counted: int = 0


def prepare(ranked: Sequence[RankedRow], *, words: Words, size: Size = "screen") -> pl.DataFrame:
    """The rows of the chart in the order given; columns as SCHEMA, x0 and x1 in points of 100.

    `role`: track (what a full score would be), part (a group's points), score, movement, header (of the
    movements), legend (of the groups that have points).
    """
    measure = MEASURES[size]
    names = [wrap(row.name, width=measure.name_width, lines=measure.name_lines) for row in ranked]
    rows: list[dict[str, Any]] = []
    for row, label in zip(ranked, unique_labels(names), strict=True):
        place = {"subject_id": row.subject_id, "row_label": label, "place": str(row.rank or "–")}
        rows.append({**place, "role": "track", "x0": 0.0, "x1": FULL, "text": row.score})
        rows += _parts(row, place, words)
        end = sum(row.points.values())
        rows.append({**place, "role": "score", "x0": end, "text": _scored(row, words, size)})
        rows.append({**place, "role": "movement", "x0": FULL + ROOM[size], "text": movement_text(words, row.movement)})
    if ranked:
        rows.append({"role": "header", "x0": FULL + ROOM[size], "text": words("chart.ranking.movement")})
        rows += _legend(words, size, [group for group in GROUPS if any(row.points.get(group) for row in ranked)])
    return frame_of(rows, SCHEMA)


def is_dense(frame: pl.DataFrame) -> bool:
    """Whether so many subjects are ranked, each with its name on one line, that they are drawn closer together."""
    names = frame.filter(role="track")["row_label"]
    return names.len() > LONG and not names.str.contains("\n", literal=True).any()


def _scored(row: RankedRow, words: Words, size: Size) -> str:
    """The score and on how many things it rests; on a phone there is no room for the second."""
    if not row.counted or size == "phone":
        return row.score
    return row.score + words("chart.ranking.counted", count=row.counted)


def _parts(row: RankedRow, place: Mapping[str, Any], words: Words) -> list[dict[str, Any]]:
    rows, before = [], 0.0
    for group in GROUPS:
        points = row.points.get(group, 0.0)
        if points:
            fill, ink = SHADES[group]
            shown = {"text": words.number(points, 1), "fill": fill, "text_colour": ink}
            label = words(f"chart.ranking.{group}")
            rows.append({**place, "role": "part", "group_label": label, "x0": before, "x1": before + points, **shown})
        before += points
    return rows


def movement_text(words: Words, movement: int | None) -> str:
    """Places won or lost: ↑2, ↓1, ＝, or that there was no place before."""
    if movement is None:
        return words("chart.ranking.new")
    return f"{'↑' if movement > 0 else '↓'}{abs(movement)}" if movement else "＝"


def _legend(words: Words, size: Size, groups: Sequence[str]) -> list[dict[str, Any]]:
    measure, rows = MEASURES[size], []
    right = -float(measure.name_width * measure.text) if size == "phone" else 0.0  # there from the names' edge on
    for group in groups:
        name = words(f"chart.ranking.{group}")
        rows.append({"role": "legend", "legend_x": right + measure.text * 0.6, "text": name, "fill": SHADES[group][0]})
        right += (text_width(name) + 2.6) * measure.text
    return rows


def spec(words: Words, *, size: Size = "screen", dense: bool = False, description: str = "") -> dict[str, Any]:
    """The chart without data; of whom a bar is its row says: `subject_id`; `dense` as `is_dense`."""
    text = description or words("chart.ranking.description")
    return {**_build(words.language, size, dense), "description": text}


@specification("ranking")
def _build(language: str, size: Size, dense: bool) -> dict[str, Any]:
    step = (DENSE_ROW_HEIGHTS if dense else ROW_HEIGHTS)[size]
    layers = [
        row_order("row_label", "track", axis=_axis(size)),
        _track(size, step),
        *_places(size, step),
        *_bars(size, step),
        *_texts(size),
        *_legend_layers(size),
    ]
    return finish(layers, language=language, size=size, height={"step": step})


def _x(field: str, size: Size) -> alt.X:
    return alt.X(f"{field}:Q", axis=None, scale=alt.Scale(domain=[0, FULL + ROOM[size]], nice=False))


def _y(size: Size) -> alt.Y:
    return alt.Y("row_label:N", sort=None, axis=_axis(size), scale=alt.Scale(padding=0))


def _axis(size: Size) -> alt.Axis:
    """The names, with room for the places between them and the bars."""
    axis = name_axis(size)
    axis.labelPadding = MEASURES[size].scaled(2.3)
    return axis


def _places(size: Size, step: int) -> list[alt.Chart]:
    """The places one under another, and a ground under them and the names that takes a click as the bars do."""
    measure = MEASURES[size]
    tooltip = pointer_lines("row_label", "text")
    ground = rows_of("track").mark_bar(size=round(step * 0.9), opacity=0, cursor="pointer")
    numbers = rows_of("track").mark_text(align="right", baseline="middle", fontSize=measure.text)
    return [
        ground.encode(x=alt.XValue(-measure.scaled(7)), x2=alt.X2Value(0), y=_y(size), tooltip=tooltip),
        numbers.encode(x=alt.XValue(-measure.scaled(0.6)), y=_y(size), text=alt.Text("place:N")),
    ]


def _track(size: Size, step: int) -> alt.Chart:
    track = rows_of("track").mark_bar(size=round(step * 0.62), fill="#8A94A01F", cornerRadius=3, cursor="pointer")
    tooltip = pointer_lines("row_label", "text")
    return track.encode(x=_x("x0", size), x2=alt.X2("x1:Q"), y=_y(size), tooltip=tooltip)


def _bars(size: Size, step: int) -> list[alt.Chart]:
    measure = MEASURES[size]
    tooltip = pointer_lines("row_label", "group_label", "text")
    parts = rows_of("part").mark_bar(size=round(step * 0.62), cursor="pointer")
    numbers = rows_of("part").mark_text(fontSize=measure.small, baseline="middle")
    fits = f"(datum.x1 - datum.x0) / {FULL + ROOM[size]} * width > length(datum.text) * {measure.scaled(0.62)} + 4"
    return [
        parts.encode(
            x=_x("x0", size), x2=alt.X2("x1:Q"), y=_y(size), fill=alt.Fill("fill:N", scale=None), tooltip=tooltip
        ),
        numbers.transform_calculate(middle="(datum.x0 + datum.x1) / 2").encode(
            x=_x("middle", size),
            y=_y(size),
            text=alt.Text("text:N"),
            color=alt.Color("text_colour:N", scale=None),
            opacity=either(alt.OpacityValue, fits, 1, 0),
        ),
    ]


def _texts(size: Size) -> list[alt.Chart]:
    measure = MEASURES[size]
    score = rows_of("score").mark_text(
        align="left", dx=8, baseline="middle", fontSize=measure.strong, fontWeight="bold"
    )
    moved = rows_of("movement").mark_text(
        align="right", baseline="middle", font=SYMBOL_FONT, fontSize=measure.strong, fontWeight="bold"
    )
    header = rows_of("header").mark_text(align="right", baseline="bottom", fontSize=measure.small, opacity=0.8)
    return [
        header.encode(x=_x("x0", size), y=alt.YValue(-2), text=alt.Text("text:N")),
        score.encode(x=_x("x0", size), y=_y(size), text=alt.Text("text:N")),
        moved.encode(x=_x("x0", size), y=_y(size), text=alt.Text("text:N")),
    ]


def _legend_layers(size: Size) -> list[alt.Chart]:
    measure = MEASURES[size]
    x, y = alt.value(alt.ExprRef("datum.legend_x")), alt.value(alt.ExprRef(f"height + {measure.scaled(1.4)}"))
    mark = rows_of("legend").mark_point(filled=True, opacity=1, shape="square", size=measure.point * 1.8)
    text = rows_of("legend").mark_text(align="left", baseline="middle", dx=measure.scaled(0.9))
    return [
        mark.encode(x=x, y=y, color=alt.Color("fill:N", scale=None)),
        text.encode(x=x, y=y, text=alt.Text("text:N")),
    ]
