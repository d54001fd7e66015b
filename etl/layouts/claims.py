"""Claims: what each figure of a table is about. Where its labels leave more than one reading, a question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from etl.layouts.counting import Counting
from etl.layouts.endings import Answered, Asked, Left
from etl.layouts.indicators import Indicators
from etl.layouts.naming import Named, Names
from etl.layouts.places import Places
from etl.layouts.table import Spot
from etl.layouts.units import Units
from etl.layouts.when import Undated, Whens
from etl.periods import PeriodReading
from etl.plan import PlanIndicator
from etl.questions import NOT_OURS, Choice, Kind, Scope

_MONTH_ANSWER = re.compile(r"(?:19|20)\d\d-(?:0?[1-9]|1[0-2])")
_YEAR_ANSWER = re.compile(r"(?:19|20)\d\d(?:-\d{1,2})?")


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure of the plan, still to be read: `said_unit` as written, "" where only the cell can say it."""

    spot: Spot
    indicator: PlanIndicator
    when: PeriodReading
    said_unit: str
    factor: Decimal | None


class Claims:
    """Goes through the spots of one sheet's tables."""

    def __init__(self, names: Names, answered: Answered, whens: Whens) -> None:
        self._names = names
        self._answered = answered
        self._whens = whens
        self._places = Places(names, answered)
        self._counting = Counting(names, answered)
        self._indicators = Indicators(names, answered, self._counting)
        self._units = Units(names, answered)

    def claim(self, spot: Spot) -> Claim:
        """What a spot claims. Raises Left, Refused, Asked."""
        over = [self._names.named(cell) for cell in spot.over]
        beside = [self._names.named(cell) for cell in spot.beside]
        section = [self._names.named(spot.section)] if spot.section else []
        self._places.leave_foreign([*over, *beside])
        self._places.leave_other_places(spot, over, beside, section)
        naming, others = self._indicators.naming(spot, over, beside, section)
        self._indicators.leave_parts(spot, naming, over, beside)
        labels = [one.label for one in others]
        indicator = self._indicators.choose(spot, naming, labels)
        when = self._date(spot, indicator, over, beside, section)
        self._counting.check_accumulation(spot, indicator, naming, labels, when)
        unit, factor = self._units.unit_of(spot, indicator, over, naming, section)
        return Claim(spot, indicator, when, unit, factor)

    def ask_unit(self, spot: Spot, indicator: PlanIndicator) -> tuple[str, Decimal]:
        """The unit a person said the row's or column's figures are in. Raises Asked, Left, Refused."""
        return self._units.ask_unit(spot, indicator, [])

    def _date(
        self, spot: Spot, indicator: PlanIndicator, over: list[Named], beside: list[Named], section: list[Named]
    ) -> PeriodReading:
        labels = [[one.label for one in reversed(group)] for group in (over, beside, section)]
        try:
            return self._whens.of(spot, *labels, indicator=indicator)
        except Undated as undated:
            cell = undated.cell
            answer = self._answered.choice(Kind.PERIOD, spot.table.sheet, cell, undated.about)
            fits = _YEAR_ANSWER if undated.about == "year" else _MONTH_ANSWER
            if answer is None or (answer != NOT_OURS and not fits.fullmatch(answer)):
                choices = [Choice(value, score, "choice.period", {"period": value}) for value, score in undated.offers]
                scope = Scope.SHEET if cell is None else Scope.TABLE
                raise Asked(Kind.PERIOD, cell, undated.found, choices, scope=scope, about=undated.about) from undated
            if answer == NOT_OURS:
                raise Left("no_period", undated.found) from undated
            return undated.answered(answer)
