"""The line: one file through open, locate, match and check. Nothing is stored here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

import polars as pl

from etl.check import (
    Counts,
    check_figure,
    check_references,
    check_shape,
    compare_with_known,
    observations_of,
    row_log,
    settle_repeated,
)
from etl.errors import PeriodNotBegun
from etl.figures import Figure, read_figure
from etl.findings import CellRefused, Finding, RowLog, Severity
from etl.grid import Cell
from etl.known import Known
from etl.locate import Table, TableRow, locate_table
from etl.match import match_period, match_row, match_unit
from etl.open import read_workbook
from etl.plan import Plan
from etl.questions import Answers, CellState, Question
from rules.periods import day_of
from warehouse.catalogue import Catalogue

READER_VERSION = "form 1"
DIFFERENCE_COLUMNS: Final = {
    "indicator_id": pl.String,
    "reference_period": pl.Date,
    "old": pl.Float64,
    "new": pl.Float64,
    "difference": pl.Float64,
    "state": pl.String,
    "sheet": pl.String,
    "cell": pl.String,
}


def no_differences() -> pl.DataFrame:
    """An empty frame of differences."""
    return pl.DataFrame(schema=DIFFERENCE_COLUMNS)


@dataclass(frozen=True, slots=True)
class Intake:
    """One file as understood, ready to be committed.

    `observations` has the columns of warehouse.models.Observation without batch_id and recorded_at; what hangs
    on an open question is not in it. `period` is the newest one stored. `unit_id` and `period` are None only
    while questions leave them open, and nothing can be stored then. `not_ours` are the notes, sources and
    signatures; `cells` says of every cell that looked like data where it ended, so that nothing is dropped in
    silence. `differences` has indicator_id, reference_period, old, new, difference, state (new, changed,
    same), sheet, cell.
    """

    file_name: str
    content: bytes
    sha256: str
    programme_id: str
    unit_id: str | None
    period: date | None
    received_at: datetime
    received_by: str
    observations: pl.DataFrame
    findings: tuple[Finding, ...]
    not_ours: tuple[Cell, ...]
    new: int
    changed: int
    same: int
    questions: tuple[Question, ...] = ()
    cells: tuple[CellState, ...] = ()
    differences: pl.DataFrame = field(default_factory=no_differences)
    reasons: Mapping[str, str] = field(default_factory=dict)

    @property
    def open_doubts(self) -> tuple[Finding, ...]:
        """The doubts for which no reason was given; a confirmation needs one for each."""
        doubts = (finding for finding in self.findings if finding.severity is Severity.DOUBT)
        return tuple(doubt for doubt in doubts if not self.reasons.get(doubt.doubt_id, "").strip())

    def count(self, severity: Severity) -> int:
        """How many findings are of this severity."""
        return sum(finding.severity is severity for finding in self.findings)


def take_in(
    content: bytes,
    file_name: str,
    *,
    catalogue: Catalogue | Plan,
    known: Known | pl.DataFrame,
    received_at: datetime,
    received_by: str,
    unit_id: str | None = None,
    answers: Answers | None = None,
) -> Intake:
    """Reads one workbook of the form: open, locate, match, check.

    `known` is what warehouse.queries.read_observations gives (or a Known kept over many files), `received_at`
    is naive UTC, `unit_id` the unit that hands the file in, where that is known. Raises an IntakeError when
    the file as a whole is refused; a refused cell is a finding and the other cells go on.
    """
    plan = catalogue if isinstance(catalogue, Plan) else Plan.of(catalogue)
    standing = known if isinstance(known, Known) else Known.of(known)
    table, other_sheets = locate_table(read_workbook(content, file_name))
    reporting_unit = match_unit(table, plan, file_name=file_name, expected=unit_id)
    period, findings = match_period(table, plan, file_name=file_name)
    if period > day_of(received_at):
        day = f"{day_of(received_at):%Y-%m-%d}"
        raise PeriodNotBegun(file_name, found=f"{period:%Y-%m}", expected=day)
    findings += [Finding("sheet_not_ours", sheet.name, found=sheet.name) for sheet in other_sheets]
    findings += _left_out(table)
    desk = _Desk(plan, standing, table, reporting_unit, period)
    observations, row_findings = desk.read()
    return Intake(
        file_name=file_name,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        programme_id=plan.programme_id,
        unit_id=reporting_unit,
        period=period,
        received_at=received_at,
        received_by=received_by,
        observations=observations,
        findings=(*findings, *row_findings),
        not_ours=table.notes,
        new=desk.counts.new,
        changed=desk.counts.changed,
        same=desk.counts.same,
        reasons=answers.reasons if answers else {},
    )


def _left_out(table: Table) -> list[Finding]:
    rows = [Finding("row_not_ours", table.sheet, cell.address, found=cell.text) for cell in table.rows_not_ours]
    columns = [
        Finding("column_not_ours", table.sheet, cell.address, found=cell.text) for cell in table.columns_not_ours
    ]
    return rows + columns


class _Desk:
    """Goes through one table's rows and keeps what is said of each, in their order."""

    def __init__(self, plan: Plan, known: Known, table: Table, unit_id: str, period: date) -> None:
        self.counts = Counts()
        self._plan = plan
        self._known = known
        self._table = table
        self._unit_id = unit_id
        self._period = period
        self._logs: list[RowLog] = []

    def read(self) -> tuple[pl.DataFrame, list[Finding]]:
        """The observations that can be stored, and everything said of the rows."""
        figures = [figure for row in self._table.rows if (figure := self._figure(row))]
        settled = settle_repeated(figures)
        for figure in settled:
            compare_with_known(
                figure, unit_id=self._unit_id, period=self._period, known=self._known, counts=self.counts
            )
        frame = observations_of(settled, sheet=self._table.sheet, period=self._period, plan=self._plan)
        observations, misshapen = check_shape(frame)
        return observations, [finding for log in self._logs for finding in log.findings] + misshapen

    def _figure(self, row: TableRow) -> Figure | None:
        log = row_log(self._table, row)
        self._logs.append(log)
        try:
            matched = match_row(row, self._plan, table=self._table, log=log)
            if matched is None:
                return None
            check_references(matched, period=self._period, known=self._known)
            figure = read_figure(matched, self._plan)
            check_figure(figure, unit_id=self._unit_id, period=self._period, plan=self._plan, known=self._known)
        except CellRefused:
            return None
        return figure
