"""Invented figures: one course per indicator through the periods of the year, ending where the story says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from random import Random

from etl.demonstration.aims import Aim
from etl.demonstration.bands import (
    count_share,
    direction_factor,
    growth_margin,
    pieces_short,
    share_margin,
    stock_way,
)
from etl.demonstration.story import Point, Turn
from etl.demonstration.ways import Anchors, accrues, rounded, run_through
from rules.model import Frequency, Kind, Status
from rules.periods import add_months, periods_of_year
from rules.precision import whole_down
from rules.schedule import expected_share

NEWEST = date(2024, 10, 1)
YEAR_END = date(2023, 12, 1)
"""The newest period reported, and the year end before it."""

Course = dict[date, Point]
_STANDARD_RAISED = date(2024, 7, 1)
_WAYS = {1: (0, 1), 2: (0, 1, 2), 3: (0, 1, 3), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 5)}
"""The stages a project passes through on its way to the stage its target asks for."""


def draw_course(aim: Aim, turn: Turn) -> Course:
    """Every figure of one indicator from 2023 to October 2024, by period; the same on every machine.

    2023 has the year-end level of stocks, the same months for targets that only name a direction, and the
    annual figures.
    """
    indicator = aim.indicator
    periods = [p for p in periods_of_year(indicator.release, NEWEST.year) if p <= NEWEST]
    if aim.against_last_year:
        periods = [*periods_of_year(indicator.release, YEAR_END.year), *periods]
    random = Random(indicator.indicator_id)
    if indicator.release.frequency == Frequency.ANNUAL:
        return dict(turn.points) or {YEAR_END: Point(_required(turn))}
    if aim.kind in _STANDING_STILL or (aim.kind == Kind.DIRECTION and turn.baseline is None):
        return _steps(turn.points, periods, default=_quiet_steps(aim, turn, periods, random))
    anchors = _told(turn) or _DRAWERS[aim.kind or Kind.RELATIVE](aim, turn, periods, random)
    return {period: Point(rounded(value, aim)) for period, value in run_through(anchors, aim, periods, random).items()}


def _told(turn: Turn) -> Anchors:
    """The story's own points, where it has any: they stand instead of all drawn ones."""
    year_end = {YEAR_END: turn.baseline} if turn.baseline is not None else {}
    return {**year_end, **{period: point.value for period, point in turn.points.items()}} if turn.points else {}


def _required(turn: Turn) -> float:
    if turn.baseline is None:
        raise KeyError(f"courses.csv gives no baseline for {turn.indicator_id}")
    return turn.baseline


# --- figures that stand still until something happens ---------------------------------------------------


_STANDING_STILL = frozenset({Kind.MILESTONE, Kind.ZERO_TOLERANCE, Kind.DYNAMIC_ZERO, Kind.STANDARD})


def _steps(points: Mapping[date, Point], periods: list[date], default: Mapping[date, Point]) -> Course:
    """Each figure stands until the next one; events happen in their own month only."""
    course: Course = {}
    held = Point(0.0)
    for period in periods:
        held = points.get(period) or default.get(period) or held
        course[period] = held
    return course


def _quiet_steps(aim: Aim, turn: Turn, periods: list[date], random: Random) -> Course:
    if aim.kind == Kind.MILESTONE:
        return _stages(aim, turn, periods, random) if not turn.points else {}
    if aim.kind == Kind.STANDARD:
        return _standard(aim, turn, periods[0])
    if aim.kind == Kind.DYNAMIC_ZERO:
        return {periods[0]: Point(0.0, 0)} if not turn.points else {}
    return {period: Point(0.0) for period in periods if aim.kind == Kind.ZERO_TOLERANCE}


def _stages(aim: Aim, turn: Turn, periods: list[date], random: Random) -> Course:
    """Up to the stage asked for, or to the one before it; the last step at the newest month if it is news."""
    is_done = turn.newest == Status.DONE
    way = _WAYS[aim.stages[-1] if is_done else aim.stages[0]]
    passed = way if is_done else way[: max(1, len(way) - 1)]
    days = sorted(random.sample(periods[1:-1], len(passed) - 1))
    if is_done and turn.before != Status.DONE:
        days = [*days[:-1], periods[-1]]
    return {day: Point(float(stage)) for day, stage in zip([periods[0], *days], passed, strict=True)}


