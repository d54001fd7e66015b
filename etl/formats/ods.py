"""The OpenDocument spreadsheet: its rows and cells are written once and repeated by number, a bomb unless counted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from etl.errors import EncryptedWorkbook, OtherFormat, TooManyParts
from etl.formats.display import Display
from etl.formats.making import SheetMaker
from etl.formats.markup import run, short, shortened
from etl.formats.runs import RAISED_TAGS
from etl.grid import Value, Workbook
from etl.limits import Limits

CONTENT: Final = "content.xml"
_FORM: Final = ".ods"
_SPREADSHEET: Final = b"opendocument.spreadsheet"
_DURATION = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?")
_ASIDE: Final = frozenset({"office:annotation", "table:shapes", "draw:frame", "draw:g", "table:tracked-changes"})
_CELLS: Final = frozenset({"table:table-cell", "table:covered-table-cell"})


def read_ods(parts: Mapping[str, bytes], file_name: str, limits: Limits) -> Workbook:
    """Every table of the package. Raises OtherFormat, EncryptedWorkbook, CorruptWorkbook, TooManyCells."""
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise EncryptedWorkbook(file_name)
    content = parts[CONTENT]
    if _SPREADSHEET not in parts.get("mimetype", _SPREADSHEET) or b"spreadsheet" not in content:
        raise OtherFormat(file_name, found=".odt")
    reader = _Reader(file_name, limits)
    run(content, file_name, start=reader.start, end=reader.end, data=reader.data, namespaces=True)
    return Workbook(file_name, tuple(maker.finish() for maker in reader.makers), form=_FORM)


class _Reader:
    """The parser's handlers; a row is kept until it ends, since it may stand for many."""

    def __init__(self, file_name: str, limits: Limits) -> None:
        self.makers: list[SheetMaker] = []
        self._file_name, self._limits = file_name, limits
        self._hidden_styles: set[str] = set()
        self._raised_styles: dict[str, str] = {}  # name -> sup or sub
        self._levels: list[str] = []
        self._style = ""
        self._row = self._column = self._next_column = self._aside = 0
        self._row_given: dict[str, str] = {}
        self._row_cells: list[tuple[int, int, dict[str, str], str]] = []
        self._cell: dict[str, str] | None = None
        self._words: list[str] = []
        self._paragraphs = 0

    def start(self, name: str, given: dict[str, str]) -> None:
        element = short(name)
        if element in _ASIDE:
            self._aside += 1
        if self._aside:
            return
        attributes = shortened(given)
        if element in _CELLS and self.makers:
            self._cell, self._words, self._paragraphs = attributes, [], 0
            return
        match element:
            case "style:style":
                self._style = attributes.get("style:name", "")
            case "style:table-properties" if attributes.get("table:display") == "false":
                self._hidden_styles.add(self._style)
            case "style:text-properties" if tag := _level(attributes.get("style:text-position", "")):
                self._raised_styles[self._style] = tag
            case "text:span" if self._cell is not None:
                own = self._raised_styles.get(attributes.get("text:style-name", ""), "")
                self._levels.append(own or (self._levels[-1] if self._levels else ""))
            case "table:table":
                self._start_table(attributes)
            case "table:table-column" if self.makers:
                self._start_column(attributes)
            case "table:table-row" if self.makers:
                self._row_given, self._row_cells, self._column = attributes, [], 1
            case "text:p" if self._cell is not None:
                self._words.append("\n" if self._paragraphs else "")
                self._paragraphs += 1
            case "text:s" if self._cell is not None:
                self._words.append(" " * min(int(attributes.get("text:c", 1)), 100))
            case "text:tab" | "text:line-break" if self._cell is not None:
                self._words.append("\n" if element.endswith("break") else "\t")

    def _start_table(self, attributes: dict[str, str]) -> None:
        if len(self.makers) >= self._limits.members:
            raise TooManyParts(self._file_name, found=str(len(self.makers) + 1), expected=str(self._limits.members))
        hidden = attributes.get("table:style-name") in self._hidden_styles
        name = attributes.get("table:name", "")
        self.makers.append(SheetMaker(name, file_name=self._file_name, limits=self._limits, hidden=hidden))
        self._row = self._next_column = 0

    def _start_column(self, attributes: dict[str, str]) -> None:
        first = self._next_column + 1
        self._next_column += _repeated(attributes, "columns")
        if attributes.get("table:visibility", "visible") != "visible":
            self.makers[-1].hidden_columns.append((first, self._next_column))

    def data(self, text: str) -> None:
        if self._cell is not None and self._paragraphs and not self._aside:
            level = self._levels[-1] if self._levels else ""
            self._words.append(RAISED_TAGS[level](text) if level else text)

    def end(self, name: str) -> None:
        element = short(name)
        if element in _ASIDE:
            self._aside -= 1
        elif self._aside or not self.makers:
            return
        elif element == "text:span" and self._levels:
            self._levels.pop()
        elif element in _CELLS and self._cell is not None:
            self._end_cell(self._cell)
        elif element == "table:table-row":
            self._end_row()

    def _end_cell(self, cell: dict[str, str]) -> None:
        times, text = _repeated(cell, "columns"), "".join(self._words)
        if text or "office:value-type" in cell or "table:formula" in cell or _spans(cell) != (1, 1):
            self._row_cells.append((self._column, times, cell, text))
        self._column += times
        self._cell = None

    def _end_row(self) -> None:
        maker, first = self.makers[-1], self._row + 1
        times = _repeated(self._row_given, "rows")
        self._row += times
        if self._row_given.get("table:visibility", "visible") != "visible":
            maker.hidden_rows.update(range(first, min(self._row, self._limits.rows) + 1))
        if any(_is_valued(cell, text) for _, _, cell, text in self._row_cells):
            right = max(column + count - 1 for column, count, cell, text in self._row_cells if _is_valued(cell, text))
            maker.reach(self._row, right)
        elif times > 1:
            return
        for column, count, cell, text in self._row_cells:
            self._put(first, times, column=column, count=count, cell=cell, text=text)

    def _put(self, first: int, times: int, *, column: int, count: int, cell: dict[str, str], text: str) -> None:
        maker = self.makers[-1]
        rows, columns = _spans(cell)
        maker.merge(first, column, rows=rows, columns=columns)
        if not _is_valued(cell, text):
            return
        trouble, error = _trouble(cell, text)
        value = None if trouble else _value(cell, text)
        display = Display(percent=cell.get("office:value-type") == "percentage")
        for row in range(first, first + times):
            for place in range(column, column + count):
                maker.put(row, place, value, display=display, trouble=trouble, error=error)


