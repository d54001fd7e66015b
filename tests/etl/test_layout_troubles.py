"""Troubles seen in departments' tables that once went wrong or were asked without need: each held by one table."""

from __future__ import annotations

from typing import Any

import pytest

from etl.known import Known
from etl.line import Intake
from etl.questions import NOT_OURS, Answers
from tests.etl.forms import form, row, said, taken
from tests.etl.sheets import asked, drawn, ends, figures
from warehouse.catalogue import Catalogue

JOBS, GROWTH, INVESTED = "城镇新增就业", "规模以上工业增加值增速", "招商引资到位资金"


def read(catalogue: Catalogue, content: bytes, **options: Any) -> Intake:
    return taken(catalogue, content, **{"unit_id": "statistics", **options})


def invested(value: float, number_format: str, *, unit: str | None) -> bytes:
    rows: list[list[object]] = [["2031年1-10月"], ["指标", "单位", "累计"], [INVESTED, unit, value]]
    return drawn(rows, formats={"C3": number_format})


@pytest.mark.parametrize(
    ("number_format", "value", "unit", "expected"),
    [
        ('0.00"亿元"', 41.5, None, 41.5),
        ('0.00"亿元"', 41.5, "万元", 41.5),  # the cell's own unit beats its row's
        ('0!.0,"万元"', 4150000000.0, "亿元", 41.5),
        ('0.0,"千元"', 4150000000.0, None, 41.5),
        ('"¥"0.00', 41.5, "亿元", 41.5),
        ("#,##0.00_ ", 41.5, "亿元", 41.5),
    ],
)
def test_a_unit_shown_by_the_format_is_the_cell_s_own(
    tiny_catalogue: Catalogue, number_format: str, value: float, unit: str | None, expected: float
) -> None:
    intake = read(tiny_catalogue, invested(value, number_format, unit=unit))
    assert figures(intake) == {("investment_attracted", "2031-10"): (expected, "C3")}


@pytest.mark.parametrize(
    ("number_format", "value", "unit", "shown", "stored"),
    [
        ("0!.0,", 415000.0, "亿元", 41.5, None),
        ("0.0,", 415000.0, "万元", 0.0415, 41.5),
        ('0.0"万"', 41.5, "万元", 0.00415, 0.00415),
    ],
)
def test_a_format_that_shows_another_number_is_asked_about_once_a_column(
    tiny_catalogue: Catalogue, number_format: str, value: float, unit: str, shown: float, stored: float | None
) -> None:
    content = invested(value, number_format, unit=unit)
    intake = read(tiny_catalogue, content)
    assert intake.observations.is_empty()
    assert asked(intake) == {"value": ("C2", ["stored", "shown"])}
    (question,) = intake.questions
    for answer, expected in (("shown", shown), ("stored", stored), (NOT_OURS, None)):
        again = read(tiny_catalogue, content, answers=Answers(choices={question.question_id: answer}))
        found = [loaded for loaded, _ in figures(again).values()]
        refused = ends(again)["C3"]
        assert found == ([] if expected is None or "unit_suspect" in refused else [pytest.approx(expected)])


def test_the_form_refuses_a_format_that_shows_another_number(tiny_catalogue: Catalogue) -> None:
    content = form([row("investment_attracted", 415000.0)], formats={"value": "0!.0,"})
    assert said(taken(tiny_catalogue, content)) == {"shown_otherwise": "E4"}


def test_lost_number_formats_and_default_locks_are_told(tiny_catalogue: Catalogue) -> None:
    rows: list[list[object]] = [["2031年1-10月"], ["指标", "单位", "累计"], [JOBS, "人", 7]]
    intake = read(tiny_catalogue, drawn(rows).replace(b"xl/styles.xml", b"xl/nothing.xm"))
    assert "styles_missing" in {doubt.code for doubt in intake.open_doubts}


