"""Targets and gaps in words: number, side and what a gap is measured against."""

from __future__ import annotations

from typing import Any

import pytest

from i18n import words_for
from i18n.sentences import achieved_text, gap_text, target_text
from i18n.words import singular

HANS, EN = words_for("zh-Hans"), words_for("en")
FIRMS = {"name_zh_hans": "家", "name_zh_hant": "家", "name_en": "enterprises", "factor_en": 1.0}
COUNT = {"measure": "level", "decimals": 0, "direction": "up", "unit_measure": "enterprise"}
OTHER = {"name_zh_hans": "地区生产总值增速", "name_en": "GDP growth"}


def gap(reason: str, size: float, unit: str, *, status: str = "at_risk", **indicator: Any) -> tuple[str, str]:
    verdict = {"reason": reason, "gap": size, "gap_unit": unit, "status": status}
    return gap_text(HANS, verdict, COUNT | indicator, FIRMS), gap_text(EN, verdict, COUNT | indicator, FIRMS)


@pytest.mark.parametrize(
    ("reason", "size", "unit", "hans", "en"),
    [
        ("pieces_within_tolerance", -1.0, "units", "比序时少1家", "1 enterprise behind schedule"),
        ("pieces_behind_schedule", -2.0, "units", "比序时少2家", "2 enterprises behind schedule"),
        ("pieces_on_schedule", 1.0, "units", "比序时多1家", "1 enterprise ahead of schedule"),
        ("pieces_on_schedule", 0.0, "units", "与序时一致", "on schedule"),
        ("count_reached", 31.25, "points_of_target", "超目标31.2%", "31.2% over the target"),
        ("count_reached", 1.492537313, "points_of_target", "超目标1.4%", "1.4% over the target"),  # 101.4 % done
        ("count_on_schedule", 3.3, "points_of_target", "快于序时3.3个百分点", "3.3 points ahead of schedule"),
        ("share_at_target", 0.0, "points", "持平", "level"),
        ("stage_late", -1.0, "days", "已逾期1天", "1 day late"),
        ("stage_due_soon", 1.0, "days", "距期限1天", "1 day left"),
        ("stage_on_time", 61.0, "days", "距期限61天", "61 days left"),
        ("breach", -1.0, "events", "发生1起", "1 event too many"),
    ],
)
def test_a_gap_says_against_what(reason: str, size: float, unit: str, hans: str, en: str) -> None:
    assert gap(reason, size, unit) == (hans, en)


@pytest.mark.parametrize(
    ("reason", "size", "hans", "en"),
    [
        ("open_past_dates", -1.0, "超期1家", "1 enterprise past its date"),
        ("open_past_dates", -3.0, "超期3家", "3 enterprises past their dates"),
        ("open_within_dates", -9.0, "未结9家", "9 enterprises still open"),
        ("open_dates_unknown", -1.0, "未结1家", "1 enterprise still open"),
        ("none_open", 0.0, "", ""),
    ],
)
def test_open_cases_say_what_holds_of_them(reason: str, size: float, hans: str, en: str) -> None:
    assert gap(reason, size, "events", measure="open_cases") == (hans, en)


def test_less_is_better_never_reads_as_over_the_target() -> None:
    assert gap("share_met", 0.4, "points", direction="down") == ("低0.4个百分点", "0.4 points lower")
    assert gap("worse_than_last_year", -2.0, "units", direction="down") == ("多2家", "2 enterprises too many")


@pytest.mark.parametrize(
    ("direction", "comparator", "hans", "en"),
    [
        ("up", ">", "高于地区生产总值增速", "above “GDP growth”"),
        ("up", ">=", "不低于地区生产总值增速", "not below “GDP growth”"),
        ("down", None, "低于地区生产总值增速", "below “GDP growth”"),
        ("down", "<=", "不高于地区生产总值增速", "not above “GDP growth”"),
    ],
)
def test_a_relative_target_names_its_side(direction: str, comparator: str | None, hans: str, en: str) -> None:
    target = {"kind": "relative", "direction": direction, "comparator": comparator}
    assert (target_text(HANS, target, COUNT, FIRMS, OTHER), target_text(EN, target, COUNT, FIRMS, OTHER)) == (hans, en)


@pytest.mark.parametrize(
    ("name", "one"),
    [
        ("enterprises", "enterprise"),
        ("people", "person"),
        ("business entities", "business entity"),
        ("batches", "batch"),
        ("bases", "base"),
        ("yuan a month", "yuan a month"),
        ("per 10,000 people", "per 10,000 people"),
    ],
)
def test_one_of_a_unit_is_singular(name: str, one: str) -> None:
    assert singular(name) == one
    unit = {**FIRMS, "name_en": name}
    assert [EN.quantity(value, unit, decimals=0) for value in (1.0, 2.0)] == [f"1 {one}", f"2 {name}"]


@pytest.mark.parametrize(
    ("form", "size", "hans", "en"),
    [
        ("percent_of_task", 164.5, "完成任务的164.5%", "164.5% of task"),
        ("points_above", 9.4, "高9.4个百分点", "9.4 points above"),
        ("amount_above", 17.0, "高17元/月", "17 yuan a month above"),
        ("more", 42.0, "多42元/月", "42 more"),
        ("remaining", 1200.0, "还差1,200元/月", "1,200 to go"),
        ("level", 0.0, "与任务持平", "level with the task"),
    ],
)
def test_a_result_is_told_as_officials_tell_it(form: str, size: float, hans: str, en: str) -> None:
    indicator = {"measure": "level", "decimals": 0}
    measure = {"name_zh_hans": "元/月", "name_en": "yuan a month", "factor_en": 1.0}
    assert achieved_text(HANS, form, size, indicator, measure) == hans
    assert achieved_text(EN, form, size, indicator, measure) == en
