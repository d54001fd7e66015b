"""Backups: a whole, consistent, checksummed copy while people work; verified, rotated, restored.

A copy is made table by table inside one reading transaction, so it is the warehouse of one moment; the file
itself is never copied while it is open, which can give a bad copy. Beside each copy stands a note with the
SHA-256 of its bytes and the count and digest of each table.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.address import lake_at
from warehouse.connection import Warehouse, is_open_here, open_warehouse, utc_now
from warehouse.engine import STORAGE_VERSION
from warehouse.errors import BackupUnfit, NewerWarehouse, WarehouseBroken, WarehouseBusy, WarehouseError

ROWS_A_TIME = 100_000
"""Larger transactions are not safe against a cut log; and so much is held in memory."""
SUFFIX = ".duckdb"
NOTE = ".json"
_NAME = re.compile(r"^(?P<stem>.+)-(?P<moment>\d{8}T\d{12}Z)\.duckdb$")
_MOMENT = "%Y%m%dT%H%M%S%fZ"


@dataclass(frozen=True, slots=True)
class TableDigest:
    """How many rows a table has and what they hash to together, in any order."""

    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy and its note."""

    path: Path
    made_at: datetime
    sha256: str
    tables: dict[str, TableDigest]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())


def folder_of(warehouse_path: Path) -> Path:
    """Where a warehouse's backups are kept where no other folder is named."""
    return warehouse_path.resolve().parent / "backups"


def make_backup(warehouse: Warehouse, folder: Path, *, at: datetime | None = None) -> Backup:
    """Copies the warehouse as it is now; people may go on working. Raises WarehouseError on a full disk or the like."""
    with warehouse.cursor() as cursor:
        return copy_out(cursor, folder, stem=warehouse.path.stem, at=at or utc_now())


def copy_out(cursor: duckdb.DuckDBPyConnection, folder: Path, *, stem: str, at: datetime) -> Backup:
    """Copies what `cursor` sees to a new file of `folder` and writes its note; whole or not at all."""
    path = folder / f"{stem}-{at.strftime(_MOMENT)}{SUFFIX}"
    half = path.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tables = _copy(cursor, half)
        sha256 = _synced(half)
        backup = Backup(path, at, sha256, tables)
        _write_note(backup)
        half.replace(path)
    except (OSError, duckdb.Error) as error:
        raise WarehouseError(
            "The backup {path} could not be written: {why}",
            code="backup_not_written",
            path=path,
            why=str(error).splitlines()[0],
        ) from error
    finally:
        for left in (half, half.with_name(half.name + ".wal")):
            if left.exists():
                left.unlink()
    return backup


def list_backups(folder: Path) -> list[Backup]:
    """The backups of a folder, newest first; files without a readable note are left out."""
    found = [_read_note(path) for path in folder.glob(f"*{SUFFIX}") if _NAME.match(path.name)]
    return sorted((backup for backup in found if backup is not None), key=lambda one: one.made_at, reverse=True)


def verify_backup(path: Path) -> Backup:
    """Reads a backup byte by byte and table by table. Raises BackupUnfit where anything differs from its note."""
    backup = _read_note(path)
    if backup is None:
        raise BackupUnfit(
            "{path} has no note beside it ({note}): it cannot be verified.",
            code="backup_without_note",
            path=path,
            note=_note_of(path).name,
        )
    if _sha256(path) != backup.sha256:
        raise BackupUnfit(
            "{path} is damaged: its bytes are not those that were written. Take another backup.",
            code="backup_damaged",
            path=path,
        )
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            found = digests(connection)
    except duckdb.Error as error:
        raise BackupUnfit(
            "{path} cannot be opened: {why}", code="backup_not_opened", path=path, why=str(error).splitlines()[0]
        ) from error
    differing = sorted(name for name in found.keys() | backup.tables if found.get(name) != backup.tables.get(name))
    if differing:
        raise BackupUnfit(
            "{path} differs from its note in {tables}.", code="backup_differs", path=path, tables=tuple(differing)
        )
    return backup


def restore_backup(backup_path: Path, warehouse_path: Path, *, at: datetime | None = None) -> Path | None:
    """Puts a verified backup in the warehouse's place; what stood there is kept beside it, and named.

    Raises BackupUnfit, and WarehouseBusy where a process has the warehouse open.
    """
    if lake_at(warehouse_path) is not None:
        raise WarehouseError(
            "{path} stands for a lake, which a backup does not replace: python -m warehouse move --warehouse {backup}"
            " --to an empty one.",
            code="lake_not_restored",
            path=warehouse_path,
            backup=backup_path,
        )
    backup = verify_backup(backup_path)
    _refuse_open(warehouse_path)
    warehouse_path.parent.mkdir(parents=True, exist_ok=True)
    half = warehouse_path.with_suffix(".restoring")
    half.write_bytes(backup.path.read_bytes())
    if _synced(half) != backup.sha256:
        half.unlink()
        raise BackupUnfit(
            "{path} could not be copied to {folder} whole: check the disk.",
            code="backup_not_copied",
            path=backup.path,
            folder=warehouse_path.parent,
        )
    kept = _set_aside(warehouse_path, at or utc_now())
    half.replace(warehouse_path)
    return kept


