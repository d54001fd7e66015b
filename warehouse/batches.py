"""Writes what departments report: whole batches, never changed, taken back by a further row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import polars as pl

from warehouse.access import Right, current
from warehouse.areas import units_of_area
from warehouse.connection import Warehouse, insert_frame, utc_now
from warehouse.errors import AlreadyWithdrawn, UnfitBatch, UnknownBatch
from warehouse.locks import refuse_locked, settle_locks
from warehouse.queries import read_sql, units_of_batch

if TYPE_CHECKING:
    from warehouse.models import Table

ROWS_A_TRANSACTION = 100_000
"""DuckDB 1.x does not keep an append of 122,880 rows or more whole when it is killed."""
LARGEST_VALUE = 1e15
"""In an indicator's own unit; beyond it doubles no longer tell whole numbers apart, and nothing is counted there."""
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
    is_demonstration, recorded_at where it is not now, and file_sha256 where it was worked out already.
    `observations` and `findings` have the columns of their models; batch_id, programme_id and recorded_at are
    set here. Raises UnfitBatch with every fault.
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
    stamps = [_stamp(*contents) for contents in batches]
    figures = _stamped([contents[1] for contents in batches], stamps, models.Observation).sort(SORTED_BY)
    said = _stamped([contents[2] for contents in batches], stamps, models.Finding)
    rows = _stamped([pl.DataFrame([stamp.row for stamp in stamps])], stamps, models.Batch, one_row_each=True)
    _refuse_unclear(figures)
    files = pl.DataFrame(
        {"batch_id": [stamp.batch_id for stamp in stamps], "content": [contents[3] for contents in batches]}
    )
    with warehouse.write_lock:
        kept, revised = settle_locks(warehouse, figures)
        if kept.height != figures.height or revised.height:
            figures, said = kept, pl.concat([said, revised.select(said.columns)])
            rows = _recounted(rows, figures, said)
        units = _units_written(warehouse, rows, figures)
        _insert_unpublished(warehouse, {"batch_file": files, "finding": said, "observation": figures}, units)
        cause = f"batch {stamps[0].batch_id}" + (f" and {len(stamps) - 1} more" if len(stamps) > 1 else "")
        newest = max(stamp.recorded_at for stamp in stamps)
        with warehouse.writing(cause, right=Right.FIGURES, units=units, at=newest) as cursor:
            insert_frame(cursor, "batch", rows)
    return [stamp.batch_id for stamp in stamps]


def _units_written(warehouse: Warehouse, rows: pl.DataFrame, figures: pl.DataFrame) -> list[str]:
    """The units the files are from, and those whose figures are in them: a file may say it is another's."""
    programme_id = str(rows["programme_id"][0])
    units = set(rows["unit_id"].to_list())
    if current().is_limited:
        owners = warehouse.frame(
            "SELECT DISTINCT reporting_unit FROM indicator WHERE indicator_id IN (SELECT unnest($ids))"
            " AND catalogue_version = (SELECT max(catalogue_version) FROM catalogue_load WHERE programme_id = $of)",
            ids=figures["indicator_id"].unique().to_list(),
            of=programme_id,
        )
        units |= set(owners["reporting_unit"].to_list())
    return units_of_area(warehouse, programme_id, units)


def _insert_unpublished(warehouse: Warehouse, tables: Mapping[str, pl.DataFrame], units: Sequence[str]) -> None:
    """What counts only once its batch row stands: in one transaction where it is small enough to be atomic in it."""
    if sum(frame.height for frame in tables.values()) <= ROWS_A_TRANSACTION:
        with warehouse.writing(right=Right.FIGURES, units=units) as cursor:
            for table, frame in tables.items():
                insert_frame(cursor, table, frame)
        return
    for table, frame in tables.items():
        for part in frame.iter_slices(ROWS_A_TRANSACTION):
            with warehouse.writing(right=Right.FIGURES, units=units) as cursor:
                insert_frame(cursor, table, part)


