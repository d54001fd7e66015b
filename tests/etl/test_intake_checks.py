"""Checking: what cannot be is refused by its cell, what may be wrong is kept and said, the rest goes on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from etl.findings import SENTENCES, Severity
from etl.known import Figure, Known
from rules.model import ObsStatus
from tests.etl.forms import form, only_value, row, said, taken
from warehouse.catalogue import Catalogue


def known(indicator_id: str, values: dict[date, float], *, unit_id: str = "human_resources") -> Known:
    recorded = datetime(2031, 10, 1)
    return Known(
        (indicator_id, Figure("b", unit_id, period, value, ObsStatus.FINAL, None, recorded))
        for period, value in values.items()
    )


SEPTEMBER, OCTOBER = date(2031, 9, 1), date(2031, 10, 1)

REFUSED = [
    ("urban_jobs", "完成较好", {}, "not_a_number", "E4"),
    ("urban_jobs", 12.5, {}, "not_whole", "E4"),
    ("urban_jobs", -1, {}, "out_of_range", "E4"),
    ("urban_jobs", 0.085, {"unit": "%"}, "unit_not_convertible", "C4"),
    ("urban_jobs", "8.5%", {}, "unit_not_convertible", "E4"),
    ("urban_jobs", 12, {"unit": None}, "unit_not_given", "B4"),
    ("urban_jobs", 12, {"basis": "本期"}, "basis_differs", "D4"),
    ("industry_growth", 8.5, {"basis": "本期同比"}, "basis_differs", "D4"),
    ("industry_growth", 8.5, {"basis": "累计"}, "basis_differs", "D4"),
    ("urban_jobs", 12, {"nature": "大概"}, "nature_unknown", "F4"),
    ("urban_jobs", 12, {"nature": "无"}, "nature_contradicts", "E4"),
    ("good_air_days", 101, {}, "out_of_range", "E4"),
    ("good_air_days", 0.93, {}, "unit_suspect", "E4"),
    ("industry_growth", 0.085, {}, "unit_suspect", "E4"),
    ("investment_attracted", "90.93亿元、8%", {}, "several_numbers", "E4"),
    ("bus_station", 3, {}, "stage_unknown", "E4"),
    ("major_accidents", "无", {}, "two_readings", "E4"),
    ("zero_employment_families", 3, {"overdue": 4}, "overdue_invalid", "G4"),
    ("zero_employment_families", 3, {"overdue": "不少"}, "not_a_number", "G4"),
    ("zero_employment_families", None, {"overdue": 1}, "overdue_alone", "G4"),
    ("urban_jobs", "=1+1", {}, "formula_without_value", "E4"),
    ("urban_jobs", datetime(2031, 1, 10), {}, "date_in_value", "E4"),
]


@pytest.mark.parametrize(("indicator", "value", "others", "code", "cell"), REFUSED)
def test_errors_refuse_their_cell_and_the_rest_goes_on(
    tiny_catalogue: Catalogue, indicator: str, value: object, others: dict[str, Any], code: str, cell: str
) -> None:
    fine = row("good_air_days", 92.5) if indicator != "good_air_days" else row("urban_jobs", 900)
    intake = taken(tiny_catalogue, form([row(indicator, value, **others), fine], unit="填报单位：县发改局"))
    errors = [(one.code, one.cell, one.indicator_id) for one in intake.findings if one.severity is Severity.ERROR]
    assert errors == [(code, cell, indicator)]
    assert intake.observations["indicator_id"].to_list() == [fine["code"]]


KEPT = [
    ("urban_jobs", "2,300人", {}, 2300.0, "A", set()),
    ("urban_jobs", 0.23, {"unit": "万人"}, 2300.0, "A", {"unit_converted"}),
    ("urban_jobs", "0.23万人", {}, 2300.0, "A", {"unit_converted"}),
    ("urban_jobs", 0, {}, 0.0, "A", set()),
    ("urban_jobs", 2300, {"nature": "预计"}, 2300.0, "F", set()),
    ("urban_jobs", "约2300", {}, 2300.0, "E", {"approximate"}),
    ("urban_jobs", "预计2300", {"nature": "终值"}, 2300.0, "F", {"nature_differs"}),
    ("urban_jobs", "—", {}, None, "M", {"reported_missing"}),
    ("urban_jobs", None, {"nature": "无"}, None, "M", {"reported_missing"}),
    ("industry_growth", "增长8.5%", {}, 8.5, "A", set()),
    ("industry_growth", "0.08%", {}, 0.08, "A", set()),
    ("industry_growth", -6.2, {"basis": "累计、同比"}, -6.2, "A", set()),
    ("investment_attracted", 315000, {"unit": "万元"}, 31.5, "A", {"unit_converted"}),
    ("bus_station", "主体", {}, 2.0, "A", set()),
    ("major_accidents", 0, {}, 0.0, "A", set()),
    ("zero_employment_families", 3, {"overdue": 1}, 3.0, "A", set()),
    ("zero_employment_families", 3, {}, 3.0, "A", {"overdue_not_given"}),
    ("urban_jobs", 2300, {"overdue": 2}, 2300.0, "A", {"overdue_not_applicable"}),
    ("urban_jobs", 2300, {"basis": None}, 2300.0, "A", {"basis_missing"}),
]


@pytest.mark.parametrize(("indicator", "value", "others", "number", "status", "codes"), KEPT)
def test_what_has_one_meaning_is_kept_with_what_was_said(
    tiny_catalogue: Catalogue,
    indicator: str,
    value: object,
    others: dict[str, Any],
    number: float | None,
    status: str,
    codes: set[str],
) -> None:
    owner = tiny_catalogue.indicators.filter(indicator_id=indicator)["reporting_unit"].item()
    unit = tiny_catalogue.units.filter(unit_id=owner)["name_zh_hans"].item()
    intake = taken(tiny_catalogue, form([row(indicator, value, **others)], unit=f"填报单位：{unit}"))
    assert only_value(intake) == number
    assert intake.observations["obs_status"].item() == status
    assert set(said(intake)) == codes


def test_a_percent_cell_shows_hundredths_as_percent(tiny_catalogue: Catalogue) -> None:
    content = form([row("industry_growth", 0.085)], unit="填报单位：县统计局", formats={"value": "0.0%"})
    intake = taken(tiny_catalogue, content)
    assert (only_value(intake), intake.observations["cell_text"].item()) == (8.5, "8.5%")


def test_a_blank_is_still_owed_and_never_zero(tiny_catalogue: Catalogue) -> None:
    for blank in (None, "", "  "):
        intake = taken(
            tiny_catalogue,
            form([row("urban_jobs", blank, nature="终值"), row("zero_employment_families", 0, overdue=0)]),
        )
        codes = {one.code for one in intake.findings if one.indicator_id == "urban_jobs"}
        assert intake.observations["indicator_id"].to_list() == ["zero_employment_families"]
        assert codes == {"not_reported"}


def test_a_period_without_a_figure_is_refused(tiny_catalogue: Catalogue) -> None:
    january = form([row("industry_growth", 8.5), row("urban_jobs", 100)], unit="填报单位：县统计局", period="2031年1月")
    intake = taken(tiny_catalogue, january)
    finding = next(one for one in intake.findings if one.code == "period_not_allowed")
    assert (finding.found, finding.expected.split("、")[0]) == ("2031-01", "2")
    assert intake.observations["indicator_id"].to_list() == ["urban_jobs"]


def test_another_unit_s_indicator_is_kept_and_doubted(tiny_catalogue: Catalogue) -> None:
    intake = taken(tiny_catalogue, form([row("industry_growth", 8.5)]))
    assert only_value(intake) == 8.5
    assert said(intake) == {"other_unit_reports": "E4"}


def test_the_same_indicator_twice(tiny_catalogue: Catalogue) -> None:
    same = taken(tiny_catalogue, form([row("urban_jobs", 5), row("urban_jobs", "5人")]))
    assert only_value(same) == 5.0
    assert said(same) == {"repeated_same": "E5"}
    different = taken(tiny_catalogue, form([row("urban_jobs", 5), row("urban_jobs", 6)]))
    assert different.observations.is_empty()
    assert [(one.code, one.cell) for one in different.findings] == [
        ("repeated_differs", "E4"),
        ("repeated_differs", "E5"),
    ]


@pytest.mark.parametrize(
    ("indicator", "last", "now", "code"),
    [
        ("urban_jobs", 2400, 2300, "fell"),
        ("investment_attracted", 30.0, 300000, "out_of_range"),
        ("investment_attracted", 30.0, 0.0031, "unit_suspect"),
        ("investment_attracted", 30.0, 30.0, "repeated_last"),
        ("industry_growth", 6.2, -6.2, "sign_flipped"),
        ("industry_growth", 8.1, 0.085, "unit_suspect"),
        ("urban_jobs", 2200, 2300, None),
        ("industry_growth", 0.09, 0.085, None),
    ],
)
def test_figures_are_held_against_the_one_before(
    tiny_catalogue: Catalogue, indicator: str, last: float, now: float, code: str | None
) -> None:
    owner = tiny_catalogue.indicators.filter(indicator_id=indicator)["reporting_unit"].item()
    unit = tiny_catalogue.units.filter(unit_id=owner)["name_zh_hans"].item()
    content = form([row(indicator, now)], unit=f"填报单位：{unit}")
    intake = taken(tiny_catalogue, content, known=known(indicator, {SEPTEMBER: last}))
    assert list(said(intake)) == ([code] if code else [])
    kept = code is None or SENTENCES[code][0] is not Severity.ERROR
    assert intake.observations.height == int(kept)


def test_what_is_known_is_the_same_revised_or_disputed(tiny_catalogue: Catalogue) -> None:
    content = form([row("urban_jobs", 2300)])
    same = taken(tiny_catalogue, content, known=known("urban_jobs", {OCTOBER: 2300.0}))
    assert (same.new, same.changed, same.same, list(said(same))) == (0, 0, 1, ["same"])
    revised = taken(tiny_catalogue, content, known=known("urban_jobs", {OCTOBER: 2250.0}))
    assert (revised.new, revised.changed, revised.same) == (0, 1, 0)
    (finding,) = revised.findings
    assert (finding.code, finding.expected, finding.found) == ("revised", "2,250", "2,300")
    disputed = taken(tiny_catalogue, content, known=known("urban_jobs", {OCTOBER: 2250.0}, unit_id="statistics"))
    assert list(said(disputed)) == ["revised", "units_disagree"]


def test_earlier_figures_in_the_form_are_compared_and_never_stored(tiny_catalogue: Catalogue) -> None:
    before = known("urban_jobs", {SEPTEMBER: 2000.0})
    agreeing = form([row("urban_jobs", 2300, previous=2000, last_year="—")])
    assert said(taken(tiny_catalogue, agreeing, known=before)) == {}
    other = form([row("urban_jobs", 2300, previous=1900, last_year=1800)])
    intake = taken(tiny_catalogue, other, known=before)
    assert said(intake) == {"reference_differs": "H4", "reference_not_stored": "I4"}
    assert intake.observations["reference_period"].to_list() == [OCTOBER]


def test_a_withdrawn_batch_gives_way_to_the_one_before() -> None:
    standing = known("urban_jobs", {OCTOBER: 1.0})
    later = Figure("c", "u", OCTOBER, 2.0, ObsStatus.FINAL, None, datetime(2031, 11, 1))
    both = Known([("urban_jobs", later), ("urban_jobs", standing.newest("urban_jobs", OCTOBER))])  # type: ignore[list-item]
    assert both.newest("urban_jobs", OCTOBER) == later
    both.withdraw_batch("c")
    figure = both.newest("urban_jobs", OCTOBER)
    assert figure is not None
    assert figure.value == 1.0
