"""Where a label goes: the free place nearest to what it names, in the narrowest and the widest plot it is drawn in.

A label keeps its distance in pixels to its point while months move apart with the width of the plot.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

Align = Literal["left", "center", "right"]
CLEARANCE = 2.0
"""Pixels kept free around a label."""
EASE = 5.0
"""Pixels kept free around it where there is room for them."""
STEPS = 3
"""How many heights are tried in the height of one label."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the plot, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def grown(self, by: float) -> Box:
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def meets(self, other: Box) -> bool:
        is_apart = self.right <= other.left or other.right <= self.left
        return not (is_apart or self.bottom <= other.top or other.bottom <= self.top)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight piece of a drawn line and half its thickness."""

    start: tuple[float, float]
    end: tuple[float, float]
    half: float = 1.0

    def meets(self, box: Box) -> bool:
        """Whether the line passes through the box (Liang and Barsky's clipping)."""
        grown, (x, y) = box.grown(self.half), self.start
        dx, dy = self.end[0] - x, self.end[1] - y
        low, high = 0.0, 1.0
        for step, room in ((-dx, x - grown.left), (dx, grown.right - x), (-dy, y - grown.top), (dy, grown.bottom - y)):
            if step == 0:
                if room < 0:
                    return False
            elif step < 0:
                low = max(low, room / step)
            else:
                high = min(high, room / step)
        return low <= high


@dataclass(frozen=True, slots=True)
class Plot:
    """The plot area: twelve months wide, `low` to `high` of the value axis high."""

    width: float
    height: float
    low: float
    high: float

    def wider(self, times: float) -> Plot:
        return replace(self, width=self.width * times)

    def x(self, month: float) -> float:
        return (month - 0.5) / 12 * self.width

    def y(self, value: float) -> float:
        return (self.high - value) / (self.high - self.low) * self.height

    def value(self, y: float) -> float:
        return self.high - y / self.height * (self.high - self.low)

    def strokes(self, points: Sequence[tuple[float, float]], *, half: float) -> list[Stroke]:
        """A line through (month, value) points."""
        placed = [(self.x(month), self.y(value)) for month, value in points]
        return [Stroke(start, end, half) for start, end in pairwise(placed)]

    def mark(self, month: float, value: float, *, radius: float) -> Box:
        """The square around a point's symbol."""
        x, y = self.x(month), self.y(value)
        return Box(x - radius, y - radius, x + radius, y + radius)


@dataclass(frozen=True, slots=True)
class Place:
    """How a label hangs on its point, in pixels right and down of it, and whether nothing is under it."""

    size: tuple[float, float]
    align: Align
    dx: float
    dy: float
    is_free: bool = True

    def box(self, x: float, y: float) -> Box:
        """The label's box where its point is at x and y."""
        (width, height), middle = self.size, y + self.dy
        left = x + self.dx - {"left": 0.0, "center": width / 2, "right": width}[self.align]
        return Box(left, middle - height / 2, left + width, middle + height / 2)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A plot, the point to be labelled and what is drawn around it."""

    plot: Plot
    x: float
    y: float
    obstacles: Sequence[Box | Stroke]

    def is_free(self, place: Place, clearance: float) -> bool:
        box = place.box(self.x, self.y).grown(clearance)
        return not any(obstacle.meets(box) for obstacle in self.obstacles)


def nearest_free(size: tuple[float, float], drawn: Sequence[Drawn], *, radius: float) -> Place:
    """The place for a label of `size` (width, height) nearest to its point and free of all obstacles in every plot.

    `drawn`: the same chart in the narrowest and wider plots of one height. The place is beside the symbol of `radius`,
    above or below it, inside the plot unless it is wider. Where nothing is free it is the nearest of all, not free.
    """
    narrow = drawn[0]
    found = sorted(_places(narrow, size, radius), key=lambda place: _distance(place, narrow))
    for clearance in (EASE, CLEARANCE):
        for place in found:
            if all(one.is_free(place, clearance) for one in drawn):
                return place
    return replace(found[0], is_free=False)


def _places(drawn: Drawn, size: tuple[float, float], radius: float) -> Iterator[Place]:
    height, plot, beside = size[1], drawn.plot, radius + 2 * CLEARANCE
    sides: list[tuple[Align, float]] = [
        ("right", -beside),
        ("left", beside),
        ("center", 0.0),
        ("right", radius),
        ("left", -radius),
        ("left", -drawn.x),
        ("right", plot.width - drawn.x),
    ]
    steps = round(plot.height / height * STEPS)
    for align, dx in sides:
        box = Place(size, align, dx, 0).box(drawn.x, drawn.y)
        if (box.left < 0 or box.right > plot.width) and dx != -drawn.x:
            continue
        for step in range(steps + 1):
            middle = height / 2 + step / steps * (plot.height - height)
            yield Place(size, align, dx, middle - drawn.y)


def _distance(place: Place, drawn: Drawn) -> float:
    """How far the label is from its point; beside it and above it are preferred a little to below."""
    box, height = place.box(drawn.x, drawn.y), place.size[1]
    across = max(box.left - drawn.x, drawn.x - box.right, 0.0)
    down = max(box.top - drawn.y, drawn.y - box.bottom, 0.0)
    return across + 1.5 * down + (0.3 * height if place.dy > 0 else 0.0) + 0.02 * abs(place.dy)
