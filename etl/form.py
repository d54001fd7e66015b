"""Reading the programme's own form, located on its sheet: every row against the plan and what is known."""

from __future__ import annotations

from datetime import date, datetime

from etl.check import check_figure, check_references, compare_with_known, row_log, settle_repeated
from etl.errors import PeriodNotBegun
from etl.figures import Figure, read_figure
from etl.findings import CellRefused, Finding, RowLog
from etl.known import Known
from etl.layouts.ledger import FileLedger
from etl.layouts.reading import other_figures
from etl.locate import Table, TableRow
from etl.located import Form
from etl.match import match_period, match_row, match_unit, refuse_other_area
from etl.plan import Plan
from etl.questions import State
from etl.understood import Understood, not_over_yet, settle_cells
from rules.periods import day_of


def read_form(
    form: Form,
    plan: Plan,
    known: Known,
    ledger: FileLedger,
    *,
    received_at: datetime,
    unit_id: str | None,
) -> Understood:
    """The programme's own form: what it leaves unclear is refused with the way to mend it, not asked.

    Raises an IntakeError.
    """
    table, other_sheets, file_name = form.table, form.others, form.file_name
    refuse_other_area(table, plan, file_name=file_name)
    sender = match_unit(table, plan, file_name=file_name, expected=unit_id)
    period, findings = match_period(table, plan, file_name=file_name)
    if period > day_of(received_at):
        day = f"{day_of(received_at):%Y-%m-%d}"
        raise PeriodNotBegun(file_name, found=f"{period:%Y-%m}", expected=day)
    if not_over := not_over_yet(period, day_of(received_at)):
        place = table.period.address if table.period else None
        findings.append(Finding("period_not_over", table.sheet, place, **not_over))
    findings += [Finding("sheet_not_ours", sheet.name, found=sheet.name) for sheet in other_sheets]
    findings += _left_out(table)
    logs: list[RowLog] = []
    figures = [
        figure
        for row in table.rows
        if (figure := _figure(row, table, plan, known, ledger, logs, unit_id=sender, period=period))
    ]
    settled = settle_repeated(figures)
    settle_cells(figures, settled, ledger)
    differences = [compare_with_known(figure, unit_id=sender, known=known) for figure in settled]
    said = [finding for log in logs for finding in log.findings]
    for sheet in other_sheets:
        other_figures(sheet, ledger, "sheet_not_ours")
    for cell in table.references:
        ledger.settle(table.sheet, cell, State.COMPARED, "reference_column")
    for cell in table.asides:
        ledger.settle(table.sheet, cell, State.NOT_OURS, "not_of_the_form")
    return Understood(sender, period, settled, differences, [*findings, *said], list(table.notes))


def _left_out(table: Table) -> list[Finding]:
    rows = [Finding("row_not_ours", table.sheet, cell.address, found=cell.text) for cell in table.rows_not_ours]
    columns = [
        Finding("column_not_ours", table.sheet, cell.address, found=cell.text) for cell in table.columns_not_ours
    ]
    return rows + columns


def _figure(
    row: TableRow,
    table: Table,
    plan: Plan,
    known: Known,
    ledger: FileLedger,
    logs: list[RowLog],
    *,
    unit_id: str,
    period: date,
) -> Figure | None:
    """One row's figure; None where it has none or is refused, which its log says."""
    log = row_log(table, row)
    logs.append(log)
    cell = row.cells.get("value")
    try:
        matched = match_row(row, plan, table=table, log=log)
        if matched is None:
            return None
        check_references(matched, period=period, known=known)
        figure = read_figure(matched, plan, period=period)
        check_figure(figure, unit_id=unit_id, plan=plan, known=known)
    except CellRefused:
        if cell is not None:
            ledger.settle_refused(table.sheet, cell, log, period=period)
        return None
    return figure
