"""What opening a workbook gives: sheets of addressed cells, before anything is understood."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from itertools import repeat
from typing import Final, NamedTuple

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
        return address_of(self.row, self.column)

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
                return f"{plain(exact(self.value) * 100)}%" if self.percent else number_text(self.value)
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


_FLAGS_FROM: Final = 3  # of a cell's fields those after its place and value, mostly the same in all cells


@dataclass(frozen=True)
class Sheet:
    """One sheet: its valued cells by (row, column), its merged areas, what is hidden (`hidden`: all of it).

    Crosses between processes field by field over all cells, which is several times quicker than cell by cell.
    """

    name: str
    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[Area, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()  # first and last column of each hidden run

    def __reduce__(self) -> tuple[object, ...]:
        about = (self.name, self.merged, self.hidden, self.hidden_rows, self.hidden_columns)
        return _sheet_again, (*about, pack_cells(self.cells.values()))

    @cached_property
    def rows(self) -> dict[int, list[Cell]]:
        """The valued cells of each row, left to right, rows in order."""
        rows: dict[int, list[Cell]] = {}
        cells = self.cells
        row = 0
        own: list[Cell] = []
        for key in sorted(cells):
            if key[0] != row:
                row = key[0]
                rows[row] = own = []
            own.append(cells[key])
        return rows

    def area_at(self, row: int, column: int) -> Area | None:
        """The merged area a place belongs to."""
        for area in self._areas.get(row, ()):
            if area.left <= column <= area.right:
                return area
        return None

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


PackedCells = tuple[tuple[tuple[object, ...], ...], tuple[tuple[object, ...] | object, ...]]
"""Cells field by field: places and values, then the flags."""


def pack_cells(cells: Collection[Cell]) -> PackedCells:
    """Cells as they cross between processes."""
    columns = tuple(zip(*cells, strict=True))
    return columns[:_FLAGS_FROM], tuple(_alike(column) for column in columns[_FLAGS_FROM:])


def unpack_cells(packed: PackedCells) -> Iterator[Cell]:
    """The cells that `pack_cells` packed, in their order."""
    places_and_values, flags = packed
    if not places_and_values:
        return iter(())
    number = len(places_and_values[0])
    fields = (flag if isinstance(flag, tuple) else repeat(flag, number) for flag in flags)
    return map(tuple.__new__, repeat(Cell), zip(*places_and_values, *fields, strict=True))


def _alike(flags: tuple[object, ...]) -> tuple[object, ...] | object:
    """One field of all cells; only its value where it is the same in all."""
    return flags if len(set(flags)) > 1 else flags[0]


def _sheet_again(
    name: str,
    merged: tuple[Area, ...],
    hidden: bool,
    hidden_rows: frozenset[int],
    hidden_columns: tuple[tuple[int, int], ...],
    packed: PackedCells,
) -> Sheet:
    places = zip(*packed[0][:2], strict=True)
    cells = dict(zip(places, unpack_cells(packed), strict=True))
    return Sheet(name, cells, merged, hidden, hidden_rows, hidden_columns)


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file's sheets in their order. `form` says what the bytes were (.xlsx, .xls, .ods, XML 2003, .html, .csv);
    `notices` are codes of what holds for the whole file: styles_missing, unlocked_default."""

    file_name: str
    sheets: tuple[Sheet, ...]
    form: str = ".xlsx"
    notices: tuple[str, ...] = ()

    @property
    def first_sheet(self) -> str:
        return self.sheets[0].name


def exact(number: float | int) -> Decimal:
    """A spreadsheet's number without binary noise: fifteen significant digits, as the program shows it."""
    return Decimal(f"{number:.15g}")


def plain(number: Decimal) -> str:
    """A decimal without exponent or trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def number_text(number: float | int) -> str:
    """`plain(exact(number))`, by the short way where the digits are written out already."""
    digits = f"{number:.15g}"
    return plain(Decimal(digits)) if "e" in digits or "n" in digits else digits


@lru_cache(maxsize=65_536)
def address_of(row: int, column: int) -> str:
    """(12, 2) is B12."""
    return f"{column_letters(column)}{row}"


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
