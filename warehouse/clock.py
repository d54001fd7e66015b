"""The board's clock: now, or the board's own day where the board stands on an earlier one."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from rules.periods import day_of
from warehouse.connection import Warehouse, utc_now
from warehouse.errors import ClockBehind
from warehouse.ledger import EVER
from warehouse.settings import as_of

LEEWAY = timedelta(minutes=5)
"""So far two machines' clocks may differ; more is a clock that was set back."""


def on_day(moment: datetime, day: date) -> datetime:
    """A moment of the world as a board that stands on `day` shows it, naive UTC.

    A board that stands on another day than today (a demonstration, a rehearsal) keeps the time of day and
    takes its own day, so that what is done there is seen on it.
    """
    last_moment = as_of(day)
    midnight = last_moment - timedelta(days=1)
    if midnight < moment <= last_moment:
        return moment
    return midnight + (moment - midnight) % timedelta(days=1)


def now_on(warehouse: Warehouse, day: date) -> datetime:
    """When something decided now counts from on a board of `day`; later than all that was recorded before it.

    Raises ClockBehind: what is stored under a clock that was set back would stand in a past that people have seen.
    """
    check_clock(warehouse, day)
    now = on_day(utc_now(), day)
    newest = warehouse.newest_moment(as_of(day))
    return now if newest is None else max(now, newest + timedelta(microseconds=1))


def check_clock(warehouse: Warehouse, day: date) -> None:
    """Raises ClockBehind where the board stands on today and something is recorded after now."""
    now, newest = utc_now(), newest_of_all(warehouse)
    if newest is not None and stands_behind(now, newest, day):
        raise ClockBehind(
            "This machine's clock says {now:%Y-%m-%d %H:%M} UTC, the newest entry is of {newest:%Y-%m-%d %H:%M} UTC."
            " Nothing was stored: set the date and time right and try again.",
            now=now,
            newest=newest,
        )


def newest_of_all(warehouse: Warehouse) -> datetime | None:
    """The newest moment at which anything was recorded, whatever the clock says now."""
    return warehouse.newest_moment(EVER)


def stands_behind(now: datetime, newest: datetime, day: date) -> bool:
    """Whether a clock that says `now` was set back; a board of another day (a demonstration) keeps its own time."""
    return day == day_of(now) and newest > now + LEEWAY
