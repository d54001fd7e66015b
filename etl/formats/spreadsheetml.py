"""The XML workbook of Excel 2003, as many web systems write it under the name .xls."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Final

from etl.errors import CorruptWorkbook, TooManyParts
from etl.formats.display import PLAIN, Display, display_of_code
from etl.formats.kinds import Kind
from etl.formats.making import SheetMaker
from etl.formats.markup import local, run, short, shortened
from etl.formats.runs import RAISED_TAGS
from etl.grid import Value, Workbook
from etl.limits import Limits

_PERCENT: Final = {"Percent": "0.00%"}
_NO_DAY: Final = (date(1899, 12, 31), date(1899, 12, 30))


def read_spreadsheetml(text: str, file_name: str, limits: Limits) -> Workbook:
    """Every worksheet. Raises CorruptWorkbook, EntitiesDeclared, TooManyCells, TooManyParts."""
    reader = _Reader(file_name, limits)
    declared_end = text.find("?>") + 2 if text.lstrip().startswith("<?xml") else 0
    run(text[declared_end:], file_name, start=reader.start, end=reader.end, data=reader.data, namespaces=True)
    sheets = tuple(maker.finish() for maker in reader.makers)
    return Workbook(file_name, sheets, form=Kind.XML_2003.value)


class _Reader:
    """The parser's handlers."""

    def __init__(self, file_name: str, limits: Limits) -> None:
        self.makers: list[SheetMaker] = []
        self._file_name, self._limits = file_name, limits
        self._displays: dict[str, Display] = {}
        self._style = ""
        self._row = self._column = self._next_column = 0
        self._cell: dict[str, str] = {}
        self._kind = ""
        self._words: list[str] | None = None
        self._levels: list[str] = []
        self._visible: list[str] | None = None

    def start(self, name: str, given: dict[str, str]) -> None:
        attributes = shortened(given)
        if local(name).lower() in RAISED_TAGS:
            self._levels.append(local(name).lower())
            return
        match short(name):
            case "spreadsheet:Style":
                self._style = attributes.get("spreadsheet:ID", "")
            case "spreadsheet:NumberFormat":
                code = attributes.get("spreadsheet:Format", "")
                self._displays[self._style] = display_of_code(_PERCENT.get(code, code))
            case "spreadsheet:Worksheet":
                self._start_sheet(attributes)
            case "spreadsheet:Column" if self.makers:
                self._start_column(attributes)
            case "spreadsheet:Row" if self.makers:
                self._start_row(attributes)
            case "spreadsheet:Cell" if self.makers:
                self._start_cell(attributes)
            case "spreadsheet:Data" if self._cell:
                self._kind, self._words = attributes.get("spreadsheet:Type", "String"), []
            case "excel:Visible":
                self._visible = []

    def _start_sheet(self, attributes: dict[str, str]) -> None:
        if len(self.makers) >= self._limits.members:
            raise TooManyParts(self._file_name, found=str(len(self.makers) + 1), expected=str(self._limits.members))
        name = attributes.get("spreadsheet:Name", "")
        self.makers.append(SheetMaker(name, file_name=self._file_name, limits=self._limits))
        self._row = self._next_column = 0

    def _start_column(self, attributes: dict[str, str]) -> None:
        first = int(attributes.get("spreadsheet:Index", self._next_column + 1))
        self._next_column = first + int(attributes.get("spreadsheet:Span", 0))
        if attributes.get("spreadsheet:Hidden") == "1":
            self.makers[-1].hidden_columns.append((first, self._next_column))

    def _start_row(self, attributes: dict[str, str]) -> None:
        first = int(attributes.get("spreadsheet:Index", self._row + 1))
        self._row, self._column = first + int(attributes.get("spreadsheet:Span", 0)), 0
        if attributes.get("spreadsheet:Hidden") == "1":
            last = min(self._row, self._limits.rows)
            self.makers[-1].hidden_rows.update(range(first, last + 1))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._column = int(attributes.get("spreadsheet:Index", self._column + 1))
        if self._column < 1 or self._row < 1:
            raise CorruptWorkbook(self._file_name)
        across, down = (int(attributes.get(f"spreadsheet:Merge{way}", 0)) for way in ("Across", "Down"))
        self.makers[-1].merge(self._row, self._column, rows=down + 1, columns=across + 1)
        self._cell = {**attributes, "column": str(self._column)}
        self._column += max(across, 0)
        self._kind, self._words = "", None

    def data(self, text: str) -> None:
        if self._visible is not None:
            self._visible.append(text)
        elif self._words is not None:
            self._words.append(RAISED_TAGS[self._levels[-1]](text) if self._levels else text)

    def end(self, name: str) -> None:
        if local(name).lower() in RAISED_TAGS:
            self._levels = self._levels[:-1]
            return
        match short(name):
            case "spreadsheet:Cell" if self._cell:
                self._end_cell()
            case "spreadsheet:Data" if self._words is not None:
                self._cell["text"], self._words = "".join(self._words), None
            case "excel:Visible" if self._visible is not None and self.makers:
                self.makers[-1].hidden = "".join(self._visible).strip() != "SheetVisible"
                self._visible = None

    def _end_cell(self) -> None:
        cell, self._cell = self._cell, {}
        place, text = (self._row, int(cell["column"])), cell.get("text", "")
        display = self._displays.get(cell.get("spreadsheet:StyleID", ""), PLAIN)
        if self._kind == "Error":
            self.makers[-1].put(*place, None, trouble="error_value", error=text)
        elif not text and "spreadsheet:Formula" in cell:
            self.makers[-1].put(*place, None, trouble="formula_without_value")
        else:
            self.makers[-1].put(*place, _value(self._kind, text), display=display)


def _value(kind: str, text: str) -> Value:
    """The typed value; a number or a date that is none raises ValueError, which refuses the file as damaged."""
    match kind:
        case "Number" if text:
            return float(text)
        case "Boolean" if text:
            return text.strip() in {"1", "true"}
        case "DateTime" if text:
            moment = datetime.fromisoformat(text)
            return moment.time() if moment.date() in _NO_DAY and moment.time() != time() else moment
        case _:
            return text
