"""What a snapshot's files are about: the judged board, the moment, the name it may have, and their file names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from rules.periods import day_of
from warehouse.board import BoardView
from warehouse.connection import Warehouse
from warehouse.extract import Moment, moment_of
from warehouse.settings import Unreviewed
from warehouse.snapshots import Snapshot, board_of

Progress = Callable[[float, str], None]
"""Told how far the writing is (0 to 1) and what is being written."""


def unheard(share: float, what: str) -> None:
    """The progress nobody watches."""


@dataclass(frozen=True)
class Subject:
    """A board to be written out; `snapshot` is None where the moment has no name."""

    warehouse: Warehouse
    board: BoardView
    moment: Moment
    snapshot: Snapshot | None = None

    @property
    def month(self) -> date:
        return self.board.month

    @property
    def as_of_day(self) -> date:
        """The day in China whose knowledge counts."""
        return day_of(self.moment.as_of)

    @property
    def stamp(self) -> str:
        """Period and as-of, as every file name carries them."""
        return f"{self.month:%Y-%m}_as-of_{self.as_of_day.isoformat()}"

    def file_name(self, form: str, ending: str) -> str:
        """`xupu_2024_2024-10_as-of_2024-11-20_board.xlsx`."""
        return f"{self.moment.programme_id}_{self.stamp}_{form}.{ending}"


def subject_at(
    warehouse: Warehouse, programme_id: str, *, month: date, as_of: datetime, unreviewed: Unreviewed = Unreviewed.SHOW
) -> Subject:
    """The board of a month at any moment. Raises NoCatalogue."""
    board = board_of(warehouse, programme_id, month=month, as_of=as_of, unreviewed=unreviewed)
    return Subject(warehouse, board, moment_of(warehouse, programme_id, as_of))


def subject_of(warehouse: Warehouse, snapshot: Snapshot) -> Subject:
    """The board of a named snapshot, with figures nobody had accepted shown or held as they were then."""
    board = board_of(
        warehouse,
        snapshot.programme_id,
        month=snapshot.reference_period,
        as_of=snapshot.as_of,
        unreviewed=Unreviewed(snapshot.unreviewed),
    )
    return Subject(warehouse, board, moment_of(warehouse, snapshot.programme_id, snapshot.as_of), snapshot)
