"""Reading somebody's own tables: what the layouts understood, checked as the form is."""

from __future__ import annotations

from datetime import date, datetime

from etl.check import check_figure, compare_with_known, settle_repeated
from etl.figures import Figure
from etl.findings import CellRefused
from etl.fold import fold
from etl.grid import Workbook
from etl.known import Known
from etl.layouts.ledger import FileLedger
from etl.layouts.reading import Tables, findings_of, newest
from etl.locate import PASSED_OVER
from etl.plan import Plan
from etl.questions import Kind, State
from etl.suspect import compare_within
from etl.understood import Understood, not_over_yet, settle_cells
from rules.periods import day_of


def read_tables(
    workbook: Workbook, plan: Plan, known: Known, ledger: FileLedger, *, received_at: datetime, unit_id: str | None
) -> Understood:
    """Every figure of the plan in somebody's own tables; what is open is asked. Raises an IntakeError."""
    skipped = frozenset(sheet.name for sheet in workbook.sheets if fold(sheet.name) in PASSED_OVER)
    tables = Tables(workbook, plan, ledger, received_at=received_at, skipped=skipped)
    tables.read()
    sender = tables.sender(unit_id) if tables.figures else unit_id
    checked: list[Figure] = []
    for figure in tables.figures:
        try:
            check_figure(figure, unit_id=sender, plan=plan, known=known)
            checked.append(figure)
        except CellRefused:
            ledger.settle_refused(figure.log.sheet, figure.cell, figure.log, period=figure.period)
    settled = settle_repeated(checked)
    settle_cells(checked, settled, ledger)
    if sender is None:
        for figure in settled:
            _await_unit(figure, ledger)
        settled = []
    compare_within(settled)
    _doubt_running(settled, received_on=day_of(received_at))
    differences = [compare_with_known(figure, unit_id=sender or "", known=known) for figure in settled]
    return Understood(sender, newest(settled), settled, differences, findings_of(tables.logs), tables.notes)


def _doubt_running(figures: list[Figure], *, received_on: date) -> None:
    """A doubt at the first figure of each period that was not over when the file came."""
    first: dict[tuple[str, date], Figure] = {}
    for figure in figures:
        first.setdefault((figure.log.sheet, figure.period), figure)
    for (_, period), figure in first.items():
        if not_over := not_over_yet(period, received_on):
            figure.log.say("period_not_over", figure.cell, **not_over)


def _await_unit(figure: Figure, ledger: FileLedger) -> None:
    """A figure of nobody yet: it waits for the answer who sent the file."""
    question = next(one for one in ledger.questions if one.kind is Kind.UNIT)
    ledger.settle(
        figure.log.sheet,
        figure.cell,
        State.NEEDS_CONFIRMATION,
        Kind.UNIT.value,
        indicator_id=figure.indicator.indicator_id,
        period=figure.period,
        question_id=question.question_id,
    )
