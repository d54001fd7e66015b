"""Whether a figure is of the size its nearest known neighbour is: its earlier vintage, a period near it, its target."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple

from etl.figures import Figure
from etl.known import Figure as KnownFigure
from etl.known import Known
from etl.plan import PlanIndicator
from rules.model import Accumulation, Measure

_FACTOR: Final = 5.0
_POINTS: Final = 50.0
_SMALL_COUNT: Final = 20.0
_SETTLED_MONTH: Final = 4  # before it, what was counted since January says little of what is to come
_IN_POINTS: Final = frozenset({Measure.YOY_GROWTH, Measure.SHARE, Measure.INDEX})

ValueOf = Callable[[date], float | None]


class Neighbour(NamedTuple):
    """A figure another is held against: of `period`, or the target where it has none."""

    value: float
    period: date | None
    at_least: bool = True  # a figure far below it is as doubtful as one far above


def doubt_size(figure: Figure, *, known: Known, last: KnownFigure | None) -> None:
    """A doubt where the figure is far from what is known of it; `last` is the newest before its period.

    Levels and counts are far from each other by a factor over 5, growths, shares and indices by over 50 points.
    """

    def value_of(period: date) -> float | None:
        newest = known.newest(figure.indicator.indicator_id, period)
        return newest.value if newest else None

    _doubt(figure, _known_neighbours(figure, value_of, last.period if last else None) or _targets(figure))


def doubt_size_within(figure: Figure, last: Figure, value_of: ValueOf) -> None:
    """The same between the periods of one file, unless what is known brought the doubt already."""
    if not any(one.code in {"far_from_known", "far_from_target", "size_differs"} for one in figure.log.findings):
        _doubt(figure, _known_neighbours(figure, value_of, last.period))


def _doubt(figure: Figure, neighbours: list[Neighbour]) -> None:
    """Says it of the first neighbour where the figure is far from each."""
    if figure.indicator.measure is Measure.STAGE or figure.value is None or not neighbours:
        return
    if all(_is_far(figure.value, one, figure.indicator) for one in neighbours):
        nearest = neighbours[0]
        if nearest.period is None:
            figure.log.say("far_from_target", figure.cell, expected=f"{nearest.value:,.12g}")
        else:
            shown = f"{nearest.value:,.12g} ({nearest.period:%Y-%m})"
            figure.log.say("far_from_known", figure.cell, expected=shown)


def _known_neighbours(figure: Figure, value_of: ValueOf, last: date | None) -> list[Neighbour]:
    """The earlier vintage alone; else the period before.

    What is counted since January is held against last year's same month too, and early in the year against that
    alone: from January to February it may well grow tenfold.
    """
    period = figure.period
    before = value_of(period)
    if before is not None and _says_anything(figure.indicator, before):
        return [Neighbour(before, period)]
    places = [] if last is None else [last]
    if _counts_up(figure.indicator):
        is_settled = last is not None and last.year == period.year and last.month >= _SETTLED_MONTH
        places = [date(period.year - 1, period.month, 1), *(places if is_settled else [])]
    found = [(place, value_of(place)) for place in places]
    return [
        Neighbour(value, place)
        for place, value in found
        if value is not None and _says_anything(figure.indicator, value)
    ]


def _targets(figure: Figure) -> list[Neighbour]:
    """What the plan asks; of what is counted since January only the far too much shows, as the year is not over."""
    indicator = figure.indicator
    at_least = indicator.accumulation is not Accumulation.YTD or indicator.measure is Measure.YOY_GROWTH
    return [
        Neighbour(value, None, at_least=at_least)
        for value in indicator.target_values
        if _says_anything(indicator, value)
    ]


def _counts_up(indicator: PlanIndicator) -> bool:
    return indicator.accumulation is Accumulation.YTD and indicator.measure not in _IN_POINTS


def _says_anything(indicator: PlanIndicator, value: float | None) -> bool:
    """Nothing is so many times nought; a count of nought, and nought percent, say enough."""
    return value is not None and (value != 0 or indicator.is_integer or indicator.measure in _IN_POINTS)


def _is_far(value: float, neighbour: Neighbour, indicator: PlanIndicator) -> bool:
    other = neighbour.value
    if value < other and not neighbour.at_least:
        return False
    if indicator.measure in _IN_POINTS:
        return abs(value - other) > _POINTS
    if indicator.is_integer and abs(value) < _SMALL_COUNT and abs(other) < _SMALL_COUNT:
        return False
    if value * other < 0:
        return True
    less, more = sorted((abs(value), abs(other)))
    return more > _FACTOR * less
