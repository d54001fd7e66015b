"""Where things go so that nothing overlaps: spread labels, areas between two lines, the span of an axis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Corner:
    """A corner of the area between a line and its reference; `piece` numbers the areas of one side."""

    month: float
    value: float
    reference: float
    piece: int
    is_ahead: bool


def spread_labels(
    values: Sequence[float], distance: float, *, within: tuple[float, float] | None = None
) -> list[float]:
    """Places for labels near their values, in the same order, at least `distance` apart, moved as little as can be.

    `within`: the ends the outermost places may reach, where there is room for all between them.
    """
    clusters: list[tuple[float, list[int]]] = []  # (centre, members from low to high)
    for index in sorted(range(len(values)), key=lambda i: values[i]):
        clusters.append((_kept(values[index], 1, distance, within), [index]))
        while len(clusters) > 1 and _touch(clusters[-2], clusters[-1], distance):
            _, high = clusters.pop()
            _, low = clusters.pop()
            members = low + high
            centre = sum(values[i] for i in members) / len(members)
            clusters.append((_kept(centre, len(members), distance, within), members))
    placed = [0.0] * len(values)
    for centre, members in clusters:
        for step, index in enumerate(members):
            placed[index] = centre + (step - (len(members) - 1) / 2) * distance
    return placed


def _kept(centre: float, count: int, distance: float, within: tuple[float, float] | None) -> float:
    """The centre of `count` labels, moved so that all are between the ends."""
    if within is None:
        return centre
    half = (count - 1) / 2 * distance
    low, high = within[0] + half, within[1] - half
    return (low + high) / 2 if low > high else min(max(centre, low), high)


def _touch(low: tuple[float, list[int]], high: tuple[float, list[int]], distance: float) -> bool:
    top = low[0] + (len(low[1]) - 1) / 2 * distance
    bottom = high[0] - (len(high[1]) - 1) / 2 * distance
    return bottom - top < distance - 1e-12


def areas_between(points: Sequence[tuple[float, float, float]], *, sign: int = 1) -> list[Corner]:
    """The areas between (month, value, reference) points, cut where the two lines cross.

    `sign` is -1 where less is better. An area is ahead where value is better than or equal to reference.
    """
    corners: list[Corner] = []
    for piece, (start, end) in enumerate(_pieces(points)):
        middle = sign * (start[1] - start[2] + end[1] - end[2])
        corners += [Corner(*corner, piece=piece, is_ahead=middle >= 0) for corner in (start, end)]
    return corners


def _pieces(
    points: Sequence[tuple[float, float, float]],
) -> Iterable[tuple[tuple[float, float, float], tuple[float, float, float]]]:
    for start, end in pairwise(points):
        before, after = start[1] - start[2], end[1] - end[2]
        if before * after >= 0:
            yield start, end
            continue
        share = before / (before - after)
        month = start[0] + share * (end[0] - start[0])
        level = start[1] + share * (end[1] - start[1])
        yield start, (month, level, level)
        yield (month, level, level), end


def span(values: Sequence[float], *, smallest: float, with_zero: bool, room: float = 0.12) -> tuple[float, float]:
    """The ends of an axis that shows all `values` with `room` beside them, at least `smallest` long.

    A small span is not blown up: the eye would see a drama in a tenth of a point.
    """
    low, high = (min(values), max(values)) if values else (0.0, 0.0)
    if with_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    missing = smallest - (high - low)
    if missing > 0:
        low, high = (low, high + missing) if with_zero and low == 0 else (low - missing / 2, high + missing / 2)
    margin = (high - low) * room or 1.0
    return (low if with_zero and low == 0 else low - margin), high + margin
