"""How a figure is counted: of the month, since January or at the end of the period, and never two of them mixed."""

from __future__ import annotations

from dataclasses import dataclass

from etl.grid import Cell
from etl.layouts.endings import Answered, Asked, Left
from etl.layouts.label import FOREIGN, Label, Said
from etl.layouts.naming import Named, Names
from etl.layouts.table import Spot, Table
from etl.meaning import BASIS_WORDS, GROWTH_WORD, basis_of
from etl.periods import PeriodReading, Span
from etl.plan import PlanIndicator
from etl.questions import Choice, Kind, Scope
from rules.model import Accumulation, Measure


@dataclass(frozen=True, slots=True)
class CountedColumn:
    """What the heading over a column of figures says of how they are counted."""

    column: int
    sums: Accumulation | None
    month: int | None
    is_growth: bool
    is_foreign: bool


def _column(column: int, over: list[Label]) -> CountedColumn:
    period = next((label.period for label in reversed(over) if label.period), None)
    sums = next((label.accumulation for label in reversed(over) if label.accumulation), None)
    if sums is None and period is not None:
        dated = {Span.TO_DATE: Accumulation.YTD, Span.MONTH: Accumulation.PERIOD}
        sums = dated.get(period.span)
    said = {label.said for label in over}
    return CountedColumn(
        column=column,
        sums=sums,
        month=period.month if period else None,
        is_growth=bool(said & {Said.GROWTH, Said.COMPARED}),
        is_foreign=bool(said & FOREIGN),
    )


class Counting:
    """What the headings of one sheet's tables say of how their figures are counted."""

    def __init__(self, names: Names, answered: Answered) -> None:
        self._names = names
        self._plan = names.plan
        self._answered = answered
        self._reader = names.reader
        self._outright: dict[int, set[str]] = {}
        self._beside: dict[tuple[int, Cell | int | None], list[CountedColumn]] = {}

    def check_accumulation(
        self, spot: Spot, indicator: PlanIndicator, naming: Named, labels: list[Label], when: PeriodReading
    ) -> None:
        """Month, year to date and end of period are never mixed; what nothing says is asked once a table.

        Raises Left, Asked.
        """
        said = next((label.accumulation for label in (naming.label, *labels) if label.accumulation), None)
        asks = indicator.accumulation
        said = said or self._said_beside(spot, indicator, naming, when)
        if said is None and when.span is Span.TO_DATE and not self._is_mixed(spot, naming):
            said = Accumulation.YTD
        is_all_of_it = when.span is Span.YEAR or (when.month == 1 and when.span is Span.MONTH)
        if is_all_of_it and (said is not Accumulation.END_OF_PERIOD or asks is Accumulation.END_OF_PERIOD):
            return  # one and the same
        if when.span is Span.QUARTER and when.month == 3 and said is not Accumulation.END_OF_PERIOD:
            return
        if said is asks:
            return
        if said is None and asks is Accumulation.END_OF_PERIOD:
            return
        if said is None and asks is Accumulation.PERIOD and when.span in {Span.MONTH, Span.QUARTER}:
            return
        if said is None and indicator.indicator_id in self._said_outright(spot.table):
            raise Left("other_measure", naming.cell.text)
        if said is None or (asks is Accumulation.END_OF_PERIOD and said is Accumulation.PERIOD):
            self.ask_measure(spot, indicator, naming)
            return
        if asks is Accumulation.END_OF_PERIOD:
            self.ask_measure(spot, indicator, naming)
            return
        raise Left("other_measure", naming.cell.text)

    def _said_beside(
        self, spot: Spot, indicator: PlanIndicator, naming: Named, when: PeriodReading
    ) -> Accumulation | None:
        """What the columns of the same name say of one that says nothing: 累计, 同比; or 本月, 同比, 累计, 同比.

        Raises Left where a column of the same kind and month beside it is the one that counts.
        """
        columns = self._columns(spot, naming)
        own = next(one for one in columns if one.column == spot.cell.column)
        if own.sums is Accumulation.PERIOD and indicator.accumulation is Accumulation.YTD:
            for one in columns:
                if (one.is_growth, one.sums, one.month) == (own.is_growth, Accumulation.YTD, when.month):
                    raise Left("other_measure", naming.cell.text)
        if own.sums is not None or not own.is_growth:
            return None
        sums = {one.sums for one in columns if one.sums}
        if len(sums) == 1:
            return sums.pop()
        if len(columns) % 2 == 0 and all(bool(one.sums) is (place % 2 == 0) for place, one in enumerate(columns)):
            return columns[columns.index(own) - 1].sums
        return None

    def _is_mixed(self, spot: Spot, naming: Named) -> bool:
        """Whether a growth stands beside columns of months and of years to date, and says neither."""
        columns = self._columns(spot, naming)
        own = next(one for one in columns if one.column == spot.cell.column)
        return own.is_growth and own.sums is None and len({one.sums for one in columns if one.sums}) > 1

    def _columns(self, spot: Spot, naming: Named) -> list[CountedColumn]:
        """The columns of figures under the same heading name or beside the same names, left to right; what is no
        figure of ours left out."""
        heads = naming.cell in spot.over
        place = naming.cell if heads else spot.beside[0].column if spot.beside else None
        key = (id(spot.table), place)
        if key not in self._beside:
            found: dict[int, CountedColumn] = {}
            for one in spot.table.spots:
                same = place in one.over if heads else place == (one.beside[0].column if one.beside else None)
                if same and one.cell.column not in found:
                    found[one.cell.column] = _column(
                        one.cell.column, [self._reader.read(cell.text) for cell in one.over]
                    )
            self._beside[key] = [found[column] for column in sorted(found)]
        return [one for one in self._beside[key] if one.column == spot.cell.column or not one.is_foreign]

    def _said_outright(self, table: Table) -> set[str]:
        """Indicators that some label of the table names with their very accumulation."""
        if id(table) not in self._outright:
            cells = {cell for spot in table.spots for cell in (*spot.over, *spot.beside)}
            named = [one for one in map(self._names.named, cells) if one.label.accumulation]
            self._outright[id(table)] = {
                found
                for one in named
                for found in one.any
                if self._plan.indicators[found].accumulation is one.label.accumulation
            }
        return self._outright[id(table)]

    def ask_measure(self, spot: Spot, indicator: PlanIndicator, naming: Named) -> None:
        """Asks by column where the column has no date of its own, else by the table's rows. Raises Left, Asked."""
        deepest = spot.over[-1] if spot.over else naming.cell
        dated = bool(spot.over) and self._reader.read(deepest.text).period is not None
        place = naming.cell if dated or naming.cell in spot.over else deepest
        answer = self._answered.choice(Kind.MEASURE, spot.table.sheet, place, basis_of(indicator))
        if answer is None:
            bases = [basis_of(indicator)]
            growth = GROWTH_WORD if indicator.measure is Measure.YOY_GROWTH else ""
            bases += [word + growth for word in BASIS_WORDS.values() if word + growth not in bases]
            choices = [Choice(basis, 0.5, "choice.basis", {"basis": basis}) for basis in bases]
            scope = Scope.ROW if place is naming.cell and naming.cell in spot.beside else Scope.COLUMN
            raise Asked(Kind.MEASURE, place, place.text, choices, scope=scope, about=basis_of(indicator))
        if answer != basis_of(indicator):
            raise Left("other_measure", place.text)
