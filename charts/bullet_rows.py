"""The rows of the bullet chart: each target in its panel, on its panel's scale, with its verdict in words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from charts.theme import (
    BY_SEVERITY,
    COLOURS,
    MEASURES,
    SHAPES,
    Size,
    frame_of,
)
from charts.wording import COMPARATORS, Unit, gap_text
from charts.wrapping import unique_labels, wrap
from i18n import Words
from rules.model import Comparator, Direction, Kind, Status
from rules.rollup import percent_of_target

Panel = Literal["progress", "deviation", "listed"]
PANELS: tuple[Panel, ...] = ("progress", "deviation", "listed")
AMOUNTS = frozenset({Kind.CUMULATIVE, Kind.STOCK})
RATES = frozenset({Kind.GROWTH_RATE, Kind.SHARE, Kind.RELATIVE, Kind.DIRECTION})
LEAST_LIMIT, MOST_LIMIT = 3.0, 15.0
"""The deviation scale reaches as far as the largest gap, within these points; beyond, an arrow at the edge."""
HEADING = "\u200b"
"""An invisible mark before the names that are headings."""
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
    direction: Direction = Direction.UP

    @property
    def panel(self) -> Panel:
        """Where it is drawn; an amount with an upper limit has no way to go and is listed in words.

        A rate's place is its distance in points; a gap in other units (more accidents than last year) is listed.
        """
        is_limit = self.comparator in (Comparator.LE, Comparator.LT)
        if self.kind in AMOUNTS and self.target and self.target > 0 and not is_limit:
            return "progress"
        return "deviation" if self.kind in RATES and self.gap_unit in (None, "points") else "listed"

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
        "text": verdict_text(row, words),
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


def verdict_text(row: BulletRow, words: Words) -> str:
    """Status and gap of a target."""
    gap = gap_text(words, row.gap, row.gap_unit, unit=row.unit, direction=row.direction)
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
