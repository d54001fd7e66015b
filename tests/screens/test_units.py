"""The table of units: what each column counts, in which order they stand, those that are behind or late alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from i18n import words_for
from tests.screens.conftest import open_screen
from ui.data import board_at
from ui.owners import lead_units
from warehouse.board import BoardView
from warehouse.settings import as_of

EN = words_for("en")
BEHIND = EN("units.led", status=EN("status.behind"))


@pytest.fixture
def board(office: Path) -> BoardView:
    return board_at(as_of(date(2031, 11, 20)), date(2031, 10, 1))


def test_a_unit_is_counted_by_what_it_leads_and_by_what_it_reports(board: BoardView) -> None:
    table = open_screen("units", lang="en").dataframe[0].value.set_index(EN("column.unit"))
    for unit_id, unit in board.knowledge.units.items():
        if EN.of(unit) not in table.index:
            continue
        row = table.loc[EN.of(unit)]
        led = [i for i in board.deciding if unit_id in lead_units(board.knowledge, i)]
        behind = [i for i in led if board.deciding[i]["counted"] and board.deciding[i]["status"] == "behind"]
        overdue = board.reports.filter(unit_id=unit_id, state="overdue").height
        assert (row[BEHIND], row[EN("column.overdue")]) == (len(behind), overdue)
        owed = board.reports.filter(unit_id=unit_id, period=board.month)
        missing = (owed["figures_due"] - owed["figures_received"]).sum()
        assert row[EN("column.missing")] == missing


def test_the_units_whose_month_is_incomplete_are_those_the_head_counts(board: BoardView) -> None:
    received, due = board.reported
    assert open_screen("units", lang="en", units_show="missing").dataframe[0].value.shape[0] == due - received > 0


def test_the_unit_with_most_behind_stands_first(board: BoardView) -> None:
    table = open_screen("units", lang="en").dataframe[0].value
    assert list(table[BEHIND]) == sorted(table[BEHIND], reverse=True)
    assert table[BEHIND].iloc[0] > 0


@pytest.mark.parametrize(
    ("show", "column"), [("behind", BEHIND), ("missing", EN("column.missing")), ("late", EN("column.overdue"))]
)
def test_those_behind_or_late_are_listed_alone_and_the_address_keeps_it(
    board: BoardView, show: str, column: str
) -> None:
    every = open_screen("units", lang="en").dataframe[0].value
    visit = open_screen("units", lang="en", units_show=show)
    assert list(visit.dataframe[0].value[EN("column.unit")]) == list(every[every[column] > 0][EN("column.unit")])
    assert visit.query_params["units_show"] == show
