"""The names of the plan as labels write them: whole, or without the words for how they are measured."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from etl.fold import likeness
from etl.grid import Cell
from etl.layouts.label import Label
from etl.layouts.labels import MOST_KEPT, Reader
from etl.plan import Plan

MOST_CHOICES: Final = 5


@dataclass(frozen=True, slots=True)
class Named:
    """A label with the indicators it may name; `whole` are those of exactly its name."""

    label: Label
    cell: Cell
    whole: frozenset[str]
    based: frozenset[str]

    @property
    def any(self) -> frozenset[str]:
        return self.whole | self.based


class Names:
    """The plan's names, whole and without their measure words, made once a plan."""

    def __init__(self, plan: Plan, reader: Reader) -> None:
        self.plan = plan
        self.reader = reader
        self._based: dict[str, set[str]] = {}
        self._named: dict[str, Named] = {}
        for name, indicator_id in plan.indicator_names.items():
            if base := reader.base(name):
                self._based.setdefault(base, set()).add(indicator_id)

    def named(self, cell: Cell) -> Named:
        text = cell.text
        if text not in self._named:
            if len(self._named) >= MOST_KEPT:
                self._named.clear()
            self._named[text] = self._look_up(cell)
        return replace(self._named[text], cell=cell)

    def _look_up(self, cell: Cell) -> Named:
        label = self.reader.read(cell.text)
        names, folded = self.plan.indicator_names, self.plan.fold(cell.text)
        whole = {names[text] for text in (folded, label.whole) if text in names}
        if whole:
            return Named(label, cell, frozenset(whole), frozenset(self._based.get(label.rest, ())) - whole)
        based = set(self._based.get(label.rest, ())) if label.rest else set()
        return Named(label, cell, frozenset(), frozenset(based))

    def names(self, text: str) -> bool:
        """Whether a text names an indicator, for telling rows from headings."""
        label = self.reader.read(text)
        return label.whole in self.plan.indicator_names or label.rest in self._based

    def nearest(self, label: Label) -> list[tuple[str, float]]:
        """Indicators with like names, best first."""
        return likeness(label.rest or label.whole, self.plan.indicator_names, count=MOST_CHOICES, least=0.6)
