"""In which unit a figure is: as its column says, its row, or the lines above."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from etl.grid import Cell
from etl.layouts.endings import Answered, Asked, Left, Refused
from etl.layouts.label import Label
from etl.layouts.label_units import unit_line
from etl.layouts.naming import Named, Names
from etl.layouts.table import Spot
from etl.plan import PlanIndicator
from etl.questions import NOT_OURS, Choice, Kind, Scope
from rules.model import Measure


class Units:
    """Finds the unit of each figure of one sheet's tables."""

    def __init__(self, names: Names, answered: Answered) -> None:
        self._names = names
        self._plan = names.plan
        self._answered = answered

    def unit_of(
        self, spot: Spot, indicator: PlanIndicator, over: list[Named], naming: Named, section: list[Named]
    ) -> tuple[str, Decimal | None]:
        """The unit of a column, of the row, of the lines above, in this order of strength, and its exact factor.

        "" and None where nothing says it. Raises Left, Refused, Asked.
        """
        column = _first_units(one.label for one in reversed(over))
        row = _first_units([naming.label]) if naming not in over else ()
        row = row or ((spot.unit.text.strip(),) if spot.unit else ())
        row = row or _first_units(one.label for one in section)
        if indicator.measure is Measure.STAGE:
            return "", Decimal(1)
        percent = indicator.unit_measure == "percent"
        if percent and not (column and self._fitting(column, indicator)) and row and not self._fitting(row, indicator):
            row = ()  # the unit beside a level's name says nothing of its growth
        if percent and column and self._fitting(column, indicator):
            row = ()
        found = [units for units in (column, row) if units]
        if found:
            return self._one_unit(spot, indicator, found)
        for cell in spot.table.lines:
            if units := unit_line(cell.text, self._plan) or self._titled_units(cell, naming):
                fitting = self._fitting(units, indicator)
                if fitting:
                    return self._one_unit(spot, indicator, [fitting])
        return "", None

    def _titled_units(self, cell: Cell, naming: Named) -> tuple[str, ...]:
        return naming.label.units if cell is naming.cell else ()

    def _one_unit(
        self, spot: Spot, indicator: PlanIndicator, found: list[tuple[str, ...]]
    ) -> tuple[str, Decimal | None]:
        fitting = [self._fitting(units, indicator) for units in found]
        if not all(fitting):
            bad = next(units for units, fits in zip(found, fitting, strict=True) if not fits)
            raise Refused(
                "unit_not_convertible",
                found="、".join(bad),
                expected=indicator.unit_name,
                indicator_id=indicator.indicator_id,
            )
        factors = {self._factor(unit, indicator): unit for units in fitting for unit in units}
        if len(factors) == 1:
            factor, unit = next(iter(factors.items()))
            return unit, factor
        return self.ask_unit(spot, indicator, list(factors.values()))

    def _fitting(self, units: tuple[str, ...], indicator: PlanIndicator) -> tuple[str, ...]:
        return tuple(unit for unit in units if self._factor(unit, indicator) is not None)

    def _factor(self, unit: str, indicator: PlanIndicator) -> Decimal | None:
        words = self._plan.unit_words
        return words.factor(unit, unit_measure=indicator.unit_measure, unit_mult=indicator.unit_mult)

    def ask_unit(self, spot: Spot, indicator: PlanIndicator, offered: list[str]) -> tuple[str, Decimal]:
        """The unit a person said the row's or column's figures are in. Raises Asked, Left, Refused."""
        in_row = spot.beside and self._names.named(spot.beside[-1]).any
        place = spot.beside[-1] if in_row else (spot.over[-1] if spot.over else spot.cell)
        about = indicator.indicator_id
        answer = self._answered.choice(Kind.UNIT_MEASURE, spot.table.sheet, place, about)
        if answer == NOT_OURS:
            raise Left("other_measure", place.text)
        if answer is not None:
            factor = self._factor(answer, indicator)
            if factor is None:
                raise Refused(
                    "unit_not_convertible",
                    found=answer,
                    expected=indicator.unit_name,
                    indicator_id=indicator.indicator_id,
                )
            return answer, factor
        choices = [
            Choice(unit, 0.5, "choice.unit_measure", {"unit": unit}) for unit in offered or self._plan_units(indicator)
        ]
        scope = Scope.ROW if in_row else Scope.COLUMN
        raise Asked(Kind.UNIT_MEASURE, place, place.text, choices, scope=scope, about=about)

    def _plan_units(self, indicator: PlanIndicator) -> list[str]:
        """The indicator's own unit, and the same counted in ten thousands and hundred millions."""
        if indicator.unit_measure == "percent":
            return [indicator.unit_name]
        base = indicator.unit_name.lstrip("万亿")
        offered = [indicator.unit_name, base, f"万{base}", f"亿{base}"]
        return [unit for unit in dict.fromkeys(offered) if self._factor(unit, indicator) is not None]


def _first_units(labels: Iterable[Label]) -> tuple[str, ...]:
    return next((label.units for label in labels if label.units), ())
