"""The share of a year target expected by a month."""

from __future__ import annotations

from datetime import date

from rules.model import Schedule
from rules.periods import months_between

LINEAR = Schedule("linear", tuple((n + 1) / 12 for n in range(12)))
"""Time-proportional (序时进度): a twelfth a month."""


def expected_share(schedule: Schedule, month: date) -> float:
    """The cumulative share of the year target, 0-1, expected at the end of `month`."""
    return schedule.shares[month.month - 1]


def share_by_deadline(schedule: Schedule, month: date, *, start: date, deadline: date) -> float:
    """The share of a target expected at the end of `month` where all of it is due by `deadline`'s month.

    Inside the deadline's year the schedule is stretched to end there (half a year's target is whole in June).
    A target that runs over several years goes evenly from `start`, the January it is counted from.
    """
    end = deadline.replace(day=1)
    if month >= end:
        return 1.0
    if start.year < end.year:
        return (months_between(start, month) + 1) / (months_between(start, end) + 1)
    whole = expected_share(schedule, end)
    return expected_share(schedule, month) / whole if whole else 1.0
