"""Numbers of a chart as the reader sees them: in the reader's unit, with gaps and comparators in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from i18n import Words
from i18n.words import english_unit
from rules.model import Comparator, Direction

COMPARATORS: Mapping[Comparator, str] = {
    Comparator.GE: "≥",
    Comparator.GT: ">",
    Comparator.LE: "≤",
    Comparator.LT: "<",
    Comparator.EQ: "=",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A row of unit_measures with the decimals an indicator is written with."""

    row: Mapping[str, Any]
    decimals: int = 1

    def shown(self, value: float, words: Words) -> float:
        """A stored value in the unit this reader counts in: what an axis needs."""
        return value if words.is_chinese else value * float(self.row["factor_en"])

    def text(self, value: float | None, words: Words) -> str:
        """A stored value as text with its unit; a dash alone where there is none."""
        if value is None:
            return words.number(None)
        return words.quantity(value, self.row, decimals=self.decimals)

    def brief(self, value: float, words: Words) -> str:
        """As `text`, without decimals that are zero: what a plan asks is written as the plan writes it."""
        decimals = next((n for n in range(self.decimals) if round(value, n) == value), self.decimals)
        return words.quantity(value, self.row, decimals=decimals)

    def name(self, words: Words) -> str:
        return words.of(self.row)

    def sized(self, largest: float) -> Unit:
        """The unit an axis up to that value is counted in."""
        return Unit(english_unit(self.row, largest), self.decimals)


def gap_text(
    words: Words,
    gap: float | None,
    gap_unit: str | None,
    *,
    unit: Unit | None = None,
    direction: Direction = Direction.UP,
) -> str:
    """A verdict's gap with its sign, "" where there is none. `gap_unit` as in `rules.model.Verdict`.

    A gap's minus says worse: where less is better it is told in words, as twenty more accidents are not "−20".
    Raises MissingWord for an unknown `gap_unit`.
    """
    if gap is None or gap_unit is None or (gap == 0 and not gap_unit.startswith("points")):
        return ""
    if gap and direction is Direction.DOWN and gap_unit in ("points", "units"):
        return words(f"gap.{gap_unit}_down_{'behind' if gap < 0 else 'ahead'}", size=_size(words, gap, gap_unit, unit))
    if gap_unit == "units" and unit is not None:
        return words.quantity(gap, unit.row, decimals=unit.decimals, signed=True)
    if gap_unit == "units":
        return words.signed(gap, 0 if gap == round(gap) else 1)
    decimals = 1 if gap_unit.startswith("points") else 0
    return words(one_or_more(f"chart.{gap_unit}", gap, words), gap=words.signed(gap, decimals))


def _size(words: Words, gap: float, gap_unit: str, unit: Unit | None) -> str:
    if gap_unit == "units" and unit is not None:
        return words.quantity(abs(gap), unit.row, decimals=unit.decimals)
    return words.number(abs(gap), 0 if gap_unit == "units" and gap == round(gap) else 1)


def one_or_more(key: str, count: float, words: Words) -> str:
    """The key of a text about `count` things: `<key>_one` where there is one and the language tells them apart."""
    return f"{key}_one" if abs(count) == 1 and words.has(f"{key}_one") else key