def rotate(folder: Path, *, keep: int, keep_months: int = 12) -> list[Path]:
    """Removes what is neither among the newest `keep` nor the newest of one of the last months; names it."""
    backups = list_backups(folder)
    months: dict[str, Backup] = {}
    for backup in backups:
        months.setdefault(f"{backup.made_at:%Y-%m}", backup)
    kept = {one.path for one in backups[: max(keep, 1)]} | {one.path for one in list(months.values())[:keep_months]}
    gone = [one.path for one in backups if one.path not in kept]
    for path in gone:
        path.unlink()
        _note_of(path).unlink(missing_ok=True)
    return gone


def digests(connection: duckdb.DuckDBPyConnection) -> dict[str, TableDigest]:
    """Each table's row count and digest, equal for equal rows in any order."""
    found = {}
    for name in _tables(connection):
        sql = f'SELECT count(*), coalesce(bit_xor(hash(t)), 0)::VARCHAR FROM "{name}" AS t'  # noqa: S608 our own names
        ((rows, digest),) = connection.execute(sql).fetchall()
        found[name] = TableDigest(int(rows), str(digest))
    return found


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    sql = "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() ORDER BY table_name"
    return [str(row[0]) for row in connection.execute(sql).fetchall()]


def _copy(cursor: duckdb.DuckDBPyConnection, place: Path) -> dict[str, TableDigest]:
    """All tables as one transaction of the source sees them."""
    place.unlink(missing_ok=True)
    with duckdb.connect(str(place), config={"storage_compatibility_version": STORAGE_VERSION}) as target:
        cursor.execute("BEGIN TRANSACTION")
        try:
            made = "SELECT table_name, sql FROM duckdb_tables() WHERE database_name = current_database()"
            for name, sql in cursor.execute(made).fetchall():
                target.execute(sql)
                for batch in _batches(cursor, name):
                    target.register("incoming_rows", pa.Table.from_batches([batch]))
                    target.execute(f'INSERT INTO "{name}" SELECT * FROM incoming_rows')  # noqa: S608 our own names
                    target.unregister("incoming_rows")
            copied = digests(target)
            if copied != digests(cursor):
                raise WarehouseError(
                    "The copy differs from the warehouse: nothing was kept. Check the disk.", code="copy_differs"
                )
        finally:
            cursor.execute("ROLLBACK")
        target.execute("CHECKPOINT")
    return copied


def _batches(cursor: duckdb.DuckDBPyConnection, table: str) -> Iterator[pa.RecordBatch]:
    result = cursor.sql(f'SELECT * FROM "{table}"')  # noqa: S608 our own names
    yield from result.to_arrow_reader(ROWS_A_TIME)


def _refuse_open(warehouse_path: Path) -> None:
    """A file that cannot be read may be replaced; one that is in use may not. Raises WarehouseBusy."""
    if is_open_here(warehouse_path):
        raise WarehouseBusy(
            "The warehouse {path} is open in this process: close it first.", code="warehouse_open", path=warehouse_path
        )
    if not warehouse_path.exists():
        return
    try:
        open_warehouse(warehouse_path).close()
    except (WarehouseBroken, NewerWarehouse):
        return


def _set_aside(warehouse_path: Path, at: datetime) -> Path | None:
    if not warehouse_path.exists():
        return None
    kept = warehouse_path.with_name(f"{warehouse_path.stem}-replaced-{at.strftime(_MOMENT)}{SUFFIX}")
    for suffix in ("", ".wal"):
        part = warehouse_path.with_name(warehouse_path.name + suffix)
        if part.exists():
            part.replace(kept.with_name(kept.name + suffix))
    return kept


def _synced(path: Path) -> str:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    return _sha256(path)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _note_of(path: Path) -> Path:
    return path.with_suffix(NOTE)


def _write_note(backup: Backup) -> None:
    note = {
        "made_at": backup.made_at.isoformat(),
        "sha256": backup.sha256,
        "tables": {name: asdict(table) for name, table in sorted(backup.tables.items())},
    }
    _note_of(backup.path).write_text(json.dumps(note, indent=1), encoding="utf-8")


def _read_note(path: Path) -> Backup | None:
    """The backup as its note tells it; None where there is no note that can be read."""
    try:
        note: dict[str, Any] = json.loads(_note_of(path).read_text(encoding="utf-8"))
        tables = {name: TableDigest(**table) for name, table in note["tables"].items()}
        return Backup(path, datetime.fromisoformat(note["made_at"]), note["sha256"], tables)
    except (OSError, ValueError, KeyError, TypeError):
        return None
