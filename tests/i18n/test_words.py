"""The words: every key in three languages, numbers and places as a reader writes them."""

from __future__ import annotations

import ast
import re
import string
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from i18n import LANGUAGES, MissingWord, words_for
from i18n.words import leaves, read_entries

ROOT = Path(__file__).parent.parent.parent
HANS, HANT, EN = (words_for(language) for language in LANGUAGES)
YUAN = {"name_zh_hans": "亿元", "name_zh_hant": "億元", "name_en": "billion yuan", "factor_en": 0.1}
MU = {"name_zh_hans": "万亩", "name_zh_hant": "萬畝", "name_en": "thousand mu", "factor_en": 10.0}
PERCENT = {"name_zh_hans": "%", "name_zh_hant": "%", "name_en": "%", "factor_en": 1.0}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize(("key", "entry"), sorted(read_entries().items()))
def test_both_languages_use_the_same_parameters(key: str, entry: dict[str, str]) -> None:
    assert placeholders(entry["hans"]) == placeholders(entry["en"]), key
    assert entry["hans"].strip(), key
    assert entry["en"].strip(), key


def test_the_three_languages_have_the_same_keys() -> None:
    assert set(HANS.entries) == set(HANT.entries) == set(EN.entries)


def test_english_has_no_chinese_in_it() -> None:
    mixed = {key: text for key, text in EN.entries.items() if re.search(r"[\u4e00-\u9fff，。：；（）]", text)}
    assert not mixed


def test_made_files_are_fresh() -> None:
    hant = pytest.importorskip("i18n.hant")
    stale = [path.name for path, text in hant.outputs().items() if path.read_text("utf-8") != text]
    assert not stale, "run python -m i18n.hant"


@pytest.mark.parametrize(("hans", "hant"), [("溆浦县", "漵浦縣"), ("里程碑", "里程碑"), ("台账", "台賬"), ("岩", "岩")])
def test_traditional_forms_a_reader_expects(hans: str, hant: str) -> None:
    from i18n.hant import to_hant

    assert to_hant(hans) == hant


def test_a_missing_word_raises_with_key_and_language() -> None:
    with pytest.raises(MissingWord, match=r"no\.such\.key \(en\)"):
        EN("no.such.key")
    with pytest.raises(MissingWord):
        words_for("fr")


def literal_keys() -> set[tuple[str, str]]:
    """Every words("a.b") written out in the code, with its file."""
    found = set()
    for room in ("app.py", "pages", "ui", "charts", "i18n"):
        paths = [ROOT / room] if room.endswith(".py") else (ROOT / room).rglob("*.py")
        for path in paths:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and "words" in ast.unparse(node.func).split(".")[-1:]:
                    argument = node.args[0] if node.args else None
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        found.add((argument.value, str(path.relative_to(ROOT))))
    return found


def test_every_key_the_code_names_exists() -> None:
    missing = {(key, path) for key, path in literal_keys() if "." in key and not HANS.has(key)}
    assert not missing


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234567.891, 1, "1,234,567.9"),
        (-0.04, 1, "0.0"),
        (-3.25, 1, "−3.2"),
        (None, 1, "–"),
        (float("nan"), 0, "–"),
    ],
)
def test_numbers(value: float | None, decimals: int, text: str) -> None:
    assert EN.number(value, decimals) == text


@pytest.mark.parametrize(("value", "text"), [(3.2, "+3.2"), (-3.2, "−3.2"), (0.0, "0.0"), (0.01, "0.0")])
def test_signed_numbers(value: float, text: str) -> None:
    assert EN.signed(value, 1) == text


def test_quantities_are_in_the_readers_units() -> None:
    assert HANS.quantity(3.5, MU, decimals=1) == "3.5万亩"
    assert HANT.quantity(3.5, MU, decimals=1) == "3.5萬畝"
    assert EN.quantity(3.5, MU, decimals=1) == "35,000 mu"
    assert [w.quantity(8.5, PERCENT, decimals=1) for w in (HANS, EN)] == ["8.5%", "8.5%"]


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [
        (MU, 1.01, "10,100 mu"),
        (MU, 611.9, "6.119 million mu"),
        (MU, -650.0, "−6.5 million mu"),
        (MU, 0.0, "0 mu"),
        (YUAN, 54.88, "5.488 billion yuan"),
        (YUAN, 65.0, "6.5 billion yuan"),
        (YUAN, 1.29, "129 million yuan"),
        (YUAN, 0.0, "0 yuan"),
    ],
)
def test_english_counts_in_the_thousands_that_fit_the_value(unit: dict[str, Any], value: float, text: str) -> None:
    assert EN.quantity(value, unit, decimals=2) == text


def test_dates_and_moments() -> None:
    assert HANS.month(date(2024, 10, 1)) == "2024年10月"
    assert EN.month(date(2024, 10, 1)) == "Oct 2024"
    assert HANS.moment(datetime(2024, 11, 19, 16, 30)) == "2024年11月20日 00:30"
    assert EN.day(date(2024, 2, 29)) == "29 Feb 2024"


@pytest.mark.parametrize(
    ("document", "section", "item", "hans", "en"),
    [
        ("master", 1, "3", "总体方案一第3项", "Master plan, 1.3"),
        ("master", 2, "3", "总体方案二（三）", "Master plan, 2.3"),
        ("annex_3", 2, "2.1", "附件3·二（二）1", "Annex 3, 2.2.1"),
        ("annex_8", 2, "1.5.11", "附件8·二（一）5（11）", "Annex 8, 2.1.5.11"),
        ("annex_5", 1, None, "附件5·一", "Annex 5, 1"),
        ("annex_5", 2, "15", "附件5·二（十五）", "Annex 5, 2.15"),
    ],
)
def test_places_in_the_plan(document: str, section: int, item: str | None, hans: str, en: str) -> None:
    assert HANS.place(document, section, item) == hans
    assert EN.place(document, section, item) == en


def test_leaves_walk_nested_tables() -> None:
    tree = {"a": {"b": {"hans": "甲", "en": "x"}, "c": {"d": {"hans": "乙", "en": "y"}}}}
    assert [key for key, _ in leaves(tree)] == ["a.b", "a.c.d"]
