"""Departments' own tables: each kind of trouble with the figures, the question or the refusal it must give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from etl.errors import UnitDiffers
from etl.line import Intake
from etl.questions import NOT_OURS, Answers
from tests.etl.forms import said, taken
from tests.etl.sheets import asked, drawn, ends, figures
from warehouse.catalogue import Catalogue

JOBS, GROWTH, INVESTED = "城镇新增就业", "规模以上工业增加值增速", "招商引资到位资金"


def read(catalogue: Catalogue, content: bytes, **options: Any) -> Intake:
    return taken(catalogue, content, **{"unit_id": "statistics", **options})


REPORT = [
    ["月汀县2031年1—10月主要指标"],
    ["填报单位：县统计局", None, None, None, None, None, "单位：亿元、%"],
    ["序号", "指标名称", "年度目标", "本月", None, "1—本月累计", None, "备注"],
    [None, None, None, "绝对值", "同比增长(%)", "绝对值", "同比增长(%)", None],
    ["一", "经济"],
    [1, "规模以上工业增加值", "8%", "—", 6.8, "—", 7.2, None],
    [2, INVESTED, 50, 3.2, None, "41.5", None, "初步数"],
    [3, JOBS, "4100人", "402人", None, "2,013人", None, None],
    ["合计", None, None, 1, 2, 3, 4],
    ["注：1.增速按可比价格计算。"],
]
REPORT_MERGED = ("A1:H1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:G3", "H3:H4", "A10:H10")


def test_a_report_with_month_and_cumulative_side_by_side(tiny_catalogue: Catalogue) -> None:
    intake = read(tiny_catalogue, drawn(REPORT, merged=REPORT_MERGED))
    assert figures(intake) == {
        ("industry_growth", "2031-10"): (7.2, "G6"),
        ("investment_attracted", "2031-10"): (41.5, "F7"),
        ("urban_jobs", "2031-10"): (2013.0, "F8"),
    }
    assert intake.questions == ()
    end = ends(intake)
    assert end["E6"] == end["D7"] == end["D8"] == ("not_ours", "other_measure")
    assert end["C6"] == end["C7"] == ("not_ours", "target")
    assert end["D9"][0] == end["G9"][0] == "not_ours"
    assert [cell.text for cell in intake.not_ours][-1].startswith("注：")


def wide(*, title: str = "2031年主要指标", heads: tuple[object, ...] = ("1月", "2月", "10月")) -> list[list[object]]:
    return [[title], ["指标", "单位", *heads], [JOBS + "累计", "人", 100, 210, 2013]]


LAYOUTS: list[tuple[str, bytes, dict[tuple[str, str], tuple[float | None, str]]]] = [
    (
        "months as columns, the year in the title",
        drawn(wide()),
        {
            ("urban_jobs", "2031-01"): (100.0, "C3"),
            ("urban_jobs", "2031-02"): (210.0, "D3"),
            ("urban_jobs", "2031-10"): (2013.0, "E3"),
        },
    ),
    (
        "months as text in the wrong order",
        drawn(wide(heads=("10月", "1月", "2月"))),
        {
            ("urban_jobs", "2031-10"): (100.0, "C3"),
            ("urban_jobs", "2031-01"): (210.0, "D3"),
            ("urban_jobs", "2031-02"): (2013.0, "E3"),
        },
    ),
    (
        "a year merged over its months",
        drawn(
            [
                ["指标", "2030年", None, "2031年", None],
                [None, "11月", "12月", "1月", "2月"],
                [INVESTED + "累计（万元）", 90000, 95000, 8000, 15000],
            ],
            merged=("A1:A2", "B1:C1", "D1:E1"),
        ),
        {
            ("investment_attracted", "2030-11"): (9.0, "B3"),
            ("investment_attracted", "2030-12"): (9.5, "C3"),
            ("investment_attracted", "2031-01"): (0.8, "D3"),
            ("investment_attracted", "2031-02"): (1.5, "E3"),
        },
    ),
    (
        "a period column with every way of writing one",
        drawn(
            [
                ["时间", f"{JOBS}累计（人）"],
                ["2031年1—2月", 200],
                ["2031年一季度", 300],
                ["203104", 400],
                ["2031.05", 500],
                ["2031年上半年", 600],
                [datetime(2031, 7, 31), 700],
                ["2031.8.1", 800],
                ["2031年前三季度", 900],
            ]
        ),
        {("urban_jobs", f"2031-{month:02d}"): (month * 100.0, f"B{month}") for month in range(2, 10)},
    ),
    (
        "areas as rows: only our own counts",
        drawn(
            [
                ["2031年1-10月招商引资到位资金"],
                ["地区", "累计（亿元）"],
                ["全省", 900],
                ["云岫县", 77],
                ["月汀县", 41.5],
                ["合计", 118.5],
            ]
        ),
        {("investment_attracted", "2031-10"): (41.5, "B5")},
    ),
    (
        "the unit in a row of the heading",
        drawn(
            [
                ["指标", INVESTED + "_累计", GROWTH + "_累计"],
                ["频度", "月", "月"],
                ["单位", "万元", "%"],
                ["2031-09", 381000, 7.1],
                ["2031-10", 415000, 7.2],
            ]
        ),
        {
            ("investment_attracted", "2031-09"): (38.1, "B4"),
            ("industry_growth", "2031-09"): (7.1, "C4"),
            ("investment_attracted", "2031-10"): (41.5, "B5"),
            ("industry_growth", "2031-10"): (7.2, "C5"),
        },
    ),
    (
        "the heading repeated on each printed page, spacer rows, a section",
        drawn(
            [
                ["2031年1-10月指标"],
                ["指标", "单位", "累计"],
                ["一、就业"],
                [JOBS, "人", 2013],
                [],
                ["2031年1-10月指标"],
                ["指标", "单位", "累计"],
                ["二、招商"],
                [INVESTED, "亿元", 41.5],
            ]
        ),
        {("urban_jobs", "2031-10"): (2013.0, "C4"), ("investment_attracted", "2031-10"): (41.5, "C9")},
    ),
    (
        "two tables side by side: the same labels for two places",
        drawn(
            [
                ["月汀县", None, None, None, "云岫县"],
                ["指标", "单位", "2031年1-10月累计", None, "指标", "单位", "2031年1-10月累计"],
                [JOBS, "人", 2013, None, JOBS, "人", 1999],
            ]
        ),
        {("urban_jobs", "2031-10"): (2013.0, "C3")},
    ),
    (
        "columns of two places under one heading",
        drawn(
            [
                ["2031年1-10月"],
                ["指标", "单位", "云岫县", "月汀县"],
                [JOBS + "累计", "人", 1999, 2013],
            ]
        ),
        {("urban_jobs", "2031-10"): (2013.0, "D3")},
    ),
    (
        "two tables stacked, each with its own period",
        drawn(
            [
                ["2031年1-9月"],
                ["指标", "单位", "累计"],
                [JOBS, "人", 1900],
                [],
                ["2031年1-10月"],
                ["指标", "单位", "累计数"],
                [JOBS, "人", 2013],
            ]
        ),
        {("urban_jobs", "2031-09"): (1900.0, "C3"), ("urban_jobs", "2031-10"): (2013.0, "C7")},
    ),
    (
        "the column's own unit beats the sheet's",
        drawn([["2031年1-10月"], ["单位：亿元"], ["指标", "累计（万元）"], [INVESTED, 415000]]),
        {("investment_attracted", "2031-10"): (41.5, "B4")},
    ),
    (
        "a sheet a month, named by it; the year in the file's name",
        drawn([["指标", "单位", "累计"], [JOBS, "人", 1900]], name="9月", others={"10月": [
            ["指标", "单位", "累计"], [JOBS, "人", 2013]]}),
        {("urban_jobs", "2031-09"): (1900.0, "C2"), ("urban_jobs", "2031-10"): (2013.0, "C2")},
    ),
    (
        "traditional script with a wrong conversion",
        drawn([["2031年1-10月"], ["指標", "單位", "累計"], ["城鎮新增就業", "人", 2013]]),
        {("urban_jobs", "2031-10"): (2013.0, "C3")},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "expected"), LAYOUTS, ids=[name for name, _, _ in LAYOUTS])
def test_layouts(tiny_catalogue: Catalogue, name: str, content: bytes, expected: dict[tuple[str, str], Any]) -> None:
    file_name = "县统计局2031年.xlsx" if "file's name" in name else "报表.xlsx"
    intake = read(tiny_catalogue, content, file_name=file_name)
    choices = {one.question_id: NOT_OURS for one in intake.questions if one.kind == "table"}
    if choices:
        intake = read(tiny_catalogue, content, file_name=file_name, answers=Answers(choices=choices))
    assert figures(intake) == expected
    assert [(one.kind, one.cell) for one in intake.questions] == []


QUESTIONS: list[tuple[str, list[list[object]], dict[str, Any], str, str | None, str, dict[str, float]]] = [
    # name, rows, options, kind, cell, answer, figures after it
    ("no basis", [["2031年10月"], ["指标", "单位", "数值"], [JOBS, "人", 7]], {}, "measure", "C2", "累计", {"C3": 7}),
    ("no unit", [["2031年1-10月"], ["指标", "累计"], [INVESTED, 7]], {}, "unit_measure", "A3", "万元", {"B3": 0.0007}),
    ("two units", [["2031年1-10月 单位：亿元、万元"], ["指标", "累计"], [INVESTED, 70000]], {},
     "unit_measure", "A3", "万元", {"B3": 7}),
    ("no year", [["1-10月"], ["指标", "单位", "累计"], [JOBS, "人", 7]], {}, "period", "A1", "2031-10", {"C3": 7}),
    ("no period", [["指标", "单位", "累计"], [JOBS, "人", 7]], {}, "period", None, "2031-10", {"C2": 7}),
    ("file name and title disagree on the year", [["2031年1-10月"], ["指标", "单位", "累计"], [JOBS, "人", 7]],
     {"file_name": "2030年10月.xlsx"}, "period", "A1", "2031-10", {"C3": 7}),
    ("a near name", [["2031年1-10月"], ["指标", "单位", "累计"], ["城镇新增的就业", "人", 7]], {},
     "indicator", "A3", "urban_jobs", {"C3": 7}),
    ("a part with an indicator's name", [["2031年1-10月"], ["指标", "单位", "累计"], [f"其中：{JOBS}", "人", 7]], {},
     "indicator", "A3", "urban_jobs", {"C3": 7}),
    ("blanks inside a number", [["2031年1-10月"], ["指标", "单位", "累计"], [JOBS, "人", "1 5"]], {},
     "value", "C3", "15", {"C3": 15}),
    ("two numbers in a cell", [["2031年1-10月"], ["指标", "累计"], [INVESTED, "41.5亿元、8%"]], {},
     "parts", "B3", "41.5亿元", {"B3": 41.5}),
    ("who sent it", [["2031年1-10月"], ["指标", "单位", "累计"], [JOBS, "人", 7]], {"unit_id": None},
     "unit", None, "human_resources", {"C3": 7}),
    ("an unknown sender", [["填报单位：县人社厅"], ["2031年1-10月"], ["指标", "单位", "累计"], [JOBS, "人", 7]],
     {"unit_id": None}, "unit", "A1", "human_resources", {"C4": 7}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "options", "kind", "cell", "answer", "after"),
    [case[1:] for case in QUESTIONS],
    ids=[case[0] for case in QUESTIONS],
)
def test_questions_and_what_their_answers_do(
    tiny_catalogue: Catalogue,
    rows: list[list[object]],
    options: dict[str, Any],
    kind: str,
    cell: str | None,
    answer: str,
    after: dict[str, float],
) -> None:
    content = drawn(rows)
    intake = read(tiny_catalogue, content, **options)
    assert intake.observations.is_empty()
    (question,) = intake.questions
    assert (question.kind, question.cell) == (kind, cell)
    assert {end for end, _ in ends(intake).values()} == {"needs_confirmation"}
    answered = read(tiny_catalogue, content, **options, answers=Answers(choices={question.question_id: answer}))
    assert answered.questions == ()
    assert {at: value for value, at in figures(answered).values()} == after
    refused = read(tiny_catalogue, content, **options, answers=Answers(choices={question.question_id: NOT_OURS}))
    if kind != "unit":
        assert refused.observations.is_empty()
        assert {end for end, _ in ends(refused).values()} == {"not_ours"}


REFUSALS: list[tuple[str, object, str]] = [
    ("a formula never calculated", "=1+1", "formula_without_value"),
    ("words", "完成较好", "not_a_number"),
    ("a date", date(2031, 1, 5), "date_in_value"),
    ("a half person", 12.5, "not_whole"),
    ("another unit in the cell", "8.5%", "unit_not_convertible"),
    ("out of range", 60000, "out_of_range"),
]


@pytest.mark.parametrize(("value", "code"), [case[1:] for case in REFUSALS], ids=[case[0] for case in REFUSALS])
def test_one_bad_cell_among_hundreds_loses_only_itself(tiny_catalogue: Catalogue, value: object, code: str) -> None:
    rows: list[list[object]] = [["时间", f"{JOBS}累计（人）", f"{INVESTED}累计（亿元）", "实有经营主体（户）"]]
    for year in (2030, 2031):
        months = range(1, 13 if year == 2030 else 11)
        rows += [[f"{year}-{month:02d}", month * 100, month * 3.5, 30000 + month] for month in months]
    rows[7][1] = value
    intake = read(tiny_catalogue, drawn(rows))
    assert intake.observations.height == 22 * 3 - 1
    assert ends(intake)["B8"] == ("refused", code)
    assert said(intake)[code] == "B8"


def test_the_same_figure_twice_with_two_values_refuses_the_pair(tiny_catalogue: Catalogue) -> None:
    rows: list[list[object]] = [["时间", f"{JOBS}累计（人）"], ["2031-03", 300], ["2031-03", 310], ["2031-04", 400]]
    intake = read(tiny_catalogue, drawn(rows))
    assert figures(intake) == {("urban_jobs", "2031-04"): (400.0, "B4")}
    assert ends(intake)["B2"] == ends(intake)["B3"] == ("refused", "repeated_differs")


def test_blank_is_not_yet_and_a_dash_is_missing(tiny_catalogue: Catalogue) -> None:
    rows: list[list[object]] = [["时间", f"{GROWTH}累计（%）"], ["2031-02", "—"], ["2031-03", None], ["2031-04", 7.1]]
    intake = read(tiny_catalogue, drawn([*rows, ["注：2031年3月起口径调整，原序列停止发布。"]]))
    assert figures(intake) == {
        ("industry_growth", "2031-02"): (None, "B2"),
        ("industry_growth", "2031-04"): (7.1, "B4"),
    }
    assert intake.observations["cell_text"].to_list() == ["—", "7.1"]
    assert [cell.address for cell in intake.not_ours] == ["A5"]


def test_a_january_that_does_not_exist_is_refused_where_it_holds_a_figure(tiny_catalogue: Catalogue) -> None:
    rows: list[list[object]] = [["时间", f"{GROWTH}累计（%）"], ["2031-01", 6.0], ["2031-02", 7.1]]
    intake = read(tiny_catalogue, drawn(rows))
    assert ends(intake) == {"B2": ("refused", "period_not_allowed"), "B3": ("loaded", "")}


def test_qualified_and_hidden_figures_are_kept_and_told(tiny_catalogue: Catalogue) -> None:
    rows: list[list[object]] = [["2031年1-10月"], ["指标", "单位", "累计"], [JOBS, "人", "约2000人"]]
    intake = read(tiny_catalogue, drawn(rows, hidden_rows=(3,)))
    assert intake.observations["obs_status"].to_list() == ["E"]
    assert said(intake) == {"other_unit_reports": "C3", "approximate": "C3", "hidden": "C3"}


def test_a_ledger_of_projects_is_listed_and_not_read(tiny_catalogue: Catalogue) -> None:
    rows: list[list[object]] = [
        ["序号", "实施日期", "任务名称", "投入人力", "金额（万元）"],
        [1, "2031.1.1", "渗透测试", "1/2天", 12],
    ]
    intake = read(tiny_catalogue, drawn(rows))
    assert intake.observations.is_empty()
    assert {end for end, _ in ends(intake).values()} == {"not_ours"}
    assert "nothing_of_the_plan" in said(intake)


def test_a_workbook_of_another_unit_is_refused(tiny_catalogue: Catalogue) -> None:
    rows: list[list[object]] = [["填报单位：县人社局"], ["2031年1-10月"], ["指标", "单位", "累计"], [JOBS, "人", 7]]
    with pytest.raises(UnitDiffers):
        read(tiny_catalogue, drawn(rows))


def test_a_confirmed_name_is_learned_and_known_the_next_time(tiny_catalogue: Catalogue) -> None:
    content = drawn([["2031年1-10月"], ["指标", "单位", "累计"], ["城镇新增的就业", "人", 7]])
    (question,) = read(tiny_catalogue, content).questions
    answers = Answers(choices={question.question_id: "urban_jobs"})
    (learned,) = read(tiny_catalogue, content, answers=answers).learned
    aliases = pl.DataFrame([{"kind": learned.kind, "alias": learned.alias, "meaning": learned.meaning}])
    again = read(tiny_catalogue, content, aliases=aliases)
    assert again.questions == ()
    assert figures(again) == {("urban_jobs", "2031-10"): (7.0, "C3")}


def test_a_doubt_waits_for_its_reason_and_keeps_it(tiny_catalogue: Catalogue) -> None:
    content = drawn([["2031年1-10月"], ["指标", "单位", "累计"], [JOBS, "人", "约2000人"]])
    intake = read(tiny_catalogue, content, unit_id="human_resources")
    (doubt,) = intake.open_doubts
    answers = Answers(reasons={doubt.doubt_id: "快报数，月底核定"})
    explained = read(tiny_catalogue, content, unit_id="human_resources", answers=answers)
    assert explained.open_doubts == ()
    assert explained.observations["note"].to_list() == ["快报数，月底核定"]


def test_differences_say_what_is_new_and_what_changes(tiny_catalogue: Catalogue) -> None:
    first = read(tiny_catalogue, drawn(wide()))
    known = _known(first)
    rows = wide()
    rows[2][3] = 215
    intake = read(tiny_catalogue, drawn(rows), known=known)
    told = {row["cell"]: (row["state"], row["difference"]) for row in intake.differences.to_dicts()}
    assert told == {"C3": ("same", 0.0), "D3": ("changed", 5.0), "E3": ("same", 0.0)}
    assert asked(intake) == {}


def _known(intake: Intake) -> Any:
    from etl.known import Known

    known = Known()
    known.add(intake.observations, batch_id="b", unit_id="statistics", recorded_at=intake.received_at)
    return known
