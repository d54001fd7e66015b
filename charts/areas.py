"""Areas in their places: a bar an area, best first, the reader's own marked, each with its own target as a tick."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from charts.grammar import alt
from charts.store import specification
from charts.theme import INK, MEASURES, Size, finish, frame_of, name_axis, pointer_lines, row_order, rows_of
from charts.wrapping import unique_labels, wrap
from i18n import Words

OWN, OTHER = "#2676BF", "#8A94A080"
"""The fill of the reader's own area and of the others, told apart on light and dark ground."""
MARK = "▶"
SCHEMA: Mapping[str, Any] = {
    "role": pl.String,
    "area_id": pl.String,
    "row_label": pl.String,
    "x0": pl.Float64,
    "x1": pl.Float64,
    "value": pl.Float64,
    "text": pl.String,
    "fill": pl.String,
    "tooltip": pl.String,
}
ROW_HEIGHTS: Mapping[Size, int] = {"screen": 32, "projector": 56, "phone": 44}
ROOM: Mapping[Size, float] = {"screen": 0.16, "projector": 0.2, "phone": 0.42}
"""Room right of the longest bar for its number, as a share of the whole width of bars."""
SHOWN = 20
"""How many areas a chart holds."""
_LAST = 5


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area in its place; `target` empty where the bars are not held against it."""

    area_id: str
    name: str
    place: int
    value: float
    text: str
    is_own: bool = False
    target: float | None = None
    target_text: str = ""


def chosen_places(count: int, own: int | None) -> list[int]:
    """Which of so many places (0 is the first) are drawn: all, else the first ones, the last, and one's own with its
    neighbours."""
    if count <= SHOWN:
        return list(range(count))
    near = {own - 1, own, own + 1} if own is not None else set()
    kept = {place for place in near if 0 <= place < count} | set(range(count - _LAST, count))
    first = (place for place in range(count) if place not in kept)
    while len(kept) < SHOWN:
        kept.add(next(first))
    return sorted(kept)


def prepare(ranked: Sequence[AreaRow], *, words: Words, size: Size = "screen") -> pl.DataFrame:
    """The rows of the chart in the order given; columns as SCHEMA, `value` in the indicator's unit, x0 and x1 as
    shares of the axis (one that has its ends named is drawn anew without asking each layer for them).

    `role`: bar (from zero to the value), value (its number, right of bar, target and zero), target (each area's own),
    zero (the line).
    """
    if not ranked:
        return frame_of([], SCHEMA)
    measure, axis = MEASURES[size], _axis_of(ranked, size)
    names = [wrap(f"{row.place}. {row.name}", width=measure.name_width, lines=measure.name_lines) for row in ranked]
    rows: list[dict[str, Any]] = [{"role": "zero", "x0": axis(0.0)}]
    for row, label in zip(ranked, unique_labels(names), strict=True):
        place = {"area_id": row.area_id, "row_label": f"{MARK} {label}" if row.is_own else label}
        told = row.text if row.target is None else words("chart.areas.against", value=row.text, target=row.target_text)
        bar = {"x0": axis(0.0), "x1": axis(row.value), "value": row.value, "fill": OWN if row.is_own else OTHER}
        rows.append({**place, "role": "bar", **bar, "tooltip": told})
        rows.append({**place, "role": "value", "x0": axis(max(row.value, row.target or 0.0, 0.0)), "text": row.text})
        if row.target is not None:
            rows.append({**place, "role": "target", "x0": axis(row.target), "value": row.target, "tooltip": told})
    return frame_of(rows, SCHEMA)


def _axis_of(ranked: Sequence[AreaRow], size: Size) -> Callable[[float], float]:
    """Where a value lies on the axis: zero, every bar and target, and room for the numbers right of them."""
    reached = [0.0, *(row.value for row in ranked), *(row.target for row in ranked if row.target is not None)]
    low, width = min(reached), (max(reached) - min(reached)) or 1.0
    return lambda value: (value - low) / (width * (1 + ROOM[size]))


def spec(words: Words, *, size: Size = "screen", description: str = "") -> dict[str, Any]:
    """The chart without data; of which area a bar is its row says: `area_id`."""
    text = description or words("chart.areas.description")
    return {**_build(words.language, size), "description": text}


@specification("areas")
def _build(language: str, size: Size) -> dict[str, Any]:
    measure, step = MEASURES[size], ROW_HEIGHTS[size]
    axis = name_axis(size, strong=f"indexof(datum.value, '{MARK}') === 0")
    x = alt.X("x0:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False))
    y = alt.Y("row_label:N", sort=None, axis=axis, scale=alt.Scale(padding=0))
    tooltip = pointer_lines("row_label", "tooltip")
    bars = rows_of("bar").mark_bar(size=round(step * 0.6), cursor="pointer")
    bars = bars.encode(x=x, x2=alt.X2("x1:Q"), y=y, fill=alt.Fill("fill:N", scale=None), tooltip=tooltip)
    ticks = rows_of("target").mark_tick(size=round(step * 0.8), thickness=measure.scaled(0.2), color=INK)
    numbers = rows_of("value").mark_text(align="left", dx=8, baseline="middle", fontSize=measure.text)
    layers = [
        row_order("row_label", "bar", axis=axis),
        bars,
        rows_of("zero").mark_rule(color=INK, opacity=0.5).encode(x=x),
        ticks.encode(x=x, y=y, tooltip=tooltip),
        numbers.encode(x=x, y=y, text=alt.Text("text:N")),
    ]
    return finish(layers, language=language, size=size, height={"step": step})
