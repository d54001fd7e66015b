"""What a sending run works with, put together from the warehouse; screen and command use the same."""

from __future__ import annotations

from reports.alerts.events import Beside
from reports.alerts.run import Office, Paper
from reports.alerts.settings import Ways, read_ways
from warehouse.board import BoardView
from warehouse.connection import Warehouse
from warehouse.issued import read_issued
from warehouse.ledgers import read_entries
from warehouse.notices import read_notices


def read_beside(warehouse: Warehouse, programme_id: str, board: BoardView) -> Beside:
    """What stands beside a board at its as-of."""
    as_of, catalogue = board.knowledge.as_of, board.knowledge.catalogue
    return Beside(
        notices=read_notices(warehouse, programme_id, as_of),
        issued=read_issued(warehouse, programme_id, as_of),
        entries=read_entries(warehouse, catalogue, as_of),
    )


def open_office(
    warehouse: Warehouse, programme_id: str, board: BoardView, *, paper: Paper, ways: Ways | None = None
) -> Office:
    """The office of a board; `ways` as set where not given."""
    return Office(
        warehouse=warehouse,
        programme_id=programme_id,
        board=board,
        beside=read_beside(warehouse, programme_id, board),
        ways=ways or read_ways(),
        paper=paper,
    )