def withdraw_batch(warehouse: Warehouse, batch_id: str, *, by: str, reason: str, at: datetime | None = None) -> None:
    """Takes a batch back from `at` (default now) on; the figures before it stand again.

    Raises UnknownBatch, AlreadyWithdrawn, NotPermitted, and MonthLocked where one of its figures is of a locked
    period.
    """
    moment = at or utc_now()
    units = units_of_batch(warehouse, batch_id)
    with warehouse.writing(f"withdrawal {batch_id}", right=Right.WITHDRAW, units=units, at=moment) as cursor:
        found = cursor.execute(read_sql("batch_state"), {"batch_id": batch_id}).fetchall()
        if not found:
            raise UnknownBatch("No batch {id!r} has been taken in.", id=batch_id)
        file_name, withdrawn_at, withdrawn_by = found[0]
        if withdrawn_at is not None:
            raise AlreadyWithdrawn(
                "The batch of {file!r} was taken back by {by} at {at} UTC.",
                file=file_name,
                by=withdrawn_by,
                at=withdrawn_at,
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
class _Stamp:
    """What only the commit knows of one file, and its row of `models.Batch`."""

    batch_id: str
    programme_id: str | None
    recorded_at: datetime
    row: dict[str, Any]


_STAMPED = {"batch_id": pl.String(), "programme_id": pl.String(), "recorded_at": pl.Datetime("us")}


def _stamp(batch: Mapping[str, Any], observations: pl.DataFrame, findings: pl.DataFrame, content: bytes) -> _Stamp:
    row = {
        **batch,
        "file_sha256": batch.get("file_sha256") or hashlib.sha256(content).hexdigest(),
        "observation_count": observations.height,
        "finding_count": findings.height,
    }
    return _Stamp(uuid4().hex, batch.get("programme_id"), batch.get("recorded_at") or utc_now(), row)


def _stamped(
    frames: Sequence[pl.DataFrame], stamps: Sequence[_Stamp], model: type[Table], *, one_row_each: bool = False
) -> pl.DataFrame:
    """All files' rows in the model's columns, each with its file's stamp, held against the model in one go.

    `frames` has one frame a file, or a single one with a row a file.
    """
    names = list(model.to_schema().columns)
    frame = pl.concat([_own_columns(alike, names, model) for alike in _alike(frames)], how="vertical_relaxed")
    heights = [1] * len(stamps) if one_row_each else [rows.height for rows in frames]
    owners = pl.Series([place for place, height in enumerate(heights) for _ in range(height)], dtype=pl.UInt32)
    stamped = frame.with_columns(
        pl.Series(name, [getattr(stamp, name) for stamp in stamps], _STAMPED[name], strict=False).gather(owners)
        for name in names
        if name in _STAMPED
    )
    return _validated(stamped.select(names), model)


def _alike(frames: Sequence[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Neighbouring frames of the same columns as one; a select for each of many small files would cost more."""
    for _, group in groupby(frames, key=lambda frame: frame.columns):
        yield pl.concat(group, how="vertical_relaxed")


def _own_columns(frame: pl.DataFrame, names: list[str], model: type[Table]) -> pl.DataFrame:
    """Of the model's columns those that the commit does not add. Raises UnfitBatch."""
    columns, own = frame.columns, [name for name in names if name not in _STAMPED]
    if columns == own:
        return frame
    missing = [name for name in own if name not in columns]
    strange = [name for name in columns if name not in own and not (name in _STAMPED and name in names)]
    if missing or strange:
        raise UnfitBatch(
            "{table}: missing columns {missing}, unknown columns {strange}.",
            code="batch_columns",
            table=model.__name__,
            missing=missing or "none",
            strange=strange or "none",
        )
    return frame.select(own)


def _validated(frame: pl.DataFrame, model: type[Table]) -> pl.DataFrame:
    import pandera.errors

    try:
        return model.to_schema().validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases.select("index", "column", "failure_case", "check").iter_rows()
        faults = [f"row {index}, {column}: {value!r} fails {check}" for index, column, value, check in cases]
        raise UnfitBatch("{table}: {faults}", table=model.__name__, faults="; ".join(faults)) from error


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
    endless = figures.filter(pl.col("obs_value").is_finite().not_() | (pl.col("obs_value").abs() > LARGEST_VALUE))
    inside = figures.filter(pl.col("reference_period").dt.day() != 1)
    valued = figures.filter((pl.col("obs_status") == "M") != pl.col("obs_value").is_null())
    for rows, fault in (
        (twice, "given more than once in the batch"),
        (endless, "not a number that anything can be counted in"),
        (inside, "a period is named by the first day of its last month"),
        (valued, "status M and an empty value go together"),
    ):
        if rows.height:
            row = rows.row(0, named=True)
            raise UnfitBatch(
                "{indicator} of {period:%Y-%m-%d} (sheet {sheet}, cell {cell}): {fault}.",
                code="figure_unfit",
                indicator=row["indicator_id"],
                period=row["reference_period"],
                sheet=row["sheet"],
                cell=row["cell"],
                fault=fault,
            )