def test_a_fall_and_a_repeat_within_one_file_are_doubts(tiny_catalogue: Catalogue) -> None:
    rows: list[list[object]] = [
        ["时间", f"{INVESTED}累计（亿元）"],
        ["2031-05", 20.5],
        ["2031-03", 20.0],
        ["2031-04", 22.5],
        ["2031-06", 20.5],
    ]
    intake = read(tiny_catalogue, drawn(rows))
    doubts = {(doubt.code, doubt.cell, doubt.expected) for doubt in intake.open_doubts}
    assert {("fell", "B2", "22.5"), ("repeated_last", "B5", "")} <= doubts


def test_how_certain_a_figure_is_is_said_in_words(tiny_catalogue: Catalogue) -> None:
    first = taken(tiny_catalogue, form([row("urban_jobs", 2300, nature="快报")]))
    known = Known()
    known.add(first.observations, batch_id="b", unit_id="statistics", recorded_at=first.received_at)
    for value, expected in ((2300, ("2,300（快报）", "2,300（终值）")), (2400, ("2,300", "2,400"))):
        again = taken(tiny_catalogue, form([row("urban_jobs", value, nature="终值")]), known=known)
        told = {one.code: (one.expected, one.found) for one in again.findings}
        assert told["units_disagree"] == told["revised"] == expected


PLAIN: list[tuple[str, list[list[object]], dict[str, str], dict[tuple[str, str], float]]] = [
    # name, rows, formats, what loads with no question asked
    (
        "a growth column beside nothing but cumulative figures is cumulative",
        [["2031年10月"], ["指标", "单位", "1-本月累计", "同比增长%"], ["规模以上工业增加值", None, None, 7.2],
         [INVESTED, "亿元", 41.5]],
        {},
        {("industry_growth", "2031-10"): 7.2, ("investment_attracted", "2031-10"): 41.5},
    ),
    (
        "month and growth, cumulative and growth, in turn",
        [["2031年10月"], ["指标", "本月", "同比%", "累计", "同比%"], ["规模以上工业增加值", 1.1, 6.8, 11.5, 7.2]],
        {},
        {("industry_growth", "2031-10"): 7.2},
    ),
    (
        "the month beside the year to date, each with its growth",
        [["2031年"], ["指标", "10月", None, "1-10月", None], [None, "本月", "同比增长(%)", "累计", "同比增长(%)"],
         ["规模以上工业增加值", 1.1, 6.8, 11.5, 7.2]],
        {},
        {("industry_growth", "2031-10"): 7.2},
    ),
    (
        "a growth with both signs before its percent",
        [["2031年1-10月"], ["指标", "累计", "比上年同期增长（±%）"], ["规模以上工业增加值", 11.5, 7.2]],
        {},
        {("industry_growth", "2031-10"): 7.2},
    ),
    (
        "nothing but both signs and percent",
        [["2031年1-10月"], ["指标", "累计", "±%"], ["规模以上工业增加值", 11.5, 7.2]],
        {},
        {("industry_growth", "2031-10"): 7.2},
    ),
    (
        "compared with last year, shown as percent",
        [["2031年1-10月"], ["指标", "累计", "同比"], ["规模以上工业增加值", 11.5, 0.072]],
        {"C3": "0.0%"},
        {("industry_growth", "2031-10"): 7.2},
    ),
    (
        "an amount and its growth under one name, with a rank",
        [["2031年1-10月"], ["县市区", INVESTED, None, GROWTH + "（%）", None],
         [None, "总量(亿元)", "位次", "增速", "位次"],
         ["云岫县", 77, 1, 9.1, 1], ["月汀县", 41.5, 2, 7.2, 2]],
        {},
        {("industry_growth", "2031-10"): 7.2, ("investment_attracted", "2031-10"): 41.5},
    ),
    (
        "a row of units in the heading, one of them unknown to the plan",
        [["2031年1-10月"], ["地区", "居民收入", INVESTED + "累计"],
         ["单位", "元/人", "万元"], ["月汀县", 21000, 415000]],
        {},
        {("investment_attracted", "2031-10"): 41.5},
    ),
    (
        "an unknown unit among those of the title",
        [["2031年1-10月"], ["单位：亿元、元/人、%"], ["指标", "累计"], [INVESTED, 41.5]],
        {},
        {("investment_attracted", "2031-10"): 41.5},
    ),
    (
        "the whole year under a title that names it",
        [["2030年招商情况"], ["指标", "上半年", "全年"], [INVESTED + "（亿元）", 41.5, 93]],
        {},
        {("investment_attracted", "2030-06"): 41.5, ("investment_attracted", "2030-12"): 93.0},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "formats", "expected"), [case[1:] for case in PLAIN], ids=[case[0] for case in PLAIN])
