"""The table of units: what each column counts, in which order they stand, those that are behind or late alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from i18n import words_for
from tests.screens.conftest import open_screen, tables_of
from ui.data import board_at
from ui.owners import lead_units
from warehouse.board import BoardView
from warehouse.settings import as_of

EN = words_for("en")
BEHIND = EN("units.led", status=EN("status.behind"))


def listed(visit: AppTest) -> pl.DataFrame:
    return tables_of(visit)["units"]


@pytest.fixture
def board(office: Path) -> BoardView:
    return board_at(as_of(date(2031, 11, 20)), date(2031, 10, 1))


def test_a_unit_is_counted_by_what_it_leads_and_by_what_it_reports(board: BoardView) -> None:
    table = {row[EN("column.unit")]: row for row in listed(open_screen("units", lang="en")).to_dicts()}
    for unit_id, unit in board.knowledge.units.items():
        if EN.of(unit) not in table:
            continue
        row = table[EN.of(unit)]
        led = [i for i in board.deciding if unit_id in lead_units(board.knowledge, i)]
        behind = [i for i in led if board.deciding[i]["counted"] and board.deciding[i]["status"] == "behind"]
        overdue = board.reports.filter(unit_id=unit_id, state="overdue").height
        assert (row[BEHIND], row[EN("column.overdue")]) == (str(len(behind)), str(overdue))
        owed = board.reports.filter(unit_id=unit_id, period=board.month)
        missing = (owed["figures_due"] - owed["figures_received"]).sum()
        assert row[EN("column.missing")] == str(missing)


def test_the_units_whose_month_is_incomplete_are_those_the_head_counts(board: BoardView) -> None:
    received, due = board.reported
    assert listed(open_screen("units", lang="en", units_show="missing")).height == due - received > 0


def test_the_unit_with_most_behind_stands_first(board: BoardView) -> None:
    behind = [int(count) for count in listed(open_screen("units", lang="en"))[BEHIND]]
    assert behind == sorted(behind, reverse=True)
    assert behind[0] > 0


@pytest.mark.parametrize(
    ("show", "column"), [("behind", BEHIND), ("missing", EN("column.missing")), ("late", EN("column.overdue"))]
)
def test_those_behind_or_late_are_listed_alone_and_the_address_keeps_it(
    board: BoardView, show: str, column: str
) -> None:
    every = listed(open_screen("units", lang="en"))
    visit = open_screen("units", lang="en", units_show=show)
    assert listed(visit).equals(every.filter(pl.col(column) != "0"))
    assert visit.query_params["units_show"] == show
