"""The .xlsx workbook: surveyed part by part, then read, then told what the reader leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from etl.errors import CorruptWorkbook, EmptyWorkbook, MacrosOnly, PictureOnly
from etl.formats.calamine import CalamineSheet, SheetTypeEnum, SheetVisibleEnum, opened, refusing, valued_cells
from etl.formats.display import PLAIN, Display
from etl.formats.making import bounded
from etl.grid import Area, Cell, Sheet, Value, Workbook
from etl.limits import Limits
from etl.package import SHARED_TEXTS, STYLES, WORKBOOK, SheetPart, is_laid_out_plainly, pack, sheet_parts, styles_of
from etl.survey import SharedTexts, Survey, survey_sheet

_MACROS: Final = ("xl/vbaProject.bin", "xl/macrosheets/", "xl/dialogsheets/")
_EPOCH_1904 = re.compile(rb"date1904=[\"'](?:1|true)[\"']")
_TWICE: Final = 3_000_000
_NO_SURVEY: Final = Survey()


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A package that was surveyed and may be read. `is_plain`: nothing in it is out of the ordinary."""

    parts: Mapping[str, bytes]
    sheets: tuple[tuple[SheetPart, Survey], ...]
    is_plain: bool

    @property
    def places(self) -> int:
        """How many places a reader lays out for it."""
        return sum(survey.bottom * survey.right for _, survey in self.sheets)


def survey_package(parts: Mapping[str, bytes], file_name: str, limits: Limits) -> Surveyed:
    """Surveys every part that could be a sheet. Raises CorruptWorkbook, EntitiesDeclared, TooManyCells."""
    displays = styles_of(parts[STYLES], file_name) if STYLES in parts else ()
    shared = SharedTexts(parts.get(SHARED_TEXTS, b"<none/>"), file_name)
    sheets = sheet_parts(parts, file_name)
    named = {sheet.part for sheet in sheets if sheet.part}
    stray = {part for part, text in parts.items() if b"sheetData" in text[:65536]}
    surveys = {
        part: survey_sheet(parts[part], file_name, displays=displays, shared=shared, limits=limits)
        for part in sorted(named | stray)
    }
    is_plain = all(survey.is_plain for survey in surveys.values()) and is_laid_out_plainly(parts, sheets)
    return Surveyed(parts, tuple((sheet, surveys.get(sheet.part, _NO_SURVEY)) for sheet in sheets), is_plain)


def read_xlsx(content: bytes, surveyed: Surveyed, file_name: str, limits: Limits) -> Workbook:
    """Every worksheet. Raises CorruptWorkbook, EncryptedWorkbook, MacrosOnly, PictureOnly, EmptyWorkbook."""
    is_1904 = bool(_EPOCH_1904.search(surveyed.parts[WORKBOOK]))
    with refusing(file_name), opened(_as_surveyed(surveyed) or content) as book:
        metadata = book.sheets_metadata
        if len(metadata) != len(surveyed.sheets):
            raise CorruptWorkbook(file_name)
        sheets = []
        for index, (about, (_, survey)) in enumerate(zip(metadata, surveyed.sheets, strict=True)):
            if about.typ is SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_index(index)
                merged = bounded(_areas(sheet), survey.bottom, file_name=file_name, limits=limits)
                hidden = about.visible is not SheetVisibleEnum.Visible
                sheets.append(_read_sheet(sheet, survey, merged, hidden=hidden, is_1904=is_1904))
    if not any(sheet.cells for sheet in sheets):
        raise _refusal_of_nothing(surveyed.parts, file_name)
    notices = () if STYLES in surveyed.parts else ("styles_missing",)
    return Workbook(file_name, tuple(sheets), notices=notices)


def _as_surveyed(surveyed: Surveyed) -> bytes | None:
    """The package as it was unpacked, which its reader gets through in three quarters of the time; None where it is
    out of the ordinary, or so large that holding it twice would matter."""
    parts = surveyed.parts
    if not surveyed.is_plain or sum(map(len, parts.values())) > _TWICE or not all(map(str.isascii, parts)):
        return None
    return pack(parts)


def _refusal_of_nothing(parts: Mapping[str, bytes], file_name: str) -> Exception:
    if any(part.startswith(_MACROS) for part in parts):
        return MacrosOnly(file_name)
    if any(part.startswith("xl/media/") for part in parts):
        return PictureOnly(file_name)
    return EmptyWorkbook(file_name)


def _areas(sheet: CalamineSheet) -> Iterator[Area]:
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        yield Area(top + 1, left + 1, bottom + 1, right + 1)


def _read_sheet(
    sheet: CalamineSheet, survey: Survey, merged: tuple[Area, ...], *, hidden: bool, is_1904: bool
) -> Sheet:
    """The sheet with what calamine leaves out: formats, errors, formulas never calculated, Chinese dates, raised
    marks."""
    cells = valued_cells(sheet, hidden=hidden)
    hides = bool(survey.hidden_rows or survey.hidden_columns)
    for place in [*cells, *survey.troubled] if hides else [*survey.displays, *survey.troubled, *survey.raised]:
        if place in cells or place in survey.troubled:
            value = survey.raised.get(place) or (cells[place].value if place in cells else None)
            cells[place] = _cell(place, value, survey, hidden=hidden, is_1904=is_1904)
    hidden_columns = tuple(survey.hidden_columns)
    return Sheet(sheet.name, cells, merged, hidden, frozenset(survey.hidden_rows), hidden_columns)


def _cell(place: tuple[int, int], value: Value, survey: Survey, *, hidden: bool, is_1904: bool) -> Cell:
    display: Display = survey.displays.get(place, PLAIN)
    if display.is_date:
        value = dated(value, is_1904=is_1904)
    return Cell(
        *place,
        value,
        display.percent,
        survey.troubled.get(place, ""),
        hidden or survey.is_hidden(*place),
        survey.errors.get(place, ""),
        display.divisor,
        display.affix,
    )


def dated(value: Value, *, is_1904: bool) -> Value:
    """The day a number is where its format is one of the Chinese dates a reader does not know."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 2_958_466:
        return value
    moment = (datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)) + timedelta(days=value)
    return moment.date() if moment.time() == time() else moment
