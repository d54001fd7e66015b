"""What the intake found, in the reader's own language and units."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from etl.findings import Finding
from i18n import words_for
from ui.intake.report import changed_by
from ui.intake.telling import finding_told
from ui.screen import Screen

UNITS = {
    "commerce": {"name_zh_hans": "县商务局", "name_zh_hant": "縣商務局", "name_en": "County Commerce Bureau"},
    "statistics": {"name_zh_hans": "县统计局", "name_zh_hant": "縣統計局", "name_en": "County Statistics Bureau"},
}
YUAN = {"name_zh_hans": "亿元", "name_zh_hant": "億元", "name_en": "billion yuan", "factor_en": 0.1}
PERCENT = {"name_zh_hans": "%", "name_zh_hant": "%", "name_en": "%", "factor_en": 1.0}


def screen(language: str) -> Screen:
    board = SimpleNamespace(knowledge=SimpleNamespace(units=UNITS))
    return cast("Screen", SimpleNamespace(words=words_for(language), board=board))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "County Commerce Bureau reports this indicator; this report is from County Statistics Bureau"),
        ("zh-Hant", "該指標由縣商務局報送，本表由縣統計局報送"),
        ("zh-Hans", "该指标由县商务局报送，本表由县统计局报送"),
    ],
)
def test_units_have_their_names_in_the_readers_language(language: str, said: str) -> None:
    found = Finding("other_unit_reports", "Sheet1", "G9", found="县统计局", expected="县商务局")
    assert finding_told(screen(language), found) == said


def test_what_the_file_says_is_quoted_as_it_stands() -> None:
    found = Finding("approximate", "Sheet1", "F7", found="约9家", expected="")
    assert "约9家" in finding_told(screen("en"), found)


@pytest.mark.parametrize(
    ("difference", "measure", "kind", "said"),
    [
        (-0.21, YUAN, "cny", "−21 million yuan"),
        (-13.0, PERCENT, "percent", "−13.00"),
        (None, YUAN, "cny", ""),
    ],
)
def test_a_difference_has_its_unit(difference: float | None, measure: dict[str, Any], kind: str, said: str) -> None:
    indicator = {"measure": "amount", "unit_measure": kind, "decimals": 2}
    assert changed_by(words_for("en"), difference, indicator, measure) == said
