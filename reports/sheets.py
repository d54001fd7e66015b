"""Tables as sheets of a workbook: typed cells, frozen headers, filters, widths, status by colour and word."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from math import ceil
from typing import IO, Any

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from charts.theme import COLOURS
from i18n import Words
from rules.model import Status

CHINA = timedelta(hours=8)
FONTS: Mapping[str, str] = {"zh-Hans": "Microsoft YaHei", "zh-Hant": "Microsoft JhengHei", "en": "Calibri"}
INK = "#17191D"
FILLS: Mapping[str, str] = {
    Status.DONE: "#DCF0E9",
    Status.ON_TRACK: "#DFEBF7",
    Status.AT_RISK: "#FCEFD3",
    Status.BEHIND: "#FBE0D6",
    Status.OVERDUE_REPORT: "#ECEDEF",
    Status.NO_DATA: "#F6F7F8",
}
"""What a cell of a status is filled with: pale enough for its word in the status' own colour."""
WIDEST, NARROWEST = 46.0, 7.0
LINE, TITLE_HEIGHT, MOST_LINES = 14.5, 24, 6
"""Heights in points; a text longer than this many lines is read in its cell."""
HEADER_ROW = 2
"""A sheet's table starts below its title and its note."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with the decimals it is written with."""

    value: float | None
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """A status with its shape and word."""

    status: str
    text: str


Cell = str | int | float | bool | date | datetime | Amount | Judged | None


@dataclass(frozen=True)
class Sheet:
    """A table with its title; `widths` where the cells do not tell them, by column."""

    name: str
    title: str
    note: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Mapping[int, float] = field(default_factory=dict)


class Book:
    """A workbook being written. No clock gets into it: `moment` is the day it says it was made."""

    def __init__(self, target: IO[bytes] | str, words: Words, *, moment: datetime) -> None:
        self.words = words
        font = {"font_name": FONTS[words.language], "font_size": 10, "valign": "vcenter", "font_color": INK}
        self.file: Workbook = xlsxwriter.Workbook(
            target,
            {"strings_to_formulas": False, "strings_to_urls": False, "default_format_properties": font},
        )
        self.file.set_calc_mode("auto")
        self.moment = moment
        self._font = font
        self._names: set[str] = set()
        self.format = cache(self._format)

    def describe(self, *, title: str, subject: str, comments: str) -> None:
        """The document's properties."""
        self.file.set_properties({"title": title, "subject": subject, "comments": comments, "created": self.moment})

    def close(self) -> None:
        self.file.close()

    def add(self, name: str) -> Worksheet:
        """A new sheet; its name made to fit and to be the only one of its kind."""
        fitted = "".join("-" if sign in "[]:*?/\\'" else sign for sign in name)[:31].strip()
        numbered, number = fitted, 2
        while numbered.lower() in self._names:
            numbered, number = f"{fitted[:28]} {number}", number + 1
        self._names.add(numbered.lower())
        return self.file.add_worksheet(numbered)

    def table(self, sheet: Sheet) -> Worksheet:
        """A sheet with title, note and the table below: header frozen and filtered."""
        made = self.add(sheet.name)
        made.write_string(0, 0, sheet.title, self.format(bold=True, font_size=14))
        made.write_string(1, 0, sheet.note, self.format(font_color="#5B6470"))
        widths = [sheet.widths.get(column) or _width(sheet, column) for column in range(len(sheet.header))]
        for column, (text, width) in enumerate(zip(sheet.header, widths, strict=True)):
            made.write_string(HEADER_ROW, column, text, self._head())
            made.set_column(column, column, width)
        made.set_row(0, TITLE_HEIGHT)
        made.set_row(HEADER_ROW, 30)
        for number, row in enumerate(sheet.rows, HEADER_ROW + 1):
            for column, cell in enumerate(row):
                self.cell(made, number, column, cell)
            made.set_row(number, _height(row, widths))
        if sheet.rows:
            made.autofilter(HEADER_ROW, 0, HEADER_ROW + len(sheet.rows), len(sheet.header) - 1)
        made.freeze_panes(HEADER_ROW + 1, 2 if len(sheet.header) > 4 else 1)
        self.on_paper(made, sheet.note)
        return made

    def on_paper(self, made: Worksheet, note: str) -> None:
        """How a sheet prints: landscape on A4, as wide as the paper, the header on each page."""
        made.set_landscape()
        made.set_paper(9)
        made.fit_to_pages(1, 0)
        made.repeat_rows(HEADER_ROW)
        made.set_footer(f"&L&8 {note.replace('&', '&&')}&R&8 &P / &N")
        made.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)

    def cell(self, made: Worksheet, row: int, column: int, cell: Cell) -> None:
        """A cell by what it is; a text is never run as a formula."""
        if cell is None or cell == "":
            made.write_blank(row, column, None, self._body())
        elif isinstance(cell, Judged):
            made.write_string(row, column, cell.text, self._judged(cell.status))
        elif isinstance(cell, Amount):
            self._number(made, row, column, cell)
        elif isinstance(cell, bool):
            made.write_string(row, column, self.words("dictionary.yes" if cell else "dictionary.no"), self._body())
        elif isinstance(cell, datetime):
            made.write_datetime(row, column, cell + CHINA, self._body(num_format="yyyy-mm-dd hh:mm", align="left"))
        elif isinstance(cell, date):
            made.write_datetime(row, column, _midnight(cell), self._body(num_format="yyyy-mm-dd", align="left"))
        elif isinstance(cell, str):
            made.write_string(row, column, cell, self._body(text_wrap=True))
        else:
            decimals = 0 if float(cell).is_integer() else 2
            self._number(made, row, column, Amount(float(cell), decimals))

    def _number(self, made: Worksheet, row: int, column: int, amount: Amount) -> None:
        if amount.value is None:
            made.write_blank(row, column, None, self._body())
            return
        shape = "#,##0" + ("." + "0" * amount.decimals if amount.decimals else "")
        made.write_number(row, column, amount.value, self._body(num_format=shape))

    def _format(self, **properties: Any) -> Format:
        return self.file.add_format({**self._font, **properties})

    def _head(self) -> Format:
        return self.format(
            bold=True, text_wrap=True, bg_color="#E8ECF1", bottom=1, bottom_color="#8A94A0", align="left"
        )

    def _body(self, **properties: Any) -> Format:
        return self.format(bottom=1, bottom_color="#E3E6EA", **properties)

    def _judged(self, status: str) -> Format:
        colour = COLOURS[Status(status)]
        return self._body(
            bold=True, bg_color=FILLS[status], font_color=_dark(colour) if colour.startswith("#") else INK
        )


