"""Where the year may end, by simple named methods; drawn dashed, never coloured as fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.case import figure
from rules.catchup import monthly_increments, year_to_date
from rules.model import Accumulation, Board, Indicator, Kind, Measure, Observation, Schedule, Target
from rules.periods import add_months, final_period, months_between
from rules.precision import clean
from rules.schedule import expected_share
from rules.series import has_figure, known_series

RECENT_MONTHS = 3
LEVELS_USED = 6
_CARRIED = frozenset({Kind.GROWTH_RATE, Kind.SHARE, Kind.RELATIVE, Kind.DIRECTION})


class Method(StrEnum):
    """How a forecast was made; words forecast.<code>."""

    RECENT_PACE = "recent_pace"  # the mean of the last three months goes on
    SEASONAL = "seasonal"  # the rest of the year follows the schedule's shares
    LINEAR = "linear"  # the slope of the last six levels goes on
    LAST_VALUE = "last_value"  # the last growth or share stays


@dataclass(frozen=True, slots=True)
class Forecast:
    """The value expected at the target's final period, and a point a month from the last figure on."""

    method: Method
    value: float
    points: tuple[tuple[date, float], ...]


def forecast_year_end(
    target: Target,
    *,
    indicator: Indicator,
    observations: Sequence[Observation],
    board: Board,
    schedule: Schedule | None = None,
) -> Forecast | None:
    """The forecast of the target's series, or None where there is nothing to go by or nothing left.

    Counts: with a schedule of their own by its shares, else at the mean of the last three months. Levels: the
    least-squares slope of the last six from the last one on. Growth rates and shares: the last value carried.
    """
    final = final_period(indicator.release, target.deadline)
    if target.kind == Kind.CUMULATIVE or _is_running_total(target, indicator):
        year = min(board.month.year, final.year)
        totals = year_to_date(indicator, observations, board, year=year)
        if not _runs_to(totals, final):
            return None
        return _seasonal(totals, final, schedule) or _recent_pace(totals, final)
    known = [o for o in known_series(observations, board.as_of, board.month) if has_figure(o)]
    if not _runs_to(known, final):
        return None
    if target.kind == Kind.STOCK:
        return _linear(known[-LEVELS_USED:], final)
    if target.kind in _CARRIED and known[-1].period.year == board.month.year:
        return _steady(Method.LAST_VALUE, known[-1], final, 0.0)
    return None


def _is_running_total(target: Target, indicator: Indicator) -> bool:
    """A count since January that only has to be better than last year still grows to the year's end."""
    return (
        target.kind == Kind.DIRECTION
        and indicator.measure == Measure.LEVEL
        and indicator.accumulation == Accumulation.YTD
    )


def _runs_to(series: Sequence[Observation], final: date) -> bool:
    return bool(series) and series[-1].period < final


def _steady(method: Method, last: Observation, final: date, per_month: float) -> Forecast:
    start = figure(last)
    months = months_between(last.period, final)
    points = tuple((add_months(last.period, n), clean(start + per_month * n)) for n in range(months + 1))
    return Forecast(method, points[-1][1], points)


def _recent_pace(totals: Sequence[Observation], final: date) -> Forecast:
    monthly = [i.per_month for i in monthly_increments(totals) for _ in range(i.months)]
    recent = monthly[-RECENT_MONTHS:]
    return _steady(Method.RECENT_PACE, totals[-1], final, sum(recent) / len(recent))


def _seasonal(totals: Sequence[Observation], final: date, schedule: Schedule | None) -> Forecast | None:
    last = totals[-1]
    if schedule is None or last.period.year != final.year or not expected_share(schedule, last.period):
        return None
    whole = figure(last) / expected_share(schedule, last.period)
    months = [add_months(last.period, n) for n in range(months_between(last.period, final) + 1)]
    points = tuple((month, clean(whole * expected_share(schedule, month))) for month in months)
    return Forecast(Method.SEASONAL, points[-1][1], points)


def _linear(levels: Sequence[Observation], final: date) -> Forecast | None:
    if len(levels) < 2:
        return None
    x = [months_between(levels[0].period, o.period) for o in levels]
    y = [figure(o) for o in levels]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    slope = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / sum((a - mean_x) ** 2 for a in x)
    return _steady(Method.LINEAR, levels[-1], final, slope)
