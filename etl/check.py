"""Check: the file's figures against the warehouse's shape, the plan and what is already known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

import pandera.errors
import polars as pl

from etl.figures import Figure
from etl.findings import Finding, RowLog, Severity
from etl.grid import Cell
from etl.known import Known
from etl.locate import Table, TableRow
from etl.match import MatchedRow
from etl.plan import Plan
from etl.size import doubt_size
from etl.suspect import check_range, check_unit, compare_with_last
from etl.values import NATURE_WORDS, ValueUnclear, read_number
from rules.model import Measure, ObsStatus
from rules.periods import periods_of_year
from warehouse.models import Observation

ADDED_AT_COMMIT = ("batch_id", "recorded_at")
_SCHEMA = Observation.to_schema().remove_columns(list(ADDED_AT_COMMIT))
_TYPES = {name: column.dtype.type for name, column in _SCHEMA.columns.items()}
ObservationRow = tuple[object, ...]
"""The values of one observation, in the order of the warehouse's columns."""

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
"""How each stored figure stands to what was known: `state` is new, changed or same."""


class Difference(NamedTuple):
    """One row of DIFFERENCE_COLUMNS."""

    indicator_id: str
    reference_period: date
    old: float | None
    new: float | None
    difference: float | None
    state: str
    sheet: str
    cell: str


def check_figure(figure: Figure, *, unit_id: str | None, plan: Plan, known: Known) -> None:
    """One figure against the plan and the last one. Raises CellRefused; doubts go to its log."""
    indicator, log, period = figure.indicator, figure.log, figure.period
    if not indicator.has_period(period):
        allowed = "、".join(str(month.month) for month in periods_of_year(indicator.release, period.year))
        raise log.refuse("period_not_allowed", figure.cell, found=f"{period:%Y-%m}", expected=allowed)
    check_range(figure)
    last = known.last_before(indicator.indicator_id, period)
    check_unit(figure, last=last)
    doubt_size(figure, known=known, last=last)
    if unit_id is not None and indicator.reporting_unit != unit_id:
        owner = plan.units[indicator.reporting_unit]
        log.say("other_unit_reports", figure.cell, found=plan.units[unit_id], expected=owner)
    if last is not None:
        compare_with_last(figure, last)


def settle_repeated(figures: Iterable[Figure]) -> list[Figure]:
    """One figure an indicator and period: the first of equal ones; of different ones none, and each cell says so."""
    by_place: dict[tuple[str, date], list[Figure]] = defaultdict(list)
    for figure in figures:
        by_place[figure.indicator.indicator_id, figure.period].append(figure)
    settled: list[Figure] = []
    for repeated in by_place.values():
        first = repeated[0]
        if len(repeated) == 1 or len({(one.value, one.status, one.overdue_cases) for one in repeated}) == 1:
            settled.append(first)
            for again in repeated[1:]:
                again.log.say("repeated_same", again.cell)
            continue
        sheets = {one.log.sheet for one in repeated}
        places = [one.cell.address if len(sheets) == 1 else f"{one.log.sheet}!{one.cell.address}" for one in repeated]
        shown = " / ".join(f"{place} {one.cell_text}" for place, one in zip(places, repeated, strict=True))
        for one in repeated:
            one.log.say("repeated_differs", one.cell, found=shown)
    return settled


def compare_with_known(figure: Figure, *, unit_id: str, known: Known) -> Difference:
    """How the figure stands to what is known; says what it revises."""
    before = known.newest(figure.indicator.indicator_id, figure.period)
    if before is None:
        return _difference(figure, None, "new")
    if before.says(figure.value, figure.status, figure.overdue_cases):
        figure.log.say("same", figure.cell)
        return _difference(figure, before.value, "same")
    same_value = before.value == figure.value
    old = _said(before.value, before.status, says_nature=same_value)
    new = _said(figure.value, figure.status, says_nature=same_value)
    figure.log.say("revised", figure.cell, found=new, expected=old)
    if before.unit_id != unit_id:
        figure.log.say("units_disagree", figure.cell, found=new, expected=old)
    return _difference(figure, before.value, "changed")


def _difference(figure: Figure, old: float | None, state: str) -> Difference:
    new = figure.value
    difference = None if old is None or new is None else new - old
    place = figure.indicator.indicator_id, figure.period
    return Difference(*place, old, new, difference, state, figure.log.sheet, figure.cell.address)


@cache
def no_differences() -> pl.DataFrame:
    """An empty frame of DIFFERENCE_COLUMNS."""
    return pl.DataFrame(schema=DIFFERENCE_COLUMNS)


def differences_of_each(files: Sequence[list[Difference]]) -> Iterator[pl.DataFrame]:
    """For each file its frame of DIFFERENCE_COLUMNS: parts of one, since making a frame costs more than filling it."""
    whole, start = _frame([row for file in files for row in file], DIFFERENCE_COLUMNS), 0
    for file in files:
        yield whole.slice(start, len(file))
        start += len(file)


