"""The questions put to the warehouse, each as known at a moment (`as_of`, naive UTC)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

import polars as pl

from warehouse.access import Right, permit
from warehouse.areas import units_of_area
from warehouse.catalogue import TABLES, Catalogue, preset_from_json, programme_from_json
from warehouse.connection import Warehouse, insert_frame, read_frame, utc_now
from warehouse.errors import NoCatalogue, UnknownBatch, UnknownTarget

FOLDER = Path(__file__).parent / "sql"


@cache
def read_sql(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def read_catalogue(warehouse: Warehouse, programme_id: str, as_of: datetime) -> Catalogue:
    """The newest catalogue version recorded by `as_of`, else the earliest. Raises NoCatalogue."""
    with warehouse.cursor() as cursor:
        loads = read_frame(
            cursor, read_sql("catalogue_load"), {"programme_id": programme_id, "as_of": as_of}
        ).to_dicts()
        if not loads:
            raise NoCatalogue(
                "No programme {programme!r} is in {path}: load its folder first.",
                programme=programme_id,
                path=warehouse.path,
            )
        version = loads[0]["catalogue_version"]
        frames = {
            name: read_frame(
                cursor,
                f"SELECT * EXCLUDE (catalogue_version, seed_row) FROM {table}"  # noqa: S608 our own table names
                " WHERE catalogue_version = $version ORDER BY seed_row",
                {"version": version},
            )
            for name, table in TABLES.items()
        }
    programme = programme_from_json(loads[0]["programme_json"])
    return Catalogue(programme, preset_from_json(loads[0]["preset_json"]), **frames)


def read_observations(warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
    """Every vintage of every figure known at `as_of`, sorted by area, indicator, period, recorded_at.

    Columns of `models.Observation`, then its batch's unit_id, file_name, received_at, received_by,
    is_demonstration, and withdrawn_at where the batch had been taken back by then (such rows do not count),
    and review_state: accepted, returned, or submitted where nobody has decided on this vintage by then
    (demonstration figures count as accepted until somebody decides). For a board, see `figures_on_board`.
    """
    return warehouse.frame(read_sql("observations"), programme_id=programme_id, as_of=as_of)


def read_batches(warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
    """Every batch published by `as_of`, newest first: columns of `models.Batch`, then withdrawn_at,
    withdrawn_by, withdrawal_reason where it had been taken back by then."""
    return warehouse.frame(read_sql("batches"), programme_id=programme_id, as_of=as_of)


def read_findings(warehouse: Warehouse, batch_ids: Sequence[str]) -> pl.DataFrame:
    """What the check said of published batches: columns of `models.Finding`, then the batch's unit_id,
    file_name, reference_period and received_at."""
    return warehouse.frame(read_sql("findings"), batch_ids=list(batch_ids))


def read_batch_file(warehouse: Warehouse, batch_id: str) -> tuple[str, bytes]:
    """A published batch's file: its name and original bytes. Raises UnknownBatch, NotPermitted."""
    permit(Right.ORIGINALS, units_of_batch(warehouse, batch_id))
    with warehouse.cursor() as cursor:
        rows = cursor.execute(
            "SELECT batch.file_name, batch_file.content FROM batch JOIN batch_file USING (batch_id)"
            " WHERE batch_id = $batch_id",
            {"batch_id": batch_id},
        ).fetchall()
    if not rows:
        raise UnknownBatch("No batch {id!r} has been taken in.", id=batch_id)
    return str(rows[0][0]), bytes(rows[0][1])


def units_of_batch(warehouse: Warehouse, batch_id: str) -> list[str]:
    """The unit a published batch is from, as accounts name it; none where there is no such batch."""
    rows = warehouse.frame("SELECT programme_id, unit_id FROM batch WHERE batch_id = $batch_id", batch_id=batch_id)
    return [units_of_area(warehouse, programme_id, [unit_id])[0] for programme_id, unit_id in rows.iter_rows()]


def read_decisions(warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
    """The newest decision on each indicator with contradicting rows at `as_of`, columns of
    `models.TargetInForce`; target_id is empty where the decision was taken back."""
    return warehouse.frame(read_sql("in_force"), programme_id=programme_id, as_of=as_of)


def read_in_force(warehouse: Warehouse, programme_id: str, as_of: datetime) -> dict[str, str]:
    """indicator_id -> the target_id a person marked as in force and that stood at `as_of`."""
    decisions = read_decisions(warehouse, programme_id, as_of).filter(pl.col("target_id").is_not_null())
    return dict(decisions.select("indicator_id", "target_id").iter_rows())


def mark_in_force(
    warehouse: Warehouse,
    programme_id: str,
    indicator_id: str,
    *,
    target_id: str | None,
    marked_by: str,
    reason: str,
    at: datetime | None = None,
) -> None:
    """Records a person's decision which row counts from `at` (default now) on; None takes the decision back.

    Raises NoCatalogue, and UnknownTarget where the row is not one of the indicator's.
    """
    moment = at or utc_now()
    targets = read_catalogue(warehouse, programme_id, moment).targets.filter(indicator_id=indicator_id)
    if targets.is_empty() or (target_id is not None and target_id not in set(targets["target_id"])):
        choices = ", ".join(targets["target_id"]) or "those the plan has"
        raise UnknownTarget(
            "{target!r} is not a row of indicator {indicator!r}: choose {choices}.",
            target=target_id,
            indicator=indicator_id,
            choices=choices,
        )
    decision = {
        "programme_id": programme_id,
        "indicator_id": indicator_id,
        "target_id": target_id,
        "marked_by": marked_by,
        "reason": reason,
        "recorded_at": moment,
    }
    with warehouse.writing(f"in force {indicator_id}", right=Right.PLAN, at=moment) as cursor:
        insert_frame(cursor, "target_in_force", pl.DataFrame([decision], schema_overrides={"target_id": pl.String}))
