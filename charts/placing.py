"""Where a label goes: the free place nearest to what it names, in pixels of the narrowest plot it is drawn in.

A wider plot moves everything apart in months while a label keeps its distance to its point, so what is free in the
narrowest plot is free in all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Align = Literal["left", "center", "right"]
CLEARANCE = 2.0
"""Pixels kept free around a label."""
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
    """A label's box, how it hangs on its point (pixels right and down of it) and whether nothing is under it."""

    box: Box
    align: Align
    dx: float
    dy: float
    is_free: bool


def nearest_free(
    point: tuple[float, float],
    size: tuple[float, float],
    *,
    radius: float,
    plot: Plot,
    obstacles: Sequence[Box | Stroke],
) -> Place:
    """The place for a label of `size` (width, height) nearest to `point` and free of all obstacles.

    Beside the symbol of `radius`, above or below it, inside the plot unless it is wider. Where nothing is free it is
    the nearest place of all, and not free.
    """
    found = sorted(_places(point, size, radius, plot), key=lambda place: _distance(place, point, size[1]))
    for place in found:
        if not any(obstacle.meets(place.box.grown(CLEARANCE)) for obstacle in obstacles):
            return place
    nearest = found[0]
    return Place(nearest.box, nearest.align, nearest.dx, nearest.dy, is_free=False)


def _places(point: tuple[float, float], size: tuple[float, float], radius: float, plot: Plot) -> Iterator[Place]:
    (x, y), (width, height) = point, size
    beside = radius + 2 * CLEARANCE
    sides: list[tuple[Align, float]] = [
        ("right", -beside),
        ("left", beside),
        ("center", 0.0),
        ("right", radius),
        ("left", -radius),
        ("left", -x),
        ("right", plot.width - x),
    ]
    steps = round(plot.height / height * STEPS)
    for align, dx in sides:
        shift = {"left": 0.0, "center": width / 2, "right": width}[align]
        left = x + dx - shift
        if (left < 0 or left + width > plot.width) and dx != -x:
            continue
        for step in range(steps + 1):
            top = step / steps * (plot.height - height)
            box = Box(left, top, left + width, top + height)
            yield Place(box, align, dx, top + height / 2 - y, is_free=True)


def _distance(place: Place, point: tuple[float, float], height: float) -> float:
    """How far the box is from its point; beside it and above it are preferred a little to below."""
    x, y = point
    box = place.box
    across = max(box.left - x, x - box.right, 0.0)
    down = max(box.top - y, y - box.bottom, 0.0)
    return across + 1.5 * down + (0.3 * height if place.dy > 0 else 0.0) + 0.02 * abs(place.dy)
