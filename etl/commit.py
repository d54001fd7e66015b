"""Commit: an intake becomes one batch in the warehouse, all of it or none, and only once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import Any

import polars as pl

from etl.errors import NothingToStore
from etl.findings import SENTENCES, Finding
from etl.intake import Intake
from etl.known import Known
from etl.line import READER_VERSION
from warehouse.batches import batch_with_hash, write_batch, write_batches
from warehouse.connection import Warehouse, utc_now

_SEVERITIES = {code: severity.value for code, (severity, _) in SENTENCES.items()}
_FINDING_COLUMNS = ("severity", "code", "sheet", "cell", "indicator_id", "found", "expected")


@dataclass(frozen=True, slots=True)
class Committed:
    """Where an intake is kept; `is_new` is False where these very bytes had been taken in before."""

    batch_id: str
    is_new: bool


def commit_intake(
    warehouse: Warehouse,
    intake: Intake,
    *,
    is_demonstration: bool = False,
    recorded_at: datetime | None = None,
    known: Known | None = None,
) -> Committed:
    """Stores an intake as one batch. The same bytes again are recognised and nothing is doubled.

    `recorded_at` (naive UTC, default now) is when the figures become known; `known`, where given, is kept up to
    date. Raises NothingToStore where no figure was understood, and what warehouse.batches.write_batch raises.
    """
    parcel = Parcel(intake, is_demonstration=is_demonstration, recorded_at=recorded_at or utc_now())
    with warehouse.write_lock:
        before = batch_with_hash(warehouse, intake.sha256)
        if before is not None and before["programme_id"] == intake.programme_id:
            return Committed(before["batch_id"], is_new=False)
        batch_id = write_batch(warehouse, *parcel.contents())
    if known is not None and intake.unit_id is not None:
        known.add(intake.observations, batch_id=batch_id, unit_id=intake.unit_id, recorded_at=parcel.recorded_at)
    return Committed(batch_id, is_new=True)


@dataclass(frozen=True, slots=True)
class Parcel:
    """An intake with what is decided at its commit. Raises NothingToStore where it has no figure."""

    intake: Intake
    is_demonstration: bool
    recorded_at: datetime

    def __post_init__(self) -> None:
        if self.intake.observations.is_empty():
            raise NothingToStore(self.intake.file_name)

    def contents(
        self, findings: pl.DataFrame | None = None
    ) -> tuple[dict[str, Any], pl.DataFrame, pl.DataFrame, bytes]:
        """The batch row, its observations, its findings (made where not given) and the file's bytes, as
        write_batch takes them."""
        intake = self.intake
        batch = {
            "programme_id": intake.programme_id,
            "unit_id": intake.unit_id,
            "reference_period": intake.period,
            "file_name": intake.file_name,
            "file_sha256": intake.sha256,
            "received_at": intake.received_at,
            "received_by": intake.received_by,
            "reader_version": READER_VERSION,
            "is_demonstration": self.is_demonstration,
            "recorded_at": self.recorded_at,
        }
        said = findings_frame(intake.findings) if findings is None else findings
        return batch, intake.observations, said, intake.content


def commit_intakes(warehouse: Warehouse, parcels: Sequence[Parcel]) -> list[tuple[Parcel, str]]:
    """Stores several intakes that are known to be new, in one go; each with its batch's id."""
    if not parcels:
        return []
    all_said = findings_frame([finding for parcel in parcels for finding in parcel.intake.findings])
    ends = list(accumulate(len(parcel.intake.findings) for parcel in parcels))
    said = [all_said[end - len(parcel.intake.findings) : end] for parcel, end in zip(parcels, ends, strict=True)]
    batch_ids = write_batches(warehouse, [parcel.contents(own) for parcel, own in zip(parcels, said, strict=True)])
    return list(zip(parcels, batch_ids, strict=True))


def findings_frame(findings: Sequence[Finding]) -> pl.DataFrame:
    """Findings as rows of warehouse.models.Finding, without what the commit adds."""
    codes, sheets, cells, indicators, found, expected = zip(*findings, strict=True) if findings else ((),) * 6
    columns: tuple[Sequence[Any], ...] = (
        [_SEVERITIES[code] for code in codes],
        codes,
        sheets,
        cells,
        indicators,
        [text or None for text in found],
        [text or None for text in expected],
    )
    return pl.DataFrame(
        [pl.Series(name, values, pl.String) for name, values in zip(_FINDING_COLUMNS, columns, strict=True)]
    )
