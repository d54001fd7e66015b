"""The warehouse: whether it opens and reads, what is in it, its clock, its backups, commands left lying."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from doctor.findings import Finding, fine, look, wrong
from warehouse import backup as backups
from warehouse.clock import newest_of_all, stands_behind
from warehouse.connection import Warehouse, borrowed_warehouse, utc_now
from warehouse.errands import REQUEST, folder_of
from warehouse.errors import NewerWarehouse, WarehouseBroken, WarehouseError
from warehouse.settings import Settings, board_date

BACKUP_DAYS = 7
ERRAND_SECONDS = 60


def examine(settings: Settings) -> Iterator[Finding]:
    """Everything about the warehouse file. Raises WarehouseBusy: the process that has it open can tell."""
    path = settings.warehouse_path
    if not path.exists():
        yield look("warehouse", f"{path} is not there yet", "the first start of the dashboard makes it")
        return
    try:
        with borrowed_warehouse(path) as warehouse:
            yield from _readable(warehouse)
            yield _clock(warehouse, settings, utc_now())
    except NewerWarehouse as error:
        yield wrong("warehouse", str(error), "install the newer version of the program, or restore a backup")
    except WarehouseBroken as error:
        yield wrong("warehouse", str(error), "stop the dashboard, then `python -m warehouse restore`")
    yield from kept_copies(path, utc_now())
    yield from errands(path)


def _readable(warehouse: Warehouse) -> Iterator[Finding]:
    """Every row of every table is read once."""
    with warehouse.cursor() as cursor:
        tables = backups.digests(cursor)
    rows = sum(table.rows for table in tables.values())
    yield fine("warehouse", f"{warehouse.path}: {rows} rows in {len(tables)} tables, all read")


def _clock(warehouse: Warehouse, settings: Settings, now: datetime) -> Finding:
    newest, day = newest_of_all(warehouse), board_date(settings, warehouse)
    if newest is not None and stands_behind(now, newest, day):
        return wrong(
            "clock",
            f"this machine says {now:%Y-%m-%d %H:%M} UTC, the newest entry is of {newest:%Y-%m-%d %H:%M} UTC",
            "set the machine's date and time right; until then nothing new is stored",
        )
    return fine("clock", f"{now:%Y-%m-%d %H:%M} UTC, the board stands on {day}")


def kept_copies(path: Path, now: datetime) -> Iterator[Finding]:
    """The newest backup: whether there is one, how old, whether it is as written."""
    folder, how = backups.folder_of(path), "run `python -m warehouse backup` every night (docs/recovery.md)"
    found = backups.list_backups(folder)
    if not found:
        yield look("backup", f"none in {folder}", how)
        return
    newest = found[0]
    try:
        backups.verify_backup(newest.path)
    except WarehouseError as error:
        yield wrong("backup", str(error), "make another now: `python -m warehouse backup`")
        return
    seen = f"{newest.path.name} of {newest.made_at:%Y-%m-%d %H:%M} UTC, as written"
    is_old = now - newest.made_at > timedelta(days=BACKUP_DAYS)
    yield look("backup", f"{seen}, older than {BACKUP_DAYS} days", how) if is_old else fine("backup", seen)


def errands(path: Path) -> Iterator[Finding]:
    """Commands handed to the running dashboard that nobody took."""
    folder = folder_of(path)
    old = [one for one in folder.glob(f"*{REQUEST}") if time.time() - one.stat().st_mtime > ERRAND_SECONDS]
    if old:
        yield look(
            "commands",
            f"{len(old)} waiting in {folder} for a dashboard that is not running",
            "delete them, run them again",
        )
