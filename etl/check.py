"""Check: the file's figures against the warehouse's shape, the plan and what is already known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandera.errors
import polars as pl

from etl.figures import Figure
from etl.findings import Finding, RowLog
from etl.grid import Cell
from etl.known import Known
from etl.locate import Table, TableRow
from etl.match import MatchedRow
from etl.plan import Plan
from etl.suspect import check_range, check_unit, compare_with_last
from etl.values import ValueUnclear, read_number
from rules.model import Measure
from rules.periods import periods_of_year
from warehouse.models import Observation

ADDED_AT_COMMIT = ("batch_id", "recorded_at")
_SCHEMA = Observation.to_schema().remove_columns(list(ADDED_AT_COMMIT))
_COLUMNS = list(_SCHEMA.columns)
_TYPES = {"obs_value": pl.Float64, "overdue_cases": pl.Int64, "note": pl.String, "unit_factor": pl.Float64}


@dataclass(slots=True)
class Counts:
    """How the stored figures stand to what was known."""

    new: int = 0
    changed: int = 0
    same: int = 0


def check_figure(figure: Figure, *, unit_id: str, period: date, plan: Plan, known: Known) -> None:
    """One figure against the plan and the last one. Raises CellRefused; doubts go to its log."""
    indicator, log = figure.indicator, figure.log
    if not indicator.has_period(period):
        allowed = "、".join(str(month.month) for month in periods_of_year(indicator.release, period.year))
        raise log.refuse("period_not_allowed", figure.cell, found=f"{period:%Y-%m}", expected=allowed)
    check_range(figure)
    check_unit(figure, period=period, known=known)
    if indicator.reporting_unit != unit_id:
        owner = plan.units[indicator.reporting_unit]
        log.say("other_unit_reports", figure.cell, found=plan.units[unit_id], expected=owner)
    compare_with_last(figure, period=period, known=known)


def settle_repeated(figures: Iterable[Figure]) -> list[Figure]:
    """One figure an indicator: the first of equal ones; of different ones none, and both cells say so."""
    by_indicator: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        by_indicator[figure.indicator.indicator_id].append(figure)
    settled: list[Figure] = []
    for repeated in by_indicator.values():
        first = repeated[0]
        if len({(one.value, one.status, one.overdue_cases) for one in repeated}) == 1:
            settled.append(first)
            for again in repeated[1:]:
                again.log.say("repeated_same", again.cell)
            continue
        shown = " / ".join(f"{one.cell.address} {one.cell_text}" for one in repeated)
        for one in repeated:
            one.log.say("repeated_differs", one.cell, found=shown)
    return settled


def compare_with_known(figure: Figure, *, unit_id: str, period: date, known: Known, counts: Counts) -> None:
    """Counts the figure as new, changed or the same, and says what it revises."""
    before = known.newest(figure.indicator.indicator_id, period)
    if before is None:
        counts.new += 1
        return
    if before.says(figure.value, figure.status, figure.overdue_cases):
        counts.same += 1
        figure.log.say("same", figure.cell)
        return
    counts.changed += 1
    old, new = _said(before.value, before.status), _said(figure.value, figure.status)
    figure.log.say("revised", figure.cell, found=new, expected=old)
    if before.unit_id != unit_id:
        figure.log.say("units_disagree", figure.cell, found=new, expected=old)


def _said(value: float | None, status: str) -> str:
    return "—" if value is None else f"{value:,.12g} ({status})"


def check_references(matched: MatchedRow, *, period: date, known: Known) -> None:
    """The form's earlier figures (last period, last year) are compared with what is known, never stored."""
    indicator, cells = matched.indicator, matched.row.cells
    last_year = date(period.year - 1, period.month, 1)
    places = {"previous": indicator.period_before(period), "last_year": last_year}
    for column, earlier in places.items():
        if column in cells:
            _check_reference(cells[column], matched, known.newest(indicator.indicator_id, earlier))


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


def observations_of(figures: list[Figure], *, sheet: str, period: date, plan: Plan) -> pl.DataFrame:
    """The figures as rows of warehouse.models.Observation, without what the commit adds."""
    rows = [
        {
            "programme_id": plan.programme_id,
            "ref_area": plan.ref_area,
            "indicator_id": figure.indicator.indicator_id,
            "reference_period": period,
            "obs_value": figure.value,
            "obs_status": figure.status.value,
            "overdue_cases": figure.overdue_cases,
            "sheet": sheet,
            "cell": figure.cell.address,
            "cell_text": figure.cell_text,
            "unit_factor": figure.factor,
            "derived": False,
            "note": figure.note,
        }
        for figure in figures
    ]
    return pl.DataFrame(rows, schema_overrides=_TYPES, infer_schema_length=None) if rows else _empty()


def _empty() -> pl.DataFrame:
    return pl.DataFrame(schema={name: column.dtype.type for name, column in _SCHEMA.columns.items()})


def check_shape(observations: pl.DataFrame) -> tuple[pl.DataFrame, list[Finding]]:
    """The rows that fit the warehouse's model, and an error for each cell that does not."""
    if observations.is_empty():
        return observations, []
    try:
        return _SCHEMA.validate(observations, lazy=True), []
    except pandera.errors.SchemaErrors as errors:
        cases = errors.failure_cases.to_dicts()
    findings = [_shape_finding(case, observations) for case in cases if case["index"] is not None]
    if len(findings) < len(cases):  # a column as a whole is wrong: that is our mistake, not the sender's
        raise pandera.errors.SchemaDefinitionError(f"the intake made a misshapen frame: {cases}")
    refused = {case["index"] for case in cases}
    kept = observations.filter(~pl.int_range(pl.len()).is_in(list(refused)))
    return kept, findings


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
