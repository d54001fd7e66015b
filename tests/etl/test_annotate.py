"""What goes back to a department: its own workbook, and of its cells only the ones to look at changed."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from etl import annotate
from etl.annotate import annotate_workbook
from etl.findings import Severity
from etl.known import Known
from etl.locate import FINDINGS_SHEET
from etl.meaning import basis_of
from etl.plan import Plan, PlanIndicator
from etl.questions import Choice, Kind, Question, Scope
from rules.model import Measure
from tests.etl.forms import form, row, saved, taken
from warehouse.catalogue import Catalogue
from warehouse.seed import read_programme

PLAN = Path(__file__).parents[2] / "data" / "seed" / "xupu_2024"
UNIT = "agriculture_rural"
LETTERS = "ABCDEFGHIJ"


def annotated(catalogue: Catalogue, content: bytes, name: str = "报表.xlsx", language: str = "en") -> Workbook:
    intake = taken(catalogue, content, file_name=name)
    return load_workbook(io.BytesIO(annotate_workbook(content, name, intake, language=language)))


def cells_of(sheet: Worksheet) -> dict[str, tuple[object, ...]]:
    """Everything of each cell that a reader sees or a program calculates with, but for comments and fill."""
    return {
        cell.coordinate: (cell.value, cell.number_format, cell.font.b, cell.font.name, cell.border.top.style)
        for cells in sheet.iter_rows()
        for cell in cells
    }


def marked(before: Worksheet, after: Worksheet) -> set[str]:
    """The cells whose colour changed; each has a comment, and no other got one."""
    coloured = {
        cell.coordinate
        for cells in after.iter_rows()
        for cell in cells
        if cell.fill.fgColor.rgb != before[cell.coordinate].fill.fgColor.rgb
    }
    assert coloured == {cell.coordinate for cells in after.iter_rows() for cell in cells if cell.comment}
    return coloured


@pytest.fixture(scope="module")
def forty() -> Catalogue:
    """The plan with forty indicators of one unit, each with a figure for December."""
    catalogue = read_programme(PLAN)
    return replace(catalogue, indicators=catalogue.indicators.with_columns(reporting_unit=pl.lit(UNIT)))


def harmless(indicator: PlanIndicator) -> float:
    """A figure of an indicator that nothing is said about."""
    aims = [value for value in indicator.target_values if value]
    value = aims[0] if aims else 1.0
    return float(round(value)) if indicator.is_integer else value


def test_five_planted_errors_among_forty_rows_come_back_as_exactly_five_marked_cells(forty: Catalogue) -> None:
    plan = Plan.of(forty)
    spoiled = {3: "约莫不少", 11: "90.93亿元、8%", 19: date(2024, 1, 10), 26: "1 5", 38: -5}
    plain = {Measure.LEVEL, Measure.SHARE, Measure.YOY_GROWTH}
    owed = [
        one
        for one in plan.owed(unit_id=UNIT, period=date(2024, 12, 1))
        if one.measure in plain and (one.allowed_min or 0) >= 0 and one.measure is not Measure.YOY_GROWTH
    ]
    assert len(owed) >= 40
    rows = [
        {
            "code": one.indicator_id,
            "name": one.name,
            "unit": one.unit_name,
            "basis": basis_of(one),
            "value": spoiled.get(index, harmless(one)),
        }
        for index, one in enumerate(owed[:40])
    ]
    content = form(rows, unit=f"填报单位：{plan.units[UNIT]}", period="2024年12月", title="月报表")
    intake = taken(forty, content, received_at=datetime(2025, 1, 10))
    assert intake.observations.height == 35, intake.findings
    after = load_workbook(io.BytesIO(annotate_workbook(content, "报表.xlsx", intake)))
    before = load_workbook(io.BytesIO(content))
    assert marked(before["Sheet"], after["Sheet"]) == {f"E{4 + index}" for index in spoiled}
    assert cells_of(before["Sheet"]) == cells_of(after["Sheet"])
    assert after[FINDINGS_SHEET].max_row == 4 + 5


def test_everything_else_of_the_workbook_stays(tiny_catalogue: Catalogue) -> None:
    book = load_workbook(io.BytesIO(form([row("urban_jobs", 2300), row("zero_employment_families", "不详")])))
    sheet = book["Sheet"]
    sheet["E4"].font = Font(name="黑体", bold=True)
    sheet["E5"].number_format = "#,##0.00"
    sheet["C4"].comment = Comment("以人社统计为准", "李四")
    sheet["L1"] = "=SUM(E4:E4)*2"
    sheet.column_dimensions["B"].width = 33
    sheet.row_dimensions[4].height = 40
    sheet.row_dimensions[7].hidden = True
    sheet.freeze_panes = "B4"
    sheet.print_title_rows = "1:3"
    sheet.print_area = "A1:J9"
    sheet.auto_filter.ref = "A3:J5"
    sheet.conditional_formatting.add("E4:E9", CellIsRule(operator="lessThan", formula=["0"], fill=PatternFill()))
    choices = DataValidation(type="list", formula1='"终值,快报"')
    choices.add("F4:F9")
    sheet.add_data_validation(choices)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=5, min_row=4, max_row=5))
    sheet.add_chart(chart, "N2")
    hidden = book.create_sheet("底稿")
    hidden["A1"], hidden.sheet_state = "草稿", "hidden"
    before = load_workbook(io.BytesIO(saved(book)))
    after = annotated(tiny_catalogue, saved(book))
    assert after.sheetnames == [FINDINGS_SHEET, "Sheet", "底稿"]
    assert after.active.title == FINDINGS_SHEET
    assert [one.title for one in after.worksheets if one.sheet_view.tabSelected] == [FINDINGS_SHEET]
    old, new = before["Sheet"], after["Sheet"]
    assert cells_of(old) == cells_of(new)
    assert new["L1"].value == "=SUM(E4:E4)*2"
    assert {str(area) for area in old.merged_cells.ranges} == {str(area) for area in new.merged_cells.ranges}
    for facts in (
        lambda one: one.column_dimensions["B"].width,
        lambda one: (one.row_dimensions[4].height, one.row_dimensions[7].hidden),
        lambda one: (one.freeze_panes, one.print_title_rows, one.print_area, one.auto_filter.ref),
        lambda one: [rule.formula1 for rule in one.data_validations.dataValidation],
        lambda one: [str(rules.sqref) for rules in one.conditional_formatting],
        lambda one: len(one._charts),
    ):
        assert facts(old) == facts(new)
    assert after["底稿"].sheet_state == "hidden"
    assert new["C4"].comment.text == "以人社统计为准"
    assert after.calculation.fullCalcOnLoad


def test_errors_doubts_and_questions_have_their_colours_and_a_cell_says_all_of_them(tiny_catalogue: Catalogue) -> None:
    content = form(
        [row("urban_jobs", "约2300"), row("zero_employment_families", 3), row("investment_attracted", "很好")]
    )
    intake = taken(tiny_catalogue, content)
    question = Question("q", Kind.INDICATOR, "Sheet", "B4", "就业", (Choice("urban_jobs", 0.8, "none", {}),), Scope.ROW)
    asked = replace(intake, questions=(question,))
    after = load_workbook(io.BytesIO(annotate_workbook(content, "r.xlsx", asked, language="en")))["Sheet"]
    colours = {cell: after[cell].fill.fgColor.rgb[-6:] for cell in ("E4", "E5", "E6", "B4")}
    assert colours == {"E4": "FFEB9C", "E5": "FFEB9C", "E6": "FFC7CE", "B4": "BDD7EE"}
    assert after["B4"].comment.text.startswith("To confirm: It is not clear what “就业” means")
    assert "urban_jobs" in after["B4"].comment.text
    assert "约2300" in after["E4"].comment.text


def test_a_comment_that_was_there_comes_first(tiny_catalogue: Catalogue) -> None:
    book = load_workbook(io.BytesIO(form([row("urban_jobs", "很好")])))
    book["Sheet"]["E4"].comment = Comment("已核", "张三")
    text = annotated(tiny_catalogue, saved(book))["Sheet"]["E4"].comment.text
    assert text.startswith("已核\nError: ")


@pytest.mark.parametrize(("language", "level"), [("zh-Hans", "错误"), ("zh-Hant", "錯誤"), ("en", "Error")])
def test_the_list_links_to_each_cell_in_three_languages(tiny_catalogue: Catalogue, language: str, level: str) -> None:
    content = form([row("urban_jobs", "=2+"), row("industry_growth", "很好")])
    listed = annotated(tiny_catalogue, content, language=language)[FINDINGS_SHEET]
    rows = [[cell.value for cell in cells] for cells in listed.iter_rows(min_row=5)]
    assert [found[:4] for found in rows] == [[1, level, "Sheet", "E4"], [2, level, "Sheet", "E5"]]
    assert rows[1][4] == "很好"
    assert [listed.cell(at, 4).hyperlink.location for at in (5, 6)] == ["'Sheet'!E4", "'Sheet'!E5"]


def test_a_sheet_without_findings_says_so(tiny_catalogue: Catalogue) -> None:
    after = annotated(tiny_catalogue, form([row("urban_jobs", 2300)]))
    assert after[FINDINGS_SHEET]["A3"].value == "No cell needs mending or checking"
    assert after[FINDINGS_SHEET].max_row == 4


def test_what_goes_back_can_be_mended_and_sent_again(tiny_catalogue: Catalogue) -> None:
    content = form([row("urban_jobs", 2300), row("zero_employment_families", "不详", overdue=0)])
    book = annotated(tiny_catalogue, content)
    again = taken(tiny_catalogue, saved(book))
    assert again.observations.select("cell", "obs_value").rows() == [("E4", 2300.0)]
    book["Sheet"]["E5"] = 3
    mended = taken(tiny_catalogue, saved(book))
    assert mended.observations.height == 2
    assert mended.count(Severity.ERROR) == 0
    twice = annotate_workbook(saved(book), "r.xlsx", mended)
    assert load_workbook(io.BytesIO(twice)).sheetnames == [FINDINGS_SHEET, "Sheet"]


def test_a_mark_in_a_merged_area_is_on_its_corner(tiny_catalogue: Catalogue) -> None:
    book = load_workbook(io.BytesIO(form([row("urban_jobs", "很好")])))
    book["Sheet"].merge_cells("E4:E5")
    intake = taken(tiny_catalogue, saved(book))
    (finding,) = (one for one in intake.findings if one.code == "not_a_number")
    moved = replace(intake, findings=(finding._replace(cell="E5"),))
    after = load_workbook(io.BytesIO(annotate_workbook(saved(book), "r.xlsx", moved)))["Sheet"]
    assert after["E4"].comment is not None


def test_a_workbook_too_large_to_edit_comes_back_with_its_values(
    tiny_catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = form([row("urban_jobs", "很好"), row("industry_growth", 0.085)], formats={"value": "0.0%"})
    monkeypatch.setattr(annotate, "MOST_EDITED", 100)
    after = annotated(tiny_catalogue, content)["Sheet"]
    assert (after["E4"].value, after["E5"].value, after["E5"].number_format) == ("很好", 0.085, "0.0#%")
    assert [cell for cell in ("A1", "D4", "E4") if after[cell].comment] == ["E4"]
    assert "A1:J1" in {str(area) for area in after.merged_cells.ranges}


CELLS = [[str(one) for one in line] for line in (
    ("填报单位：县人社局", "", "", "报告期", "2031年10月"),
    ("指标编码", "指标名称", "计量单位", "统计口径", "本期数值"),
    ("urban_jobs", "城镇新增就业", "人", "累计", "很好"),
)]  # fmt: skip
TEXT = "\r\n".join("\t".join(line) for line in CELLS)
HTML = "<table>" + "".join("<tr>" + "".join(f"<td>{one}</td>" for one in line) + "</tr>" for line in CELLS) + "</table>"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("报表.csv", TEXT.replace("\t", ",").encode("gb18030")),
        ("报表.xls", TEXT.encode("utf-16")),
        ("报表.xls", f"<html><meta charset='utf-8'>{HTML}</html>".encode()),
    ],
)
def test_another_format_comes_back_as_a_workbook(tiny_catalogue: Catalogue, name: str, content: bytes) -> None:
    after = annotated(tiny_catalogue, content, name)
    assert after.sheetnames[0] == FINDINGS_SHEET
    sheet = after.worksheets[1]
    assert [cell.coordinate for cells in sheet.iter_rows() for cell in cells if cell.comment] == ["E3"]
    assert sheet["B3"].value == "城镇新增就业"
    assert after[FINDINGS_SHEET]["D5"].hyperlink.location == f"'{sheet.title}'!E3"


def test_nothing_of_the_sender_s_text_becomes_a_formula_or_breaks_the_file(tiny_catalogue: Catalogue) -> None:
    content = form([row("urban_jobs", 1)])
    intake = taken(tiny_catalogue, content)
    (finding,) = (one for one in taken(tiny_catalogue, form([row("urban_jobs", "很好")])).findings)
    hostile = finding._replace(found='=HYPERLINK("http://x")', sheet="不在")
    broken = finding._replace(found="a\x0bb", cell=None)
    listed = load_workbook(
        io.BytesIO(annotate_workbook(content, "r.xlsx", replace(intake, findings=(hostile, broken))))
    )[FINDINGS_SHEET]
    assert (listed["E5"].data_type, listed["E6"].value) == ("s", "ab")
    assert listed["D5"].hyperlink is None


def test_the_known_is_only_a_fact_and_marks_nothing(tiny_catalogue: Catalogue) -> None:
    content = form([row("urban_jobs", 2300)])
    first = taken(tiny_catalogue, content)
    known = Known()
    known.add(first.observations, batch_id="b", unit_id="human_resources", recorded_at=first.received_at)
    again = taken(tiny_catalogue, content, known=known)
    assert "same" in {one.code for one in again.findings}
    after = load_workbook(io.BytesIO(annotate_workbook(content, "r.xlsx", again)))
    assert marked(load_workbook(io.BytesIO(content))["Sheet"], after["Sheet"]) == set()
