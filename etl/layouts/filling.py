"""The rows below a heading: each figure put together with its names, sections and units."""

from __future__ import annotations

from etl.fold import fold
from etl.grid import Cell
from etl.layouts.board import Board
from etl.layouts.cells import Sort
from etl.layouts.columns import Column, column_of, names_left, unit_near
from etl.layouts.headings import heading_texts
from etl.layouts.label import Role
from etl.layouts.table import Spot, Table
from etl.periods import Span


def fill(board: Board, table: Table, tables: list[Table]) -> set[tuple[int, int]]:
    """Puts the spots of a table together; gives back the places it has taken."""
    left = _reach_left(board, table, tables)
    rows = [row for row in range(table.bottom + 1, table.end + 1) if row in board.columns_by_row]
    heading = heading_texts(board, table)
    rows = [row for row in rows if not _repeats_heading(board, row, table, heading)]
    columns = {column: column_of(board, table, column, rows) for column in range(left, table.right + 1)}
    repeated = {
        (row, column)
        for row in range(table.top, table.end + 1)
        for column in range(left, table.right + 1)
        if row not in rows and (row, column) in board.cells and (row <= table.bottom or row in board.columns_by_row)
    }
    taken = set(repeated)
    section: Cell | None = None
    above: dict[int, Cell] = {}
    for row in rows:
        held = {column: board.shown[row, column] for column in columns if (row, column) in board.shown}
        figures = {
            column: cell for column, cell in held.items() if columns[column].is_figures and (row, column) in board.cells
        }
        labels = {column: cell for column, cell in held.items() if not columns[column].is_figures}
        if not figures:
            lead = _section(board, labels, columns)
            section = lead if lead is not None and lead.row == row and not _is_said(board, lead, table) else section
            continue
        if len(held) == 1 and board.sort(next(iter(figures.values()))) is Sort.LABEL:
            continue  # a line of text that happens to start over a column of figures
        _carry_down(labels, above, columns)
        taken |= {(row, column) for column in held}
        table.spots += [_spot(board, table, column, cell, labels, columns, section) for column, cell in figures.items()]
    return taken


def _reach_left(board: Board, table: Table, tables: list[Table]) -> int:
    """A heading may leave the corner over the names empty."""
    left = table.left
    while left > 1:
        neighbours = any(
            one is not table and one.left <= left - 1 <= one.right and one.top <= table.end and one.end >= table.top
            for one in tables
        )
        filled = any(table.bottom < row <= table.end for row in board.rows_by_column.get(left - 1, []))
        if neighbours or not filled:
            break
        left -= 1
    return left


def _repeats_heading(board: Board, row: int, table: Table, heading: set[tuple[str, ...]]) -> bool:
    return tuple(fold(cell.text) for cell in board.distinct(row, table.left, table.right)) in heading


def _section(board: Board, labels: dict[int, Cell], columns: dict[int, Column]) -> Cell | None:
    """A row of nothing but a name heads the rows below it; one with a unit is a row left blank."""
    named = [cell for column, cell in labels.items() if columns[column].role in {None, Role.NAME, Role.AREA, Role.TIME}]
    named = [cell for cell in dict.fromkeys(named) if board.sort(cell) is not Sort.ORDINAL]
    dated = board.reader.read(named[0].text).period if len(named) == 1 else None
    if dated is not None and dated.span is not Span.YEAR:
        return None  # a period whose figures are not out yet
    other = any(columns[column].role is Role.UNIT for column in labels)
    return named[0] if len(named) == 1 and not other else None


def _is_said(board: Board, cell: Cell, table: Table) -> bool:
    """A title repeated with its heading on the next page."""
    return any(place[0] < table.top and fold(other.text) == fold(cell.text) for place, other in board.cells.items())


def _carry_down(labels: dict[int, Cell], above: dict[int, Cell], columns: dict[int, Column]) -> None:
    """An outer label stands for the rows below it until the next one; the innermost never does."""
    places = [column for column in columns if columns[column].role in {None, Role.NAME, Role.AREA, Role.TIME}]
    places = [column for column in places if not columns[column].is_figures]
    for index, column in enumerate(places):
        inner = any(other in labels for other in places[index + 1 :])
        if column in labels:
            above[column] = labels[column]
            for other in places[index + 1 :]:
                above.pop(other, None)
        elif inner and column in above:
            labels[column] = above[column]


def _spot(
    board: Board,
    table: Table,
    column: int,
    cell: Cell,
    labels: dict[int, Cell],
    columns: dict[int, Column],
    section: Cell | None,
) -> Spot:
    over = [board.shown.get((row, column)) for row in range(table.top, table.bottom + 1)]
    group = names_left(column, labels, columns)
    unit = unit_near(column, group, labels, columns)
    named = [place for place in group if columns[place].role not in {Role.ORDINAL, Role.NOTE, Role.UNIT}]
    named = [place for place in named if board.sort(labels[place]) is not Sort.ORDINAL]
    return Spot(
        cell=cell,
        table=table,
        over=tuple(dict.fromkeys(one for one in over if one and board.sort(one) is not Sort.ORDINAL)),
        beside=tuple(dict.fromkeys(labels[place] for place in named)),
        beside_roles=tuple({labels[place]: columns[place].role for place in named}.values()),
        section=section,
        unit=unit,
        label_hidden=any(labels[place].hidden for place in group),
    )
