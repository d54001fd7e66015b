"""Headings: rows of labels over columns of figures, found by what stands below them."""

from __future__ import annotations

import re
from collections.abc import Callable

from etl.fold import fold
from etl.grid import Cell
from etl.layouts.board import Board
from etl.layouts.cells import Sort, are_bare_periods
from etl.layouts.table import Table

_CONTINUED = re.compile(r"续表|\(续\)|^第?\d+页|^-?\d+-?$")


def headings(board: Board, names: Callable[[str], bool]) -> list[Table]:
    """The headings, top down: rows of labels over columns of figures."""
    tables: list[Table] = []
    for row in sorted(board.columns_by_row):
        for left, right in board.runs(row):
            if any(table.bottom >= row and table.left <= left <= table.right for table in tables):
                continue
            if _is_heading(board, row, left, right, names):
                table = _heading(board, row, left, right, names)
                if not any(_is_next_page(board, earlier, table) for earlier in tables):
                    tables.append(table)
    return _joined(tables, board)


def _is_next_page(board: Board, earlier: Table, table: Table) -> bool:
    """The same heading again with nothing new said over it, as printed pages repeat it."""
    if not earlier.covers(table) or not heading_texts(board, table) <= heading_texts(board, earlier):
        return False
    rows = [row for row in range(earlier.bottom + 1, table.top) if row in board.columns_by_row]
    between: list[Cell] = []
    for row in reversed(rows):
        cells = board.distinct(row, min(table.left, earlier.left), table.right)
        if any(board.sort(cell) in {Sort.FIGURE, Sort.STAGE} for cell in cells):
            break
        between += cells
    said = {fold(cell.text) for place, cell in board.cells.items() if place[0] < earlier.top}
    return all(fold(cell.text) in said or _CONTINUED.search(fold(cell.text)) for cell in between)


def _is_heading(board: Board, row: int, left: int, right: int, names: Callable[[str], bool]) -> bool:
    cells = board.distinct(row, left, right)
    if board.is_line(cells):
        return False
    figures = [cell for cell in cells if board.sort(cell) is Sort.FIGURE]
    numbered = bool(figures) and are_bare_periods(figures)
    if figures and not numbered:
        return False
    over = [column for column in range(left, right + 1) if board.holds_figures_below(row, column)]
    headed = [column for column in over if board.sort(board.shown[row, column]) is not Sort.ORDINAL]
    first = next((cell for cell in cells if board.sort(cell) is Sort.LABEL), None)
    if first is not None and board.reader.read(first.text).role is None and first.column not in over:
        is_row = names(first.text) or numbered
        if is_row:
            return False
    if first is None and not numbered and board.sort(cells[0]) is Sort.PERIOD and cells[0].column not in over:
        return False  # a row whose name is a period and whose figures are not out
    return bool(headed) and (len(headed) > 1 or len(over) == 1) and 2 * len(headed) >= len(over)


def _heading(board: Board, row: int, left: int, right: int, names: Callable[[str], bool]) -> Table:
    """A heading grown to all its rows: group labels above it, second rows and column numbers below it."""
    top = bottom = row
    while top > 1 and _is_group_row(board, top - 1, left, right):
        top -= 1
    while _continues(board, bottom + 1, left, right, names):
        bottom += 1
    return Table(board.sheet.name, top, bottom, left, right)


def _is_group_row(board: Board, row: int, left: int, right: int) -> bool:
    cells = board.distinct(row, left, right)
    if not cells or any(board.sort(cell) in {Sort.FIGURE, Sort.ORDINAL} for cell in cells):
        return False
    if len(cells) > 1:
        return not board.is_line(cells)
    area = board.sheet.area_at(cells[0].row, cells[0].column)
    return area is not None and area.right > area.left > left and area.right <= right


def _continues(board: Board, row: int, left: int, right: int, names: Callable[[str], bool]) -> bool:
    cells = board.distinct(row, left, right)
    if not cells:
        return False
    if _is_column_numbers(board, cells):
        return True
    spread = [(start, stop) for start, stop in board.runs(row) if start <= right and stop >= left]
    inside = [(max(start, left), min(stop, right)) for start, stop in spread]
    if any(board.sort(cell) in {Sort.FIGURE, Sort.ORDINAL} for cell in cells):
        return False
    return any(_is_heading(board, row, start, stop, names) for start, stop in inside) or all(
        cell.row < row for cell in cells
    )


def _is_column_numbers(board: Board, cells: list[Cell]) -> bool:
    """The row 甲 乙 1 2 3 under a statutory form's heading."""
    letters = [cell for cell in cells if board.sort(cell) is Sort.ORDINAL]
    numbers = [cell.text for cell in cells if board.sort(cell) is Sort.FIGURE]
    counted = numbers == [str(number) for number in range(1, len(numbers) + 1)]
    return bool(letters) and bool(numbers) and counted and len(letters) + len(numbers) == len(cells)


def _joined(tables: list[Table], board: Board) -> list[Table]:
    """A heading without a column of names, right of one that has it, belongs to it (an empty column between)."""
    kept: list[Table] = []
    for table in sorted(tables, key=lambda one: (one.top, one.left)):
        host = next((one for one in kept if one.bottom >= table.top and one.right < table.left), None)
        stub = not board.holds_figures_below(table.bottom, table.left)
        if host is not None and not stub and host.bottom == table.bottom:
            host.right, host.top = table.right, min(host.top, table.top)
        else:
            kept.append(table)
    return kept


def heading_texts(board: Board, table: Table) -> set[tuple[str, ...]]:
    texts = set()
    for row in range(table.top, table.bottom + 1):
        cells = board.distinct(row, table.left, table.right)
        if len(cells) > 1:
            texts.add(tuple(fold(cell.text) for cell in cells))
    return texts
