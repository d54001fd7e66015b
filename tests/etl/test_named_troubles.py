"""Troubles named by those who gather figures, that no other file of tests holds: each with one table."""

from __future__ import annotations

import pytest

from tests.etl.sheets import Rows, asked, drawn, ends, figures
from tests.etl.test_layout_troubles import INVESTED, JOBS, read
from warehouse.catalogue import Catalogue

PLACE = "investment_attracted"


@pytest.mark.parametrize(
    ("rows", "doubts"),
    [
        (
            [["时间", f"{INVESTED}累计（万元）"], ["2031-01", 3000], ["2031-02", 0.4], ["2031-03", 5200]],
            [("B3", "0.3"), ("B4", "4e-05")],
        ),
        (
            [["时间", "服务业增加值累计增长(%)"], ["2031年一季度", 8.1], ["2031年二季度", 0.083]],
            [("B3", "8.1")],
        ),
        ([["时间", "服务业增加值累计增长(%)"], ["2031年一季度", 8.1], ["2031年二季度", "0.083%"]], []),
        ([["时间", f"{INVESTED}累计（万元）"], ["2031-01", 3000], ["2031-02", 41000]], []),
    ],
    ids=["ten thousand", "a hundred", "the cell names its unit", "a steep rise"],
)
def test_a_slip_of_the_unit_between_a_file_s_own_periods_is_a_doubt(
    tiny_catalogue: Catalogue, rows: Rows, doubts: list[tuple[str, str]]
) -> None:
    intake = read(tiny_catalogue, drawn(rows))
    assert len(figures(intake)) == len(rows) - 1
    said = [(one.cell, one.expected) for one in intake.open_doubts if one.code == "size_differs"]
    assert said == doubts


def test_a_growth_told_by_one_character_has_the_right_sign(tiny_catalogue: Catalogue) -> None:
    rows: Rows = [
        ["2031年"],
        ["指标", "8月", "9月", "10月"],
        ["规模以上工业增加值累计增长(%)", "增8.1%", "降2.3%", "同比减0.5%"],
    ]
    found = figures(read(tiny_catalogue, drawn(rows)))
    assert [value for value, _ in found.values()] == [8.1, -2.3, -0.5]


def test_the_same_quarter_twice_loses_the_pair_that_differs_and_nothing_else(tiny_catalogue: Catalogue) -> None:
    rows: Rows = [
        ["时间", f"{JOBS}累计（人）", f"{INVESTED}累计（亿元）"],
        ["2031年一季度", 500, 20.5],
        ["2031年1-3月", 501, 20.5],
        ["2031年二季度", 700, 30],
    ]
    intake = read(tiny_catalogue, drawn(rows))
    assert figures(intake) == {
        (PLACE, "2031-03"): (20.5, "C2"),
        ("urban_jobs", "2031-06"): (700.0, "B4"),
        (PLACE, "2031-06"): (30.0, "C4"),
    }
    assert {cell for cell, end in ends(intake).items() if end == ("refused", "repeated_differs")} == {"B2", "B3"}


def test_a_series_that_ended_is_neither_missing_nor_nought_after_its_end(tiny_catalogue: Catalogue) -> None:
    note = "注：城镇新增就业自7月起停止统计。"
    rows: Rows = [
        ["2031年"],
        ["指标", "单位", "5月", "6月", "7月"],
        [JOBS + "累计", "人", 500, 600, None],
        [INVESTED + "累计", "亿元", 10, 20, 30],
        [note],
    ]
    intake = read(tiny_catalogue, drawn(rows))
    assert [place for place in figures(intake) if place[0] == "urban_jobs"] == [
        ("urban_jobs", "2031-05"),
        ("urban_jobs", "2031-06"),
    ]
    assert figures(intake)[PLACE, "2031-07"] == (30.0, "E4")
    assert [cell.text for cell in intake.not_ours] == [note]
    assert intake.questions == ()


def test_days_typed_with_points_are_months_and_two_numbers_with_a_stroke_are_asked(tiny_catalogue: Catalogue) -> None:
    dated: Rows = [["日期", f"{INVESTED}累计（亿元）"], ["2031.1.1", 2.5], ["2031.2.1", 3.5]]
    assert figures(read(tiny_catalogue, drawn(dated))) == {
        (PLACE, "2031-01"): (2.5, "B2"),
        (PLACE, "2031-02"): (3.5, "B3"),
    }
    days: Rows = [["2031年1-10月"], ["指标", "单位", "累计"], [JOBS, "人", "1/2天"]]
    intake = read(tiny_catalogue, drawn(days))
    assert intake.observations.is_empty()
    assert asked(intake) == {"parts": ("C3", ["1", "2天"])}


@pytest.mark.parametrize(
    ("name", "file_name", "offered"),
    [
        ("2030年10月", "报表.xlsx", ["2030-10", "2031-10"]),
        ("2031年9月", "报表.xlsx", ["2031-09", "2031-10"]),
        ("Sheet1", "2030年10月.xlsx", ["2030-10", "2031-10"]),
    ],
)
def test_title_sheet_and_file_that_disagree_are_asked_about(
    tiny_catalogue: Catalogue, name: str, file_name: str, offered: list[str]
) -> None:
    rows: Rows = [["2031年1-10月"], ["指标", "单位", "累计"], [JOBS, "人", 7]]
    intake = read(tiny_catalogue, drawn(rows, name=name), file_name=file_name)
    assert intake.observations.is_empty()
    assert asked(intake) == {"period": ("A1", offered)}


def test_a_formula_that_was_never_calculated_is_refused_by_its_cell(tiny_catalogue: Catalogue) -> None:
    rows: Rows = [["2031年1-10月"], ["指标", "单位", "累计"], [JOBS, "人", 7], [INVESTED, "亿元", "=C3*2"]]
    intake = read(tiny_catalogue, drawn(rows))
    assert figures(intake) == {("urban_jobs", "2031-10"): (7.0, "C3")}
    assert ends(intake)["C4"] == ("refused", "formula_without_value")
