"""Writes what departments report: whole batches, never changed, taken back by a further row."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import polars as pl

from warehouse.connection import Warehouse, insert_frame, utc_now
from warehouse.errors import AlreadyWithdrawn, UnfitBatch, UnknownBatch
from warehouse.locks import refuse_locked, settle_locks
from warehouse.queries import read_sql

if TYPE_CHECKING:
    from warehouse.models import Table

ROWS_A_TRANSACTION = 100_000
"""DuckDB 1.x does not keep an append of 122,880 rows or more whole when it is killed."""
SORTED_BY = ("ref_area", "reference_period", "indicator_id")
FIGURE = ("batch_id", "ref_area", "indicator_id", "reference_period")

Contents = tuple[Mapping[str, Any], pl.DataFrame, pl.DataFrame, bytes]
"""What write_batch takes of one file: batch, observations, findings, content."""


def write_batch(
    warehouse: Warehouse,
    batch: Mapping[str, Any],
    observations: pl.DataFrame,
    findings: pl.DataFrame,
    content: bytes,
) -> str:
    """Stores one file's figures, findings and bytes, all or nothing; the batch's id.

    `batch` has programme_id, unit_id, reference_period, file_name, received_at, received_by, reader_version,
    is_demonstration, and recorded_at where it is not now. `observations` and `findings` have the columns of
    their models; batch_id, programme_id and recorded_at are set here. Raises UnfitBatch with every fault.
    """
    return write_batches(warehouse, [(batch, observations, findings, content)])[0]


def write_batches(warehouse: Warehouse, batches: Sequence[Contents]) -> list[str]:
    """Stores several files as `write_batch` does one, published together; their ids in the same order.

    Checking and storing cost nearly the same for fifty small files as for one. Raises UnfitBatch; then none
    of them is stored.
    """
    from warehouse import models

    if not batches:
        return []
    stamped = [_stamp(*contents) for contents in batches]
    figures = _validated([batch.figures for batch in stamped], models.Observation).sort(SORTED_BY)
    said = _validated([batch.said for batch in stamped], models.Finding)
    rows = _validated([batch.row for batch in stamped], models.Batch)
    _refuse_unclear(figures)
    files = pl.DataFrame(
        {"batch_id": [batch.batch_id for batch in stamped], "content": [contents[3] for contents in batches]}
    )
    with warehouse.write_lock:
        kept, revised = settle_locks(warehouse, figures)
        if kept.height != figures.height or revised.height:
            figures, said = kept, pl.concat([said, revised.select(said.columns)])
            rows = _recounted(rows, figures, said)
        for table, frame in (("batch_file", files), ("finding", said), ("observation", figures)):
            for part in frame.iter_slices(ROWS_A_TRANSACTION):
                with warehouse.writing() as cursor:
                    insert_frame(cursor, table, part)
        cause = f"batch {stamped[0].batch_id}" + (f" and {len(stamped) - 1} more" if len(stamped) > 1 else "")
        with warehouse.writing(cause, at=max(batch.recorded_at for batch in stamped)) as cursor:
            insert_frame(cursor, "batch", rows)
    return [batch.batch_id for batch in stamped]


def withdraw_batch(warehouse: Warehouse, batch_id: str, *, by: str, reason: str, at: datetime | None = None) -> None:
    """Takes a batch back from `at` (default now) on; the figures before it stand again.

    Raises UnknownBatch, AlreadyWithdrawn, and MonthLocked where one of its figures is of a locked period.
    """
    moment = at or utc_now()
    with warehouse.writing(f"withdrawal {batch_id}", at=moment) as cursor:
        found = cursor.execute(read_sql("batch_state"), {"batch_id": batch_id}).fetchall()
        if not found:
            raise UnknownBatch(f"No batch {batch_id!r} has been taken in.")
        file_name, withdrawn_at, withdrawn_by = found[0]
        if withdrawn_at is not None:
            raise AlreadyWithdrawn(
                f"The batch of {file_name!r} was taken back by {withdrawn_by} at {withdrawn_at} UTC."
            )
        _refuse_locked_batch(warehouse, batch_id)
        cursor.execute(
            "INSERT INTO batch_withdrawal (batch_id, withdrawn_by, reason, recorded_at)"
            " VALUES ($batch_id, $by, $reason, $at)",
            {"batch_id": batch_id, "by": by, "reason": reason, "at": moment},
        )


def batch_with_hash(warehouse: Warehouse, sha256: str) -> dict[str, Any] | None:
    """The newest batch of a file with these bytes that has not been taken back: a row of `models.Batch`."""
    rows = warehouse.frame(read_sql("batch_with_hash"), sha256=sha256)
    return rows.row(0, named=True) if rows.height else None


@dataclass(frozen=True, slots=True)
class _Stamped:
    """One file's rows with what only the commit knows."""

    batch_id: str
    recorded_at: datetime
    figures: pl.DataFrame
    said: pl.DataFrame
    row: pl.DataFrame


