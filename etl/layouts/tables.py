"""Tables of an arbitrary sheet, with what stands outside of all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from etl.grid import Cell, Sheet
from etl.layouts.board import Board
from etl.layouts.cells import Sort
from etl.layouts.filling import fill
from etl.layouts.headings import headings
from etl.layouts.labels import Reader
from etl.layouts.table import Table


@dataclass(frozen=True, slots=True)
class SheetTables:
    """A sheet's tables, the figures outside of all of them, and its texts outside of tables."""

    tables: tuple[Table, ...]
    outside: tuple[Cell, ...]
    lines: tuple[Cell, ...]


def sheet_tables(sheet: Sheet, reader: Reader, *, names: Callable[[str], bool]) -> SheetTables:
    """Every table of a sheet. `names` says whether a text is an indicator's name."""
    board = Board(sheet, reader)
    tables = headings(board, names)
    for table in tables:
        below = [other.top for other in tables if other.top > table.bottom and other.covers(table)]
        table.end = min(below, default=board.bottom + 1) - 1
    taken: set[tuple[int, int]] = set()
    for table in tables:
        taken |= fill(board, table, tables)
    outside = [cell for place, cell in board.cells.items() if place not in taken]
    lines = [cell for cell in outside if board.sort(cell) not in {Sort.FIGURE, Sort.STAGE}]
    figures = [cell for cell in outside if board.sort(cell) in {Sort.FIGURE, Sort.STAGE}]
    for table in tables:
        table.lines = _titles(table, tables, lines, board)
    return SheetTables(tuple(tables), tuple(figures), tuple(lines))


def _titles(table: Table, tables: list[Table], lines: list[Cell], board: Board) -> list[Cell]:
    """The lines over a table, nearest first, up to the figures of a table above it."""
    above = [spot.cell.row for other in tables if other is not table and other.covers(table) for spot in other.spots]
    ceiling = max((row for row in above if row < table.top), default=0)
    found = [cell for cell in lines if ceiling < cell.row < table.top and _reaches(cell, table, board)]
    return sorted(found, key=lambda cell: -cell.row)


def _reaches(cell: Cell, table: Table, board: Board) -> bool:
    area = board.sheet.area_at(cell.row, cell.column)
    right = area.right if area else cell.column
    return cell.column <= table.right and right >= table.left
