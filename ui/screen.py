"""What a page works with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from charts.theme import Size
from i18n import Words
from ui.data import BoardView
from warehouse.snapshots import Snapshot


@dataclass(frozen=True)
class Screen:
    """The words of the screen's language and the judged board it shows."""

    page: str
    words: Words
    board: BoardView
    latest: date  # the board's own date; an earlier as-of is a look back
    size: Size
    snapshot: Snapshot | None = None  # the snapshot whose board this is
    top: str = ""  # its head as HTML, where that says nothing but what the board is

    @property
    def month(self) -> date:
        return self.board.month

    @property
    def as_of(self) -> datetime:
        return self.board.knowledge.as_of
