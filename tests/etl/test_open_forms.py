"""Every form of the same table opens to the same grid, whatever the file is called."""

from __future__ import annotations

import io
import struct
from datetime import date, datetime, timedelta

import pytest
import xlwt
from openpyxl import Workbook as Book
from python_calamine import CalamineWorkbook

from etl.errors import EncryptedWorkbook, IntakeError, NotAWorkbook, OtherFormat, PictureOnly
from etl.formats.xlsx import dated
from etl.grid import Cell, Sheet
from etl.open import read_workbook
from tests.etl import opening
from tests.etl.forms import saved
from tests.etl.test_intake_open import changed

FORMS: dict[str, tuple[bytes, str]] = {
    "xlsx": (opening.xlsx(), ".xlsx"),
    "xls": (opening.xls(), ".xls"),
    "ods": (opening.ods(), ".ods"),
    "xml 2003": (opening.spreadsheetml(), "XML 2003"),
    "xml 2003 in gb18030": (opening.spreadsheetml("gb18030"), "XML 2003"),
    "html in gb2312": (opening.html(), ".html"),
    "html in utf-8": (opening.html("utf-8"), ".html"),
    "html in utf-16": (opening.html("utf-16"), ".html"),
    "csv": (opening.text(), ".csv"),
    "csv with a mark": (opening.text(encoding="utf-8-sig"), ".csv"),
    "csv in gb18030": (opening.text(encoding="gb18030"), ".csv"),
    "tabs in gb18030": (opening.text("\t", "gb18030"), ".csv"),
    "tabs in utf-16": (opening.text("\t", "utf-16"), ".csv"),
    "tabs in utf-16 without a mark": (opening.text("\t", "utf-16-le"), ".csv"),
    "semicolons": (opening.text(";"), ".csv"),
    "locked package": (opening.locked_package("VelvetSweatshop"), ".xlsx"),
    "locked xls": (opening.locked_xls("VelvetSweatshop"), ".xls"),
}


def only_sheet(content: bytes) -> Sheet:
    workbook = read_workbook(content, "x.xls")
    assert len(workbook.sheets) == 1
    return workbook.sheets[0]


def cells(content: bytes) -> dict[str, Cell]:
    return {cell.address: cell for cell in only_sheet(content).cells.values()}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_opens_to_the_same_grid(form: str) -> None:
    content, name = FORMS[form]
    workbook = read_workbook(content, "任意.doc")
    found = {cell.address: cell for cell in workbook.sheets[0].cells.values()}
    assert workbook.form == name
    assert found["A1"].text == opening.TITLE
    assert [found[f"{letter}2"].text for letter in "ABCD"] == list(opening.HEADER)
    assert found["C3"].text in {"382600", "382,600"}
    shows_percent = form not in {"locked xls"}
    assert found["D3"].text == ("6.1%" if shows_percent else "0.061")
    assert found["D4"].text.rstrip("%").rstrip("0").rstrip(".") in {"-5", "-0.05"}
    assert len(found) == 13
    assert workbook.notices == (("unlocked_default",) if form.startswith("locked") else ())


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods", "xml 2003", "html in gb2312"])
def test_merged_titles_are_areas(form: str) -> None:
    area = only_sheet(FORMS[form][0]).area_at(1, 3)
    assert area is not None
    assert (area.top, area.left, area.bottom, area.right) == (1, 1, 1, 4)


@pytest.mark.parametrize("content", [opening.locked_package("秘密"), opening.locked_xls("secret")])
def test_a_real_password_is_refused(content: bytes) -> None:
    with pytest.raises(EncryptedWorkbook):
        read_workbook(content, "x.xls")


