"""Sheets as departments draw them up, from rows of values; what is said of them, ready to compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from etl.line import Intake
from tests.etl.forms import saved

Rows = Sequence[Sequence[object]]


def drawn(
    rows: Rows,
    *,
    merged: Sequence[str] = (),
    name: str = "Sheet1",
    formats: Mapping[str, str] | None = None,
    others: Mapping[str, Rows] | None = None,
    hidden_rows: Sequence[int] = (),
) -> bytes:
    """A workbook with these rows from A1 on; None is an empty cell."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = name
    _fill(sheet, rows)
    for area in merged:
        sheet.merge_cells(area)
    for address, number_format in (formats or {}).items():
        sheet[address].number_format = number_format
    for row in hidden_rows:
        sheet.row_dimensions[row].hidden = True
    for other, cells in (others or {}).items():
        _fill(book.create_sheet(other), cells)
    return saved(book)


def _fill(sheet: Worksheet, rows: Rows) -> None:
    for row, cells in enumerate(rows, 1):
        for column, value in enumerate(cells, 1):
            if value is not None:
                sheet.cell(row, column, value)  # type: ignore[arg-type]


def figures(intake: Intake) -> dict[tuple[str, str], tuple[float | None, str]]:
    """(indicator, YYYY-MM) -> (value, cell) of what can be stored."""
    rows: list[dict[str, Any]] = intake.observations.to_dicts()
    return {(row["indicator_id"], f"{row['reference_period']:%Y-%m}"): (row["obs_value"], row["cell"]) for row in rows}


def ends(intake: Intake) -> dict[str, tuple[str, str]]:
    """Cell -> (state, reason)."""
    return {cell.cell: (cell.state.value, cell.reason) for cell in intake.cells}


def asked(intake: Intake) -> dict[str, tuple[str | None, list[str]]]:
    """Question kind -> (cell, what is offered)."""
    return {one.kind.value: (one.cell, [choice.value for choice in one.choices]) for one in intake.questions}
