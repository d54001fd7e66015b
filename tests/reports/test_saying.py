"""Figures in sentences: a fall is a fall, no unit twice, no signs, no zeros that only fill up."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest

from i18n import words_for
from reports.wording.saying import asked, said
from warehouse.board import Knowledge

HANS, EN = words_for("zh-Hans"), words_for("en")
PERCENT = {"unit_measure": "percent", "decimals": 1}
PLACES = {"unit_measure": "school_place", "decimals": 0}
VISITS = {"unit_measure": "visit", "decimals": 2}
MEASURES = {
    "percent": {"name_zh_hans": "%", "name_en": "%", "factor_en": 1.0},
    "school_place": {"name_zh_hans": "个学位", "name_en": "school places", "factor_en": 1.0},
    "visit": {"name_zh_hans": "万人次", "name_en": "thousand visits", "factor_en": 10.0},
}


def known(name_zh_hans: str, name_en: str, form: dict[str, Any]) -> Knowledge:
    """A board's knowledge of one indicator called x."""
    indicator = {"name_zh_hans": name_zh_hans, "name_en": name_en, "measure": "amount", **form}
    made = SimpleNamespace(indicators={"x": indicator}, measure_of=lambda _: MEASURES[form["unit_measure"]])
    made.catalogue = SimpleNamespace(programme={"year": 2031})
    return cast("Knowledge", made)


INSPECTIONS = known("涉企检查次数同比增减", "Change in inspections of firms", PERCENT)
RETAIL = known("零售额增速", "Retail sales growth", PERCENT)
SCHOOLS = known("新增学位", "School places added", PLACES)
TOURISTS = known("接待游客人次", "Tourist visits", VISITS)


@pytest.mark.parametrize(
    ("board", "value", "text", "hans", "en"),
    [
        (INSPECTIONS, -27.4, "−27.4%", "涉企检查次数同比下降27.4%", "Inspections of firms down 27.4% on a year before"),
        (INSPECTIONS, 3.0, "3.0%", "涉企检查次数同比上升3.0%", "Inspections of firms up 3.0% on a year before"),
        (INSPECTIONS, 0.0, "0.0%", "涉企检查次数与上年同期持平", "Inspections of firms level with a year before"),
        (RETAIL, 8.4, "8.4%", "零售额增速8.4%", "Retail sales growth 8.4%"),
        (RETAIL, -1.5, "−1.5%", "零售额同比下降1.5%", "Retail sales down 1.5% on a year before"),
        (SCHOOLS, 1000.0, "1,000个学位", "新增学位1,000个", ""),
        (SCHOOLS, 1000.0, "1,000 school places", "", "School places added 1,000"),
        (TOURISTS, 611.9, "611.90万人次", "接待游客人次611.9万", ""),
        (TOURISTS, 612.0, "612.00 thousand visits", "", "Tourist visits 612 thousand visits"),
        (SCHOOLS, None, "未报送", "新增学位未报送", ""),
    ],
)
def test_a_figure_is_said_as_a_paper_says_it(
    board: Knowledge, value: float | None, text: str, hans: str, en: str
) -> None:
    for words, told in ((HANS, hans), (EN, en)):
        if told:
            assert said(words, board, "x", value, text) == told


def target(**given: Any) -> dict[str, Any]:
    row = {"indicator_id": "x", "kind": "growth_rate", "comparator": ">=", "value": 8.0, "stretch": None, "stage": None}
    return row | {"deadline": date(2031, 12, 31), "relative_to": None, "value_from": None, "direction": "up"} | given


@pytest.mark.parametrize(
    ("given", "hans", "en"),
    [
        ({}, "不低于8%", "at least 8%"),
        ({"comparator": "<="}, "不高于8%", "at most 8%"),
        ({"comparator": "<=", "value": -50.0}, "下降50%以上", "a fall of at least 50%"),
        ({"stretch": 10.0}, "不低于8%，力争10%", "at least 8%, striving for 10%"),
    ],
)
def test_a_target_is_asked_in_words(given: dict[str, Any], hans: str, en: str) -> None:
    assert asked(HANS, RETAIL, target(**given)) == hans
    assert asked(EN, RETAIL, target(**given)) == en
