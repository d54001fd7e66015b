"""Which periods have a figure, and when each is due."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache

from rules.model import Frequency, Release

CHINA_TIME = timedelta(hours=8)
"""Due days are days in China, recorded moments are UTC."""

_STEP = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.ANNUAL: 12}


def add_months(month: date, n: int) -> date:
    """The first of the month `n` months after `month` (before it where `n` is negative)."""
    years, index = divmod(month.month - 1 + n, 12)
    return date(month.year + years, index + 1, 1)


def months_between(start: date, end: date) -> int:
    """How many months `end` lies after `start`."""
    return 12 * (end.year - start.year) + end.month - start.month


@lru_cache(maxsize=1024)
def period_end(month: date) -> date:
    """The last day of `month`."""
    return date(month.year, month.month, monthrange(month.year, month.month)[1])


def day_of(moment: datetime) -> date:
    """The day in China at a naive UTC moment."""
    return (moment + CHINA_TIME).date()


def due_day(period: date, release: Release) -> date:
    """The day on which the figure of `period` is expected."""
    return period_end(period) + timedelta(days=release.lag_days)


def late_day(period: date, release: Release) -> date:
    """The last day of grace: the figure of `period` is overdue from the day after."""
    return due_day(period, release) + timedelta(days=release.grace_days)


@lru_cache(maxsize=1024)
def _periods(release: Release, year: int) -> tuple[date, ...]:
    step = _STEP[release.frequency]
    return tuple(date(year, month, 1) for month in range(step, 13, step) if month >= release.first_month)


def periods_of_year(release: Release, year: int) -> list[date]:
    """Every period of `year` that has a figure, each named by its last month."""
    return list(_periods(release, year))


@lru_cache(maxsize=4096)
def _newest_late(release: Release, month: date, day: date) -> date | None:
    late = [p for p in _periods(release, month.year) if p <= month and late_day(p, release) < day]
    return late[-1] if late else None


def newest_due(release: Release, *, month: date, as_of: datetime) -> date | None:
    """The newest period of `month`'s year up to `month` whose grace had passed at `as_of`, or None."""
    return _newest_late(release, month, day_of(as_of))


@lru_cache(maxsize=1024)
def final_period(release: Release, deadline: date) -> date:
    """The period whose figure settles a target due by `deadline`: the first that does not end before it."""
    periods = _periods(release, deadline.year)
    month = deadline.replace(day=1)
    return next((p for p in periods if p >= month), periods[-1])
