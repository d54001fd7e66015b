"""What a cell of a table says: its number or stage, or what a person said it says."""

from __future__ import annotations

from etl.grid import Cell, exact, plain
from etl.layouts.endings import Asked, Left, Refused
from etl.layouts.ledger import FileLedger
from etl.layouts.table import Spot
from etl.plan import PlanIndicator
from etl.questions import NOT_OURS, Choice, Kind, Scope
from etl.values import Reading, ValueUnclear, read_number, read_stage, readings_offered, shown_number
from rules.model import Measure


class CellValues:
    """Reads the cells of one workbook, with what was answered about them."""

    def __init__(self, ledger: FileLedger) -> None:
        self._ledger = ledger

    def value(self, spot: Spot, indicator: PlanIndicator) -> tuple[Reading, str | None]:
        """What the cell says, or what a person said it says. Raises Asked, Left, Refused."""
        try:
            return _read(spot.cell, indicator), None
        except ValueUnclear as unclear:
            return self._answered_value(spot, indicator, unclear)

    def _answered_value(
        self, spot: Spot, indicator: PlanIndicator, unclear: ValueUnclear
    ) -> tuple[Reading, str | None]:
        if unclear.code == "shown_otherwise":
            return self._shown_or_stored(spot, indicator, unclear)
        kinds = {"two_readings": Kind.VALUE, "several_numbers": Kind.PARTS}
        kind = kinds.get(unclear.code)
        if kind is None:
            raise self._refused(unclear, indicator) from unclear
        answer = self._ledger.choice(kind, spot.table.sheet, spot.cell)
        if answer is None:
            offered = [one for one in readings_offered(spot.cell.text) if self._fits(one, spot, indicator)]
            choices = [Choice(one, 0.5, "choice.value", {"value": one}) for one in offered]
            raise Asked(kind, spot.cell, spot.cell.text, choices, scope=Scope.CELL) from unclear
        if answer == NOT_OURS:
            raise Left("answered", spot.cell.text) from unclear
        try:
            return _read(spot.cell._replace(value=answer), indicator), f"{spot.cell.text} → {answer}"
        except ValueUnclear as again:
            raise self._refused(again, indicator) from again

    def _shown_or_stored(
        self, spot: Spot, indicator: PlanIndicator, unclear: ValueUnclear
    ) -> tuple[Reading, str | None]:
        """The number a format shows or the one the cell holds, as a person said of its column."""
        cell, place = spot.cell, spot.over[-1] if spot.over else spot.cell
        readings = {"stored": plain(exact(_number(cell))), "shown": shown_number(cell)}
        answer = self._ledger.choice(Kind.VALUE, spot.table.sheet, place, unclear.code)
        if answer == NOT_OURS:
            raise Left("answered", cell.text) from unclear
        if answer not in readings:
            choices = [Choice(one, 0.5, f"choice.{one}", {"value": number}) for one, number in readings.items()]
            found = f"{cell.text} → {unclear.expected}"
            scope = Scope.COLUMN if place is not cell else Scope.CELL
            raise Asked(Kind.VALUE, place, found, choices, scope=scope, about=unclear.code) from unclear
        said = readings[answer]
        return _read(cell._replace(value=said), indicator), f"{cell.text} → {said}"

    def _fits(self, text: str, spot: Spot, indicator: PlanIndicator) -> bool:
        try:
            _read(spot.cell._replace(value=text), indicator)
        except ValueUnclear:
            return False
        return True

    def _refused(self, unclear: ValueUnclear, indicator: PlanIndicator) -> Refused:
        expected = indicator.unit_name if unclear.code in {"points_given", "growth_given"} else unclear.expected
        return Refused(unclear.code, expected=expected, indicator_id=indicator.indicator_id)


def _number(cell: Cell) -> float:
    assert isinstance(cell.value, int | float)
    return cell.value


def _read(cell: Cell, indicator: PlanIndicator) -> Reading:
    if indicator.measure is Measure.STAGE:
        return read_stage(cell)
    return read_number(cell, measure=indicator.measure)
