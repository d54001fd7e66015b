"""All targets of an action in one chart, worst first: amounts on their way, rates beside their line, the rest in words.

Amounts are drawn as a share of the year target with what is due by now; rates as their distance from the target
in points. Both are never put on one scale: each panel has its own heading row with its own scale.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import altair as alt
import polars as pl

from charts.theme import (
    BY_SEVERITY,
    COLOURS,
    GRID,
    INK,
    MEASURES,
    SHAPES,
    Measures,
    Size,
    finish,
    frame_of,
    name_axis,
    row_order,
    rows_of,
)
from charts.wording import COMPARATORS, Unit, gap_text
from charts.wrapping import unique_labels, wrap
from i18n import Words
from rules.model import Comparator, Kind, Status
from rules.rollup import percent_of_target

Panel = Literal["progress", "deviation", "listed"]
PANELS: tuple[Panel, ...] = ("progress", "deviation", "listed")
AMOUNTS = frozenset({Kind.CUMULATIVE, Kind.STOCK})
RATES = frozenset({Kind.GROWTH_RATE, Kind.SHARE, Kind.RELATIVE, Kind.DIRECTION})
LEAST_LIMIT, MOST_LIMIT = 3.0, 15.0
"""The deviation scale reaches as far as the largest gap, within these points; beyond, an arrow at the edge."""
HEADING = "\u200b"
"""An invisible mark before the names that are headings."""
ROW_HEIGHTS: Mapping[Size, int] = {"screen": 42, "projector": 70, "phone": 92}
NAME_ABOVE = 24
"""On a phone names stand above their bars and verdicts below, names on lines of this many characters."""

SCHEMA: Mapping[str, Any] = {
    "role": pl.String,
    "target_id": pl.String,
    "panel": pl.String,
    "row_label": pl.String,
    "x": pl.Float64,
    "x2": pl.Float64,
    "status": pl.String,
    "status_label": pl.String,
    "colour": pl.String,
    "shape": pl.String,
    "text": pl.String,
    "detail": pl.String,
    "is_strong": pl.Boolean,
}


@dataclass(frozen=True, slots=True)
class BulletRow:
    """One target with its verdict, values in the indicator's unit.

    `value_text` and `target_text` replace the numbers where those say nothing (stages, events, standards).
    """

    target_id: str
    name: str
    kind: Kind
    status: Status
    unit: Unit
    value: float | None = None
    target: float | None = None
    comparator: Comparator | None = Comparator.GE
    expected: float | None = None
    gap: float | None = None
    gap_unit: str | None = None
    value_text: str = ""
    target_text: str = ""

    @property
    def panel(self) -> Panel:
        """Where it is drawn; an amount with an upper limit has no way to go and is listed in words."""
        is_limit = self.comparator in (Comparator.LE, Comparator.LT)
        if self.kind in AMOUNTS and self.target and self.target > 0 and not is_limit:
            return "progress"
        return "deviation" if self.kind in RATES else "listed"

    @property
    def order(self) -> tuple[int, float]:
        """Worst first."""
        return BY_SEVERITY.index(self.status), math.inf if self.gap is None else self.gap


def prepare(targets: Sequence[BulletRow], *, words: Words, size: Size = "screen") -> pl.DataFrame:
    """The rows of the chart by panel and, in it, worst first; columns as SCHEMA, x from 0 to 1 of the panel.

    `role`: grid (a line of the scale in one row), scale (its number in the heading row), track, bar, due (the
    schedule), stem and dot (a deviation), verdict (status, gap, value and target at the right).
    """
    shown: list[tuple[Panel, BulletRow | None, str]] = []
    for panel in PANELS:
        members = sorted((row for row in targets if row.panel == panel), key=lambda row: row.order)
        if members:
            shown.append((panel, None, HEADING + words(f"chart.bullet.{panel}")))
            shown += [(panel, row, _wrapped(row.name, size)) for row in members]
    labels = unique_labels([label for _, _, label in shown])
    limit = deviation_limit(targets)
    made: list[dict[str, Any]] = []
    for (panel, row, _), label in zip(shown, labels, strict=True):
        place = {"panel": panel, "row_label": label}
        if row is None:
            made += _scale(place, panel, limit, words)
        else:
            made += [*_grid(place, panel), *_target(place, row, limit, words)]
    return frame_of(made, SCHEMA)


def _wrapped(name: str, size: Size) -> str:
    width = NAME_ABOVE if size == "phone" else MEASURES[size].name_width
    return wrap(name, width=width, lines=2)


def deviation_limit(targets: Sequence[BulletRow]) -> float:
    """How many points the deviation scale reaches to either side."""
    gaps = [abs(row.gap) for row in targets if row.panel == "deviation" and row.gap is not None]
    return float(min(MOST_LIMIT, max(LEAST_LIMIT, math.ceil(max(gaps, default=0.0)))))


def _grid(place: Mapping[str, Any], panel: Panel) -> list[dict[str, Any]]:
    lines = {"progress": (0.0, 0.25, 0.5, 0.75, 1.0), "deviation": (0.0, 0.5, 1.0), "listed": ()}[panel]
    strong = {"progress": 1.0, "deviation": 0.5}.get(panel)
    return [{**place, "role": "grid", "x": x, "is_strong": x == strong} for x in lines]


def _scale(place: Mapping[str, Any], panel: Panel, limit: float, words: Words) -> list[dict[str, Any]]:
    """The numbers of a panel's scale; the listed panel has none, its heading row is held by an empty text."""
    texts: dict[float, str] = {0.0: ""}
    if panel == "progress":
        texts = {0.0: "0", 0.5: "50%", 1.0: "100%"}
    elif panel == "deviation":
        texts = {x: words.signed((x - 0.5) * 2 * limit, 0) for x in (0.0, 0.5, 1.0)}
    return [{**place, "role": "scale", "x": x, "text": text} for x, text in texts.items()]


