"""Open: a file's bytes to a workbook of addressed cells, whatever the file is called."""

from __future__ import annotations

import io
from collections.abc import Mapping
from itertools import chain

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from etl.errors import (
    CorruptWorkbook,
    EmptyFile,
    EncryptedWorkbook,
    IntakeError,
    NotAWorkbook,
    OtherFormat,
    WorkbookTooLarge,
)
from etl.grid import Area, Cell, Sheet, Workbook
from etl.package import MOST_BYTES, percent_styles, sheet_parts, unpack
from etl.survey import Survey, shared_text_lengths, survey_sheet

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_NO_SURVEY = Survey()


def read_workbook(content: bytes, file_name: str) -> Workbook:
    """Every valued cell of every sheet of an .xlsx, known by its content.

    Raises an IntakeError where the bytes are no .xlsx, locked, damaged, or larger than a report can be.
    """
    if not content.startswith(b"PK"):
        raise _refusal(content, file_name)
    if len(content) > MOST_BYTES:
        found, most = f"{len(content) / 1e6:.0f} MB", f"{MOST_BYTES / 1e6:.0f} MB"
        raise WorkbookTooLarge(file_name, found=found, expected=most)
    surveys = _survey(unpack(content, file_name), file_name)
    return Workbook(file_name, _read_sheets(content, file_name, surveys))


def _refusal(content: bytes, file_name: str) -> IntakeError:
    """What else the bytes are, said so that the sender knows what to do."""
    if not content.strip(b"\0 \r\n\t"):
        return EmptyFile(file_name)
    if content.startswith(_OLE):
        locked = _ENCRYPTED_STREAM in content
        return EncryptedWorkbook(file_name) if locked else OtherFormat(file_name, found=".xls")
    head = content[:4096].lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return OtherFormat(file_name, found="XML 2003")
    if b"<html" in head or b"<table" in head:
        return OtherFormat(file_name, found=".html")
    if content.startswith(b"%PDF"):
        return OtherFormat(file_name, found=".pdf")
    if _is_text(content) and any(mark in content for mark in (b",", b"\t", b";")):
        return OtherFormat(file_name, found=".csv")
    return NotAWorkbook(file_name)


def _is_text(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if b"\0" in content[:65536]:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _survey(parts: Mapping[str, bytes], file_name: str) -> dict[str, Survey]:
    """A survey for each sheet name; parts that no sheet names are surveyed too, for what they would cost."""
    percent = percent_styles(parts, file_name)
    shared = shared_text_lengths(parts.get("xl/sharedStrings.xml", b"<none/>"), file_name)
    names = sheet_parts(parts, file_name)
    stray = {part for part, text in parts.items() if b"worksheet" in text[:4096] and part.endswith(".xml")}
    surveyed = {
        part: survey_sheet(parts[part], file_name, percent_styles=percent, shared_lengths=shared)
        for part in sorted(stray.union(names.values()) & parts.keys())
        if "worksheets" in part or part in stray
    }
    return {name: surveyed[part] for name, part in names.items() if part in surveyed}


def _read_sheets(content: bytes, file_name: str, surveys: Mapping[str, Survey]) -> tuple[Sheet, ...]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return tuple(
                _read_sheet(
                    book.get_sheet_by_name(about.name),
                    surveys.get(about.name, _NO_SURVEY),
                    hidden=about.visible is not SheetVisibleEnum.Visible,
                )
                for about in book.sheets_metadata
                if about.typ is SheetTypeEnum.WorkSheet
            )
    except PasswordError as error:
        raise EncryptedWorkbook(file_name) from error
    except (CalamineError, XmlError, ZipError, ValueError, OSError) as error:
        raise CorruptWorkbook(file_name) from error


def _read_sheet(sheet: CalamineSheet, survey: Survey, *, hidden: bool) -> Sheet:
    """The sheet with what calamine leaves out: percent formats, errors, formulas never calculated."""
    places = {
        (row, column): value
        for row, values in enumerate(sheet.to_python(skip_empty_area=False), 1)
        for column, value in enumerate(values, 1)
        if value != ""
    }
    cells = {
        (row, column): Cell(
            row,
            column,
            places.get((row, column)),
            percent=(row, column) in survey.percent,
            trouble=survey.troubled.get((row, column), ""),
            hidden=hidden or survey.is_hidden(row, column),
        )
        for row, column in chain(places, survey.troubled.keys() - places.keys())
    }
    merged = tuple(
        Area(top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    return Sheet(sheet.name, cells, merged, hidden)
