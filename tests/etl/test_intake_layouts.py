"""Locating and matching: offices move rows and columns, rename, abbreviate, and add rows of their own."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook

from etl.errors import (
    EmptyFile,
    EmptyWorkbook,
    HeaderUnclear,
    IntakeError,
    PeriodMissing,
    PeriodNotBegun,
    PeriodOutsidePlan,
    PeriodUnclear,
    PeriodYearMissing,
    SeveralTables,
    UnitDiffers,
    UnitMissing,
    UnitUnknown,
)
from etl.locate import NOTES_SHEET
from etl.template import write_template
from tests.etl.forms import HEADER, form, only_value, row, said, saved, taken
from warehouse.catalogue import Catalogue

JOBS = row("urban_jobs", 2300, nature="终值")


def test_a_plain_form_is_taken_in_with_its_places(tiny_catalogue: Catalogue) -> None:
    intake = taken(tiny_catalogue, form([JOBS]))
    assert (intake.unit_id, intake.period) == ("human_resources", date(2031, 10, 1))
    figure = intake.observations.row(0, named=True)
    assert (figure["obs_value"], figure["obs_status"], figure["cell"]) == (2300.0, "A", "E4")
    assert (figure["sheet"], figure["cell_text"], figure["unit_factor"]) == ("Sheet", "2300", 1.0)
    assert intake.findings == ()
    assert [cell.text for cell in intake.not_ours] == ["注：数据为初步统计。", "单位负责人：张三　填表人：李四"]


@pytest.mark.parametrize("shift", [(0, 0), (3, 0), (0, 2), (5, 4)])
def test_the_table_may_stand_anywhere(tiny_catalogue: Catalogue, shift: tuple[int, int]) -> None:
    assert only_value(taken(tiny_catalogue, form([JOBS], shift=shift))) == 2300.0


def test_columns_may_stand_in_any_order_and_go_by_other_words(tiny_catalogue: Catalogue) -> None:
    columns = ("value", "basis", "unit", "nature", "name")
    words = HEADER | {"value": "本期数（万人）", "name": "指　标", "unit": "单 位"}
    content = form([row("urban_jobs", 2300)], columns=columns, header=words)
    assert only_value(taken(tiny_catalogue, content)) == 2300.0


def test_traditional_script_and_wrong_conversions_match(tiny_catalogue: Catalogue) -> None:
    wide = {"code": None, "name": "城鎮新增就業", "basis": "累計"}
    header = HEADER | {"name": "指標名稱", "unit": "計量單位", "basis": "統計口徑", "value": "本期數值"}
    content = form([JOBS | wide], unit="填報單位：縣人社局", header=header, title="月汀縣“三大行動”指標月報表")
    assert only_value(taken(tiny_catalogue, content)) == 2300.0


def test_rows_that_are_not_ours_are_listed(tiny_catalogue: Catalogue) -> None:
    section = {"code": None, "name": "一、民生行动"}
    stranger = {"code": None, "name": "粮食总产量", "unit": "万吨", "basis": "累计", "value": 12}
    nameless = {"value": 7}
    intake = taken(tiny_catalogue, form([section, JOBS, stranger, nameless]))
    assert only_value(intake) == 2300.0
    assert said(intake) == {"row_not_ours": "B4", "indicator_unknown": "B6", "row_without_indicator": "E7"}


def test_a_near_name_is_proposed_and_not_joined(tiny_catalogue: Catalogue) -> None:
    intake = taken(tiny_catalogue, form([JOBS | {"code": None, "name": "城镇新增的就业"}]))
    assert intake.observations.is_empty()
    (finding,) = intake.findings
    assert (finding.code, finding.expected) == ("indicator_unknown", "城镇新增就业")


def test_code_and_name_must_not_contradict(tiny_catalogue: Catalogue) -> None:
    intake = taken(tiny_catalogue, form([JOBS | {"name": "零就业家庭"}]))
    assert said(intake) == {"indicator_contradicts": "B4"}
    renamed = taken(tiny_catalogue, form([JOBS | {"name": "新增就业（本年）"}]))
    assert said(renamed) == {"name_differs": "B4"}
    assert only_value(renamed) == 2300.0


def test_columns_and_sheets_of_their_own_are_listed(tiny_catalogue: Catalogue) -> None:
    content = form([JOBS])
    book = load_workbook(filename=io.BytesIO(content))
    sheet = book.active
    assert isinstance(sheet, type(book.worksheets[0]))
    sheet["K3"], sheet["K4"] = "经办科室", "就业股"
    sheet["L4"] = 5
    book.create_sheet("台账")["A1"] = "内部"
    book.create_sheet(NOTES_SHEET)["A1"] = "如何填报"
    findings = [(one.code, one.cell) for one in taken(tiny_catalogue, saved(book)).findings]
    assert findings == [("sheet_not_ours", None), ("column_not_ours", "K3"), ("column_not_ours", "L4")]


def test_hidden_rows_are_read_and_told(tiny_catalogue: Catalogue) -> None:
    book = load_workbook(filename=io.BytesIO(form([JOBS])))
    book.worksheets[0].row_dimensions[4].hidden = True
    intake = taken(tiny_catalogue, saved(book))
    assert only_value(intake) == 2300.0
    assert "hidden" in said(intake)


@pytest.mark.parametrize(
    ("period", "title", "file_name"),
    [
        ("2031年10月", "报表", "a.xlsx"),
        ("2031年1—10月", "报表", "a.xlsx"),
        (datetime(2031, 10, 1), "报表", "a.xlsx"),
        ("1-10月", "2031年报表", "a.xlsx"),
        ("10月", "报表", "县人社局2031年.xlsx"),
        (None, "2031年10月报表", "a.xlsx"),
        (None, "报表", "县人社局203110.xlsx"),
    ],
)
def test_the_period_comes_from_cell_title_or_file_name(
    tiny_catalogue: Catalogue, period: object, title: str, file_name: str
) -> None:
    content = form([JOBS], period=period, title=title)
    assert taken(tiny_catalogue, content, file_name=file_name).period == date(2031, 10, 1)


def test_a_file_name_that_says_another_month_is_a_doubt(tiny_catalogue: Catalogue) -> None:
    assert said(taken(tiny_catalogue, form([JOBS]), file_name="2031年9月.xlsx")) == {"period_differs": "E2"}


def named(content: bytes, *, tab: str) -> bytes:
    book = load_workbook(io.BytesIO(content))
    book.worksheets[0].title = tab
    return saved(book)


def test_a_tab_or_title_that_says_another_period_is_a_doubt(tiny_catalogue: Catalogue) -> None:
    earlier = {"period": "2030年10月"}
    assert said(taken(tiny_catalogue, named(form([JOBS], **earlier), tab="2031年10月"))) == {"tab_period_differs": "E2"}
    titled = taken(tiny_catalogue, form([JOBS], title="2031年指标月报表", **earlier))
    (doubt,) = titled.open_doubts
    assert (doubt.code, doubt.found, doubt.expected) == ("title_period_differs", "2031", "2030-10")
    agreeing = named(form([JOBS], title="2031年1—10月报表"), tab="2031年10月")
    assert said(taken(tiny_catalogue, agreeing, file_name="2031年10月.xlsx")) == {}


def test_the_unit_comes_from_the_head_the_file_name_or_the_caller(tiny_catalogue: Catalogue) -> None:
    headless = form([JOBS], unit=None)
    assert taken(tiny_catalogue, form([JOBS], unit="填报单位：县人力资源和社会保障局")).unit_id == "human_resources"
    assert taken(tiny_catalogue, headless, file_name="县人社局.xlsx").unit_id == "human_resources"
    assert taken(tiny_catalogue, headless, unit_id="human_resources").unit_id == "human_resources"


def several() -> bytes:
    book = Workbook()
    for sheet in (book.worksheets[0], book.create_sheet("乙")):
        sheet.append(["指标编码", "指标名称", "本期数值"])
        sheet.append(["urban_jobs", None, 1])
    return saved(book)


@pytest.mark.parametrize(
    ("content", "options", "refusal", "found"),
    [
        (form([JOBS], unit=None), {}, UnitMissing, ""),
        (form([JOBS], unit="填报单位：县人社厅"), {}, UnitUnknown, "县人社厅"),
        (form([JOBS]), {"unit_id": "statistics"}, UnitDiffers, "县人社局"),
        (form([JOBS], period=None), {}, PeriodMissing, ""),
        (form([JOBS], period="本月"), {}, PeriodUnclear, "本月"),
        (form([JOBS], period="10月"), {}, PeriodYearMissing, "10月"),
        (form([JOBS], period="2024年10月"), {}, PeriodOutsidePlan, "2024"),
        (form([JOBS], period="2031年12月"), {}, PeriodNotBegun, "2031-12"),
        (form([JOBS], header=HEADER | {"note": "本期数值"}), {}, HeaderUnclear, "E、J: 本期数值"),
        (several(), {}, SeveralTables, "Sheet、乙"),
        (saved(Workbook()), {}, EmptyWorkbook, ""),
        (b"", {}, EmptyFile, ""),
    ],
)
def test_a_file_that_cannot_be_placed_is_refused_whole(
    tiny_catalogue: Catalogue, content: bytes, options: dict[str, str], refusal: type[IntakeError], found: str
) -> None:
    with pytest.raises(refusal) as raised:
        taken(tiny_catalogue, content, **options)
    assert raised.value.found == found


def test_near_units_are_proposed(tiny_catalogue: Catalogue) -> None:
    with pytest.raises(UnitUnknown) as refusal:
        taken(tiny_catalogue, form([JOBS], unit="填报单位：县人社厅"))
    assert "县人社局" in refusal.value.expected


def test_the_template_filled_by_hand_in_excel_s_own_way(tiny_catalogue: Catalogue) -> None:
    content = write_template(tiny_catalogue, unit_id="human_resources", period=date(2031, 10, 1))
    book = load_workbook(filename=io.BytesIO(content))
    sheet = book.worksheets[0]
    columns = {sheet.cell(5, place).value or sheet.cell(4, place).value: place for place in range(1, 12)}
    lines = {sheet.cell(line, 2).value: line for line in range(6, 9)}
    sheet.cell(lines["urban_jobs"], columns["本期数值"], "2,300人")
    sheet.cell(lines["zero_employment_families"], columns["本期数值"], 3)
    sheet.cell(lines["zero_employment_families"], columns["逾期数"], 1)
    intake = taken(tiny_catalogue, saved(book))
    values = dict(intake.observations.select("indicator_id", "obs_value").iter_rows())
    assert values == {"urban_jobs": 2300.0, "zero_employment_families": 3.0}
    assert intake.observations["overdue_cases"].to_list() == [None, 1]
    assert [(one.code, one.indicator_id) for one in intake.findings] == [("not_reported", "living_standard")]
