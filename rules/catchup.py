"""What the remaining months must bring; a fact beside the colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rules.case import figure
from rules.model import Accumulation, Board, Direction, Indicator, Kind, Observation, Target
from rules.periods import add_months, final_period, months_between
from rules.precision import clean, exceeds, reaches, whole_up
from rules.reasons import Reason
from rules.series import has_figure, known_series, running_totals


@dataclass(frozen=True, slots=True)
class Increment:
    """What one report added: `per_month` over the `months` it covers (2 for January and February)."""

    period: date
    months: int
    per_month: float


@dataclass(frozen=True, slots=True)
class CatchUp:
    """How a count can still reach its target.

    `needed_per_month` is what each of the `months_left` must bring, `multiple` that as a multiple of
    `best_per_month`, the best month so far. `latest_start` is the last month in which the target can still be
    reached if every month from then on is as good as the best; None where even that is not enough.
    """

    reason: Reason
    inputs: Mapping[str, float | str | None] = field(default_factory=dict)
    remaining: float | None = None
    months_left: int | None = None
    needed_per_month: float | None = None
    best_per_month: float | None = None
    best_period: date | None = None
    multiple: float | None = None
    latest_start: date | None = None


def year_to_date(
    indicator: Indicator, observations: Sequence[Observation], board: Board, *, year: int
) -> list[Observation]:
    """The sums from January of `year` known to the board, with a figure, in order of period."""
    known = [o for o in known_series(observations, board.as_of, board.month) if has_figure(o)]
    if indicator.accumulation == Accumulation.PERIOD:
        known = running_totals(known, indicator.release)
    return [o for o in known if o.period.year == year]


def monthly_increments(totals: Sequence[Observation]) -> list[Increment]:
    """What each report of a year added to the one before, spread evenly over the months between."""
    increments: list[Increment] = []
    month, total = 0, 0.0
    for observation in totals:
        months = observation.period.month - month
        added = figure(observation) - total
        increments.append(Increment(observation.period, months, clean(added / months)))
        month, total = observation.period.month, figure(observation)
    return increments


def catch_up(target: Target, *, indicator: Indicator, observations: Sequence[Observation], board: Board) -> CatchUp:
    """What a count below its target still needs; for other kinds the reason why nothing can be said.

    `observations` are all vintages, as for `assess_target`.
    """
    if target.kind == Kind.GROWTH_RATE:
        return CatchUp(Reason.CATCH_UP_NOT_DERIVABLE)
    if target.kind != Kind.CUMULATIVE or target.direction != Direction.UP or target.value is None:
        return CatchUp(Reason.CATCH_UP_NOT_A_COUNT)
    final = final_period(indicator.release, target.deadline)
    year = min(board.month.year, final.year)
    totals = year_to_date(indicator, observations, board, year=year)
    if not totals:
        return CatchUp(Reason.CATCH_UP_NO_FIGURE)
    remaining = clean(target.value - figure(totals[-1]))
    if reaches(0.0, remaining):
        return CatchUp(Reason.CATCH_UP_REACHED, remaining=0.0)
    months_left = months_between(totals[-1].period, final)
    if months_left <= 0:
        return CatchUp(Reason.CATCH_UP_OVER, remaining=remaining, months_left=0)
    return _pace(remaining, months_left, monthly_increments(totals), final)


def _pace(remaining: float, months_left: int, increments: list[Increment], final: date) -> CatchUp:
    best = max(increments, key=lambda increment: increment.per_month)
    needed = clean(remaining / months_left)
    inputs: dict[str, float | str | None] = {"needed": needed, "months_left": float(months_left)}
    if not exceeds(best.per_month, 0.0):
        return CatchUp(Reason.CATCH_UP_NO_PACE, inputs, remaining, months_left, needed)
    multiple = clean(needed / best.per_month)
    months_needed = whole_up(remaining / best.per_month)
    latest = add_months(final, 1 - months_needed) if months_needed <= months_left else None
    return CatchUp(
        Reason.CATCH_UP_POSSIBLE if latest else Reason.CATCH_UP_OUT_OF_REACH,
        {
            **inputs,
            "multiple": multiple,
            "best": best.per_month,
            "best_period": best.period.isoformat(),
            "latest_start": latest.isoformat() if latest else None,
        },
        remaining,
        months_left,
        needed,
        best.per_month,
        best.period,
        multiple,
        latest,
    )
