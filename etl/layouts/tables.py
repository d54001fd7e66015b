"""Tables of an arbitrary sheet: headings found by what stands below them, and each figure with its labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from etl.fold import fold
from etl.grid import Cell, Sheet
from etl.layouts.cells import Sort, are_bare_periods, bare_period, sort_of
from etl.layouts.labels import Reader, Role
from etl.periods import Span

_LOOK_AHEAD: Final = 12
_HEAD_LABEL = re.compile(
    r"(?:填报单位|报送单位|填表单位|编制单位|制表单位|单位名称|单位|计量单位|报告期|报告期别|报表期|填报期|所属期|数据期|时间"
    r"|数据库|表号|制定机关|制表机关|批准文号|备案文号|有效期至|填报日期|填表日期|制表日期|填报人|日期|指标|综合机关名称)(?::.*)?",
    re.S,
)
_CONTINUED = re.compile(r"续表|\(续\)|^第?\d+页|^-?\d+-?$")
_HEAD_PAIR = re.compile(r"(?:填报单位|报送单位|填表单位|报告期|报表期|填报期|所属期|填报日期|填表日期|填报人)")


@dataclass(frozen=True, slots=True)
class Spot:
    """One valued cell in a table's figures with the labels over it (top down), beside it and around it."""

    cell: Cell
    table: Table
    over: tuple[Cell, ...]
    beside: tuple[Cell, ...]
    beside_roles: tuple[Role | None, ...]
    section: Cell | None
    unit: Cell | None
    label_hidden: bool = False


@dataclass(slots=True)
class Table:
    """A heading with what stands below it; rows and columns are counted from 1, bounds included."""

    sheet: str
    top: int
    bottom: int
    left: int
    right: int
    end: int = 0
    lines: list[Cell] = field(default_factory=list)  # titles over it, nearest first
    spots: list[Spot] = field(default_factory=list)
    strangers: list[Cell] = field(default_factory=list)  # figures no heading or name stands for

    def covers(self, other: Table) -> bool:
        return self.left <= other.right and other.left <= self.right


@dataclass(frozen=True, slots=True)
class SheetTables:
    """A sheet's tables, the figures outside of all of them, and its texts outside of tables."""

    tables: tuple[Table, ...]
    outside: tuple[Cell, ...]
    lines: tuple[Cell, ...]