def test_an_older_workbook_keeps_errors_hiding_dates_and_formats() -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("甲")
    sheet.write(0, 0, datetime(2031, 10, 1), xlwt.easyxf(num_format_str='yyyy"年"m"月"'))
    sheet.write(1, 0, 123456.0, xlwt.easyxf(num_format_str='0!.0,"万"'))
    sheet.write(2, 0, 90.93, xlwt.easyxf(num_format_str='0.00"亿元"'))
    sheet.write(3, 0, xlwt.Formula("1+1"))
    sheet.write(0, 2, True)
    sheet.row(0).set_cell_error(3, "#DIV/0!")
    sheet.write(4, 5, 1)
    sheet.row(4).hidden = True
    sheet.col(5).hidden = True
    book.add_sheet("乙").visibility = 1
    workbook = read_workbook(opening.saved_xls(book), "x.et")
    found = {cell.address: cell for cell in workbook.sheets[0].cells.values()}
    assert found["A1"].value in {datetime(2031, 10, 1), date(2031, 10, 1)}
    assert (found["A2"].divisor, found["A2"].affix) == (10_000, "万")
    assert found["A3"].affix == "亿元"
    assert found["A4"].trouble == "formula_without_value"
    assert found["C1"].value is True
    assert (found["D1"].trouble, found["D1"].error) == ("error_value", "#DIV/0!")
    assert found["F5"].hidden
    assert workbook.sheets[0].hidden_rows == {5}
    assert workbook.sheets[0].hidden_columns == ((6, 6),)
    assert [sheet.hidden for sheet in workbook.sheets] == [False, True]


def test_an_older_workbook_with_a_false_code_page_keeps_its_texts() -> None:
    record = struct.pack("<HHH", 0x0042, 2, 1200)
    content = opening.xls()
    assert content.count(record) == 1
    western = content.replace(record, struct.pack("<HHH", 0x0042, 2, 1252))
    assert cells(western)["A1"].text == opening.TITLE


def test_days_of_chinese_excel_without_a_format_code_are_days() -> None:
    book = Book()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["A2"] = 48122, 48122
    sheet["A1"].number_format = "0.0"
    content = changed(saved(book), "xl/styles.xml", None, pattern=rb'(<xf [^>]*)numFmtId="164"', by=rb'\1numFmtId="57"')
    found = cells(content)
    assert (found["A1"].value, found["A2"].value) == (date(2031, 10, 1), 48122)


@pytest.mark.parametrize(
    ("value", "is_1904", "expected"),
    [
        (48122, False, date(2031, 10, 1)),
        (48122.5, False, datetime(2031, 10, 1, 12)),
        (46660.0, True, date(2031, 10, 1)),
        (0, False, 0),
        (True, False, True),
        ("10月", False, "10月"),
    ],
)
def test_a_number_shown_as_a_day_is_one(value: object, is_1904: bool, expected: object) -> None:
    assert dated(value, is_1904=is_1904) == expected  # type: ignore[arg-type]


def test_a_workbook_without_styles_is_noticed() -> None:
    content = changed(opening.xlsx(), "xl/styles.xml", b"<styleSheet/>")
    assert read_workbook(content, "x").notices == ()
    bare = opening.edited(content, b"xl/styles.xml", b"xl/nothing.xm")
    bare = bare.replace(b"xl/styles.xml", b"xl/nothing.xm")
    assert read_workbook(bare, "x").notices == ("styles_missing",)


def test_an_open_document_agrees_with_an_independent_reader() -> None:
    content = opening.ods()
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        rows = book.get_sheet_by_name(opening.SHEET).to_python()
    ours = only_sheet(content).cells
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            assert value == (ours[row, column].value if (row, column) in ours else "")


def test_an_open_document_keeps_repeats_errors_dates_and_hiding() -> None:
    rows = (
        '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
        '<table:table-row table:number-rows-repeated="2">'
        '<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="7">'
        "<text:p>7</text:p></table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
        '<table:table-row table:visibility="filter">'
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error">'
        "<text:p>#DIV/0!</text:p></table:table-cell>"
        '<table:table-cell table:formula="of:=1+1"/>'
        '<table:table-cell office:value-type="date" office:date-value="2031-10-01">'
        "<text:p>10月</text:p></table:table-cell>"
        '<table:table-cell office:value-type="time" office:time-value="PT01H30M00S">'
        "<text:p>1:30</text:p></table:table-cell>"
        '<table:table-cell office:value-type="string"><text:p>甲<text:s text:c="2"/>乙</text:p><text:p>丙</text:p>'
        "</table:table-cell></table:table-row>"
    )
    style = '<style:style style:name="t"><style:table-properties table:display="false"/></style:style>'
    content = opening.ods_of(
        f'<table:table table:name="甲">{rows}</table:table><table:table table:name="乙" table:style-name="t"/>', style
    )
    workbook = read_workbook(content, "x.ods")
    found = {cell.address: cell for cell in workbook.sheets[0].cells.values()}
    assert [found[place].value for place in ("A1", "B1", "A2", "B2")] == [7.0] * 4
    assert [found[place].hidden for place in ("A1", "B1", "A6")] == [False, True, True]
    assert (found["A6"].error, found["B6"].trouble) == ("#DIV/0!", "formula_without_value")
    assert (found["C6"].value, found["D6"].value) == (date(2031, 10, 1), timedelta(hours=1, minutes=30))
    assert found["E6"].text == "甲  乙\n丙"
    assert [sheet.hidden for sheet in workbook.sheets] == [False, True]


