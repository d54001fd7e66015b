"""The line: one file through open, locate, match and check. Nothing is stored here."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import polars as pl

from etl.check import (
    Difference,
    ObservationRow,
    check_figure,
    check_references,
    check_shapes,
    compare_with_known,
    differences_of_each,
    no_differences,
    no_observations,
    observation_rows,
    row_log,
    settle_repeated,
)
from etl.errors import IntakeError, PeriodNotBegun
from etl.figures import Figure, read_figure
from etl.findings import CellRefused, Finding, RowLog, Severity
from etl.fold import fold
from etl.grid import Cell, Sheet, Workbook
from etl.known import Figure as KnownFigure
from etl.known import Known
from etl.layouts.ledger import FileLedger
from etl.layouts.reading import Tables, findings_of, newest, other_figures
from etl.locate import PASSED_OVER, Table, TableRow, find_headers, locate_table
from etl.match import match_period, match_row, match_unit
from etl.open import read_workbook
from etl.plan import Plan
from etl.questions import Answers, CellState, Kind, Question, State
from etl.suspect import compare_within
from rules.periods import day_of
from warehouse.catalogue import Catalogue
from warehouse.ledger import TICK

READER_VERSION = "form 1, tables 1"


@dataclass(frozen=True, slots=True)
class LearnedAlias:
    """A name a person confirmed while answering: `kind` and `meaning` as warehouse.aliases.confirm_alias takes them."""

    kind: str
    alias: str
    meaning: str


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
    learned: tuple[LearnedAlias, ...] = ()

    @property
    def open_doubts(self) -> tuple[Finding, ...]:
        """The doubts for which no reason was given; a confirmation needs one for each."""
        doubts = (finding for finding in self.findings if finding.severity is Severity.DOUBT)
        return tuple(doubt for doubt in doubts if not self.reasons.get(doubt.doubt_id, "").strip())

    def count(self, severity: Severity) -> int:
        """How many findings are of this severity."""
        return sum(finding.severity is severity for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file as it came; `opened` is what opening it gave, where that is done already."""

    content: bytes
    file_name: str
    unit_id: str | None = None
    answers: Answers | None = None
    opened: Workbook | IntakeError | None = None
    sha256: str = ""  # of the content, where it was worked out already


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
    aliases: pl.DataFrame | None = None,
) -> Intake:
    """Reads one workbook: open, locate, match, check.

    `known` is what warehouse.queries.read_observations gives (or a Known kept over many files), `received_at`
    is naive UTC, `unit_id` the unit that hands the file in, where that is known, `answers` what a person said
    to the questions of an earlier reading, `aliases` what warehouse.aliases.read_aliases gives. Raises an
    IntakeError when the file as a whole is refused; a refused cell is a finding and the other cells go on.
    """
    plan, standing = _plan_of(catalogue, aliases), known if isinstance(known, Known) else Known.of(known)
    arrival = Arrival(content, file_name, unit_id, answers)
    draft = _draft(arrival, plan, standing, received_at=received_at, received_by=received_by)
    return _finish([draft])[0]


def take_in_many(
    arrivals: Iterable[Arrival],
    *,
    catalogue: Catalogue | Plan,
    known: Known | pl.DataFrame,
    received_at: datetime,
    received_by: str,
    aliases: pl.DataFrame | None = None,
    progress: Callable[[int], None] | None = None,
    recorded_at: datetime | None = None,
) -> list[Intake | IntakeError]:
    """Reads many workbooks as take_in does, each against `known` as given, and checks their shape in one go.

    An intake or its refusal for each file, in their order; `progress` hears how many are read. With a
    `recorded_at` what each file brings is known to the next: it is added to `known` by the file's hash, each
    file a microsecond (TICK) after the one before.
    """
    plan, standing = _plan_of(catalogue, aliases), known if isinstance(known, Known) else Known.of(known)
    drafts: list[_Draft | IntakeError] = []
    for count, arrival in enumerate(arrivals, 1):
        try:
            draft = _draft(arrival, plan, standing, received_at=received_at, received_by=received_by)
            drafts.append(draft)
            if recorded_at is not None:
                _make_known(draft, standing, recorded_at=recorded_at + (count - 1) * TICK)
        except IntakeError as refusal:
            drafts.append(refusal)
        if progress is not None:
            progress(count)
    finished = iter(_finish([draft for draft in drafts if isinstance(draft, _Draft)]))
    return [next(finished) if isinstance(draft, _Draft) else draft for draft in drafts]


def _plan_of(catalogue: Catalogue | Plan, aliases: pl.DataFrame | None) -> Plan:
    plan = catalogue if isinstance(catalogue, Plan) else Plan.of(catalogue)
    return plan if aliases is None or aliases.is_empty() else plan.with_aliases(aliases.to_dicts())


@dataclass(slots=True)
class _Draft:
    """An intake whose observations were not held against the warehouse's shape yet."""

    intake: Intake
    figures: list[Figure]
    rows: list[ObservationRow]
    differences: list[Difference]


def _make_known(draft: _Draft, known: Known, *, recorded_at: datetime) -> None:
    sha256, unit_id = draft.intake.sha256, draft.intake.unit_id or ""
    known.add_figures(
        (
            one.indicator.indicator_id,
            KnownFigure(sha256, unit_id, one.period, one.value, one.status, one.overdue_cases, recorded_at),
        )
        for one in draft.figures
    )


