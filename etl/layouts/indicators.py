"""Which indicator a figure belongs to: what its labels name, and whether they mean what the indicator is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import IntEnum
from typing import Final

from etl.grid import Cell
from etl.layouts.counting import Counting
from etl.layouts.endings import Answered, Asked, Left, Refused
from etl.layouts.label import Label, Said
from etl.layouts.label_words import is_total
from etl.layouts.naming import Named, Names
from etl.layouts.table import Spot
from etl.plan import PlanIndicator
from etl.questions import NOT_OURS, Choice, Kind, Scope
from rules.model import Accumulation, Measure

LIKELY: Final = 0.75
"""From this likeness on a near name is proposed; below it the row is listed as not ours."""
_COUNTS: Final = {Measure.LEVEL, Measure.EVENTS, Measure.OPEN_CASES}


class Fit(IntEnum):
    """How a candidate stands to what the labels say."""

    NO = 0
    ASK = 1
    BASE = 2
    WHOLE = 3


class Indicators:
    """Finds the indicator of each figure of one sheet's tables."""

    def __init__(self, names: Names, answered: Answered, counting: Counting) -> None:
        self._names = names
        self._plan = names.plan
        self._answered = answered
        self._counting = counting

    def naming(
        self, spot: Spot, over: list[Named], beside: list[Named], section: list[Named]
    ) -> tuple[Named, list[Named]]:
        """The label that names the indicator (innermost first), and the others. Raises Left, Refused, Asked."""
        rows = [one for one in reversed(beside) if one.any]
        columns = [one for one in reversed(over) if one.any]
        if rows and columns:
            both = rows[0].any & columns[0].any
            if not both:
                found = f"{rows[0].cell.text} / {columns[0].cell.text}"
                raise Refused("indicator_contradicts", found=found)
        named = rows or columns
        all_labels = [*over, *beside]
        if named:
            return named[0], [one for one in (*all_labels, *section) if one is not named[0]]
        unnamed = next((one for one in reversed(beside) if self._is_name(one)), None)
        unnamed = unnamed or next((one for one in reversed(over) if self._is_name(one)), None)
        if unnamed is not None:
            return self._proposed(spot, unnamed), [one for one in (*all_labels, *section) if one is not unnamed]
        for one in (*section, *map(self._titled, spot.table.lines)):
            if one.any:
                return one, [*all_labels, *(other for other in section if other is not one)]
        raise Left("no_label")

    def _titled(self, cell: Cell) -> Named:
        """A line over the table as a name: `指标：地区生产总值(亿元)`."""
        _, _, after = cell.text.replace("：", ":").rpartition(":")
        found = self._names.named(cell._replace(value=after.strip())) if after.strip() else self._names.named(cell)
        return replace(found, cell=cell)

    def _is_name(self, one: Named) -> bool:
        label = one.label
        return bool(label.rest) and label.role is None and label.place is None

    def _proposed(self, spot: Spot, one: Named) -> Named:
        """What a person said an unknown label names; asked where a near name exists."""
        if is_total(one.label.rest):
            raise Left("total", one.cell.text)
        answer = self._answered.choice(Kind.INDICATOR, spot.table.sheet, one.cell)
        if answer == NOT_OURS:
            raise Left("indicator_unknown", one.cell.text)
        if answer is not None and answer in self._plan.indicators:
            self._answered.learn("indicator", one.label.whole, answer)
            return replace(one, whole=frozenset({answer}))
        near = self._names.nearest(one.label)
        if not near or near[0][1] < LIKELY or one.label.part:
            raise Left("indicator_unknown", one.cell.text)
        raise self._ask_indicator(spot, one, near)

    def _ask_indicator(self, spot: Spot, one: Named, near: Iterable[tuple[str, float]]) -> Asked:
        choices = [
            Choice(found, round(score, 3), "choice.indicator", {"name": self._plan.indicators[found].name})
            for found, score in near
        ]
        scope = Scope.ROW if one.cell in spot.beside else Scope.COLUMN
        return Asked(Kind.INDICATOR, one.cell, one.cell.text, choices, scope=scope)

    def leave_parts(self, spot: Spot, naming: Named, over: list[Named], beside: list[Named]) -> None:
        """A label further in than the name makes it a part; a heading nobody understands may change the meaning.

        Raises Left, Asked.
        """
        inner = beside[beside.index(naming) + 1 :] if naming in beside else []
        if any(self._is_name(one) for one in inner):
            raise Left("part", inner[-1].cell.text)
        if naming.label.part and naming.any:
            answer = self._answered.choice(Kind.INDICATOR, spot.table.sheet, naming.cell)
            if answer == NOT_OURS:
                raise Left("part", naming.cell.text)
            if answer is None:
                raise self._ask_indicator(spot, naming, [(found, 0.5) for found in sorted(naming.any)])
        if naming.cell in spot.over:
            for one in beside:
                if self._is_name(one) and not one.any:
                    raise Left("row_unknown", one.cell.text)
        for one in over:
            spans_all = one.cell.column <= spot.table.left
            if one is not naming and self._is_name(one) and not one.any and not spans_all:
                raise Left("column_unknown", one.cell.text)

    def choose(self, spot: Spot, naming: Named, labels: list[Label]) -> PlanIndicator:
        """The one indicator the name and the other labels agree on. Raises Left, Asked."""
        answer = self._answered.choice(Kind.INDICATOR, spot.table.sheet, naming.cell)
        if answer is not None and answer in self._plan.indicators and naming.whole != {answer}:
            naming = replace(naming, whole=frozenset({answer}), based=frozenset())
        fits = {found: self._fit(found, naming, labels, spot) for found in naming.any}
        best = max(fits.values())
        found = [indicator_id for indicator_id, fit in fits.items() if fit is best]
        if best is Fit.NO:
            raise Left("other_measure", naming.cell.text)
        if len(found) > 1:
            raise self._ask_indicator(spot, naming, [(one, 0.5) for one in sorted(found)])
        indicator = self._plan.indicators[found[0]]
        if best is Fit.ASK:
            self._counting.ask_measure(spot, indicator, naming)
        return indicator

    def _fit(self, indicator_id: str, naming: Named, labels: list[Label], spot: Spot) -> Fit:
        indicator, is_whole = self._plan.indicators[indicator_id], indicator_id in naming.whole
        said = [label.said for label in labels if label.said]
        own = naming.label.said
        if not is_whole and own:
            said.append(own)
        grows = indicator.measure is Measure.YOY_GROWTH
        sums = next((label.accumulation for label in (naming.label, *labels) if label.accumulation), None)
        flows = {Accumulation.PERIOD, Accumulation.YTD}
        if len(naming.any) > 1 and sums in flows and {sums, indicator.accumulation} == flows:
            return Fit.NO  # another name of the same base says it
        if Said.GROWTH in said:
            if grows and is_whole and own is Said.GROWTH and naming.cell not in spot.over:
                return Fit.ASK  # the growth of a growth? Under a heading it says the same again
            return (Fit.WHOLE if is_whole else Fit.BASE) if grows else Fit.NO
        if Said.COMPARED in said:
            shows_percent = spot.cell.percent or spot.cell.text.endswith(("%", "％"))
            sure = shows_percent and not (is_whole and own is Said.GROWTH)
            return Fit.NO if not grows else Fit.BASE if sure else Fit.ASK
        if Said.LEVEL in said and indicator.measure not in _COUNTS:
            return Fit.NO
        if Said.SHARE in said and indicator.measure is not Measure.SHARE:
            return Fit.NO
        if grows and not is_whole:
            units = [unit for label in (naming.label, *labels) for unit in label.units]
            units += [spot.unit.text] if spot.unit else []
            return Fit.ASK if units and all(self._is_percent(unit) for unit in units) else Fit.NO
        return Fit.WHOLE if is_whole else Fit.BASE

    def _is_percent(self, unit: str) -> bool:
        return any(measure == "percent" for measure, _ in self._plan.unit_words.meanings(unit))