def test_xml_2003_keeps_places_errors_and_hiding() -> None:
    rows = (
        b'<Row ss:Index="3" ss:Hidden="1"><Cell ss:Index="2"><Data ss:Type="Error">#N/A</Data></Cell>'
        b'<Cell ss:Formula="=1+1"/><Cell><Data ss:Type="DateTime">2031-10-01T00:00:00.000</Data></Cell></Row></Table>'
        b'<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible>'
        b"</WorksheetOptions>"
    )
    sheet = only_sheet(opening.edited(opening.spreadsheetml(), rb"<Row>.*</Table>", rows))
    found = {cell.address: cell for cell in sheet.cells.values()}
    assert (found["B3"].error, found["C3"].trouble, found["D3"].value) == (
        "#N/A",
        "formula_without_value",
        datetime(2031, 10, 1),
    )
    assert sheet.hidden
    assert all(cell.hidden for cell in found.values())


def test_html_places_spans_lines_and_tables_as_a_program_shows_them() -> None:
    page = (
        "<html><meta charset=utf-8><body><h3>标题</h3><p>单位：万元</p><table>"
        "<tr><th rowspan=2>指标<th colspan=2>本月</tr><tr><td>数值<td>增长</tr>"
        "<tr style='display:none'><td>零售<br>总额</td><td>1&nbsp;</td><td>#DIV/0!</td></tr></table>"
        "<table><tr><td>注</td></tr></table>尾</body></html>"
    ).encode()
    found = cells(page)
    assert {place: cell.text for place, cell in found.items()} == {
        "A1": "标题",
        "A2": "单位：万元",
        "A3": "指标",
        "B3": "本月",
        "B4": "数值",
        "C4": "增长",
        "A5": "零售\n总额",
        "B5": "1",
        "C5": "",
        "A6": "注",
        "A7": "尾",
    }
    assert found["C5"].error == "#DIV/0!"
    assert found["A5"].hidden


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (b"sep=;\na;b\n1;2\n", {"A1": "a", "B2": "2"}),
        (b'a,b\n"x, y",="007"\n', {"A2": "x, y", "B2": "007"}),
        (b'a\tb\n5" pipe\t3\nc\td\n', {"A2": '5" pipe', "B2": "3", "B3": "d"}),
        (b"\n\na,b\n1,2\n", {"A3": "a", "B4": "2"}),
    ],
)
def test_text_keeps_every_field_in_its_place(written: bytes, expected: dict[str, str]) -> None:
    found = cells(written)
    assert {place: found[place].value for place in expected} == expected


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(200), PictureOnly),
        (b"\xff\xd8\xff\xe0" + bytes(range(256)), PictureOnly),
        ("这是一封信\n没有表格，只有文字\n".encode(), NotAWorkbook),
        (b"Rar!\x1a\x07\x01\x00" + bytes(50), OtherFormat),
        (b'{"a": [1, 2]}', OtherFormat),
        (b"<html><body>404, not found</body></html>", NotAWorkbook),
        (
            opening.compound(b"x" * 5000).replace("Workbook".encode("utf-16-le"), "WordDocu".encode("utf-16-le")),
            NotAWorkbook,
        ),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, error: type[IntakeError]) -> None:
    with pytest.raises(error):
        read_workbook(content, "x.xls")
