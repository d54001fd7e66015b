"""Units of measure as written, and the exact factor between two of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from etl.fold import fold

_MOST_KEPT = 65_536
_PREFIXES = {"百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8}


@dataclass(frozen=True, slots=True)
class UnitWords:
    """Every way a unit may be written (folded), with the measures and powers of ten it may stand for.

    One word may stand for several measures (`户` counts families, firms and homes); the indicator decides.
    """

    words: Mapping[str, frozenset[tuple[str, int]]]
    kept: dict[str, frozenset[tuple[str, int]]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, object]]) -> UnitWords:
        """From rows of unit_measures: names, aliases, and what 万, 亿 and the like mean before them."""
        words: dict[str, set[tuple[str, int]]] = {}
        for row in rows:
            meaning = (str(row["unit_measure"]), int(str(row["unit_mult"])))
            names = [row["name_zh_hans"], row["name_zh_hant"], *str(row["aliases"] or "").split(";")]
            for name in filter(None, map(str, names)):
                words.setdefault(fold(name), set()).add(meaning)
        for word, meanings in list(words.items()):
            for bare, meaning in _bare(word, meanings):
                words.setdefault(bare, set()).add(meaning)
        return cls({word: frozenset(meanings) for word, meanings in words.items()})

    def with_words(self, words: Mapping[str, frozenset[tuple[str, int]]]) -> UnitWords:
        """Widened by further words (folded) with what they may stand for."""
        return UnitWords({**{word: meanings for word, meanings in words.items() if meanings}, **self.words})

    def meanings(self, text: str) -> frozenset[tuple[str, int]]:
        """(unit_measure, power of ten) pairs a written unit may stand for; empty where unknown. Each text once."""
        found = self.kept.get(text)
        if found is None:
            if len(self.kept) >= _MOST_KEPT:
                self.kept.clear()
            found = self.kept[text] = self._meanings(fold(text))
        return found

    def _meanings(self, folded: str) -> frozenset[tuple[str, int]]:
        if folded in self.words:
            return self.words[folded]
        for prefix, power in _PREFIXES.items():
            base = self.words.get(folded.removeprefix(prefix)) if folded.startswith(prefix) else None
            if base:
                return frozenset((measure, mult + power) for measure, mult in base)
        return frozenset()

    def factor(self, text: str, *, unit_measure: str, unit_mult: int) -> Decimal | None:
        """What turns a value in the written unit into the indicator's; None where nothing does."""
        powers = {mult for measure, mult in self.meanings(text) if measure == unit_measure}
        if len(powers) != 1:
            return None
        return Decimal(1).scaleb(powers.pop() - unit_mult)


def _bare(word: str, meanings: set[tuple[str, int]]) -> list[tuple[str, tuple[str, int]]]:
    """`亿元` at the eighth power tells what `元` is."""
    return [
        (word.removeprefix(prefix), (measure, 0))
        for prefix, power in _PREFIXES.items()
        for measure, mult in meanings
        if word.startswith(prefix) and mult == power and len(word) > len(prefix)
    ]
