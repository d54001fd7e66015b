"""Keeps a lake quick to read: small commits from the catalogue to files, small files to large ones, old ones away.

Rows are as before and nothing of what the board's own history tells is touched; DuckLake's own snapshots of the
tables, which nothing here asks for, go after `KEPT_DAYS`.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

from warehouse.connection import Warehouse, borrowed_warehouse
from warehouse.engine import LAKE
from warehouse.errands import here

KEPT_DAYS = 7
"""Long past any query that may still read a file that was merged into another."""


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many tables' rows left the catalogue, how many files were merged away, how many old ones removed."""

    flushed: int
    merged: int
    removed: int


def tidy(warehouse: Warehouse) -> Tidied:
    """Does it all; people may go on working, writers wait. A file has nothing to tidy. Raises WarehouseError."""
    if not warehouse.is_shared:
        return Tidied(0, 0, 0)
    old = f"older_than => now() - INTERVAL {KEPT_DAYS} DAY"
    with warehouse.write_lock, warehouse.cursor() as cursor:

        def told(call: str, column: str = "count(*)") -> int:
            sql = f"SELECT coalesce({column}, 0) FROM {call}"  # noqa: S608 our own names
            return int(cursor.execute(sql).fetchall()[0][0])

        flushed = told(f"ducklake_flush_inlined_data('{LAKE}')")
        merged = told(f"ducklake_merge_adjacent_files('{LAKE}')", "sum(files_processed)")
        told(f"ducklake_expire_snapshots('{LAKE}', {old})")
        return Tidied(flushed, merged, told(f"ducklake_cleanup_old_files('{LAKE}', {old})"))


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`python -m warehouse tidy`."""
    command = commands.add_parser("tidy", help="merge a lake's small files and clear those no longer used")
    command.add_argument("--warehouse", type=here, help="the warehouse; the one in the settings where missing")
    command.set_defaults(run=_run, folder=None)


def _run(asked: argparse.Namespace) -> int:
    with borrowed_warehouse(asked.warehouse) as warehouse:
        done = tidy(warehouse)
    print(f"{done.flushed} tables written out, {done.merged} files merged, {done.removed} old files removed")
    return 0