def _finish(drafts: list[_Draft]) -> list[Intake]:
    """Checks the shape of all drafts' observations at once and gives each its own."""
    frames, findings = check_shapes([draft.rows for draft in drafts])
    differences = differences_of_each([draft.differences for draft in drafts])
    return [
        replace(draft.intake, observations=frame, findings=(*draft.intake.findings, *misshapen), differences=stands)
        for draft, frame, misshapen, stands in zip(drafts, frames, findings, differences, strict=True)
    ]


def _draft(arrival: Arrival, plan: Plan, known: Known, *, received_at: datetime, received_by: str) -> _Draft:
    workbook = _opened(arrival)
    sha256 = arrival.sha256 or hashlib.sha256(arrival.content).hexdigest()
    ledger = FileLedger(sha256, arrival.answers)
    headers = find_headers(workbook)
    if any(header for _, header in headers):
        found = locate_table(workbook, headers)
        read = _read_form(workbook, found, plan, known, ledger, received_at=received_at, unit_id=arrival.unit_id)
    else:
        read = _read_tables(workbook, plan, known, ledger, received_at=received_at, unit_id=arrival.unit_id)
    reasons = arrival.answers.reasons if arrival.answers else {}
    states = Counter(one.state for one in read.differences)
    intake = Intake(
        file_name=arrival.file_name,
        content=arrival.content,
        sha256=sha256,
        programme_id=plan.programme_id,
        unit_id=read.unit_id,
        period=read.period,
        received_at=received_at,
        received_by=received_by,
        observations=no_observations(),
        findings=(*(Finding(code, workbook.sheets[0].name) for code in workbook.notices), *read.findings),
        not_ours=tuple(read.notes),
        new=states["new"],
        changed=states["changed"],
        same=states["same"],
        questions=ledger.questions,
        cells=ledger.cells,
        reasons=reasons,
        learned=tuple(LearnedAlias(kind, alias, meaning) for (kind, alias), meaning in ledger.learned.items()),
    )
    rows = observation_rows(read.figures, plan=plan, reasons=reasons)
    return _Draft(intake, read.figures, rows, read.differences)


def _opened(arrival: Arrival) -> Workbook:
    if isinstance(arrival.opened, IntakeError):
        raise arrival.opened
    return arrival.opened or read_workbook(arrival.content, arrival.file_name)


@dataclass(slots=True)
class _Read:
    """What either reading gives: the figures that can be stored, and all that is said."""

    unit_id: str | None
    period: date | None
    figures: list[Figure]
    differences: list[Difference]
    findings: list[Finding]
    notes: list[Cell]


def _read_tables(
    workbook: Workbook, plan: Plan, known: Known, ledger: FileLedger, *, received_at: datetime, unit_id: str | None
) -> _Read:
    """Somebody's own tables."""
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
    _settle_cells(checked, settled, ledger)
    if sender is None:
        for figure in settled:
            _await_unit(figure, ledger)
        settled = []
    compare_within(settled)
    differences = [compare_with_known(figure, unit_id=sender or "", known=known) for figure in settled]
    return _Read(sender, newest(settled), settled, differences, findings_of(tables.logs), tables.notes)


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


def _settle_cells(checked: list[Figure], settled: list[Figure], ledger: FileLedger) -> None:
    kept = {(figure.indicator.indicator_id, figure.period) for figure in settled}
    for figure in checked:
        place = (figure.indicator.indicator_id, figure.period)
        if place not in kept:
            ledger.settle_refused(figure.log.sheet, figure.cell, figure.log, period=figure.period)
            continue
        ledger.settle(figure.log.sheet, figure.cell, State.LOADED, indicator_id=place[0], period=place[1])


def _read_form(
    workbook: Workbook,
    located: tuple[Table, list[Sheet]],
    plan: Plan,
    known: Known,
    ledger: FileLedger,
    *,
    received_at: datetime,
    unit_id: str | None,
) -> _Read:
    """The programme's own form: what it leaves unclear is refused with the way to mend it, not asked."""
    table, other_sheets = located
    sender = match_unit(table, plan, file_name=workbook.file_name, expected=unit_id)
    period, findings = match_period(table, plan, file_name=workbook.file_name)
    if period > day_of(received_at):
        day = f"{day_of(received_at):%Y-%m-%d}"
        raise PeriodNotBegun(workbook.file_name, found=f"{period:%Y-%m}", expected=day)
    findings += [Finding("sheet_not_ours", sheet.name, found=sheet.name) for sheet in other_sheets]
    findings += _left_out(table)
    logs: list[RowLog] = []
    figures = [
        figure
        for row in table.rows
        if (figure := _form_figure(row, table, plan, known, ledger, logs, unit_id=sender, period=period))
    ]
    settled = settle_repeated(figures)
    _settle_cells(figures, settled, ledger)
    differences = [compare_with_known(figure, unit_id=sender, known=known) for figure in settled]
    said = [finding for log in logs for finding in log.findings]
    for sheet in other_sheets:
        other_figures(sheet, ledger, "sheet_not_ours")
    for cell in table.asides:
        ledger.settle(table.sheet, cell, State.NOT_OURS, "not_of_the_form")
    return _Read(sender, period, settled, differences, [*findings, *said], list(table.notes))


def _left_out(table: Table) -> list[Finding]:
    rows = [Finding("row_not_ours", table.sheet, cell.address, found=cell.text) for cell in table.rows_not_ours]
    columns = [
        Finding("column_not_ours", table.sheet, cell.address, found=cell.text) for cell in table.columns_not_ours
    ]
    return rows + columns


def _form_figure(
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
