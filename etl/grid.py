"""What opening a workbook gives: sheets of addressed cells, before anything is understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, cached_property
from typing import NamedTuple

Value = str | float | int | bool | date | datetime | time | timedelta | None


class Cell(NamedTuple):
    """One valued cell. `row` and `column` count from 1; `trouble` is a finding's code or "".

    A tuple, because hundreds of thousands of them cross from the process that read the workbook.
    """

    row: int
    column: int
    value: Value
    percent: bool = False  # the number format shows hundredths as percent
    trouble: str = ""  # formula_without_value or error_value
    hidden: bool = False  # its row, its column or its sheet is
    error: str = ""  # the error the cell shows, #DIV/0!
    divisor: int = 1  # the number format shows the value divided by this: 1,000 or 10,000
    affix: str = ""  # the words the number format writes beside the number: 亿元

    @property
    def address(self) -> str:
        return f"{column_letters(self.column)}{self.row}"

    @property
    def text(self) -> str:
        """What the cell shows, as far as its format changes the reading."""
        if type(self.value) is str:  # most cells by far
            return self.value.strip()
        match self.value:
            case None:
                return ""
            case bool():
                return str(self.value).upper()
            case int() | float():
                number = exact(self.value)
                return f"{plain(number * 100)}%" if self.percent else plain(number)
            case datetime():
                return self.value.date().isoformat()
            case date():
                return self.value.isoformat()
            case _:
                return str(self.value).strip()


@dataclass(frozen=True, slots=True)
class Area:
    """A merged area, both corners included, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One sheet: its valued cells by (row, column), its merged areas, what is hidden (`hidden`: all of it)."""

    name: str
    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[Area, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()  # first and last column of each hidden run

    @cached_property
    def rows(self) -> dict[int, list[Cell]]:
        """The valued cells of each row, left to right, rows in order."""
        rows: dict[int, list[Cell]] = {}
        for key in sorted(self.cells):
            rows.setdefault(key[0], []).append(self.cells[key])
        return rows

    def area_at(self, row: int, column: int) -> Area | None:
        """The merged area a place belongs to."""
        return next((area for area in self._areas.get(row, ()) if area.left <= column <= area.right), None)

    @cached_property
    def _areas(self) -> dict[int, list[Area]]:
        """The merged areas by each row they take up."""
        areas: dict[int, list[Area]] = {}
        for area in self.merged:
            for row in range(area.top, area.bottom + 1):
                areas.setdefault(row, []).append(area)
        return areas

    def shown_at(self, row: int, column: int) -> Cell | None:
        """The cell seen at a place: a merged area shows its top left cell all over."""
        area = self.area_at(row, column)
        return self.cells.get((area.top, area.left) if area else (row, column))


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file's sheets in their order. `form` says what the bytes were (.xlsx, .xls, .ods, XML 2003, .html, .csv);
    `notices` are codes of what holds for the whole file: styles_missing, unlocked_default."""

    file_name: str
    sheets: tuple[Sheet, ...]
    form: str = ".xlsx"
    notices: tuple[str, ...] = ()


def exact(number: float | int) -> Decimal:
    """A spreadsheet's number without binary noise: fifteen significant digits, as the program shows it."""
    return Decimal(f"{number:.15g}")


def plain(number: Decimal) -> str:
    """A decimal without exponent or trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@cache
def column_letters(column: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
