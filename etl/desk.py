"""The command line's desk: workbooks found on disk, taken in one after another, each with what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from etl.commit import Parcel, commit_intake
from etl.errors import FileUnreadable, IntakeError
from etl.findings import Finding, Severity
from etl.known import Known
from etl.line import Intake, take_in
from etl.plan import Plan
from warehouse.batches import batch_with_hash
from warehouse.connection import Warehouse, utc_now
from warehouse.queries import read_catalogue, read_observations

WORKBOOK_ENDINGS = {".xlsx", ".xlsm", ".xls", ".et", ".ods"}
_EVER = datetime(9999, 1, 1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file: `loaded`, `checked`, `known` (the same bytes were there) or `refused`."""

    path: Path
    state: str
    intake: Intake | None = None
    refusal: IntakeError | None = None
    batch_id: str | None = None

    @property
    def errors(self) -> int:
        return self.intake.count(Severity.ERROR) if self.intake else 0

    def as_data(self) -> dict[str, Any]:
        """The outcome for a machine."""
        intake, refusal = self.intake, self.refusal
        data: dict[str, Any] = {"file": str(self.path), "state": self.state, "batch_id": self.batch_id}
        if refusal is not None:
            data |= {"refusal": refusal.code, "found": refusal.found, "expected": refusal.expected}
        if intake is not None:
            data |= {
                "unit_id": intake.unit_id,
                "period": intake.period.isoformat() if intake.period else None,
                "figures": intake.observations.height,
                "new": intake.new,
                "changed": intake.changed,
                "same": intake.same,
                "findings": [_finding_data(finding) for finding in intake.findings],
                "not_ours": [{"cell": cell.address, "text": cell.text} for cell in intake.not_ours],
            }
        return data


def _finding_data(finding: Finding) -> dict[str, str | None]:
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "indicator_id": finding.indicator_id,
        "found": finding.found,
        "expected": finding.expected,
    }


def workbooks_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and in folders named every workbook (lock files of open ones left out), sorted."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for inner in sorted(path.rglob("*")):
            is_ours = inner.suffix.lower() in WORKBOOK_ENDINGS and not inner.name.startswith(("~$", "."))
            if is_ours and inner.is_file():
                yield inner


class Desk:
    """Takes in files for one programme; what one file brings is known to the next."""

    def __init__(self, warehouse: Warehouse, programme_id: str, *, stores: bool) -> None:
        self._warehouse = warehouse
        self._plan = Plan.of(read_catalogue(warehouse, programme_id, utc_now()))
        self._known = Known.of(read_observations(warehouse, programme_id, _EVER))
        self._stores = stores

    @property
    def plan(self) -> Plan:
        return self._plan

    @property
    def known(self) -> Known:
        return self._known

    def receive(self, path: Path, *, received_at: datetime, received_by: str) -> Outcome:
        """One file through the line, stored where this desk stores; a refusal is an outcome, not an exception."""
        intake = None
        try:
            intake = take_in(
                _content(path),
                path.name,
                catalogue=self._plan,
                known=self._known,
                received_at=received_at,
                received_by=received_by,
            )
            return self._keep(path, intake) if self._stores else self._look(path, intake)
        except IntakeError as refusal:
            return Outcome(path, "refused", intake=intake, refusal=refusal)

    def _keep(self, path: Path, intake: Intake) -> Outcome:
        committed = commit_intake(self._warehouse, intake, known=self._known)
        return Outcome(path, "loaded" if committed.is_new else "known", intake, batch_id=committed.batch_id)

    def _look(self, path: Path, intake: Intake) -> Outcome:
        before = batch_with_hash(self._warehouse, intake.sha256)
        if before is not None:
            return Outcome(path, "known", intake, batch_id=before["batch_id"])
        Parcel(intake, is_demonstration=False, recorded_at=intake.received_at)
        return Outcome(path, "checked", intake)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileUnreadable(str(path), found=error.strerror or type(error).__name__) from error
