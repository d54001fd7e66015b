"""The line: one file through open, locate, match and check. Nothing is stored here."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import polars as pl

from etl.check import (
    Difference,
    ObservationRow,
    check_shapes,
    differences_of_each,
    no_observations,
    observation_rows,
)
from etl.errors import IntakeError
from etl.figures import Figure
from etl.findings import Finding
from etl.form import read_form
from etl.freehand import read_tables
from etl.intake import Arrival, Intake, LearnedAlias
from etl.known import Figure as KnownFigure
from etl.known import Known
from etl.layouts.ledger import FileLedger
from etl.located import Form, Opened, locate_form
from etl.open import read_workbook
from etl.plan import Plan
from etl.questions import Answers
from warehouse.catalogue import Catalogue
from warehouse.ledger import TICK

__all__ = ["READER_VERSION", "Arrival", "Intake", "LearnedAlias", "take_in", "take_in_many"]


READER_VERSION = "form 2, tables 2"


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
    opened = _opened(arrival)
    sha256 = arrival.sha256 or hashlib.sha256(arrival.content).hexdigest()
    ledger = FileLedger(sha256, arrival.answers)
    found = opened if isinstance(opened, Form) else locate_form(opened) or opened
    given: dict[str, Any] = {"received_at": received_at, "unit_id": arrival.unit_id}
    if isinstance(found, Form):
        read = read_form(found, plan, known, ledger, **given)
    else:
        read = read_tables(found, plan, known, ledger, **given)
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
        findings=(*(Finding(code, opened.first_sheet) for code in opened.notices), *read.findings),
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


def _opened(arrival: Arrival) -> Opened:
    if isinstance(arrival.opened, IntakeError):
        raise arrival.opened
    return arrival.opened or read_workbook(arrival.content, arrival.file_name)
