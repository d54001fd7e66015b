"""The form: what a unit owes, made the same every time, and read back as it was filled."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from etl.known import Figure, Known
from etl.plan import Plan
from etl.template import write_template
from etl.values import STAGE_WORDS
from rules.model import Measure, ObsStatus
from tests.etl.forms import saved, taken
from warehouse.catalogue import Catalogue

OCTOBER = date(2031, 10, 1)


def test_a_unit_owes_what_has_a_target_and_a_figure_for_the_period(tiny_catalogue: Catalogue) -> None:
    plan = Plan.of(tiny_catalogue)

    def owed(unit_id: str, month: int) -> list[str]:
        return [one.indicator_id for one in plan.owed(unit_id=unit_id, period=date(2031, month, 1))]

    assert owed("statistics", 1) == []
    assert owed("statistics", 2) == ["industry_growth", "retail_growth"]
    assert owed("statistics", 3) == ["gdp_growth", "industry_growth", "retail_growth", "services_growth"]
    assert owed("statistics", 12)[-1] == "research_growth"
    assert "enterprise_services" not in owed("industry_it", 3)


def test_the_form_is_drawn_as_offices_know_it(tiny_catalogue: Catalogue) -> None:
    content = write_template(tiny_catalogue, unit_id="human_resources", period=OCTOBER)
    form, notes = load_workbook(io.BytesIO(content)).worksheets
    assert form["A1"].value == "月汀县“三大行动”指标月报表"
    assert (form["C2"].value, form["F2"].value) == ("县人社局", "2031年10月")
    assert [form.cell(4, column).value for column in range(1, 13)] == [
        "序号", "指标", None, "计量单位", "统计口径", "本期填报", None, None, "参考", None, None, "备注",
    ]  # fmt: skip
    assert [form.cell(5, column).value for column in (2, 3, 6, 7, 8, 9, 10, 11)] == [
        "指标编码", "指标名称", "本期数值", "数据性质", "逾期数", "上期数", "去年同期", "允许范围",
    ]  # fmt: skip
    assert {"A1:L1", "B4:C4", "F4:H4", "A4:A5"} <= {str(area) for area in form.merged_cells.ranges}
    assert form.freeze_panes == "D6"
    lists = [rule for rule in form.data_validations.dataValidation if rule.type == "list"]
    assert [rule.formula1 for rule in lists] == ['"终值,快报,预计,无"']
    assert notes.title == "填报说明"


def test_stages_and_cases_shape_the_form(tiny_catalogue: Catalogue) -> None:
    content = write_template(tiny_catalogue, unit_id="housing_construction", period=OCTOBER)
    form = load_workbook(io.BytesIO(content)).worksheets[0]
    assert "逾期数" not in [cell.value for cell in form[5]]
    lists = {rule.formula1: str(rule.sqref) for rule in form.data_validations.dataValidation}
    assert lists['"前期,开工,主体,完工,验收,投用"'] == "F6"


def test_earlier_figures_are_shown_and_agree_when_read_back(tiny_catalogue: Catalogue) -> None:
    def figure(period: date, value: float) -> Figure:
        return Figure("b", "human_resources", period, value, ObsStatus.FINAL, None, datetime(2031, 10, 9))

    known = Known([("urban_jobs", figure(date(2031, 9, 1), 2000.0)), ("urban_jobs", figure(date(2030, 10, 1), 1900.0))])
    values = {"urban_jobs": (2300, "终值", None)}
    content = write_template(tiny_catalogue, unit_id="human_resources", period=OCTOBER, known=known, values=values)
    form = load_workbook(io.BytesIO(content)).worksheets[0]
    assert (form["I6"].value, form["J6"].value) == (2000, 1900)
    codes = {one.code for one in taken(tiny_catalogue, content, known=known).findings}
    assert codes == {"not_reported"}


def test_the_same_form_is_the_same_bytes(tiny_catalogue: Catalogue) -> None:
    made = {write_template(tiny_catalogue, unit_id="statistics", period=OCTOBER) for _ in range(2)}
    assert len(made) == 1
    assert b"openpyxl" not in made.pop()


def rules_of(form: Worksheet) -> dict[str, DataValidation]:
    """The rule of each cell that has one and is no drop-down."""
    return {str(rule.sqref): rule for rule in form.data_validations.dataValidation if rule.type != "list"}


def test_each_value_has_its_range_and_its_last_value_beside_it(tiny_catalogue: Catalogue) -> None:
    last = Figure("b", "human_resources", date(2031, 9, 1), 2000.0, ObsStatus.FINAL, None, datetime(2031, 10, 9))
    known = Known([("urban_jobs", last)])
    content = write_template(tiny_catalogue, unit_id="human_resources", period=OCTOBER, known=known)
    form = load_workbook(io.BytesIO(content)).worksheets[0]
    assert [form.cell(row, 11).value for row in (6, 7, 8)] == ["0～50000 整数", "100～5000", "0～5000 整数"]
    rules = rules_of(form)
    assert set(rules) == {"F6", "F7", "F8", "H8"}
    jobs = rules["F6"]
    assert (jobs.type, jobs.operator, jobs.formula1, jobs.formula2) == ("whole", "between", "0", "50000")
    assert jobs.prompt == "允许范围：0～50000 整数（人）；上期 2000"
    assert (rules["F7"].type, rules["F7"].errorStyle) == ("decimal", "warning")


@pytest.mark.parametrize(
    ("low", "high", "words", "operator", "bounds"),
    [
        (None, None, "不限", "greaterThanOrEqual", ("-1000000000000", None)),
        (0.0, None, "≥0", "greaterThanOrEqual", ("0", None)),
        (None, 100.0, "≤100", "lessThanOrEqual", ("100", None)),
        (-2.5, 100.0, "-2.5～100", "between", ("-2.5", "100")),
    ],
)
def test_a_range_may_be_open(
    tiny_catalogue: Catalogue, low: float | None, high: float | None, words: str, operator: str, bounds: tuple[str, ...]
) -> None:
    plan = Plan.of(tiny_catalogue)
    (indicator,) = plan.owed(unit_id="development_reform", period=OCTOBER)
    changed = replace(indicator, allowed_min=low, allowed_max=high)
    only = replace(plan, indicators={changed.indicator_id: changed})
    content = write_template(only, unit_id="development_reform", period=OCTOBER)
    form = load_workbook(io.BytesIO(content)).worksheets[0]
    (rule,) = rules_of(form).values()
    assert words in {cell.value for cell in form[6]}
    assert (rule.operator, (rule.formula1, rule.formula2)) == (operator, bounds)


def test_a_form_without_guidance_has_neither_ranges_nor_warnings(tiny_catalogue: Catalogue) -> None:
    content = write_template(tiny_catalogue, unit_id="human_resources", period=OCTOBER, guided=False)
    form, notes = load_workbook(io.BytesIO(content)).worksheets
    assert rules_of(form) == {}
    assert "允许范围" not in {cell.value for cell in form[5]}
    assert notes.max_row == 10


@pytest.mark.parametrize("unit_id", ["statistics", "human_resources", "housing_construction", "emergency"])
def test_a_filled_form_loads_with_no_question_asked(tiny_catalogue: Catalogue, unit_id: str) -> None:
    december = date(2031, 12, 1)
    content = write_template(tiny_catalogue, unit_id=unit_id, period=december)
    book = load_workbook(io.BytesIO(content))
    form = book.worksheets[0]
    owed = Plan.of(tiny_catalogue).owed(unit_id=unit_id, period=december)
    titles = [cell.value for cell in form[5]]
    for row, indicator in enumerate(owed, 6):
        aim = next((value for value in indicator.target_values if value), indicator.allowed_min or 0)
        form.cell(row, titles.index("本期数值") + 1).value = "主体" if indicator.measure is Measure.STAGE else aim
        if indicator.measure is Measure.OPEN_CASES:
            form.cell(row, titles.index("逾期数") + 1).value = 0
    intake = taken(tiny_catalogue, saved(book), received_at=datetime(2032, 1, 10))
    assert intake.observations.height == len(owed)
    assert (intake.questions, intake.findings) == ((), ())


def test_an_unfilled_form_reports_nothing(tiny_catalogue: Catalogue) -> None:
    intake = taken(tiny_catalogue, write_template(tiny_catalogue, unit_id="emergency", period=OCTOBER))
    assert intake.observations.is_empty()
    assert [one.indicator_id for one in intake.findings] == ["good_air_days", "work_accidents", "major_accidents"]
    assert {one.code for one in intake.findings} == {"not_reported"}
    assert intake.unit_id == "emergency"


def test_unknown_units_and_indicators_are_refused(tiny_catalogue: Catalogue) -> None:
    with pytest.raises(KeyError):
        write_template(tiny_catalogue, unit_id="nobody", period=OCTOBER)
    with pytest.raises(KeyError):
        write_template(tiny_catalogue, unit_id="statistics", period=OCTOBER, values={"nothing": (1, None, None)})


NATURES = {"终值": "A", "快报": "P", "预计": "F", None: "A"}
COUNTS = st.integers(min_value=0, max_value=5000)
GROWTHS = st.decimals(min_value=-19, max_value=60, places=1).map(float)


@settings(max_examples=25, deadline=None)
@given(
    jobs=st.one_of(COUNTS, COUNTS.map(lambda count: f"{count:,}人"), st.just("—")),
    growth=st.one_of(GROWTHS, GROWTHS.map(lambda rate: f"{rate}%")),
    stage=st.sampled_from([words[0] for words in STAGE_WORDS]),
    cases=st.tuples(COUNTS, COUNTS).map(sorted),
    nature=st.sampled_from(list(NATURES)),
    note=st.sampled_from([None, "较上月有所回升"]),
)
def test_what_is_filled_in_is_what_is_taken_in(
    tiny_catalogue: Catalogue,
    jobs: int | str,
    growth: float | str,
    stage: str,
    cases: list[int],
    nature: str | None,
    note: str | None,
) -> None:
    values: dict[str, tuple[object, ...]] = {
        "urban_jobs": (jobs, nature, note),
        "industry_growth": (f"{growth}%" if isinstance(growth, float) else growth, nature, note),
        "bus_station": (stage, nature, note),
        "zero_employment_families": (cases[1], nature, note, cases[0]),
    }
    content = write_template(tiny_catalogue, unit_id="human_resources", period=OCTOBER, values=values)
    rows = {row["indicator_id"]: row for row in taken(tiny_catalogue, content).observations.to_dicts()}
    expected_jobs = None if jobs == "—" else float(str(jobs).replace(",", "").removesuffix("人"))
    assert rows["urban_jobs"]["obs_value"] == expected_jobs
    assert rows["urban_jobs"]["obs_status"] == ("M" if expected_jobs is None else NATURES[nature])
    assert rows["industry_growth"]["obs_value"] == float(str(growth).removesuffix("%"))
    assert rows["bus_station"]["obs_value"] == [words[0] for words in STAGE_WORDS].index(stage)
    assert (rows["zero_employment_families"]["obs_value"], rows["zero_employment_families"]["overdue_cases"]) == (
        cases[1],
        cases[0],
    )
    assert {row["note"] for row in rows.values()} == {note}