def _level(position: str) -> str:
    """Where a style's text stands: `super 58%`, `sub 58%`, or a share of the height above (below) the line."""
    place = position.split(" ")[0]
    if place in {"super", "sub"}:
        return place[:3]
    share = float(place.removesuffix("%") or 0)
    return "sup" if share > 0 else "sub" if share < 0 else ""


def _is_valued(cell: dict[str, str], text: str) -> bool:
    return bool(text or cell.get("office:value-type") or cell.get("table:formula"))


def _repeated(attributes: dict[str, str], way: str) -> int:
    times = int(attributes.get(f"table:number-{way}-repeated", 1))
    if times < 1:
        raise ValueError(times)
    return times


def _spans(cell: dict[str, str]) -> tuple[int, int]:
    rows = int(cell.get("table:number-rows-spanned", 1))
    return rows, int(cell.get("table:number-columns-spanned", 1))


def _trouble(cell: dict[str, str], text: str) -> tuple[str, str]:
    """What keeps a formula's cell from having a value."""
    shows_error = text.startswith(("#", "Err:"))
    if cell.get("calcext:value-type") == "error" or ("table:formula" in cell and shows_error):
        return "error_value", text
    if "table:formula" in cell and not cell.get("office:value-type") and not text:
        return "formula_without_value", ""
    return "", ""


def _value(cell: dict[str, str], text: str) -> Value:
    """The typed value; what its type cannot be raises ValueError, which refuses the file as damaged."""
    match cell.get("office:value-type"):
        case "float" | "percentage" | "currency":
            return float(cell["office:value"])
        case "boolean":
            return cell["office:boolean-value"] == "true"
        case "date":
            written = cell["office:date-value"]
            return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
        case "time":
            return _duration(cell["office:time-value"])
        case _:
            return text or cell.get("office:string-value", "")


def _duration(written: str) -> timedelta:
    parts = _DURATION.fullmatch(written)
    if not parts:
        raise ValueError(written)
    days, hours, minutes = (int(part or 0) for part in parts.groups()[1:4])
    seconds = float((parts[5] or "0").replace(",", "."))
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if parts[1] else length
