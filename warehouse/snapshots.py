"""Moments under a name: taken, renamed, removed, and held against what the warehouse says of them today."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import polars as pl

from warehouse.access import Right
from warehouse.board import BoardView, judge_month, read_knowledge
from warehouse.connection import DRIVE, Warehouse, utc_now
from warehouse.errors import UnfitDecision, UnknownSnapshot
from warehouse.extract import csv_head, csv_lines, moment_of, tables_digest
from warehouse.ledger import TICK, Ledger, required
from warehouse.settings import Unreviewed

SNAPSHOTS = Ledger("snapshot", "Snapshot", ("snapshot_id",))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A named moment as it stands; columns of `models.Snapshot`."""

    programme_id: str
    snapshot_id: str
    name: str
    words: str | None
    reference_period: date
    as_of: datetime
    unreviewed: str
    catalogue_version: int
    preset_name: str
    preset_version: int
    tables_digest: str | None
    verdicts_digest: str | None
    taken_by: str
    taken_at: datetime
    removed: bool
    recorded_by: str
    recorded_at: datetime


def take_snapshot(
    warehouse: Warehouse,
    programme_id: str,
    *,
    name: str,
    month: date,
    as_of: datetime,
    by: str,
    words: str = "",
    unreviewed: Unreviewed = Unreviewed.SHOW,
    at: datetime | None = None,
) -> str:
    """Gives the board of a month at a moment a name; the snapshot's id.

    What is recorded later on the same day must not slip in, so a moment that is not over yet is cut to the one
    before `at`, when the snapshot is taken. Raises UnfitDecision, NoCatalogue.
    """
    taken_at = at or utc_now()
    moment = min(as_of, taken_at - TICK)
    board = board_of(warehouse, programme_id, month=month, as_of=moment, unreviewed=unreviewed)
    preset, version = board.knowledge.catalogue.preset, moment_of(warehouse, programme_id, moment)
    row = {
        "programme_id": programme_id,
        "snapshot_id": uuid4().hex,
        "name": required(name, "snapshot_name"),
        "words": words.strip() or None,
        "reference_period": month,
        "as_of": moment,
        "unreviewed": unreviewed.value,
        "catalogue_version": version.catalogue_version,
        "preset_name": preset.name,
        "preset_version": preset.version,
        "tables_digest": tables_digest(warehouse, version),
        "verdicts_digest": verdicts_digest(board),
        "taken_by": required(by, "who"),
        "taken_at": taken_at,
        "removed": False,
        "recorded_by": by.strip(),
    }
    _refuse_second(warehouse, row, taken_at)
    with warehouse.writing(f"snapshot {row['name']}", right=Right.SNAPSHOTS, at=taken_at, counter=DRIVE) as cursor:
        SNAPSHOTS.append(cursor, row, at=taken_at)
    return str(row["snapshot_id"])


def read_snapshots(warehouse: Warehouse, programme_id: str, as_of: datetime) -> list[Snapshot]:
    """Those with a name at `as_of`, the newest taken first."""
    standing = SNAPSHOTS.newest(warehouse, programme_id, as_of).filter(~pl.col("removed"))
    rows = standing.sort("taken_at", "snapshot_id", descending=True)
    return [Snapshot(**row) for row in rows.iter_rows(named=True)]


def read_snapshot(warehouse: Warehouse, programme_id: str, snapshot_id: str, as_of: datetime) -> Snapshot:
    """One of `read_snapshots`. Raises UnknownSnapshot."""
    for found in read_snapshots(warehouse, programme_id, as_of):
        if found.snapshot_id == snapshot_id:
            return found
    raise UnknownSnapshot("No snapshot {id!r} has been taken, or it has been removed.", id=snapshot_id)


def rename_snapshot(
    warehouse: Warehouse, snapshot: Snapshot, *, name: str, words: str, by: str, at: datetime | None = None
) -> None:
    """Gives a snapshot another name and words. Raises UnfitDecision."""
    row = {**_row(snapshot), "name": required(name, "snapshot_name"), "words": words.strip() or None}
    _refuse_second(warehouse, row, at or utc_now())
    _decide(warehouse, row, f"snapshot renamed {row['name']}", by=by, at=at)


def remove_snapshot(warehouse: Warehouse, snapshot: Snapshot, *, by: str, at: datetime | None = None) -> None:
    """Takes the name away; the figures stay. Raises UnfitDecision."""
    _decide(warehouse, {**_row(snapshot), "removed": True}, f"snapshot removed {snapshot.name}", by=by, at=at)


def board_of(
    warehouse: Warehouse, programme_id: str, *, month: date, as_of: datetime, unreviewed: Unreviewed
) -> BoardView:
    """The judged board of a month at a moment, read anew."""
    return judge_month(read_knowledge(warehouse, programme_id, as_of, unreviewed=unreviewed), month)


def verdicts_digest(board: BoardView) -> str:
    """SHA-256 of the month's verdicts and their inputs: another one means that the rules judge otherwise."""
    rows = board.verdicts.drop("severity", "kind")
    return hashlib.sha256(csv_head(rows) + csv_lines(rows)).hexdigest()


def is_unchanged(warehouse: Warehouse, snapshot: Snapshot) -> bool | None:
    """Whether the warehouse still says the same of the snapshot's moment; None where no digest was taken."""
    if snapshot.tables_digest is None or snapshot.verdicts_digest is None:
        return None
    if tables_digest(warehouse, moment_of(warehouse, snapshot.programme_id, snapshot.as_of)) != snapshot.tables_digest:
        return False
    board = board_of(
        warehouse,
        snapshot.programme_id,
        month=snapshot.reference_period,
        as_of=snapshot.as_of,
        unreviewed=Unreviewed(snapshot.unreviewed),
    )
    return verdicts_digest(board) == snapshot.verdicts_digest


def _row(snapshot: Snapshot) -> dict[str, Any]:
    return {name: getattr(snapshot, name) for name in Snapshot.__slots__ if name != "recorded_at"}


def _decide(warehouse: Warehouse, row: Mapping[str, Any], cause: str, *, by: str, at: datetime | None) -> None:
    decided = {**row, "recorded_by": required(by, "who")}
    with warehouse.writing(cause, right=Right.SNAPSHOTS, at=at, counter=DRIVE) as cursor:
        SNAPSHOTS.append(cursor, decided, at=at)


def _refuse_second(warehouse: Warehouse, row: Mapping[str, Any], at: datetime) -> None:
    """Two snapshots of one name could not be told apart in a list."""
    for other in read_snapshots(warehouse, str(row["programme_id"]), at):
        if other.name == row["name"] and other.snapshot_id != row["snapshot_id"]:
            raise UnfitDecision(
                "There is a snapshot {name!r} already: choose another name.",
                code="snapshot_name_taken",
                name=other.name,
            )
