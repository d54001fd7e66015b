"""A note's mark that stands raised beside a number, in each form of workbook: 8.1 with a raised 1 is never 8.11."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from etl.formats.runs import lowered, raised
from etl.grid import Workbook
from etl.open import read_workbook
from etl.worker import read_apart
from tests.etl import opening
from tests.etl.sheets import ends, figures
from tests.etl.test_intake_open import changed
from tests.etl.test_layout_troubles import INVESTED, read
from warehouse.catalogue import Catalogue


def rich(*parts: str, where: str = "superscript", plain: tuple[str, ...] = ()) -> bytes:
    """A workbook as Excel writes it, the texts shared: a growth whose cell is put together from runs."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    script = book.add_format({"font_script": 1 if where == "superscript" else 2})
    for row, cells in enumerate([["2031年1-10月"], ["指标", "累计增长(%)"], ["规模以上工业增加值"]]):
        sheet.write_row(row, 0, cells)
    runs: list[object] = []
    for place, part in enumerate(parts):
        runs += [script, part] if place % 2 else [part]
    if parts[:1] == ("",):
        runs = [script, parts[1], *parts[2:]]
    sheet.write_rich_string("B3", *runs)
    for row, text in enumerate(plain, 4):
        sheet.write(row, 0, text)
    book.close()
    return stream.getvalue()


def shown(workbook: Workbook, place: tuple[int, int] = (3, 2)) -> object:
    return workbook.sheets[0].cells[place].value


@pytest.mark.parametrize(
    ("parts", "text", "value"),
    [
        (("8.1", "1"), "8.1¹", 8.1),
        (("8.1", "1)"), "8.1¹⁾", 8.1),
        (("8.1", "①"), "8.1①", 8.1),
        (("8.1", "*"), "8.1*", 8.1),
        (("8.1%", "12"), "8.1%¹²", 8.1),
        (("", "2", "8.1"), "²8.1", 8.1),
        (("8.1", "注1"), "8.1注¹", 8.1),
        (("8.1", "a"), "8.1a", None),  # what it means nobody can say: the cell is refused
        (("8", "1", ".5"), "8¹.5", None),
    ],
)
def test_a_raised_mark_is_told_from_the_number(
    tiny_catalogue: Catalogue, parts: tuple[str, ...], text: str, value: float | None
) -> None:
    content = rich(*parts)
    assert shown(read_workbook(content, "r.xlsx")) == shown(read_apart(content, "r.xlsx")) == text
    intake = read(tiny_catalogue, content)
    expected = {} if value is None else {("industry_growth", "2031-10"): (value, "B3")}
    assert figures(intake) == expected
    if value is None:
        assert ends(intake)["B3"][0] == "refused"
    else:
        assert intake.observations["cell_text"].to_list() == [text]


def test_a_lowered_digit_refuses_the_number_and_leaves_a_name_as_it_is(tiny_catalogue: Catalogue) -> None:
    assert figures(read(tiny_catalogue, rich("8.1", "1", where="subscript"))) == {}
    assert shown(read_workbook(rich("CO", "2", "排放", where="subscript"), "r.xlsx")) == "CO₂排放"


def test_texts_that_stand_level_are_the_reader_s(tiny_catalogue: Catalogue) -> None:
    workbook = read_workbook(rich("8.1", "1", plain=("资料来源：统计局", INVESTED)), "r.xlsx")
    assert [shown(workbook, (row, 1)) for row in (5, 6)] == ["资料来源：统计局", INVESTED]


def test_runs_inside_the_cell_itself_are_told_too() -> None:
    content = rich("8.1", "1")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")
    inline = (
        b'<c r="B3" t="inlineStr"><is><r><t>8.1</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r>'
        b"<rPh><t>ba</t></rPh></is></c>"
    )
    start = sheet.index(b'<c r="B3"')
    end = sheet.index(b"</c>", start) + 4
    inside = changed(content, "xl/worksheets/sheet1.xml", sheet[:start] + inline + sheet[end:])
    assert shown(read_workbook(inside, "r.xlsx")) == "8.1¹"


@pytest.mark.parametrize(
    "content",
    [
        b"<html><table><tr><td>8.1<sup>1</sup></td><td>7<sup>2</td><td>31</td></tr></table></html>",
        b"""<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table><Row>
<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">8.1<Sup>1</Sup></ss:Data></Cell>
<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">7<Font><Sup>2</Sup></Font></ss:Data></Cell>
<Cell><Data ss:Type="String">31</Data></Cell></Row></Table></Worksheet></Workbook>""",
        opening.ods_of(
            '<table:table table:name="S"><table:table-row>'
            '<table:table-cell office:value-type="string"><text:p>8.1<text:span text:style-name="T1">1</text:span>'
            "</text:p></table:table-cell>"
            '<table:table-cell office:value-type="string"><text:p>7<text:span text:style-name="T2">2</text:span>'
            "</text:p></table:table-cell>"
            '<table:table-cell office:value-type="string"><text:p>31</text:p></table:table-cell></table:table-row>'
            "</table:table>",
            '<style:style style:name="T1" style:family="text"><style:text-properties style:text-position="super 58%"/>'
            '</style:style><style:style style:name="T2" style:family="text">'
            '<style:text-properties style:text-position="33% 58%"/></style:style>',
        ),
    ],
    ids=["html", "xml 2003", "ods"],
)
def test_other_forms_tell_it_as_well(content: bytes) -> None:
    workbook = read_workbook(content, "r.xls")
    assert [str(shown(workbook, (1, column))) for column in (1, 2, 3)] == ["8.1¹", "7²", "31"]


def test_what_has_a_raised_form_takes_it() -> None:
    assert (raised("12)"), lowered("2+"), raised("注a")) == ("¹²⁾", "₂₊", "注a")