def _target(place: Mapping[str, Any], row: BulletRow, limit: float, words: Words) -> list[dict[str, Any]]:
    facts = {
        **place,
        "target_id": row.target_id,
        "status": row.status.value,
        "status_label": words(f"status.{row.status}"),
        "colour": COLOURS[row.status],
        "shape": SHAPES[row.status],
        "text": _verdict_text(row, words),
        "detail": _detail(row, words),
    }
    drawn = {"progress": _progress, "deviation": _deviation, "listed": _listed}[row.panel]
    return [*drawn(facts, row, limit), {**facts, "role": "verdict"}]


def _progress(facts: Mapping[str, Any], row: BulletRow, _: float) -> list[dict[str, Any]]:
    assert row.target
    made: list[dict[str, Any]] = [{**facts, "role": "track", "x": 0.0, "x2": 1.0}]
    if row.value is not None:
        made.append({**facts, "role": "bar", "x": 0.0, "x2": max(0.0, min(1.0, row.value / row.target))})
    if row.expected is not None:
        made.append({**facts, "role": "due", "x": max(0.0, min(1.0, row.expected / row.target))})
    return made


def _deviation(facts: Mapping[str, Any], row: BulletRow, limit: float) -> list[dict[str, Any]]:
    if row.gap is None:
        return []
    x = 0.5 + max(-limit, min(limit, row.gap)) / (2 * limit)
    arrow = "triangle-left" if row.gap < 0 else "triangle-right"
    shape = facts["shape"] if abs(row.gap) <= limit else arrow
    return [{**facts, "role": "stem", "x": 0.5, "x2": x}, {**facts, "role": "dot", "x": x, "shape": shape}]


def _listed(_: Mapping[str, Any], __: BulletRow, ___: float) -> list[dict[str, Any]]:
    return []


def _verdict_text(row: BulletRow, words: Words) -> str:
    gap = gap_text(words, row.gap, row.gap_unit, unit=row.unit)
    return f"{words(f'status.{row.status}')} {gap}".strip()


