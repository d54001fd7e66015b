"""What each column of a table is for: figures, or the names, units, areas and dates beside them."""

from __future__ import annotations

from dataclasses import dataclass

from etl.grid import Cell
from etl.layouts.board import Board
from etl.layouts.cells import Sort, bare_period
from etl.layouts.label import Role
from etl.layouts.table import Table


@dataclass(slots=True)
class Column:
    role: Role | None
    is_figures: bool


def column_of(board: Board, table: Table, column: int, rows: list[int]) -> Column:
    """What a column of a table is for: by its heading's word, else by what it holds."""
    over = [board.shown.get((row, column)) for row in range(table.top, table.bottom + 1)]
    roles = [board.reader.read(cell.text).role for cell in over if cell]
    role = next((role for role in reversed(roles) if role), None)
    cells = [board.cells[row, column] for row in rows if (row, column) in board.cells]
    sorts = [board.sort(cell) for cell in cells]
    figures = sum(sort in {Sort.FIGURE, Sort.STAGE} for sort in sorts)
    periods = sum(sort is Sort.PERIOD for sort in sorts)
    counts = role is Role.TIME and not all(bare_period(cell) for cell in cells)
    if (role is Role.NOTE or counts) and 2 * figures > len(sorts):
        return Column(None, is_figures=True)
    if periods and 2 * periods >= len(sorts):
        return Column(Role.TIME, is_figures=False)
    if role is Role.UNIT and not any(board.reader.read(cell.text).units for cell in cells):
        role = next((role for role in roles if role and role is not Role.UNIT), None)  # 单位 heads a row of the heading
    if role is not None:
        return Column(role, is_figures=False)
    if not any(over) and figures and all(bare_period(cell) for cell in cells):
        return Column(Role.TIME, is_figures=False)
    if not any(over) and _counts_up(cells):
        return Column(Role.ORDINAL, is_figures=False)
    if sorts and all(sort is Sort.ORDINAL for sort in sorts):
        return Column(Role.ORDINAL, is_figures=False)
    return Column(None, is_figures=figures > 0 and 2 * figures >= len(sorts))


def _counts_up(cells: list[Cell]) -> bool:
    return len(cells) > 1 and [cell.text for cell in cells] == [str(number) for number in range(1, len(cells) + 1)]


def names_left(column: int, labels: dict[int, Cell], columns: dict[int, Column]) -> list[int]:
    """The nearest columns to the left that hold the row's names, left to right."""
    group: list[int] = []
    for place in range(column - 1, min(columns) - 1, -1):
        if columns[place].is_figures:
            if any(columns[one].role in {None, Role.NAME, Role.AREA, Role.TIME} for one in group):
                break
        elif place in labels:
            group.insert(0, place)
    return group


def unit_near(column: int, group: list[int], labels: dict[int, Cell], columns: dict[int, Column]) -> Cell | None:
    """The unit beside the names, or to the right before the next names begin."""
    for place in group:
        if columns[place].role is Role.UNIT:
            return labels[place]
    for place in range(column + 1, max(columns) + 1):
        if columns[place].role in {Role.NAME, Role.AREA, Role.TIME}:
            return None
        if columns[place].role is Role.UNIT and place in labels:
            return labels[place]
    return None
