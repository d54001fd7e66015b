"""Opening: hostile and mistaken files are refused in one sentence, before any reader could be hurt."""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from etl.errors import (
    CorruptWorkbook,
    EmptyFile,
    EntitiesDeclared,
    IntakeError,
    NotAWorkbook,
    OtherFormat,
    WorkbookTooLarge,
)
from etl.open import read_workbook
from tests.etl.forms import form, row, saved

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def changed(content: bytes, member: str, text: bytes | None, *, pattern: bytes = b"", by: bytes = b"") -> bytes:
    """The package with one part replaced (`text`) or edited (`pattern`, `by`); made where it was not there."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        names = dict.fromkeys([*source.namelist(), member])
        for name in names:
            part = source.read(name) if name in source.namelist() else b""
            if name == member:
                part = re.sub(pattern, by, part, count=1) if text is None else text
            target.writestr(name, part)
    return made.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
GOOD = form([row("urban_jobs", 100)])


def test_cells_keep_value_address_format_and_hiding() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["B2"], sheet["B3"], sheet["B4"] = 0.085, 0.085, "文字"
    sheet["B2"].number_format = "0.0%"
    sheet["B3"].number_format = '0.000"%"'
    sheet["C2"] = "=1/0"
    sheet.row_dimensions[4].hidden = True
    sheet.merge_cells("D1:E2")
    book.create_sheet("藏").sheet_state = "hidden"
    first, second = read_workbook(saved(book), "x.xlsx").sheets
    cells = {cell.address: cell for cell in first.cells.values()}
    assert (cells["B2"].text, cells["B3"].text, cells["B4"].text) == ("8.5%", "0.085", "文字")
    assert cells["B4"].hidden
    assert not cells["B2"].hidden
    assert cells["C2"].trouble == "formula_without_value"
    assert [(area.top, area.left, area.bottom, area.right) for area in first.merged] == [(1, 4, 2, 5)]
    assert second.hidden


def test_an_error_cell_is_noticed() -> None:
    broken = changed(
        GOOD, SHEET, None, pattern=rb'<c r="E4"[^>]*><v>100</v></c>', by=b'<c r="E4" t="e"><v>#DIV/0!</v></c>'
    )
    cells = {cell.address: cell for cell in read_workbook(broken, "x.xlsx").sheets[0].cells.values()}
    assert cells["E4"].trouble == "error_value"


@pytest.mark.parametrize(
    ("content", "error", "found"),
    [
        (b"", EmptyFile, ""),
        (b" \r\n\0", EmptyFile, ""),
        (OLE + b"\0" * 600, CorruptWorkbook, ""),
        (b'<?xml version="1.0"?><note>1,2</note>', OtherFormat, ".xml"),
        (b"%PDF-1.7 x", OtherFormat, ".pdf"),
        (b"just words", NotAWorkbook, ""),
        (b"\x00\x01\x02\x03" * 50, NotAWorkbook, ""),
        (GOOD[: len(GOOD) // 2], CorruptWorkbook, ""),
        (changed(GOOD, SHEET, b"<worksheet><sheetData>"), CorruptWorkbook, ""),
        (changed(GOOD, SHEET, b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'), EntitiesDeclared, ""),
        (changed(GOOD, "xl/styles.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><styleSheet/>'), EntitiesDeclared, ""),
    ],
)
def test_what_is_no_workbook_says_what_it_is(content: bytes, error: type[IntakeError], found: str) -> None:
    with pytest.raises(error) as refusal:
        read_workbook(content, "县人社局.xlsx")
    assert type(refusal.value) is error
    assert refusal.value.found == found
    assert str(refusal.value).startswith("县人社局.xlsx: ")


def zipped(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return made.getvalue()


def test_other_packages_are_named() -> None:
    for content, found in (
        (zipped(content_xml=b"<a/>"), ".odt"),
        (zipped(word__document_xml=b"<a/>"), ".docx"),
        (zipped(a=b""), ".zip"),
    ):
        with pytest.raises(OtherFormat) as refusal:
            read_workbook(content, "x.xlsx")
        assert refusal.value.found == found


def far_cell(address: bytes) -> bytes:
    return b'<row r="%s"><c r="%s"><v>1</v></c></row></sheetData>' % (
        address.lstrip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        address,
    )


def test_one_stray_cell_at_the_end_of_the_sheet_is_refused_before_it_costs_anything() -> None:
    bomb = changed(GOOD, SHEET, None, pattern=b"</sheetData>", by=far_cell(b"XFD1048576"))
    with pytest.raises(WorkbookTooLarge, match="1,048,576 × 16,384"):
        read_workbook(bomb, "x.xlsx")


def test_a_stray_cell_that_gives_its_row_only_is_counted_too() -> None:
    stray = b'<row r="1048576"><c><v>1</v></c><c r="XFD1048576" t="str"><v>x</v></c></row></sheetData>'
    with pytest.raises(WorkbookTooLarge):
        read_workbook(changed(GOOD, SHEET, None, pattern=b"</sheetData>", by=stray), "x.xlsx")


def test_empty_formatted_cells_far_away_do_no_harm() -> None:
    styled = b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    assert read_workbook(changed(GOOD, SHEET, None, pattern=b"</sheetData>", by=styled), "x.xlsx").sheets


def test_zip_bombs_are_refused_by_declared_size_and_ratio() -> None:
    with pytest.raises(WorkbookTooLarge):
        read_workbook(changed(GOOD, "xl/media/zeros.xml", b"0" * 8_000_000), "x.xlsx")


def test_a_long_text_shown_by_many_cells_is_refused() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in range(1, 1_001):
        sheet.cell(line, 1, "长" * 30_000)
    with pytest.raises(WorkbookTooLarge):
        read_workbook(saved(book), "x.xlsx")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(min_value=0, max_value=len(GOOD) - 1), st.binary(min_size=1, max_size=6))
def test_damaged_bytes_are_read_or_refused_never_worse(place: int, noise: bytes) -> None:
    damaged = GOOD[:place] + noise + GOOD[place + len(noise) :]
    with suppress(IntakeError):
        assert read_workbook(damaged, "x.xlsx").sheets is not None
