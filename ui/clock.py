"""The board's clock: now, or the board's own day where the board stands on an earlier one."""

from __future__ import annotations

from datetime import datetime

from ui.data import latest_day
from ui.process import the_process
from warehouse.clock import now_on, on_day


def on_board(moment: datetime) -> datetime:
    """A moment of the world as the board's clock shows it, naive UTC."""
    return on_day(moment, latest_day())


def board_now() -> datetime:
    """When something decided now counts from; later than all that was recorded before it."""
    return now_on(the_process().warehouse, latest_day())
