"""Look-up of words and the writing of numbers, dates and places in one language.

The words are in `i18n/catalogue/*.toml`, a table per subject, each leaf `{ hans = "…", en = "…" }`;
`hant.json` beside them is made from the simplified words by `python -m i18n.hant`.
"""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES: tuple[str, ...] = ("zh-Hans", "zh-Hant", "en")
FOLDER = Path(__file__).parent / "catalogue"
CHINA_TIME = timedelta(hours=8)
_CHINESE_DIGITS = "零一二三四五六七八九"
_ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class MissingWord(KeyError):
    """A key that no words file has; names the key and the language."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language. Call it with a key and the sentence's parameters."""

    language: str
    entries: Mapping[str, str]

    def __call__(self, key: str, **parameters: object) -> str:
        """The words of `key`, with its `{names}` filled in. Raises MissingWord."""
        try:
            text = self.entries[key]
        except KeyError:
            raise MissingWord(f"{key} ({self.language})") from None
        return text.format(**parameters) if parameters else text

    def has(self, key: str) -> bool:
        return key in self.entries

    @property
    def is_chinese(self) -> bool:
        return self.language != "en"

    def of(self, row: Mapping[str, Any], field: str = "name") -> str:
        """A row's text in this language: its column `<field>_zh_hans`, `_zh_hant` or `_en`; "" where empty."""
        return row[f"{field}_{self.language.lower().replace('-', '_')}"] or ""

    def named(self, names: Mapping[str, str]) -> str:
        """The text of this language from `{zh_hans, zh_hant, en}`."""
        return names[self.language.lower().replace("-", "_")]

    def column(self, field: str = "name") -> str:
        """The column of a three-language field in this language."""
        return f"{field}_{self.language.lower().replace('-', '_')}"

    def number(self, value: float | None, decimals: int = 0) -> str:
        """`value` with thousands separators and a true minus sign; a dash where there is none."""
        if value is None or math.isnan(value):
            return "–"
        text = f"{abs(value):,.{decimals}f}"
        return f"−{text}" if value < 0 and float(text.replace(",", "")) != 0 else text

    def signed(self, value: float | None, decimals: int = 1) -> str:
        """As `number`, with a plus sign on gains."""
        text = self.number(value, decimals)
        return f"+{text}" if value is not None and value > 0 and not set(text) <= set("0.,") else text

    def quantity(self, value: float | None, unit: Mapping[str, Any], *, decimals: int, signed: bool = False) -> str:
        """`value` with its unit as this reader counts: 90.93亿元, 9.093 billion yuan.

        `unit` is a row of unit_measures (name_*, factor_en, unit_measure).
        """
        unit = unit if self.is_chinese else english_unit(unit, value)
        factor = 1.0 if self.is_chinese else float(unit["factor_en"])
        shown = decimals if factor == 1.0 else max(0, decimals - round(math.log10(factor)))
        write = self.signed if signed else self.number
        text = write(None if value is None else value * factor, shown)
        name = self.of(unit)
        if factor < 1.0 and "." in text:
            text = text.rstrip("0").rstrip(".")
        if text.lstrip("+−") == "1" and factor == 1.0 and not self.is_chinese:
            name = singular(name)
        if name in ("%", ""):
            return text + name
        return text + name if self.is_chinese else f"{text} {name}"

    def month(self, month: date) -> str:
        """2024年10月, Oct 2024."""
        return f"{month.year}年{month.month}月" if self.is_chinese else f"{self.month_short(month)} {month.year}"

    def month_short(self, month: date) -> str:
        """10月, Oct."""
        return f"{month.month}月" if self.is_chinese else _ENGLISH_MONTHS[month.month - 1]

    def day(self, day: date) -> str:
        """2024年11月20日, 20 Nov 2024."""
        if self.is_chinese:
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"

    def moment(self, moment: datetime) -> str:
        """A stored UTC moment in China's time: 2024年11月20日 09:00, 20 Nov 2024 09:00."""
        local = moment + CHINA_TIME
        return f"{self.day(local.date())} {local:%H:%M}"

    def ordinal(self, number: int) -> str:
        """A section's number: 二 in Chinese, 2 in English."""
        if not self.is_chinese:
            return str(number)
        tens, ones = divmod(number, 10)
        head = "" if not tens else "十" if tens == 1 else _CHINESE_DIGITS[tens] + "十"
        return head + (_CHINESE_DIGITS[ones] if ones or not tens else "")

    def place(self, document: str, section: int, item: str | None) -> str:
        """A place in the plan: 附件3 二（三）4, Annex 3, 2.3.4."""
        annex = document.removeprefix("annex_")
        head = self("place.master") if document == "master" else self("place.annex", number=annex)
        levels = [int(part) for part in (item or "").split(".") if part]
        if not self.is_chinese:
            return f"{head}, {'.'.join(str(n) for n in (section, *levels))}"
        if document == "master" and section == 1:
            goal = self("place.goal", number=levels[0]) if levels else ""
            return head + self.ordinal(section) + goal
        tail = "".join(
            f"（{self.ordinal(n)}）" if depth == 0 else str(n) if depth == 1 else f"（{n}）"
            for depth, n in enumerate(levels)
        )
        return f"{head}{self.ordinal(section)}{tail}"

    def place_short(self, document: str) -> str:
        """A document of the plan alone: 附件3, Annex 3, 总体方案."""
        if document == "master":
            return self("place.master")
        return self("place.annex_alone", number=document.removeprefix("annex_"))

    def join(self, parts: list[str]) -> str:
        """A list in a sentence."""
        return ("、" if self.is_chinese else ", ").join(parts)