def _standard(aim: Aim, turn: Turn, first: date) -> Course:
    old = aim.value_from or 0.0
    new = {Status.DONE: aim.value, Status.AT_RISK: old + (aim.value - old) * 0.4}.get(turn.newest, old)
    return {first: Point(old), _STANDARD_RAISED: Point(new)}


# --- figures that move: where they must stand at the two newest periods -----------------------------------


def _draw_growth(aim: Aim, turn: Turn, periods: list[date], random: Random) -> Anchors:
    first, before, newest = (
        aim.value + aim.sign * growth_margin(status, aim, random)
        for status in (random.choice((Status.ON_TRACK, turn.before)), turn.before, turn.newest)
    )
    return {periods[0]: first, periods[-2]: before, periods[-1]: newest}


def _draw_share(aim: Aim, turn: Turn, periods: list[date], random: Random) -> Anchors:
    before, newest = (aim.value + share_margin(status, aim, random) for status in (turn.before, turn.newest))
    first = min(before, newest) - random.uniform(0.5, 3.0) if aim.value < 100.0 else before
    return {periods[0]: first, periods[-2]: before, periods[-1]: newest}


def _draw_count(aim: Aim, turn: Turn, periods: list[date], random: Random) -> Anchors:
    pairs = ((turn.before, periods[-2]), (turn.newest, periods[-1]))
    before, newest = (_count(status, period, aim, random) for status, period in pairs)
    return {periods[-2]: min(before, newest), periods[-1]: newest}


def _count(status: Status, period: date, aim: Aim, random: Random) -> float:
    share = expected_share(aim.schedule, period)
    is_small = aim.indicator.is_integer and aim.value <= aim.preset.small_count_limit
    if is_small and status != Status.DONE:
        return max(0.0, whole_down(share * aim.value) - pieces_short(status))
    drawn = max(0.0, aim.value * count_share(status, share, random))
    return float(round(drawn)) if aim.indicator.is_integer else drawn


def _draw_stock(aim: Aim, turn: Turn, periods: list[date], random: Random) -> Anchors:
    baseline = _required(turn)
    way = aim.value - baseline
    pairs = ((turn.before, periods[-2]), (turn.newest, periods[-1]))
    before, newest = (baseline + way * stock_way(status, period.month / 12, random) for status, period in pairs)
    return {YEAR_END: baseline, periods[-2]: before, periods[-1]: newest}


def _draw_direction(aim: Aim, turn: Turn, periods: list[date], random: Random) -> Anchors:
    """Last year's months first, then this year's beside them."""
    year_end = _required(turn)
    anchors: Anchors = {YEAR_END: year_end}
    for period, status in ((periods[-2], turn.before), (periods[-1], turn.newest)):
        last_year = year_end * _part_of_year(aim, period) * random.uniform(0.97, 1.0)
        last_year = rounded(last_year, aim)
        anchors[add_months(period, -12)] = last_year
        anchors[period] = last_year * direction_factor(status, aim.sign, random)
    return anchors


def _part_of_year(aim: Aim, period: date) -> float:
    return period.month / 12 if accrues(aim) else 1.0


def _draw_compared(_: Aim, turn: Turn, *__: object) -> Anchors:
    raise KeyError(f"courses.csv gives no points for {turn.indicator_id}, a side of a comparison")


_DRAWERS: Mapping[Kind, Callable[[Aim, Turn, list[date], Random], Anchors]] = {
    Kind.GROWTH_RATE: _draw_growth,
    Kind.SHARE: _draw_share,
    Kind.CUMULATIVE: _draw_count,
    Kind.STOCK: _draw_stock,
    Kind.DIRECTION: _draw_direction,
    Kind.RELATIVE: _draw_compared,
}