def _said(value: float | None, status: ObsStatus, *, says_nature: bool) -> str:
    """A figure, with the form's word for how certain it is where only that tells it from another."""
    if value is None:
        return "—"
    shown = f"{value:,.12g}"
    if not says_nature:
        return shown
    word = next((word for word, meaning in NATURE_WORDS.items() if meaning is status), "")
    return f"{shown}（{word}）" if word else shown


def check_references(matched: MatchedRow, *, period: date, known: Known) -> None:
    """The form's earlier figures (last period, last year) are compared with what is known, never stored."""
    indicator, cells = matched.indicator, matched.row.cells
    if "previous" in cells:
        earlier = known.newest(indicator.indicator_id, indicator.period_before(period))
        _check_reference(cells["previous"], matched, earlier)
    if "last_year" in cells:
        earlier = known.newest(indicator.indicator_id, date(period.year - 1, period.month, 1))
        _check_reference(cells["last_year"], matched, earlier)


def _check_reference(cell: Cell, matched: MatchedRow, figure: object) -> None:
    value = getattr(figure, "value", None)
    try:
        number = read_number(cell, measure=Measure.LEVEL).number
    except ValueUnclear:
        if matched.indicator.measure is not Measure.STAGE:
            matched.log.say("reference_not_stored", cell)
        return
    if number is None:
        return
    if value is None:
        matched.log.say("reference_not_stored", cell)
    elif abs(number * matched.factor - Decimal(str(value))) > Decimal(10) ** -matched.indicator.decimals:
        matched.log.say("reference_differs", cell, expected=f"{value:,.12g}")


def _frame(rows: Sequence[Sequence[object]], types: Mapping[str, type[pl.DataType]]) -> pl.DataFrame:
    """Rows of values as a frame, made column by column: a dictionary a row costs thrice as much."""
    columns = zip(*rows, strict=True) if rows else ((),) * len(types)
    return pl.DataFrame(
        [pl.Series(name, values, kind) for (name, kind), values in zip(types.items(), columns, strict=True)]
    )


def observation_rows(figures: Iterable[Figure], *, plan: Plan, reasons: Mapping[str, str]) -> list[ObservationRow]:
    """The figures as rows of warehouse.models.Observation, without what the commit adds."""
    return [
        (
            plan.programme_id,
            plan.ref_area,
            figure.indicator.indicator_id,
            figure.period,
            figure.value,
            figure.status.value,
            figure.overdue_cases,
            figure.log.sheet,
            figure.cell.address,
            figure.cell_text,
            figure.factor,
            False,
            _note(figure, reasons),
        )
        for figure in figures
    ]


def _note(figure: Figure, reasons: Mapping[str, str]) -> str | None:
    """The sender's note, and the reasons given for the doubts about this figure."""
    if not reasons:
        return figure.note
    doubts = [one for one in figure.log.findings if one.severity is Severity.DOUBT]
    given = [reasons[one.doubt_id].strip() for one in doubts if reasons.get(one.doubt_id, "").strip()]
    return "; ".join(filter(None, [figure.note, *dict.fromkeys(given)])) or None


@cache
def no_observations() -> pl.DataFrame:
    """An empty frame of observations."""
    return pl.DataFrame(schema=_TYPES)


def check_shapes(files: list[list[ObservationRow]]) -> tuple[list[pl.DataFrame], list[list[Finding]]]:
    """For each file the rows that fit the warehouse's model, and an error for each cell that does not.

    All files' rows are held against the model at once: a call costs more than a thousand rows.
    """
    rows = [row for file in files for row in file]
    if not rows:
        return [no_observations() for _ in files], [[] for _ in files]
    frame = _frame(rows, _TYPES)
    owners = [index for index, file in enumerate(files) for _ in file]
    try:
        valid, cases = _SCHEMA.validate(frame, lazy=True), []
    except pandera.errors.SchemaErrors as errors:
        valid, cases = frame, errors.failure_cases.to_dicts()
    findings: list[list[Finding]] = [[] for _ in files]
    for case in cases:
        if case["index"] is None:  # a column as a whole is wrong: that is our mistake, not the sender's
            raise pandera.errors.SchemaDefinitionError(f"the intake made a misshapen frame: {cases}")
        findings[owners[int(case["index"])]].append(_shape_finding(case, frame))
    refused = {int(case["index"]) for case in cases}
    frames, start = [], 0
    for file in files:
        part = valid.slice(start, len(file))
        keep = [offset for offset in range(len(file)) if start + offset not in refused] if refused else []
        frames.append(part[keep] if refused and len(keep) < len(file) else part)
        start += len(file)
    return frames, findings


def _shape_finding(case: dict[str, object], observations: pl.DataFrame) -> Finding:
    row = observations.row(int(str(case["index"])), named=True)
    found, expected = f"{case['failure_case']}", f"{case['column']}: {case['check']}"
    return Finding("shape", row["sheet"], row["cell"], row["indicator_id"], found, expected)


def row_log(table: Table, row: TableRow) -> RowLog:
    """The log of one body row, begun."""
    log = RowLog(table.sheet)
    if row.is_hidden:
        log.say("hidden", next(iter(row.cells.values())), found=str(row.row))
    return log
