"""One file as it came, and as it was understood: what commit, screens and reports take it as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import polars as pl

from etl.check import no_differences
from etl.errors import IntakeError
from etl.findings import Finding, Severity
from etl.grid import Cell
from etl.located import Opened
from etl.questions import Answers, CellState, Question


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

    @property
    def changed_periods(self) -> list[date]:
        """The periods the file says anything new of."""
        return self.differences.filter(pl.col("state") != "same")["reference_period"].unique().sort().to_list()

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
    opened: Opened | IntakeError | None = None
    sha256: str = ""  # of the content, where it was worked out already
