"""Writes what departments report: whole batches, never changed, taken back by a further row."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import polars as pl

from warehouse.connection import Warehouse, insert_frame, utc_now
from warehouse.errors import AlreadyWithdrawn, UnfitBatch, UnknownBatch
from warehouse.queries import read_sql

if TYPE_CHECKING:
    from warehouse.models import Table

ROWS_A_TRANSACTION = 100_000
"""DuckDB 1.x does not keep an append of 122,880 rows or more whole when it is killed."""
SORTED_BY = ("ref_area", "reference_period", "indicator_id")
FIGURE = ("ref_area", "indicator_id", "reference_period")


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
    from warehouse import models

    batch_id = uuid4().hex
    recorded_at = batch.get("recorded_at") or utc_now()
    stamp = {
        "batch_id": pl.lit(batch_id),
        "programme_id": pl.lit(batch.get("programme_id")),
        "recorded_at": pl.lit(recorded_at, pl.Datetime("us")),
    }
    figures = _stamped(observations, models.Observation, stamp).sort(SORTED_BY)
    said = _stamped(findings, models.Finding, stamp)
    row = _stamped(pl.DataFrame([_batch_row(batch, content, figures, said)]), models.Batch, stamp)
    _refuse_unclear(figures)
    file = pl.DataFrame({"batch_id": [batch_id], "content": [content]})
    with warehouse.write_lock:
        for table, frame in (("batch_file", file), ("finding", said), ("observation", figures)):
            for part in frame.iter_slices(ROWS_A_TRANSACTION):
                with warehouse.writing() as cursor:
                    insert_frame(cursor, table, part)
        with warehouse.writing(f"batch {batch_id}", at=recorded_at) as cursor:
            insert_frame(cursor, "batch", row)
    return batch_id


def withdraw_batch(
    warehouse: Warehouse, batch_id: str, *, by: str, reason: str, at: datetime | None = None
) -> None:
    """Takes a batch back from `at` (default now) on; the figures before it stand again.

    Raises UnknownBatch, AlreadyWithdrawn.
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
        cursor.execute(
            "INSERT INTO batch_withdrawal (batch_id, withdrawn_by, reason, recorded_at)"
            " VALUES ($batch_id, $by, $reason, $at)",
            {"batch_id": batch_id, "by": by, "reason": reason, "at": moment},
        )


def batch_with_hash(warehouse: Warehouse, sha256: str) -> dict[str, Any] | None:
    """The newest batch of a file with these bytes that has not been taken back: a row of `models.Batch`."""
    rows = warehouse.frame(read_sql("batch_with_hash"), sha256=sha256)
    return rows.row(0, named=True) if rows.height else None


def _batch_row(
    batch: Mapping[str, Any], content: bytes, figures: pl.DataFrame, said: pl.DataFrame
) -> dict[str, Any]:
    return {
        **batch,
        "file_sha256": hashlib.sha256(content).hexdigest(),
        "observation_count": figures.height,
        "finding_count": said.height,
    }


def _stamped(frame: pl.DataFrame, model: type[Table], stamp: Mapping[str, pl.Expr]) -> pl.DataFrame:
    """`frame` with what only the commit knows, in the model's columns, validated."""
    import pandera.errors

    schema = model.to_schema()
    names = list(schema.columns)
    frame = frame.with_columns(**{name: value for name, value in stamp.items() if name in names})
    missing = [name for name in names if name not in frame.columns]
    strange = [name for name in frame.columns if name not in names]
    if missing or strange:
        raise UnfitBatch(
            f"{model.__name__}: missing columns {missing or 'none'}, unknown columns {strange or 'none'}."
        )
    try:
        return schema.validate(frame.select(names), lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases.select("index", "column", "failure_case", "check").iter_rows()
        faults = [f"row {index}, {column}: {value!r} fails {check}" for index, column, value, check in cases]
        raise UnfitBatch(f"{model.__name__}: " + "; ".join(faults)) from error


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
