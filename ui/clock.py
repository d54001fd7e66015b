"""The board's clock: now, or the board's own day where the board stands on an earlier one."""

from __future__ import annotations

from datetime import datetime, timedelta

from ui.data import latest_day
from ui.process import the_process
from warehouse.connection import utc_now
from warehouse.settings import as_of


def on_board(moment: datetime) -> datetime:
    """A moment of the world as the board's clock shows it, naive UTC.

    A board that stands on another day than today (a demonstration, a rehearsal) keeps the time of day and
    takes its own day, so that what a visitor does is seen on it.
    """
    last_moment = as_of(latest_day())
    midnight = last_moment - timedelta(days=1)
    if midnight < moment <= last_moment:
        return moment
    return midnight + (moment - midnight) % timedelta(days=1)


def board_now() -> datetime:
    """When something decided now counts from; later than all that was recorded before it."""
    now = on_board(utc_now())
    newest = the_process().warehouse.newest_moment(as_of(latest_day()))
    return now if newest is None else max(now, newest + timedelta(microseconds=1))