def _stamp(batch: Mapping[str, Any], observations: pl.DataFrame, findings: pl.DataFrame, content: bytes) -> _Stamped:
    from warehouse import models

    batch_id, recorded_at = uuid4().hex, batch.get("recorded_at") or utc_now()
    stamp = {
        "batch_id": pl.lit(batch_id),
        "programme_id": pl.lit(batch.get("programme_id")),
        "recorded_at": pl.lit(recorded_at, pl.Datetime("us")),
    }
    row = {
        **batch,
        "file_sha256": hashlib.sha256(content).hexdigest(),
        "observation_count": observations.height,
        "finding_count": findings.height,
    }
    return _Stamped(
        batch_id,
        recorded_at,
        _with_stamp(observations, models.Observation, stamp),
        _with_stamp(findings, models.Finding, stamp),
        _with_stamp(pl.DataFrame([row]), models.Batch, stamp),
    )


def _with_stamp(frame: pl.DataFrame, model: type[Table], stamp: Mapping[str, pl.Expr]) -> pl.DataFrame:
    """`frame` with the stamp, in the model's columns."""
    names = list(model.to_schema().columns)
    frame = frame.with_columns(**{name: value for name, value in stamp.items() if name in names})
    missing = [name for name in names if name not in frame.columns]
    strange = [name for name in frame.columns if name not in names]
    if missing or strange:
        raise UnfitBatch(f"{model.__name__}: missing columns {missing or 'none'}, unknown columns {strange or 'none'}.")
    return frame.select(names)


def _validated(frames: list[pl.DataFrame], model: type[Table]) -> pl.DataFrame:
    import pandera.errors

    try:
        return model.to_schema().validate(pl.concat(frames, how="vertical_relaxed"), lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases.select("index", "column", "failure_case", "check").iter_rows()
        faults = [f"row {index}, {column}: {value!r} fails {check}" for index, column, value, check in cases]
        raise UnfitBatch(f"{model.__name__}: " + "; ".join(faults)) from error


def _recounted(rows: pl.DataFrame, figures: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """The batches' rows with the number of figures and findings that are stored."""
    columns = rows.columns
    for name, frame in (("observation_count", figures), ("finding_count", said)):
        counts = frame.group_by("batch_id").agg(pl.len().cast(pl.Int64).alias(name))
        rows = rows.drop(name).join(counts, on="batch_id", how="left", maintain_order="left")
    return rows.with_columns(pl.col("observation_count", "finding_count").fill_null(0)).select(columns)


def _refuse_locked_batch(warehouse: Warehouse, batch_id: str) -> None:
    rows = warehouse.frame(
        "SELECT DISTINCT programme_id, reference_period FROM observation WHERE batch_id = $batch_id",
        batch_id=batch_id,
    )
    for (programme_id,), periods in rows.group_by("programme_id"):
        refuse_locked(warehouse, str(programme_id), periods["reference_period"].to_list())


def _refuse_unclear(figures: pl.DataFrame) -> None:
    """No figure twice in one batch, no value that is no number, no period inside a month."""
    twice = figures.filter(pl.struct(FIGURE).is_duplicated())
    endless = figures.filter(pl.col("obs_value").is_finite().not_())
    inside = figures.filter(pl.col("reference_period").dt.day() != 1)
    valued = figures.filter((pl.col("obs_status") == "M") != pl.col("obs_value").is_null())
    for rows, fault in (
        (twice, "given more than once in the batch"),
        (endless, "not a finite number"),
        (inside, "a period is named by the first day of its last month"),
        (valued, "status M and an empty value go together"),
    ):
        if rows.height:
            row = rows.row(0, named=True)
            raise UnfitBatch(
                f"{row['indicator_id']} of {row['reference_period']:%Y-%m-%d}"
                f" (sheet {row['sheet']}, cell {row['cell']}): {fault}."
            )
