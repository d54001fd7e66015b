"""What a form row's labels mean is worked out once a plan, and said of each row's own cells."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.findings import CellRefused, Remark, RowLog
from etl.grid import Area, Cell, Sheet, address_of, exact, number_text, plain
from etl.meaning import Labels, meaning_of
from etl.plan import Plan
from warehouse.seed import read_programme

PLAN = Plan.of(read_programme(Path("tests/data/tiny_2031")))
ANY = next(one for one in PLAN.indicators.values() if one.unit_measure != "percent")


def test_the_same_labels_are_worked_out_once_and_anew_for_a_plan_with_other_names() -> None:
    labels = Labels(ANY.indicator_id, ANY.name, ANY.unit_name, None, "")
    assert meaning_of(labels, PLAN) is meaning_of(labels, PLAN)
    unknown = Labels(None, "甲乙丙丁", ANY.unit_name, None, "")
    assert meaning_of(unknown, PLAN).indicator is None
    widened = PLAN.with_aliases([{"kind": "indicator", "alias": "甲乙丙丁", "meaning": ANY.indicator_id}])
    found = meaning_of(unknown, widened).indicator
    assert found is not None
    assert found.indicator_id == ANY.indicator_id
    assert meaning_of(unknown, PLAN).indicator is None


def test_a_remark_is_said_of_the_rows_own_cell_and_an_error_ends_the_row() -> None:
    log = RowLog("表", ANY.indicator_id)
    cells = {"name": Cell(9, 3, "名称"), "basis": Cell(9, 5, "本月")}
    log.repeat([Remark("name_differs", "name", "名称", ANY.name)], cells)
    with pytest.raises(CellRefused) as refused:
        log.repeat([Remark("basis_differs", "basis", "本月", "累计"), Remark("basis_missing", "", "")], cells)
    assert [(one.code, one.cell) for one in log.findings] == [("name_differs", "C9"), ("basis_differs", "E9")]
    assert refused.value.finding == log.findings[-1]


VALUES = st.one_of(st.text(max_size=5), st.floats(allow_nan=False), st.integers(), st.booleans(), st.dates())
CELLS = st.builds(
    Cell, st.integers(1, 200_000), st.integers(1, 2_000), VALUES, st.booleans(),
    st.sampled_from(["", "error_value"]), st.booleans(), st.sampled_from(["", "#N/A"]),
    st.sampled_from([1, 10_000]), st.sampled_from(["", "亿元"]),
)  # fmt: skip


@given(st.lists(CELLS, max_size=12))
def test_a_sheet_crosses_between_processes_unchanged(cells: list[Cell]) -> None:
    placed = {(cell.row, cell.column): cell for cell in cells}
    sheet = Sheet("表", placed, (Area(1, 1, 2, 2),), True, frozenset({3}), ((2, 4),))
    again = pickle.loads(pickle.dumps(sheet))
    assert again == sheet
    assert list(again.cells) == list(placed)
    assert [type(cell.value) for cell in again.cells.values()] == [type(cell.value) for cell in placed.values()]
    assert all(type(cell) is Cell for cell in again.cells.values())


@given(st.one_of(st.floats(), st.integers(-(10**18), 10**18)))
def test_a_number_is_written_the_same_the_short_way(number: float) -> None:
    assert number_text(number) == plain(exact(number))


def test_a_place_is_named_as_the_spreadsheet_does() -> None:
    assert [address_of(12, 2), address_of(1, 27), address_of(3, 703)] == ["B12", "AA1", "AAA3"]
