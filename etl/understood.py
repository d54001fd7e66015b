"""What reading a workbook gives, whichever way it was read: the figures that can be stored, and all that is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from etl.check import Difference
from etl.figures import Figure
from etl.findings import Finding
from etl.grid import Cell
from etl.layouts.ledger import FileLedger
from etl.questions import State
from rules.periods import period_end


@dataclass(slots=True)
class Understood:
    """What either reading gives: the figures that can be stored, and all that is said."""

    unit_id: str | None
    period: date | None
    figures: list[Figure]
    differences: list[Difference]
    findings: list[Finding]
    notes: list[Cell]


def not_over_yet(period: date, received_on: date) -> dict[str, str] | None:
    """What a doubt says of a period that was still running when the file came; None where it was over."""
    if received_on > period_end(period):
        return None
    return {"found": f"{period:%Y-%m}", "expected": f"{received_on:%Y-%m-%d}"}


def settle_cells(checked: list[Figure], settled: list[Figure], ledger: FileLedger) -> None:
    """Says of each figure's cell whether it was loaded, or refused for what was given twice."""
    kept = {(figure.indicator.indicator_id, figure.period) for figure in settled}
    for figure in checked:
        place = (figure.indicator.indicator_id, figure.period)
        if place not in kept:
            ledger.settle_refused(figure.log.sheet, figure.cell, figure.log, period=figure.period)
            continue
        ledger.settle(figure.log.sheet, figure.cell, State.LOADED, indicator_id=place[0], period=place[1])
