"""The demonstration's board, judged once: every indicator of the plan with its invented figures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from etl.demonstration.load import load_demonstration
from tests.places import new
from warehouse.board import BoardView, judge_month, read_knowledge
from warehouse.connection import open_warehouse
from warehouse.seed import load_programme
from warehouse.settings import as_of

DATA = Path(__file__).parent.parent.parent / "data"


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> BoardView:
    """The demonstration's October as known on its own day."""
    warehouse = open_warehouse(new(tmp_path_factory.mktemp("demonstration") / "warehouse.duckdb"))
    programme_id = load_programme(warehouse, DATA / "seed" / "xupu_2024")
    load_demonstration(warehouse, DATA / "raw")
    board = judge_month(read_knowledge(warehouse, programme_id, as_of(date(2024, 11, 20))), date(2024, 10, 1))
    warehouse.close()
    return board