def test_a_plain_table_loads_without_a_question(
    tiny_catalogue: Catalogue,
    rows: list[list[object]],
    formats: dict[str, str],
    expected: dict[tuple[str, str], float],
) -> None:
    merged = [f"{area}" for area in ("B2:C2", "D2:E2") if len(rows[1]) == 5 and rows[1][2] is None]
    intake = read(tiny_catalogue, drawn(rows, formats=formats, merged=merged))
    assert intake.questions == ()
    assert {place: value for place, (value, _) in figures(intake).items()} == expected


ASKED: list[tuple[str, list[list[object]], dict[str, tuple[str | None, list[str]]]]] = [
    (
        "a growth beside the month and the year to date",
        [["2031年1-10月"], ["指标", "本月", "累计", "同比%"], ["规模以上工业增加值", 1.1, 11.5, 7.2]],
        {"measure": ("D2", ["累计同比", "本期同比", "期末同比"])},
    ),
    (
        "compared with last year, in percent or in units",
        [["2031年1-10月"], ["指标", "累计", "同比"], ["规模以上工业增加值", 11.5, 7.2]],
        {"measure": ("C2", ["累计同比", "本期同比", "期末同比"])},
    ),
    (
        "a growth without percent: no other unit is offered",
        [["2031年1-10月"], ["指标", "累计"], [GROWTH, 7.2]],
        {"unit_measure": ("A3", ["%"])},
    ),
]


@pytest.mark.parametrize(("rows", "expected"), [case[1:] for case in ASKED], ids=[case[0] for case in ASKED])
def test_two_readings_are_asked_about(
    tiny_catalogue: Catalogue, rows: list[list[object]], expected: dict[str, tuple[str | None, list[str]]]
) -> None:
    intake = read(tiny_catalogue, drawn(rows))
    assert intake.observations.is_empty()
    assert asked(intake) == expected


def test_a_unit_the_plan_does_not_know_is_refused_by_name(tiny_catalogue: Catalogue) -> None:
    rows: list[list[object]] = [["2031年1-10月"], ["指标", "累计"], [f"{INVESTED}（元/人）", 21000]]
    intake = read(tiny_catalogue, drawn(rows))
    assert ends(intake) == {"B3": ("refused", "unit_not_convertible")}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("8.1①", 8.1),
        ("8.1 ①", 8.1),
        ("①8.1", 8.1),
        ("66.3²", 66.3),
        ("8.1*", 8.1),
        ("8.1%注", None),
        ("8①1", None),
        ("½", None),
        ("⒈8", None),
    ],
)
def test_the_mark_of_a_note_never_joins_a_number(
    tiny_catalogue: Catalogue, written: str, expected: float | None
) -> None:
    rows: list[list[object]] = [["2031年1-10月"], ["指标", "累计增长(%)"], ["规模以上工业增加值", written]]
    found = [value for value, _ in figures(read(tiny_catalogue, drawn(rows))).values()]
    assert found == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    "title", ["云岫市2031年1-10月主要指标", "全市2031年1-10月主要指标", "2031年1-10月云岫市主要指标"]
)
def test_a_title_of_another_place_is_asked_about(tiny_catalogue: Catalogue, title: str) -> None:
    rows: list[list[object]] = [[title], ["指标", "单位", "累计"], [INVESTED, "亿元", 415]]
    intake = read(tiny_catalogue, drawn(rows))
    assert asked(intake) == {"table": ("A1", ["ours"])}
    assert intake.observations.is_empty()


