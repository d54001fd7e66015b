"""A sheet as its readers see it: each cell with what it looks like, merged labels shown wherever they cover."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from etl.fold import fold
from etl.grid import Cell, Sheet
from etl.layouts.cells import Sort, sort_of
from etl.layouts.label import Role
from etl.layouts.labels import Reader

_LOOK_AHEAD: Final = 12
_HEAD_LABEL = re.compile(
    r"(?:填报单位|报送单位|填表单位|编制单位|制表单位|单位名称|单位|计量单位|报告期|报告期别|报表期|填报期|所属期|数据期|时间"
    r"|数据库|表号|制定机关|制表机关|批准文号|备案文号|有效期至|填报日期|填表日期|制表日期|填报人|日期|指标|综合机关名称)(?::.*)?",
    re.S,
)
_HEAD_PAIR = re.compile(r"(?:填报单位|报送单位|填表单位|报告期|报表期|填报期|所属期|填报日期|填表日期|填报人)")


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
