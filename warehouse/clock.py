"""The board's clock: now, or the board's own day where the board stands on an earlier one."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from warehouse.connection import Warehouse, utc_now
from warehouse.settings import as_of


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
    """When something decided now counts from on a board of `day`; later than all that was recorded before it."""
    now = on_day(utc_now(), day)
    newest = warehouse.newest_moment(as_of(day))
    return now if newest is None else max(now, newest + timedelta(microseconds=1))
