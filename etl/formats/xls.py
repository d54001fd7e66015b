"""The older workbook, .xls and WPS .et: values by calamine, all else by the survey of its records."""

from __future__ import annotations

from etl.errors import CorruptWorkbook, EmptyWorkbook, MacrosOnly
from etl.formats.biff import mended, survey_book
from etl.formats.calamine import CalamineSheet, SheetTypeEnum, SheetVisibleEnum, opened, refusing, valued_cells
from etl.formats.display import PLAIN
from etl.formats.kinds import Kind
from etl.formats.making import bounded
from etl.formats.ole import Compound
from etl.formats.xlsx import dated
from etl.grid import Area, Cell, Sheet, Workbook
from etl.limits import Limits
from etl.survey import Survey


def read_xls(content: bytes, compound: Compound, file_name: str, limits: Limits) -> Workbook:
    """Every worksheet. Raises CorruptWorkbook, EncryptedWorkbook, MacrosOnly, EmptyWorkbook, TooManyCells."""
    surveyed = survey_book(compound.book, file_name, limits)
    with refusing(file_name), opened(mended(content, surveyed, file_name)) as book:
        metadata = book.sheets_metadata
        if not metadata or len(metadata) != len(surveyed.sheets):
            raise CorruptWorkbook(file_name)
        sheets = tuple(
            _read_sheet(
                book.get_sheet_by_index(index),
                survey,
                bounded(merged, survey.bottom, file_name=file_name, limits=limits),
                hidden=about.visible is not SheetVisibleEnum.Visible,
                is_1904=surveyed.is_1904,
            )
            for index, (about, (survey, merged)) in enumerate(zip(metadata, surveyed.sheets, strict=True))
            if about.typ is SheetTypeEnum.WorkSheet
        )
    if not any(sheet.cells for sheet in sheets):
        raise MacrosOnly(file_name) if compound.has_macros or not sheets else EmptyWorkbook(file_name)
    return Workbook(file_name, sheets, form=Kind.OLE.value)


def _read_sheet(
    sheet: CalamineSheet, survey: Survey, merged: tuple[Area, ...], *, hidden: bool, is_1904: bool
) -> Sheet:
    cells = valued_cells(sheet, hidden=hidden)
    for place in [*cells, *(survey.troubled.keys() - cells.keys())]:
        display, trouble = survey.displays.get(place, PLAIN), survey.troubled.get(place, "")
        value = None if trouble else cells[place].value
        cells[place] = Cell(
            *place,
            dated(value, is_1904=is_1904) if display.is_date else value,
            display.percent,
            trouble,
            hidden or survey.is_hidden(*place),
            survey.errors.get(place, ""),
            display.divisor,
            display.affix,
        )
    hidden_columns = tuple(survey.hidden_columns)
    return Sheet(sheet.name, cells, merged, hidden, frozenset(survey.hidden_rows), hidden_columns)
