"""Tables as text: comma, tab, semicolon or bar between the fields, in any of the usual encodings."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Final

from etl.errors import CorruptWorkbook, NotAWorkbook
from etl.formats.kinds import Kind
from etl.formats.making import SheetMaker
from etl.grid import Workbook
from etl.limits import Limits

_DELIMITERS: Final = "\t,;|"
_SAMPLE: Final = 200
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_FORCED_TEXT = re.compile(r'="(.*)"', re.DOTALL)


def read_text(text: str, file_name: str, limits: Limits) -> Workbook:
    """One sheet of texts, none turned into a number. Raises NotAWorkbook, CorruptWorkbook, TooManyCells."""
    named = _SEPARATOR_LINE.match(text)
    body = text[named.end() :] if named else text
    maker = SheetMaker("Sheet1", file_name=file_name, limits=limits)
    try:
        delimiter = named[1] if named else _delimiter(body, file_name)
        for number, fields in enumerate(_rows(body, delimiter, file_name), 1):
            for column, field in enumerate(fields, 1):
                maker.put(number, column, _unforced(field))
    except csv.Error as error:
        raise CorruptWorkbook(file_name) from error
    return Workbook(file_name, (maker.finish(),), form=Kind.TEXT.value)


def _delimiter(text: str, file_name: str) -> str:
    """The delimiter that most lines have equally often; of equals the rarer one in prose, the tab first."""
    lines = [line for line in islice(io.StringIO(text), _SAMPLE) if line.strip()]
    best, most = "", 0
    for delimiter in _DELIMITERS:
        counts = Counter(len(fields) for fields in csv.reader(lines, delimiter=delimiter) if len(fields) > 1)
        alike = max(counts.values(), default=0)
        if alike > most:
            best, most = delimiter, alike
    if not best or most * 4 < len(lines):
        raise NotAWorkbook(file_name)
    return best


def _rows(text: str, delimiter: str, file_name: str) -> Iterator[list[str]]:
    """A quotation mark never closed would swallow the file's rest: only characters between tabs, else no reading."""
    unclosed = text.count('"') % 2 == 1
    if unclosed and delimiter != "\t":
        raise CorruptWorkbook(file_name)
    lines = io.StringIO(text, newline="")
    if unclosed:
        return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return csv.reader(lines, delimiter=delimiter)


def _unforced(field: str) -> str:
    """`="007"` and a trailing tab are how exports keep a program from taking a text for a number."""
    field = field.strip(" \t\r\n\u3000\xa0")
    forced = _FORCED_TEXT.fullmatch(field)
    return forced[1] if forced else field