_THOUSANDS = {"": 1.0, "thousand": 1e3, "million": 1e6, "billion": 1e9}


def english_unit(unit: Mapping[str, Any], value: float | None) -> Mapping[str, Any]:
    """A unit as an English reader counts a value of that size: 6.1 million visits, 10,100 mu, 129 million yuan.

    `unit` is a row of unit_measures; so is what comes back, with another `name_en` and `factor_en` where they differ.
    """
    scale, _, counted = str(unit["name_en"]).partition(" ")
    if scale not in _THOUSANDS or not counted:
        return unit
    whole = abs(value or 0.0) * float(unit["factor_en"]) * _THOUSANDS[scale]
    named = "billion" if whole >= 1e9 else "million" if whole >= 1e6 else ""
    if not named and scale in ("million", "billion") and whole:
        named = "million"
    factor = float(unit["factor_en"]) * _THOUSANDS[scale] / _THOUSANDS[named]
    return {**unit, "name_en": f"{named} {counted}".strip(), "factor_en": factor}


_IRREGULAR = {"people": "person"}
_ONE_ENDINGS = (("ies", "y"), ("ches", "ch"), ("s", ""))


def singular(name: str) -> str:
    """An English unit's name for exactly one of it; names that have no plural stay: yuan, mu, head."""
    if name in _IRREGULAR or name.startswith(("per ", "thousand ", "million ", "billion ")):
        return _IRREGULAR.get(name, name)
    for ending, one in _ONE_ENDINGS:
        if name.endswith(ending):
            return name.removesuffix(ending) + one
    return name


def leaves(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every key of a words file with its `{hans, en}` entry."""
    for name, branch in tree.items():
        key = f"{prefix}{name}"
        if "hans" in branch and "en" in branch and isinstance(branch["hans"], str):
            yield key, branch
        else:
            yield from leaves(branch, f"{key}.")


def read_entries() -> dict[str, Mapping[str, str]]:
    """All words of all files; raises ValueError where two files define one key."""
    entries: dict[str, Mapping[str, str]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for key, entry in leaves(tomllib.loads(path.read_text(encoding="utf-8"))):
            if key in entries:
                raise ValueError(f"{path.name}: {key} is defined twice")
            entries[key] = entry
    return entries


@cache
def words_for(language: str) -> Words:
    """The words of one of LANGUAGES. Raises MissingWord for another language."""
    if language not in LANGUAGES:
        raise MissingWord(language)
    if language == "zh-Hant":
        made = json.loads((FOLDER / "hant.json").read_text(encoding="utf-8"))
        return Words(language, made)
    field = "en" if language == "en" else "hans"
    return Words(language, {key: entry[field] for key, entry in read_entries().items()})
