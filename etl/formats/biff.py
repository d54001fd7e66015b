"""A survey of an older workbook's records (BIFF 5 and 8): what the reader of its values would not tell.

The records are those of [MS-XLS]; each is a number, a length and so many bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from etl.errors import CorruptWorkbook, TooManyParts
from etl.formats.display import PLAIN, Display, display_of_style
from etl.formats.making import check_reach
from etl.grid import Area
from etl.limits import Limits
from etl.survey import Survey

_ERRORS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_MOST_DECLARED: Final = 65_536 * 256
_CALCULATE_ON_OPENING: Final = 0x0002
_VERSION_8: Final = 0x0600
_UNICODE: Final = 1200


class Record(IntEnum):
    """The records the survey reads."""

    FORMULA = 0x0006
    END = 0x000A
    DATE_MODE = 0x0022
    LOCKED = 0x002F
    CODE_PAGE = 0x0042
    COLUMNS = 0x007D
    SHEET = 0x0085
    MANY_NUMBERS = 0x00BD
    RICH_TEXT = 0x00D6
    STYLE = 0x00E0
    MERGED = 0x00E5
    SHARED_TEXT = 0x00FD
    DIMENSIONS = 0x0200
    NUMBER = 0x0203
    TEXT = 0x0204
    TRUTH_OR_ERROR = 0x0205
    ROW = 0x0208
    SHORT_NUMBER = 0x027E
    FORMAT = 0x041E
    BEGIN = 0x0809


_ONE_CELL: Final = frozenset(
    {Record.NUMBER, Record.TEXT, Record.RICH_TEXT, Record.SHARED_TEXT, Record.SHORT_NUMBER, Record.TRUTH_OR_ERROR}
)


@dataclass(slots=True)
class BookSurvey:
    """The workbook's globals, and a survey and the merged areas of each sheet in their order."""

    is_locked: bool = False
    is_1904: bool = False
    false_code_page: bytes = b""  # the record of a code page that the version does not use, see `mended`
    sheets: list[tuple[Survey, list[Area]]] = field(default_factory=list)


def survey_book(stream: bytes, file_name: str, limits: Limits) -> BookSurvey:
    """Raises CorruptWorkbook, TooManyParts, TooManyCells; of a locked workbook it says no more than that."""
    try:
        return _survey(stream, file_name, limits)
    except (struct.error, IndexError, UnicodeDecodeError, LookupError) as error:
        raise CorruptWorkbook(file_name) from error


def mended(content: bytes, book: BookSurvey, file_name: str) -> bytes:
    """The file with the code page its version has, where it names another: Excel passes over a false one, the reader
    of values would take every text by it. Raises CorruptWorkbook where its place in the file is not sure.
    """
    record = book.false_code_page
    if not record:
        return content
    if content.count(record) != 1:
        raise CorruptWorkbook(file_name)
    return content.replace(record, record[:4] + _UNICODE.to_bytes(2, "little") + record[6:])


def _survey(stream: bytes, file_name: str, limits: Limits) -> BookSurvey:
    book, starts = BookSurvey(), []
    codes: dict[int, str] = {}
    styles: list[int] = []
    version, code_page = _VERSION_8, _UNICODE
    for place, kind, data in _records(stream, 0):
        match kind:
            case Record.LOCKED:
                book.is_locked = True
                return book
            case Record.BEGIN:
                version = _word(data, 0)
            case Record.CODE_PAGE:
                code_page = _word(data, 0)
                if version == _VERSION_8 and code_page != _UNICODE:
                    book.false_code_page = stream[place : place + 4 + len(data)]
            case Record.DATE_MODE:
                book.is_1904 = _word(data, 0) == 1
            case Record.STYLE:
                styles.append(_word(data, 2))
            case Record.FORMAT:
                codes[_word(data, 0)] = _format_code(data, version, code_page)
            case Record.SHEET:
                starts.append(struct.unpack_from("<I", data)[0])
            case Record.END:
                break
    if len(starts) > limits.members:
        raise TooManyParts(file_name, found=str(len(starts)), expected=str(limits.members))
    displays = [display_of_style(style, codes) for style in styles]
    for start in starts:
        surveyor = _SheetSurveyor(displays, file_name, limits)
        surveyor.read(stream, start)
        book.sheets.append((surveyor.survey, surveyor.merged))
    return book


def _records(stream: bytes, start: int) -> Iterator[tuple[int, int, bytes]]:
    place, size = start, len(stream)
    while place + 4 <= size:
        kind, length = struct.unpack_from("<HH", stream, place)
        yield place, kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def _word(data: bytes, place: int) -> int:
    return int.from_bytes(data[place : place + 2], "little")


