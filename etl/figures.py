"""A matched row to the one figure it reports, in the indicator's unit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from etl.findings import CellRefused, RowLog
from etl.grid import Cell
from etl.match import MatchedRow, convert
from etl.plan import Plan, PlanIndicator
from etl.values import Reading, ValueUnclear, is_blank, read_nature, read_number, read_stage
from rules.model import Measure, ObsStatus

_NOTHING: Final = Reading(None, ObsStatus.MISSING)
_CERTAINTY = (ObsStatus.FORECAST, ObsStatus.ESTIMATED, ObsStatus.PRELIMINARY, ObsStatus.FINAL)


class Figure(NamedTuple):
    """One figure as a file gives it, in the indicator's unit; value None is a reported absence."""

    indicator: PlanIndicator
    period: date
    value: float | None
    status: ObsStatus
    overdue_cases: int | None
    cell: Cell
    factor: float
    says_unit: bool  # the cell itself names its unit, so its size is meant
    note: str | None
    log: RowLog

    @property
    def cell_text(self) -> str:
        return self.cell.text


def read_figure(matched: MatchedRow, plan: Plan, *, period: date) -> Figure:
    """The figure of a row that reports one. Raises CellRefused."""
    cells, indicator, log = matched.row.cells, matched.indicator, matched.log
    nature = _nature(cells.get("nature"), log)
    cell = cells.get("value")
    reading, factor = _NOTHING, matched.factor
    if cell is not None and not is_blank(cell):
        reading = _read(cell, indicator, log)
        if reading.unit:
            factor = convert(reading.unit, plan, indicator=indicator, cell=cell, log=log)
    elif nature is not ObsStatus.MISSING:
        raise log.refuse("overdue_alone", cells.get("overdue"))
    place = cell or cells["nature"]
    status = _status(reading, nature, place, log)
    value = None if reading.number is None else float(reading.number * factor)
    return Figure(
        indicator=indicator,
        period=period,
        value=value,
        status=status,
        overdue_cases=_overdue(cells.get("overdue"), value, indicator, place, log),
        cell=place,
        factor=float(factor),
        says_unit=bool(reading.unit),
        note=cells["note"].text if "note" in cells else None,
        log=log,
    )


def _read(cell: Cell, indicator: PlanIndicator, log: RowLog) -> Reading:
    try:
        if indicator.measure is Measure.STAGE:
            return read_stage(cell)
        return read_number(cell, measure=indicator.measure)
    except ValueUnclear as unclear:
        raise _unclear(unclear, cell, indicator, log) from unclear


def _unclear(unclear: ValueUnclear, cell: Cell, indicator: PlanIndicator, log: RowLog) -> CellRefused:
    expected = unclear.expected
    if unclear.code in {"points_given", "growth_given"}:
        expected = indicator.unit_name
    return log.refuse(unclear.code, cell, expected=expected)


def _nature(cell: Cell | None, log: RowLog) -> ObsStatus | None:
    try:
        return read_nature(cell)
    except ValueUnclear as unclear:
        raise log.refuse(unclear.code, cell, expected=unclear.expected) from unclear


def _status(reading: Reading, nature: ObsStatus | None, cell: Cell, log: RowLog) -> ObsStatus:
    """The less certain of what the cell and the row say; final where neither says anything."""
    if reading.number is None:
        log.say("reported_missing", cell)
        return ObsStatus.MISSING
    if nature is ObsStatus.MISSING:
        raise log.refuse("nature_contradicts", cell)
    if reading.approximate:
        log.say("approximate", cell)
    if reading.status is None or nature is None or nature is reading.status:
        return reading.status or nature or ObsStatus.FINAL
    if not reading.approximate:
        log.say("nature_differs", cell, expected=str(nature))
    return min(reading.status, nature, key=_CERTAINTY.index)


def _overdue(cell: Cell | None, value: float | None, indicator: PlanIndicator, place: Cell, log: RowLog) -> int | None:
    """How many of the open cases are past their date. Raises CellRefused where that cannot be."""
    if indicator.measure is not Measure.OPEN_CASES:
        if cell is not None and not is_blank(cell) and _overdue_number(cell) is not None:
            log.say("overdue_not_applicable", cell)
        return None
    number = None if is_blank(cell) or cell is None else _overdue_number(cell, strict=log)
    if number is None:
        if value:
            log.say("overdue_not_given", place)
        return None
    if value is None or not 0 <= number <= Decimal(str(value)) or number != number.to_integral_value():
        most = "–" if value is None else f"{value:g}"
        raise log.refuse("overdue_invalid", cell, expected=most)
    return int(number)


def _overdue_number(cell: Cell, strict: RowLog | None = None) -> Decimal | None:
    """The number in the overdue column; a dash is none. What cannot be read is refused where `strict`."""
    try:
        return read_number(cell, measure=Measure.LEVEL).number
    except ValueUnclear as unclear:
        if strict is None:
            return Decimal(0)
        raise strict.refuse(unclear.code, cell, expected=unclear.expected) from unclear
