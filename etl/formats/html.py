"""HTML tables saved under a workbook's name: every table and the lines between, one below the other as Excel shows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from etl.errors import NotAWorkbook
from etl.formats.display import Display
from etl.formats.kinds import Kind
from etl.formats.making import SheetMaker
from etl.formats.runs import RAISED_TAGS
from etl.grid import Value, Workbook
from etl.limits import Limits

_SILENT: Final = frozenset({"script", "style", "title", "xml"})
_BREAKS: Final = frozenset({"p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "li", "center", "caption"})
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_DECLARED_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_CHINESE: Final = frozenset({"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "hz-gb-2312"})
_FORMULA_ERRORS = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)")


@dataclass(slots=True)
class _Open:
    """A table being read: where its next row goes, and how far cells of rows above reach down."""

    column: int = 1
    taken: dict[int, int] = field(default_factory=dict)  # column -> last row taken by a cell from above
    in_cell: bool = False
    cell: tuple[int, int] = (0, 0)
    number: float | None = None


def read_html(content: bytes, text: str, file_name: str, limits: Limits) -> Workbook:
    """One sheet of all tables. Raises NotAWorkbook where there is no table, TooManyCells."""
    maker = SheetMaker("Sheet1", file_name=file_name, limits=limits)
    reader = _Tables(maker, limits)
    reader.feed(_by_declared_charset(content, text))
    reader.close()
    reader.finish()
    if not reader.tables:
        raise NotAWorkbook(file_name)
    return Workbook(file_name, (maker.finish(),), form=Kind.HTML.value)


def _by_declared_charset(content: bytes, text: str) -> str:
    """Chinese text can happen to be valid UTF-8; where the page names a Chinese encoding that can be read, it is so."""
    declared = _DECLARED_CHARSET.search(content[:4096])
    if not declared or declared[1].decode("ascii").lower() not in _CHINESE or content.startswith(b"\xef\xbb\xbf"):
        return text
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError:
        return text


class _Tables(HTMLParser):
    """Rows go down the one sheet; a table inside a cell continues below, at the left."""

    def __init__(self, maker: SheetMaker, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.tables = 0
        self._maker, self._limits = maker, limits
        self._row = 0
        self._stack: list[_Open] = []
        self._silent = 0
        self._levels: list[str] = []
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent += 1
        elif tag in RAISED_TAGS:
            self._levels.append(tag)
        elif tag == "table":
            self._settle()
            self.tables += 1
            self._stack.append(_Open())
        elif self._stack and tag == "tr":
            self._settle()
            self._start_row(given)
        elif self._stack and tag in {"td", "th"}:
            self._settle()
            self._start_cell(given)
        elif tag in _BREAKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(self._silent - 1, 0)
        elif tag in RAISED_TAGS:
            self._levels = self._levels[:-1]
        elif self._stack and tag in {"td", "th", "tr"}:
            self._settle()
        elif self._stack and tag == "table":
            self._settle()
            self._row = max(self._row, *self._stack.pop().taken.values(), 0)
        elif tag in _BREAKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._words.append(RAISED_TAGS[self._levels[-1]](data) if self._levels else data)

    def finish(self) -> None:
        """What stands after the last table."""
        self._settle()

    def _break(self) -> None:
        if self._stack and self._stack[-1].in_cell:
            self._words.append("\n")
        else:
            self._settle()

    def _start_row(self, given: dict[str, str]) -> None:
        self._row += 1
        self._stack[-1].column = 1
        if _HIDDEN.search(given.get("style", "")):
            self._maker.hidden_rows.add(self._row)

    def _start_cell(self, given: dict[str, str]) -> None:
        self._levels = []  # what the cell before left open
        table, row = self._stack[-1], max(self._row, 1)
        self._row = row
        while table.taken.get(table.column, 0) >= row:
            table.column += 1
        wide, high = _span(given.get("colspan", "")), _span(given.get("rowspan", ""))
        self._maker.reach(row, table.column + wide - 1)
        high = min(high, self._limits.rows)
        table.taken.update((table.column + offset, row + high - 1) for offset in range(wide))
        self._maker.merge(row, table.column, rows=high, columns=wide)
        table.in_cell, table.cell = True, (row, table.column)
        table.number = _number(given.get("x:num"))
        table.column += wide

    def _settle(self) -> None:
        """The words gathered so far go to the open cell, or outside every cell to a row of their own."""
        words = "\n".join(" ".join(line.split()) for line in "".join(self._words).split("\n"))
        raw = "".join(self._words).strip()
        self._words = []
        text = words.strip() if "\n" in raw else raw
        table = self._stack[-1] if self._stack else None
        if table and table.in_cell:
            table.in_cell = False
            self._put(table.cell, text, table.number)
        elif text:
            self._row += 1
            self._put((self._row, 1), text, None)

    def _put(self, place: tuple[int, int], text: str, number: float | None) -> None:
        text = re.sub(r"[ \t\r\n\xa0]*\n[ \t\r\n\xa0]*", "\n", text).strip("\xa0\u3000 ")
        if _FORMULA_ERRORS.fullmatch(text):
            self._maker.put(*place, None, trouble="error_value", error=text)
            return
        value: Value = text if number is None else number
        percent = number is not None and text.endswith("%")
        self._maker.put(*place, value, display=Display(percent=percent))


def _span(text: str) -> int:
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _number(text: str | None) -> float | None:
    """The exact number Excel keeps beside the text it shows; an attribute without a value says only that it is one."""
    try:
        return float(text) if text else None
    except ValueError:
        return None
