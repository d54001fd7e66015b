"""The trend by kind of target: what is drawn, what is not, and how it is labelled."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts import trend
from charts.wording import Unit, gap_text
from i18n import words_for
from rules.model import Direction, Kind, Status
from tests.charts.drawn import COUNT, GROWTH, NOTHING, RELATIVE, SHARE, STANDARD, month, seen
from tests.charts.scene import overlaps, scene_of

HANS, EN = words_for("zh-Hans"), words_for("en")


def rows(drawn: trend.Trend, *roles: str, words=HANS) -> list[dict]:  # type: ignore[no-untyped-def]
    frame = trend.prepare(drawn, words=words)
    return frame.filter(pl.col("role").is_in(roles)).to_dicts()


def test_no_point_in_a_month_without_a_figure() -> None:
    assert [row["month"] for row in rows(GROWTH, "actual")] == [2, 3, 6, 9, 10]


def test_a_figure_reported_missing_breaks_the_line_and_is_never_zero() -> None:
    drawn = replace(GROWTH, figures=seen({2: 9.0, 3: None, 4: 8.0}))
    assert [(row["month"], row["piece"]) for row in rows(drawn, "actual")] == [(2, 0), (4, 1)]
    (missing,) = rows(drawn, "missing")
    assert (missing["month"], missing["value_text"]) == (3, "–")
    assert rows(drawn, "gap") == []


def test_each_target_is_a_labelled_line_and_equal_ones_share_it() -> None:
    assert [row["label"] for row in rows(GROWTH, "target")] == ["附件3、附件1 ≥8%", "总体方案 ≥10%"]


def test_the_gap_is_measured_from_the_strictest_target() -> None:
    assert {row["value2"] for row in rows(GROWTH, "gap")} == {10}
    lower = replace(GROWTH, direction=Direction.DOWN)
    assert lower.strictest == 8


def test_a_stretch_value_is_shown_but_does_not_judge() -> None:
    drawn = replace(GROWTH, targets=[trend.TargetLine(8.5, "附件3"), trend.TargetLine(10, "附件3", is_stretch=True)])
    assert drawn.strictest == 8.5
    assert rows(drawn, "target")[1]["label"] == "附件3 力争≥10%"


def test_the_newest_figure_carries_value_gap_status_and_provenance() -> None:
    (last,) = rows(GROWTH, "last")
    assert last["label"] == "8.5%（−1.5个百分点）"
    assert last["shape"] == "diamond"
    assert last["status"] == HANS("status.behind")
    assert last["is_preliminary"]


def test_values_are_in_the_unit_the_reader_counts_in() -> None:
    assert rows(COUNT, "actual")[-1]["value"] == pytest.approx(90.93)
    english = rows(COUNT, "actual", words=EN)[-1]
    assert english["value"] == pytest.approx(9.093)
    assert english["value_text"] == "9.093 billion yuan"
    assert rows(COUNT, "target", words=EN)[0]["value"] == pytest.approx(40)


def test_an_english_axis_counts_in_the_thousands_that_fit_its_figures() -> None:
    visits = Unit({"name_zh_hans": "万人次", "name_en": "thousand visits", "factor_en": 10.0}, 1)
    drawn = replace(COUNT, unit=visits, figures=seen({9: 523.0, 10: 611.9}), targets=[trend.TargetLine(650, "附件1")])
    assert rows(drawn, "actual", words=EN)[-1]["value"] == pytest.approx(6.119)
    assert any("In million visits" in row["label"] for row in rows(drawn, "note", words=EN))
    few = replace(drawn, figures=seen({10: 1.5}), targets=[])
    assert rows(few, "actual", words=EN)[-1]["value"] == pytest.approx(15000)
    assert any("In visits" in row["label"] for row in rows(few, "note", words=EN))
    assert rows(drawn, "actual")[-1]["value"] == pytest.approx(611.9)


def test_amounts_stand_on_zero_and_show_their_schedule() -> None:
    assert min(row["value"] for row in rows(COUNT, "domain")) == 0
    assert len(rows(COUNT, "path")) == 12
    (last,) = rows(COUNT, "last")
    assert last["value2"] == pytest.approx(100)


def test_a_relative_target_compares_two_series_month_by_month() -> None:
    labels = [row["label"] for row in rows(RELATIVE, "end_label")]
    assert labels == ["社会消费品零售总额 7.1%", "城镇居民收入 5.2%"]
    sides = {row["colour"] for row in rows(RELATIVE, "gap")}
    assert len(sides) == 2  # behind in March, ahead since


def test_a_standard_shows_what_it_was_before() -> None:
    assert rows(STANDARD, "start")[0]["label"] == "原标准 650家"
    assert rows(STANDARD, "last")[0]["label"] == "700家"


def test_a_tolerance_is_a_band_below_the_target() -> None:
    (band,) = rows(SHARE, "band")
    assert (band["value"], band["value2"]) == (9, 10)


def test_a_forecast_is_apart_from_the_figures_and_names_its_method() -> None:
    ends = rows(GROWTH, "forecast")
    assert [row["month"] for row in ends] == [10, 12]
    assert any("近三月" in row["label"] for row in rows(GROWTH, "note"))
    assert rows(replace(NOTHING, forecast=GROWTH.forecast), "forecast") == []


def test_without_figures_it_says_so_beside_the_targets() -> None:
    (empty,) = rows(NOTHING, "empty")
    assert empty["label"] == HANS("chart.no_figure")
    assert rows(NOTHING, "last", "actual", "gap") == []
    assert len(rows(NOTHING, "target")) == 2


def test_only_keys_of_what_is_shown_are_explained() -> None:
    notes = " ".join(row["label"] for row in rows(RELATIVE, "note"))
    assert notes == "单位：%"


@given(
    st.dictionaries(st.integers(1, 12), st.floats(-300, 300), max_size=12),
    st.lists(st.floats(-50, 50), max_size=4),
)
def test_labels_never_overlap_and_everything_is_inside_the_axis(values: dict[int, float], asked: list[float]) -> None:
    targets = [trend.TargetLine(value, f"附件{n}") for n, value in enumerate(asked)]
    drawn = replace(GROWTH, figures=seen(dict(values)), targets=targets, revised=(), forecast=None)
    edges = [row["value"] for row in rows(drawn, "domain")]
    labels = sorted(row["label_value"] for row in rows(drawn, "end_label"))
    assert all(after > before for before, after in pairwise(labels))
    shown = [row["value"] for row in rows(drawn, "actual", "target")] + labels
    assert all(edges[0] - 1e-9 <= value <= edges[-1] + 1e-9 for value in shown)


def test_the_status_comes_from_the_verdict_never_from_the_figures() -> None:
    assert GROWTH.known[-1].recorded_at == datetime(2024, 11, 1)
    (last,) = rows(replace(GROWTH, status=Status.DONE), "last")
    assert last["shape"] == "square"


def test_a_path_speaks_for_its_month() -> None:
    assert COUNT.reference(month(6)) == pytest.approx(200)
    assert GROWTH.reference(month(6)) == 10
    assert RELATIVE.reference(month(6)) == 5.5
    assert replace(RELATIVE, kind=Kind.RELATIVE).reference(month(7)) is None


@pytest.mark.parametrize(
    ("language", "direction", "gap", "gap_unit", "told"),
    [
        ("zh-Hans", Direction.DOWN, -22.0, "units", "多22"),
        ("zh-Hans", Direction.DOWN, 3.0, "units", "少3"),
        ("en", Direction.DOWN, -1.2, "points", "1.2 points too high"),
        ("zh-Hans", Direction.UP, -22.0, "units", "−22"),
        ("en", Direction.UP, -1.2, "points", "−1.2 pts"),
    ],
)
def test_more_accidents_are_not_a_minus(
    language: str, direction: Direction, gap: float, gap_unit: str, told: str
) -> None:
    assert gap_text(words_for(language), gap, gap_unit, direction=direction) == told


@pytest.mark.parametrize("height", [200, 600])
def test_the_line_to_a_label_ends_at_it_however_high_the_chart_is_drawn(height: int) -> None:
    frame = trend.prepare(COUNT, words=EN, size="tile")
    (newest,) = frame.filter(role="last").to_dicts()
    assert frame.filter(role="leader").height == 1
    scene = scene_of({**trend.spec(EN, size="tile"), "height": height}, frame, width=420)
    assert (newest["label"], "rule") not in set(overlaps(scene))