@pytest.mark.parametrize("title", ["月汀县2031年1-10月指标", "开发区建设 2031年1-10月", "城市建设2031年1-10月"])
def test_a_title_of_our_own_is_not(tiny_catalogue: Catalogue, title: str) -> None:
    rows: list[list[object]] = [[title], ["指标", "单位", "累计"], [INVESTED, "亿元", 41.5]]
    assert figures(read(tiny_catalogue, drawn(rows))) == {("investment_attracted", "2031-10"): (41.5, "C3")}


@pytest.mark.parametrize("head", ["行业", "企业名称"])
def test_a_row_of_unknown_meaning_under_a_known_heading_is_left_out(tiny_catalogue: Catalogue, head: str) -> None:
    rows: list[list[object]] = [["2031年1-10月"], [head, f"{INVESTED}累计（亿元）"], ["采矿业", 3.1]]
    intake = read(tiny_catalogue, drawn(rows))
    assert intake.observations.is_empty()
    assert ends(intake)["B3"] == ("not_ours", "row_unknown")


def test_our_place_may_stand_without_its_kind(tiny_catalogue: Catalogue) -> None:
    rows: list[list[object]] = [["2031年1-10月"], ["县市区", f"{INVESTED}累计（亿元）"], ["云岫", 77], ["月汀", 41.5]]
    intake = read(tiny_catalogue, drawn(rows))
    assert figures(intake) == {("investment_attracted", "2031-10"): (41.5, "B4")}


@pytest.mark.parametrize(
    ("title", "table_is"), [(None, "period"), ("1-10月", "period"), ("云岫市2031年1-10月指标", "table")]
)
@pytest.mark.parametrize("answer", ["???", "2031年10月", "2031-13", "10"])
def test_an_answer_that_does_not_fit_leaves_the_question_open(
    tiny_catalogue: Catalogue, title: str | None, table_is: str, answer: str
) -> None:
    content = drawn([[title], ["指标", "单位", "累计"], [INVESTED, "亿元", 41.5]])
    (question,) = read(tiny_catalogue, content).questions
    assert question.kind == table_is
    again = read(tiny_catalogue, content, answers=Answers(choices={question.question_id: answer}))
    assert [one.question_id for one in again.questions] == [question.question_id]
    assert again.observations.is_empty()


@pytest.mark.parametrize(
    ("title", "tab", "file_name", "column", "doubts"),
    [
        ("2031年指标表", "数据", "a.xlsx", "2030年10月", {"title_period_differs": "2031"}),
        ("指标表", "2031年10月", "a.xlsx", "2030年10月", {"tab_period_differs": "2031-10"}),
        ("指标表", "数据", "2031年10月.xlsx", "2030年10月", {"period_differs": "2031-10"}),
        ("2031年指标表", "2031年", "2031年10月.xlsx", "2031年10月", {}),
    ],
)
def test_a_year_said_beside_a_table_that_none_of_its_figures_has_is_a_doubt(
    tiny_catalogue: Catalogue, title: str, tab: str, file_name: str, column: str, doubts: dict[str, str]
) -> None:
    rows: list[list[object]] = [[title], ["时间", f"{INVESTED}累计（亿元）"], [column, 31]]
    intake = read(tiny_catalogue, drawn(rows, name=tab), file_name=file_name)
    found = {one.code: one.found for one in intake.open_doubts if one.code.endswith("period_differs")}
    assert found == doubts
    assert intake.observations.height == 1


def test_last_year_s_figure_beside_this_year_s_is_no_contradiction(tiny_catalogue: Catalogue) -> None:
    rows: list[list[object]] = [
        ["2031年10月指标表"],
        ["时间", f"{INVESTED}累计（亿元）"],
        ["2030年10月", 30],
        ["2031年10月", 31],
    ]
    intake = read(tiny_catalogue, drawn(rows), file_name="2031年10月.xlsx")
    assert len(figures(intake)) == 2
    assert not [one for one in intake.open_doubts if one.code.endswith("period_differs")]
