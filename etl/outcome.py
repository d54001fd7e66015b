"""What came of one file at the desk, for people and for machines."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl.answers import finding_data, question_data
from etl.errors import IntakeError
from etl.findings import Severity
from etl.intake import Intake
from warehouse.errors import MonthLocked, UnfitBatch


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file: `loaded`, `checked`, `known` (the same bytes were there), `asked` (nothing can be
    stored before its questions or doubts are answered) or `refused`."""

    path: Path
    state: str
    intake: Intake | None = None
    refusal: IntakeError | MonthLocked | UnfitBatch | None = None
    batch_id: str | None = None

    @property
    def errors(self) -> int:
        return self.intake.count(Severity.ERROR) if self.intake else 0

    @property
    def is_open(self) -> bool:
        """Whether something of the file waits for an answer."""
        return self.state == "asked" or bool(self.intake and self.intake.questions)

    def as_data(self) -> dict[str, Any]:
        """The outcome for a machine."""
        data: dict[str, Any] = {"file": str(self.path), "state": self.state, "batch_id": self.batch_id}
        if isinstance(self.refusal, IntakeError):
            refusal = self.refusal
            data |= {"refusal": refusal.code, "found": refusal.found, "expected": refusal.expected}
        elif self.refusal is not None:
            locked = isinstance(self.refusal, MonthLocked)
            data |= {"refusal": "month_locked" if locked else "unfit", "found": str(self.refusal), "expected": ""}
        return data | (_intake_data(self.intake) if self.intake else {})


def _intake_data(intake: Intake) -> dict[str, Any]:
    return {
        "sha256": intake.sha256,
        "unit_id": intake.unit_id,
        "period": intake.period.isoformat() if intake.period else None,
        "figures": intake.observations.height,
        "new": intake.new,
        "changed": intake.changed,
        "same": intake.same,
        "questions": [question_data(question) for question in intake.questions],
        "findings": [finding_data(finding) for finding in intake.findings],
        "differences": [
            row | {"reference_period": row["reference_period"].isoformat()} for row in intake.differences.to_dicts()
        ],
        "cells": [
            {"sheet": one.sheet, "cell": one.cell, "text": one.text, "state": str(one.state), "reason": one.reason}
            for one in intake.cells
        ],
        "not_ours": [{"cell": cell.address, "text": cell.text} for cell in intake.not_ours],
    }
