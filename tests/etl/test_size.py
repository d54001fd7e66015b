"""Size: what no figure can be is refused, what is far from every known neighbour needs a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import polars as pl
import pytest

from etl.known import Figure, Known
from rules.model import ObsStatus
from tests.etl.forms import form, row, said, taken
from tests.etl.sheets import drawn
from warehouse.catalogue import Catalogue

Values = dict[str, float]
FAR = "far_from_known"
INVESTED = "招商引资到位资金"


def known(indicator_id: str, values: Values) -> Known:
    recorded = datetime(2031, 10, 1)
    months = {date.fromisoformat(f"{month}-01"): value for month, value in values.items()}
    return Known(
        (indicator_id, Figure("b", "human_resources", month, value, ObsStatus.FINAL, None, recorded))
        for month, value in months.items()
    )


@pytest.fixture(scope="module")
def unbounded(tiny_catalogue: Catalogue) -> Catalogue:
    """The plan without a range of its own for any indicator."""
    nothing = pl.lit(None, pl.Float64)
    indicators = tiny_catalogue.indicators.with_columns(allowed_min=nothing, allowed_max=nothing)
    return replace(tiny_catalogue, indicators=indicators)


def size_said(
    catalogue: Catalogue, indicator: str, values: Values, now: object, *, period: str = "2031年10月"
) -> list[str]:
    """What is said of one figure, but for falls, which are not a matter of size."""
    owner = catalogue.indicators.filter(indicator_id=indicator)["reporting_unit"].item()
    unit = catalogue.units.filter(unit_id=owner)["name_zh_hans"].item()
    content = form([row(indicator, now)], unit=f"填报单位：{unit}", period=period)
    found = said(taken(catalogue, content, known=known(indicator, values)))
    return [code for code in found if code not in {"fell", "revised", "units_disagree", "overdue_not_given"}]


@pytest.mark.parametrize("value", [1e13, 1e15, 1e308])
@pytest.mark.parametrize("indicator", ["investment_attracted", "urban_jobs", "industry_growth"])
def test_what_no_unit_allows_is_refused(unbounded: Catalogue, indicator: str, value: object) -> None:
    owner = unbounded.indicators.filter(indicator_id=indicator)["reporting_unit"].item()
    unit = unbounded.units.filter(unit_id=owner)["name_zh_hans"].item()
    intake = taken(unbounded, form([row(indicator, value)], unit=f"填报单位：{unit}"))
    assert intake.observations.is_empty()
    assert "out_of_range" in said(intake)


CASES: list[tuple[str, Values, float, list[str]]] = [
    # an earlier vintage counts alone
    ("investment_attracted", {"2031-10": 76.94}, 76.95, []),
    ("investment_attracted", {"2031-10": 76.94}, 76.94 * 4.9, []),
    ("investment_attracted", {"2031-10": 76.94}, 760.0, [FAR]),
    ("investment_attracted", {"2031-10": 76.94}, 7.6, [FAR]),
    ("investment_attracted", {"2031-10": 76.94, "2031-09": 740.0}, 760.0, [FAR]),
    ("industry_growth", {"2031-10": 8.4}, 99.9, [FAR]),
    ("industry_growth", {"2031-10": 8.4}, 8400.0, [FAR]),
    ("industry_growth", {"2031-10": 8.4}, -6.2, []),
    # else the period before
    ("investment_attracted", {"2031-09": 76.0}, 760.0, [FAR]),
    ("industry_growth", {"2031-09": 8.4}, 58.5, [FAR]),
    ("industry_growth", {"2031-09": 8.4}, 58.3, []),
    ("zero_employment_families", {"2031-09": 3.0}, 19.0, []),
    ("zero_employment_families", {"2031-09": 3.0}, 20.0, [FAR]),
    ("zero_employment_families", {"2031-09": 0.0}, 20.0, [FAR]),
    # what adds up from January may be like last year's same month instead
    ("investment_attracted", {"2030-10": 75.0, "2031-09": 7.0}, 76.0, []),
    ("investment_attracted", {"2030-10": 7.0, "2031-09": 70.0}, 76.0, []),
    ("investment_attracted", {"2030-10": 70.0, "2031-09": 69.0}, 760.0, [FAR]),
    # else the target
    ("industry_growth", {}, 99.9, ["far_from_target"]),
    ("urban_jobs", {}, 100_000, ["far_from_target"]),
    ("urban_jobs", {}, 1, []),
]


@pytest.mark.parametrize(("indicator", "values", "now", "expected"), CASES)
def test_a_figure_far_from_its_neighbours_is_a_doubt(
    unbounded: Catalogue, indicator: str, values: Values, now: float, expected: list[str]
) -> None:
    assert size_said(unbounded, indicator, values, now) == expected


@pytest.mark.parametrize(
    ("values", "now", "expected"),
    [
        ({"2031-01": 100.0}, 900, []),
        ({"2031-01": 100.0, "2030-02": 1000.0}, 900, []),
        ({"2031-01": 100.0, "2030-02": 100.0}, 900, [FAR]),
        ({"2030-12": 9000.0}, 900, []),
    ],
)
def test_the_year_s_first_months_may_leap(
    unbounded: Catalogue, values: Values, now: float, expected: list[str]
) -> None:
    assert size_said(unbounded, "urban_jobs", values, now, period="2031年2月") == expected


def test_a_doubt_names_the_neighbour(unbounded: Catalogue) -> None:
    content = form([row("industry_growth", 99.9)], unit="填报单位：县统计局")
    intake = taken(unbounded, content, known=known("industry_growth", {"2031-09": 8.4}))
    (doubt,) = intake.open_doubts
    assert (doubt.code, doubt.cell, doubt.found, doubt.expected) == (FAR, "E4", "99.9", "8.4 (2031-09)")


def test_the_periods_of_one_file_are_neighbours_too(unbounded: Catalogue) -> None:
    head = ["时间", f"{INVESTED}累计（亿元）"]
    months: list[list[object]] = [["2031年7月", 5.1], ["2031年8月", 5.9], ["2031年9月", 60], ["2031年10月", 61]]
    intake = taken(unbounded, drawn([head, *months]), unit_id="statistics")
    far = [(one.cell, one.expected) for one in intake.findings if one.code == FAR]
    assert far == [("B4", "5.9 (2031-08)")]
