"""From a few fixed figures to a whole course: what lies between them is shared out unevenly, as in life."""

from __future__ import annotations

from datetime import date
from random import Random

from etl.demonstration.aims import Aim
from rules.model import Accumulation, Measure
from rules.periods import periods_of_year
from rules.precision import whole_down
from rules.schedule import expected_share

Anchors = dict[date, float]


def accrues(aim: Aim) -> bool:
    """Whether the figure is summed from January."""
    return aim.indicator.measure == Measure.LEVEL and aim.indicator.accumulation == Accumulation.YTD


def run_through(anchors: Anchors, aim: Aim, periods: list[date], random: Random) -> Anchors:
    """The anchors with the periods between them filled in; a sum starts at nothing in each January."""
    course = {period: value for period, value in anchors.items() if period not in periods}
    for year in sorted({period.year for period in periods}):
        months = [period for period in periods if period.year == year]
        fixed = {period: value for period, value in anchors.items() if period in months}
        before = 0.0 if accrues(aim) else anchors.get(date(year - 1, 12, 1), fixed[min(fixed)])
        course |= _fill(months, fixed, before, aim, random)
    return course


def _fill(months: list[date], fixed: Anchors, start: float, aim: Aim, random: Random) -> Anchors:
    """Each stretch between two fixed figures is shared out among its periods, unevenly as in life.

    After the last fixed figure nothing happens any more.
    """
    filled: Anchors = {}
    reached, stretch = start, list[date]()
    for month in months:
        stretch.append(month)
        if month in fixed:
            filled |= _share_out(stretch, reached, fixed[month], aim, random)
            reached, stretch = fixed[month], []
    return filled | dict.fromkeys(stretch, reached)


def _share_out(stretch: list[date], start: float, end: float, aim: Aim, random: Random) -> Anchors:
    weights = [_weight(month, aim) * random.uniform(0.5, 1.5) for month in stretch]
    total, gone, values = sum(weights), 0.0, {}
    for month, weight in zip(stretch, weights, strict=True):
        gone += weight
        values[month] = start + (end - start) * gone / total
    if not accrues(aim) and not aim.indicator.is_integer:
        wobble = max(aim.step, 0.12 * abs(end - start), 0.004 * abs(end))
        for month in stretch[:-1]:
            values[month] += random.uniform(-wobble, wobble)
    return values


def _weight(month: date, aim: Aim) -> float:
    """How much of a stretch falls in a period: as the schedule has it for sums, else the same for each."""
    if not accrues(aim):
        return 1.0
    earlier = [p for p in periods_of_year(aim.indicator.release, month.year) if p < month]
    before = expected_share(aim.schedule, earlier[-1]) if earlier else 0.0
    return expected_share(aim.schedule, month) - before + 0.01


def rounded(value: float, aim: Aim) -> float:
    """In the digits reported; of things counted one by one only whole ones count."""
    if aim.indicator.is_integer and accrues(aim):
        return float(whole_down(value))
    number = round(value, aim.indicator.decimals)
    if aim.indicator.measure == Measure.SHARE:
        number = min(number, 100.0)
    return number + 0.0  # never -0.0
