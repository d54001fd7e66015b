"""Who sends which figures on which day: each unit by its own habit, on working days, in office hours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from random import Random

from etl.plan import PlanIndicator
from rules.periods import CHINA_TIME, due_day, late_day, period_end


class Habit(StrEnum):
    EARLY = "early"
    PUNCTUAL = "punctual"
    LAST_DAY = "last_day"  # on the last day of grace
    LATE = "late"


HABITS: dict[str, Habit] = {
    "government_services": Habit.EARLY,
    "fire_rescue": Habit.EARLY,
    "justice": Habit.EARLY,
    "womens_federation": Habit.EARLY,
    "statistics": Habit.EARLY,
    "transport": Habit.LAST_DAY,
    "housing_construction": Habit.LAST_DAY,
    "finance": Habit.LAST_DAY,
    "emergency": Habit.LAST_DAY,
    "petition": Habit.LAST_DAY,
    "water_resources": Habit.LAST_DAY,
    "education": Habit.LATE,
    "civil_affairs": Habit.LATE,
}
"""The units that are not simply punctual."""

_HOLIDAYS = (
    (date(2024, 1, 1), date(2024, 1, 1)),
    (date(2024, 2, 9), date(2024, 2, 17)),
    (date(2024, 4, 4), date(2024, 4, 6)),
    (date(2024, 5, 1), date(2024, 5, 5)),
    (date(2024, 6, 8), date(2024, 6, 10)),
    (date(2024, 9, 15), date(2024, 9, 17)),
    (date(2024, 10, 1), date(2024, 10, 7)),
)
_PUBLISHED_FROM = 16
"""Figures with such a lag in days wait for a statistical release; the others may come a few days before."""
_EARLIER_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Turnout:
    """The indicators of one unit and period that come together; after `last_day` one of them would be late."""

    period: date
    indicators: tuple[PlanIndicator, ...]
    planned: date
    last_day: date


def turnouts(indicators: Iterable[PlanIndicator], period: date) -> list[Turnout]:
    """As few files as the release calendars allow: figures wait for each other until one would be late."""
    groups: list[list[PlanIndicator]] = []
    for indicator in sorted(indicators, key=lambda one: due_day(period, one.release)):
        if groups and _fits([*groups[-1], indicator], period):
            groups[-1].append(indicator)
        else:
            groups.append([indicator])
    return [Turnout(period, tuple(group), _planned(group, period), _last_day(group, period)) for group in groups]


def _last_day(group: Sequence[PlanIndicator], period: date) -> date:
    return min(late_day(period, one.release) for one in group)


def _planned(group: Sequence[PlanIndicator], period: date) -> date:
    return min(max(due_day(period, one.release) for one in group), _last_day(group, period))


def _fits(group: Sequence[PlanIndicator], period: date) -> bool:
    newest = group[-1].release
    slack = 0 if newest.lag_days >= _PUBLISHED_FROM else _EARLIER_AT_MOST
    return _planned(group, period) >= due_day(period, newest) - timedelta(days=slack)


def sending_day(turnout: Turnout, *, unit_id: str, random: Random) -> date:
    """The working day on which a unit of its habit sends, never before the period is over."""
    habit = HABITS.get(unit_id, Habit.PUNCTUAL)
    if habit == Habit.LATE:
        return _working_day(turnout.last_day + timedelta(days=random.randint(1, 3)), step=1)
    waits = any(one.release.lag_days >= _PUBLISHED_FROM for one in turnout.indicators)
    if habit == Habit.LAST_DAY and not waits:
        return _working_day(turnout.last_day, step=-1)
    earlier = random.randint(2, 4) if habit == Habit.EARLY and not waits else random.randint(0, 1)
    day = _working_day(turnout.planned - timedelta(days=earlier), step=-1)
    over = period_end(turnout.period)
    return day if day > over else _working_day(over + timedelta(days=1), step=1)


def backfill_day(random: Random) -> date:
    """A day early in 2024 on which a unit hands in a month of the year before."""
    return _working_day(date(2024, 1, 15) + timedelta(days=random.randint(0, 21)), step=-1)


def _working_day(day: date, *, step: int) -> date:
    while day.weekday() >= 5 or any(first <= day <= last for first, last in _HOLIDAYS):
        day += timedelta(days=step)
    return day


def office_moment(day: date, random: Random) -> datetime:
    """A moment of that day's office hours in China, as naive UTC."""
    first, last = random.choice(((8 * 60 + 35, 11 * 60 + 50), (14 * 60 + 35, 17 * 60 + 20)))
    minutes = random.randint(first, last)
    return datetime.combine(day, time(minutes // 60, minutes % 60, random.randint(0, 59))) - CHINA_TIME
