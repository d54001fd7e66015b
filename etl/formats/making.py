"""A sheet being made cell by cell, refused as soon as it reaches further than a report can."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from etl.errors import TooManyCells
from etl.formats.display import PLAIN, Display
from etl.grid import Area, Cell, Sheet, Value
from etl.limits import Limits


def check_reach(bottom: int, right: int, *, file_name: str, limits: Limits) -> None:
    """Refuses a box of places beyond the limits. Raises TooManyCells."""
    if bottom * right > limits.cells or bottom > limits.rows or right > limits.columns:
        if bottom > limits.rows:
            most = f"{limits.rows:,} × {limits.columns:,}"
        else:
            most = f"{limits.cells:,}" if right <= limits.columns else f"{limits.rows:,} × {limits.columns:,}"
        raise TooManyCells(file_name, found=f"{bottom:,} × {right:,}", expected=most)


def check_characters(characters: int, *, file_name: str, limits: Limits) -> None:
    """Refuses a sheet whose cells show more text than any report. Raises TooManyCells."""
    if characters > limits.characters:
        raise TooManyCells(file_name, found=f"{characters:,}", expected=f"{limits.characters:,}")


def bounded(areas: Iterable[Area], bottom: int, *, file_name: str, limits: Limits) -> tuple[Area, ...]:
    """The merged areas, none taller than the sheet's values. Raises TooManyCells where there are too many of them."""
    kept = tuple(area if area.bottom <= bottom else replace(area, bottom=max(bottom, area.top)) for area in areas)
    tall = sum(area.bottom - area.top + 1 for area in kept)
    if tall > limits.cells:
        raise TooManyCells(file_name, found=f"{tall:,}", expected=f"{limits.cells:,}")
    return kept


class SheetMaker:
    """Collects one sheet's cells, merged areas and hidden rows and columns."""

    def __init__(self, name: str, *, file_name: str, limits: Limits, hidden: bool = False) -> None:
        self.name = name
        self.hidden = hidden
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.merged: list[Area] = []
        self._cells: dict[tuple[int, int], tuple[Value, Display, str, str]] = {}
        self._bottom = self._right = self._characters = 0
        self._file_name, self._limits = file_name, limits

    def reach(self, row: int, column: int) -> None:
        """A place the sheet takes up. Raises TooManyCells."""
        self._bottom, self._right = max(self._bottom, row), max(self._right, column)
        check_reach(self._bottom, self._right, file_name=self._file_name, limits=self._limits)

    def put(
        self,
        row: int,
        column: int,
        value: Value,
        *,
        display: Display = PLAIN,
        trouble: str = "",
        error: str = "",
    ) -> None:
        """One valued cell; an empty text without trouble is none. Raises TooManyCells."""
        if (value is None or value == "") and not trouble:
            return
        self.reach(row, column)
        if isinstance(value, str):
            self._characters += len(value)
            check_characters(self._characters, file_name=self._file_name, limits=self._limits)
        self._cells[row, column] = (value, display, trouble, error)

    def merge(self, top: int, left: int, *, rows: int, columns: int) -> None:
        """A merged area of so many rows and columns; one cell is none, and none is negative."""
        if rows > 1 or columns > 1:
            self.merged.append(Area(top, left, top + max(rows, 1) - 1, left + max(columns, 1) - 1))

    @property
    def is_empty(self) -> bool:
        return not self._cells

    def finish(self) -> Sheet:
        """The sheet, every cell knowing whether it is hidden."""
        hidden_columns = {
            column for first, last in self.hidden_columns for column in range(first, min(last, self._right) + 1)
        }
        cells = {
            (row, column): Cell(
                row,
                column,
                value,
                display.percent,
                trouble,
                self.hidden or row in self.hidden_rows or column in hidden_columns,
                error,
                display.divisor,
                display.affix,
            )
            for (row, column), (value, display, trouble, error) in self._cells.items()
        }
        return Sheet(
            self.name,
            cells,
            bounded(self.merged, self._bottom, file_name=self._file_name, limits=self._limits),
            self.hidden,
            frozenset(self.hidden_rows),
            tuple(self.hidden_columns),
        )
