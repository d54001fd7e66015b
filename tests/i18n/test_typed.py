"""Persons' words for readers of another script, and titles the product made, in each language."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from i18n import LANGUAGES, words_for
from i18n.entries import entry_title
from i18n.typed import invented, typed

DEMONSTRATION = Path(__file__).parents[2] / "data" / "raw"
CELLS = Path(__file__).parents[2] / "etl" / "demonstration" / "tables" / "cells.csv"
INDICATOR = {"name_zh_hans": "外贸订单", "name_zh_hant": "外貿訂單", "name_en": "Foreign orders"}


@pytest.mark.parametrize(
    ("language", "told"),
    [("zh-Hans", "干部后续发展"), ("zh-Hant", "幹部後續發展"), ("en", "干部后续发展")],
)
def test_typed_words_are_in_the_readers_script_and_never_translated(language: str, told: str) -> None:
    assert typed(words_for(language), "干部后续发展") == told


@pytest.mark.parametrize("written_in", LANGUAGES)
@pytest.mark.parametrize("read_in", LANGUAGES)
def test_the_title_a_notice_gave_is_in_every_readers_language(written_in: str, read_in: str) -> None:
    def made(language: str) -> str:
        words = words_for(language)
        return words("notices.ledger_title", indicator=words.of(INDICATOR))

    entry = {"title": made(written_in), "indicator_ids": "orders"}
    assert entry_title(words_for(read_in), entry, {"orders": INDICATOR}) == made(read_in)
    assert entry_title(words_for(read_in), entry) == made(written_in)


def test_a_title_a_person_typed_stays() -> None:
    entry = {"title": "外贸订单不足", "indicator_ids": "orders"}
    assert entry_title(words_for("en"), entry, {"orders": INDICATOR}) == "外贸订单不足"


HAN = re.compile(r"[\u4e00-\u9fff]")
OFFICIAL = {("notice", "addressee"), ("notice", "paragraphs_json"), ("notice", "number_word")}
"""An issued letter stays as it was issued."""


def _typed_in_the_demonstration() -> set[str]:
    """Every text with Chinese characters in the demonstration's tables but for issued letters."""
    found: set[str] = set()
    for path in [*DEMONSTRATION.glob("drive/*.csv"), *DEMONSTRATION.glob("20*/received.csv")]:
        table = pl.read_csv(path, infer_schema=False)
        for column in table.columns:
            if (path.stem.partition(".")[0], column) not in OFFICIAL and column != "file":
                found |= {text for text in table[column].drop_nulls() if HAN.search(text)}
    cells = pl.read_csv(CELLS, infer_schema=False)
    return found | {text for text in cells["remark"].drop_nulls() if HAN.search(text)}


def test_the_invented_persons_words_are_in_english_too() -> None:
    said, english = _typed_in_the_demonstration(), words_for("en")
    assert len(said) > 400
    assert {text for text in said if HAN.search(typed(english, text))} == set()
    assert set(invented()) == said


def test_the_english_of_the_invented_words_is_told_apart_and_plain() -> None:
    told = invented().values()
    assert all(text and text == text.strip() and not re.search("[\u3000-\u303f\uff00-\uffef]", text) for text in told)
    assert len(set(told)) == len(told)