def _dark(colour: str) -> str:
    """A status' colour as ink on its own pale fill: a third darker, so that small letters keep their contrast."""
    return "#" + "".join(f"{int(int(colour[place : place + 2], 16) * 0.66):02X}" for place in (1, 3, 5))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def _width(sheet: Sheet, column: int) -> float:
    """Wide enough for most cells of a column; long texts wrap."""
    lengths = sorted(text_columns(_shown(row[column])) for row in sheet.rows)
    usual = lengths[int(len(lengths) * 0.9)] if lengths else 0
    header = text_columns(sheet.header[column]) / 2 + 2
    return min(WIDEST, max(NARROWEST, header, usual + 2.5))


def _height(row: Sequence[Cell], widths: Sequence[float]) -> float:
    """As many lines as the longest text of a row takes; not every program works that out itself."""
    lines = [
        sum(max(1, ceil(text_columns(part) / (width - 1))) for part in cell.split("\n"))
        for cell, width in zip(row, widths, strict=True)
        if isinstance(cell, str)
    ]
    return LINE * min(MOST_LINES, max(lines, default=1)) + 1.5


def _shown(cell: Cell) -> str:
    if isinstance(cell, Judged):
        return cell.text
    if isinstance(cell, Amount):
        return "" if cell.value is None else f"{cell.value:,.{cell.decimals}f}"
    if isinstance(cell, datetime):
        return "2024-10-01 12:00"
    return "" if cell is None else str(cell)


def text_columns(text: str) -> float:
    """How wide a text is in Latin letters; a Chinese character takes two."""
    longest = max(text.split("\n"), key=len) if text else ""
    return sum(2.0 if ord(sign) > 0x2E7F else 1.0 for sign in longest)


def frame_xlsx(frame: pl.DataFrame, *, words: Words, title: str, note: str, moment: datetime) -> bytes:
    """A table of the screen as a workbook of one sheet: numbers as numbers, days as days, texts as texts."""
    out = io.BytesIO()
    book = Book(out, words, moment=moment)
    book.describe(title=title, subject=note, comments="")
    book.table(Sheet(title, title, note, frame.columns, [_cells(row) for row in frame.iter_rows()]))
    book.close()
    return out.getvalue()


def _cells(row: tuple[Any, ...]) -> list[Cell]:
    return [_plain(value) for value in row]


def _plain(value: Any) -> Cell:
    if isinstance(value, float) and not value.is_integer():
        return Amount(value, min(4, max(1, len(f"{value:.4f}".rstrip("0").partition(".")[2]))))
    return value if isinstance(value, str | int | float | bool | date | datetime) else None