def _detail(row: BulletRow, words: Words) -> str:
    """Value and target as text, with the share of the target (rounded down) for amounts."""
    value = row.value_text or row.unit.text(row.value, words)
    sign = COMPARATORS[row.comparator] if row.comparator else ""
    asked = "" if row.target is None else sign + row.unit.brief(row.target, words)
    parts = [value, row.target_text or asked]
    text = " / ".join(part for part in parts if part)
    if row.panel != "progress" or row.value is None or not row.target:
        return text
    share = words.number(percent_of_target(row.value, row.target), 1)
    return f"{text} · {share}%"


def spec(words: Words, *, size: Size = "screen", description: str = "") -> dict[str, Any]:
    """The chart without data; its height follows the rows, 10 or 50. `description` is its text in words."""
    return {**_build(words.language, size), "description": description}


@cache
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


X = alt.X("x:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=None)
ROW = alt.Y("row_label:N", sort=None)


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
            x=X,
            y=y,
            color=alt.condition("datum.is_strong", alt.value(INK), alt.value(GRID)),
            opacity=alt.condition("datum.is_strong", alt.value(0.6), alt.value(1)),
        ),
        scale.encode(x=X, y=y, text="text:N"),
    ]


def _tooltip() -> list[alt.Tooltip]:
    return [alt.Tooltip(f"{name}:N", title=" ") for name in ("row_label", "text", "detail")]


def _bars(measure: Measures, step: int) -> list[alt.Chart]:
    colour = alt.Color("colour:N", scale=None)
    bar, track = rows_of("bar"), rows_of("track")
    return [
        track.mark_bar(size=round(step * 0.46), color="#8A94A02E").encode(x=X, x2="x2:Q", y=ROW),
        bar.mark_bar(size=round(step * 0.3)).encode(x=X, x2="x2:Q", y=ROW, color=colour, tooltip=_tooltip()),
        rows_of("due")
        .mark_tick(orient="vertical", size=round(step * 0.62), thickness=measure.line * 1.2, color=INK, opacity=1)
        .encode(x=X, y=ROW),
        rows_of("stem")
        .mark_rule(strokeWidth=measure.line * 2, opacity=0.55)
        .encode(x=X, x2="x2:Q", y=ROW, color=colour),
        rows_of("dot")
        .mark_point(filled=True, size=measure.point * 1.6, opacity=1)
        .encode(x=X, y=ROW, color=colour, shape=alt.Shape("shape:N", scale=None), tooltip=_tooltip()),
    ]


def _verdicts(measure: Measures, step: int) -> list[alt.Chart]:
    """At the right of each row its status symbol, word and gap, and below them value and target."""
    rows, beside, lift = rows_of("verdict"), measure.text, round(step * 0.2)
    text = rows.mark_text(align="left", baseline="middle", dy=-lift, fontWeight="bold")
    detail = rows.mark_text(align="left", baseline="middle", dy=lift, fontSize=measure.small, opacity=0.85)
    at = alt.value(alt.ExprRef(f"width + {beside + measure.scaled(0.9)}"))
    symbol = rows.mark_point(filled=True, size=measure.point * 1.2, opacity=1, yOffset=-lift)
    return [
        _symbol(symbol, alt.value(alt.ExprRef(f"width + {beside}"))),
        text.encode(x=at, y=ROW, text="text:N"),
        detail.encode(x=at, y=ROW, text="detail:N"),
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
        name_text.encode(x=alt.value(0), y=ROW, text="row_label:N"),
        _symbol(symbol, alt.value(6)),
        both.mark_text(**left, dy=below, dx=16, fontSize=measure.small, lineBreak="\n").encode(
            x=alt.value(0), y=ROW, text="both:N"
        ),
    ]


def _symbol(mark: alt.Chart, x: Any) -> alt.Chart:
    return mark.encode(x=x, y=ROW, color=alt.Color("colour:N", scale=None), shape=alt.Shape("shape:N", scale=None))