def _format_code(data: bytes, version: int, code_page: int) -> str:
    if version != _VERSION_8:
        encoding = {936: "gb18030", 950: "cp950", 1252: "cp1252"}.get(code_page, "gb18030")
        return data[3 : 3 + data[2]].decode(encoding, errors="replace")
    length, is_wide = _word(data, 2), data[4] & 1
    return data[5 : 5 + length * (2 if is_wide else 1)].decode("utf-16-le" if is_wide else "latin-1", errors="replace")


class _SheetSurveyor:
    """Goes through one sheet's records; those of a chart inside it are passed over."""

    def __init__(self, displays: list[Display], file_name: str, limits: Limits) -> None:
        self.survey = Survey()
        self.merged: list[Area] = []
        self._displays = displays
        self._file_name, self._limits = file_name, limits
        self._depth = 0
        self._blank_formulas: list[tuple[int, int]] = []
        self._has_calculated = False

    def read(self, stream: bytes, start: int) -> None:
        for _, kind, data in _records(stream, start):
            if kind == Record.BEGIN:
                self._depth += 1
            elif kind == Record.END:
                self._depth -= 1
                if self._depth <= 0:
                    break
            elif self._depth <= 1:
                self._take(kind, data)
        survey = self.survey
        if not self._has_calculated:  # a program that writes formulas and cannot calculate leaves all of them blank
            survey.troubled.update(dict.fromkeys(self._blank_formulas, "formula_without_value"))
        check_reach(survey.bottom, survey.right, file_name=self._file_name, limits=self._limits)

    def _take(self, kind: int, data: bytes) -> None:
        if kind in _ONE_CELL:
            self._cell(_word(data, 0), _word(data, 2), _word(data, 4))
            if kind == Record.TRUTH_OR_ERROR and data[7]:
                self._fail(_word(data, 0), _word(data, 2), data[6])
        elif kind == Record.MANY_NUMBERS:
            for offset in range((len(data) - 6) // 6):
                self._cell(_word(data, 0), _word(data, 2) + offset, _word(data, 4 + 6 * offset))
        elif kind == Record.FORMULA:
            self._formula(data)
        elif kind == Record.ROW and _word(data, 12) & 0x0020:
            self.survey.hidden_rows.add(_word(data, 0) + 1)
        elif kind == Record.COLUMNS and _word(data, 8) & 1:
            self.survey.hidden_columns.append((_word(data, 0) + 1, _word(data, 2) + 1))
        elif kind == Record.MERGED:
            self._merge(data)
        elif kind == Record.DIMENSIONS:
            self._check_declared(data)

    def _cell(self, row: int, column: int, style: int) -> None:
        survey = self.survey
        survey.bottom, survey.right = max(survey.bottom, row + 1), max(survey.right, column + 1)
        display = self._displays[style] if style < len(self._displays) else PLAIN
        if display != PLAIN:
            survey.displays[row + 1, column + 1] = display

    def _fail(self, row: int, column: int, error: int) -> None:
        self.survey.troubled[row + 1, column + 1] = "error_value"
        self.survey.errors[row + 1, column + 1] = _ERRORS.get(error, "#?")

    def _formula(self, data: bytes) -> None:
        row, column, result, options = _word(data, 0), _word(data, 2), data[6:14], _word(data, 14)
        self._cell(row, column, _word(data, 4))
        if result[6:] == b"\xff\xff" and result[0] == 2:
            self._fail(row, column, result[2])
        elif result[6:] == b"\xff\xff" and result[0] == 3:
            self._blank_formulas.append((row + 1, column + 1))
            return
        elif not any(result) and options & _CALCULATE_ON_OPENING:
            self.survey.troubled[row + 1, column + 1] = "formula_without_value"
            return
        self._has_calculated = True

    def _merge(self, data: bytes) -> None:
        for number in range(_word(data, 0)):
            top, bottom, left, right = struct.unpack_from("<4H", data, 2 + 8 * number)
            self.merged.append(Area(top + 1, left + 1, bottom + 1, right + 1))

    def _check_declared(self, data: bytes) -> None:
        """The reader sets aside room for the size declared, whatever the sheet holds."""
        wide = len(data) >= 14
        top, bottom = struct.unpack_from("<II" if wide else "<HH", data)
        left, right = struct.unpack_from("<HH", data, 8 if wide else 4)
        if bottom < top or right < left or (bottom - top + 1) * (right - left + 1) > 2 * _MOST_DECLARED:
            raise CorruptWorkbook(self._file_name)
