"""A workbook that holds the programme's own form, as the reading of forms needs it: its table, found already.

It is located where the workbook is read, so that of a file read apart the rows alone come back, not every cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Final

from etl.grid import Cell, PackedCells, Sheet, Workbook, pack_cells, unpack_cells
from etl.locate import Table, TableRow, find_headers, locate_table

_MOST_CELLS: Final = 5_000
_LISTS: Final = ("notes", "rows_not_ours", "columns_not_ours", "asides", "references")
_LONE: Final = ("unit", "period")


@dataclass(frozen=True, slots=True)
class Form:
    """The form's one table, the valued sheets that hold none, and what is said of the file as a whole."""

    file_name: str
    first_sheet: str
    notices: tuple[str, ...]
    table: Table
    others: tuple[Sheet, ...]

    def __reduce__(self) -> tuple[object, ...]:
        table = self.table
        lists: list[tuple[Cell, ...]] = [getattr(table, name) for name in _LISTS]
        lone: list[Cell | None] = [getattr(table, name) for name in _LONE]
        cells = [cell for row in table.rows for cell in row.cells.values()]
        for some in lists:
            cells.extend(some)
        cells.extend(cell for cell in lone if cell is not None)
        alike: dict[tuple[str, ...], tuple[str, ...]] = {}  # one object for rows that have the same cells
        rows = [(row.row, alike.setdefault(names := tuple(row.cells), names), row.is_hidden) for row in table.rows]
        lengths = [len(some) for some in lists], [cell is not None for cell in lone]
        about = (self.file_name, self.first_sheet, self.notices, self.others)
        head = (table.sheet, table.titles, table.value_unit)
        return _form_again, (about, head, rows, lengths, pack_cells(cells))


Opened = Workbook | Form
"""What opening a file gives: its cells, or its form where that is all there is to it."""


def locate_form(workbook: Workbook) -> Form | None:
    """The workbook's form; None where no sheet has the form's header. Raises HeaderUnclear, SeveralTables."""
    headers = find_headers(workbook)
    if not any(header for _, header in headers):
        return None
    table, others = locate_table(workbook, headers)
    return Form(workbook.file_name, workbook.sheets[0].name, workbook.notices, table, tuple(others))


def located_if_small(workbook: Workbook) -> Opened:
    """The form of a workbook that is small enough to be looked through wherever it is read, else the workbook."""
    return (locate_form(workbook) or workbook) if is_small(workbook) else workbook


def is_small(opened: Opened) -> bool:
    """Whether many of these can be held in memory at once."""
    return isinstance(opened, Form) or sum(len(sheet.cells) for sheet in opened.sheets) <= _MOST_CELLS


def _form_again(
    about: tuple[str, str, tuple[str, ...], tuple[Sheet, ...]],
    head: tuple[str, tuple[str, ...], str],
    rows: list[tuple[int, tuple[str, ...], bool]],
    lengths: tuple[list[int], list[bool]],
    packed: PackedCells,
) -> Form:
    cells = unpack_cells(packed)
    body = tuple([TableRow(row, dict(zip(names, cells)), is_hidden) for row, names, is_hidden in rows])  # noqa: B905 goes on
    lists = [tuple(islice(cells, length)) for length in lengths[0]]
    unit, period = [next(cells) if is_there else None for is_there in lengths[1]]
    sheet, titles, value_unit = head
    notes, rows_not_ours, columns_not_ours, asides, references = lists
    table = Table(
        sheet=sheet,
        rows=body,
        unit=unit,
        period=period,
        titles=titles,
        value_unit=value_unit,
        notes=notes,
        rows_not_ours=rows_not_ours,
        columns_not_ours=columns_not_ours,
        asides=asides,
        references=references,
    )
    file_name, first_sheet, notices, others = about
    return Form(file_name, first_sheet, notices, table, others)