class Board:
    """A sheet with merged labels shown wherever they cover."""

    def __init__(self, sheet: Sheet, reader: Reader) -> None:
        self.sheet = sheet
        self.reader = reader
        self.cells = {place: cell for place, cell in sheet.cells.items() if cell.text or cell.trouble}
        self.sorts = {place: sort_of(cell) for place, cell in self.cells.items()}
        self.shown = dict(self.cells)
        self.bottom = max((row for row, _ in self.cells), default=0)
        self.right = max((column for _, column in self.cells), default=0)
        for area in sheet.merged:
            corner = (area.top, area.left)
            if corner in self.cells and self.sorts[corner] is not Sort.FIGURE:
                for row in range(area.top, min(area.bottom, self.bottom) + 1):
                    for column in range(area.left, min(area.right, self.right) + 1):
                        self.shown[row, column] = self.cells[corner]

    def sort(self, cell: Cell) -> Sort:
        return self.sorts[cell.row, cell.column]

    @cached_property
    def columns_by_row(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for row, column in sorted(self.shown):
            found.setdefault(row, []).append(column)
        return found

    @cached_property
    def rows_by_column(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for row, column in sorted(self.cells):
            found.setdefault(column, []).append(row)
        return found

    def runs(self, row: int) -> Iterator[tuple[int, int]]:
        """The unbroken stretches of shown cells in a row."""
        columns = self.columns_by_row.get(row, [])
        start = previous = None
        for column in columns:
            if start is None or previous is None:
                start = column
            elif column != previous + 1:
                yield start, previous
                start = column
            previous = column
        if start is not None and previous is not None:
            yield start, previous

    def distinct(self, row: int, left: int, right: int) -> list[Cell]:
        """The different cells seen in a row between two columns, left to right."""
        seen = [self.shown[row, column] for column in range(left, right + 1) if (row, column) in self.shown]
        return list(dict.fromkeys(seen))

    def holds_figures_below(self, row: int, column: int) -> bool:
        """Whether the next cells below are mostly figures."""
        below = [other for other in self.rows_by_column.get(column, []) if other > row][:_LOOK_AHEAD]
        sorts = [self.sorts[other, column] for other in below]
        figures = sum(sort in {Sort.FIGURE, Sort.STAGE} for sort in sorts)
        return figures > 0 and 2 * figures >= len([sort for sort in sorts if sort is not Sort.ORDINAL])

    def is_line(self, cells: list[Cell]) -> bool:
        """A title, a note, or the head's `填报单位：…　单位：…`."""
        if len(cells) == 1:
            return True
        folded = [fold(cell.text) for cell in cells]
        roles = {self.reader.read(cell.text).role for cell in cells}
        heads = roles & {Role.NAME, Role.UNIT, Role.AREA, Role.ORDINAL}
        pairs = not heads and any(_HEAD_PAIR.fullmatch(text.partition(":")[0]) for text in folded)
        return pairs or any(":" in text and _HEAD_LABEL.fullmatch(text) for text in folded)


def sheet_tables(sheet: Sheet, reader: Reader, *, names: Callable[[str], bool]) -> SheetTables:
    """Every table of a sheet. `names` says whether a text is an indicator's name."""
    board = Board(sheet, reader)
    tables = _headings(board, names)
    for table in tables:
        below = [other.top for other in tables if other.top > table.bottom and other.covers(table)]
        table.end = min(below, default=board.bottom + 1) - 1
    taken: set[tuple[int, int]] = set()
    for table in tables:
        taken |= _fill(board, table, tables)
    outside = [cell for place, cell in board.cells.items() if place not in taken]
    lines = [cell for cell in outside if board.sort(cell) not in {Sort.FIGURE, Sort.STAGE}]
    figures = [cell for cell in outside if board.sort(cell) in {Sort.FIGURE, Sort.STAGE}]
    for table in tables:
        table.lines = _titles(table, tables, lines, board)
    return SheetTables(tuple(tables), tuple(figures), tuple(lines))


def _headings(board: Board, names: Callable[[str], bool]) -> list[Table]:
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
    if not earlier.covers(table) or not _heading_texts(board, table) <= _heading_texts(board, earlier):
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


@dataclass(slots=True)
class _Column:
    role: Role | None
    is_figures: bool


def _fill(board: Board, table: Table, tables: list[Table]) -> set[tuple[int, int]]:
    """Puts the spots of a table together; gives back the places it has taken."""
    left = _reach_left(board, table, tables)
    rows = [row for row in range(table.bottom + 1, table.end + 1) if row in board.columns_by_row]
    heading = _heading_texts(board, table)
    rows = [row for row in rows if not _repeats_heading(board, row, table, heading)]
    columns = {column: _column(board, table, column, rows) for column in range(left, table.right + 1)}
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


def _heading_texts(board: Board, table: Table) -> set[tuple[str, ...]]:
    texts = set()
    for row in range(table.top, table.bottom + 1):
        cells = board.distinct(row, table.left, table.right)
        if len(cells) > 1:
            texts.add(tuple(fold(cell.text) for cell in cells))
    return texts


def _repeats_heading(board: Board, row: int, table: Table, heading: set[tuple[str, ...]]) -> bool:
    return tuple(fold(cell.text) for cell in board.distinct(row, table.left, table.right)) in heading


def _column(board: Board, table: Table, column: int, rows: list[int]) -> _Column:
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
        return _Column(None, is_figures=True)
    if periods and 2 * periods >= len(sorts):
        return _Column(Role.TIME, is_figures=False)
    if role is Role.UNIT and not any(board.reader.read(cell.text).units for cell in cells):
        role = next((role for role in roles if role and role is not Role.UNIT), None)  # 单位 heads a row of the heading
    if role is not None:
        return _Column(role, is_figures=False)
    if not any(over) and figures and all(bare_period(cell) for cell in cells):
        return _Column(Role.TIME, is_figures=False)
    if not any(over) and _counts_up(cells):
        return _Column(Role.ORDINAL, is_figures=False)
    if sorts and all(sort is Sort.ORDINAL for sort in sorts):
        return _Column(Role.ORDINAL, is_figures=False)
    return _Column(None, is_figures=figures > 0 and 2 * figures >= len(sorts))


def _counts_up(cells: list[Cell]) -> bool:
    return len(cells) > 1 and [cell.text for cell in cells] == [str(number) for number in range(1, len(cells) + 1)]


def _section(board: Board, labels: dict[int, Cell], columns: dict[int, _Column]) -> Cell | None:
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


def _carry_down(labels: dict[int, Cell], above: dict[int, Cell], columns: dict[int, _Column]) -> None:
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
    columns: dict[int, _Column],
    section: Cell | None,
) -> Spot:
    over = [board.shown.get((row, column)) for row in range(table.top, table.bottom + 1)]
    group = _names_left(column, labels, columns)
    unit = _unit_near(column, group, labels, columns)
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


def _names_left(column: int, labels: dict[int, Cell], columns: dict[int, _Column]) -> list[int]:
    """The nearest columns to the left that hold the row's names, left to right."""
    group: list[int] = []
    for place in range(column - 1, min(columns) - 1, -1):
        if columns[place].is_figures:
            if any(columns[one].role in {None, Role.NAME, Role.AREA, Role.TIME} for one in group):
                break
        elif place in labels:
            group.insert(0, place)
    return group


def _unit_near(column: int, group: list[int], labels: dict[int, Cell], columns: dict[int, _Column]) -> Cell | None:
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
