"""Moves a warehouse from one engine to the other, file to lake or lake to file, table by table with equal digests.

Nothing of the old one is changed. While it runs nobody writes there; what has arrived is held against what was
there before it counts: a file gets its name last, a lake gets everything in one commit.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.access import Right
from warehouse.address import lake_at
from warehouse.backup import ROWS_A_TIME, TableDigest, digests
from warehouse.connection import Warehouse, borrowed_warehouse, open_warehouse
from warehouse.errands import here
from warehouse.errors import WarehouseError

SORTED = {
    "observation": ("programme_id", "ref_area", "reference_period", "indicator_id", "recorded_at"),
    "batch": ("programme_id", "recorded_at", "received_at", "batch_id"),
    "finding": ("batch_id",),
}
"""Rows of one county side by side: a question about one then skips the blocks of the others."""
OWN_TABLE = "schema_migration"
"""The one table a new warehouse has rows in."""


def move(source: Warehouse, target: Path) -> dict[str, TableDigest]:
    """Puts all of `source` into the empty warehouse at `target`; the tables as both hold them.

    Raises WarehouseError where `target` holds something already, or what arrived differs.
    """
    with source.write_lock, source.cursor() as reader:
        _, before = reader.execute("BEGIN TRANSACTION"), digests(reader)
        into_file = lake_at(target) is None
        if into_file and target.exists():
            raise _unfit(target)
        with _receiving(target, into_file=into_file) as receiver:
            _refuse_filled(receiver, target)
            _fill(reader, receiver, sorted(before), in_parts=into_file)
        reader.execute("ROLLBACK")
    return before


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`python -m warehouse move --to ADDRESS`."""
    command = commands.add_parser("move", help="copy the warehouse to another engine: a file's path or ducklake:…")
    command.add_argument("--warehouse", type=here, help="the warehouse to move; the one in the settings where missing")
    command.add_argument("--to", required=True, help="an empty place: a new file's path, or ducklake:postgres:…")
    command.set_defaults(run=_run, folder=None)


def _run(asked: argparse.Namespace) -> int:
    target = here(asked.to)
    with borrowed_warehouse(asked.warehouse) as source:
        tables = move(source, target)
    for name, table in sorted(tables.items()):
        print(f"{name:24} {table.rows:>10} rows  {table.digest}")
    print(f"{target}: {sum(table.rows for table in tables.values())} rows in {len(tables)} tables, equal in each")
    return 0


@contextmanager
def _receiving(target: Path, *, into_file: bool) -> Iterator[Warehouse]:
    """The target, open; a file goes by another name until it is whole."""
    place = target.with_name(target.name + ".moving") if into_file else target
    if into_file:
        place.unlink(missing_ok=True)
    receiver = open_warehouse(place)
    try:
        yield receiver
    except BaseException:
        receiver.close()
        if into_file:
            place.unlink(missing_ok=True)
        raise
    receiver.close()
    if into_file:
        place.replace(target)


def _refuse_filled(receiver: Warehouse, target: Path) -> None:
    with receiver.cursor() as cursor:
        if any(table.rows for name, table in digests(cursor).items() if name != OWN_TABLE):
            raise _unfit(target)


def _fill(reader: duckdb.DuckDBPyConnection, receiver: Warehouse, tables: list[str], *, in_parts: bool) -> None:
    """Every row of every table. A file takes no more than so many rows a transaction; a lake takes all in one."""
    with receiver.writing(right=Right.SETTINGS) as writer:
        writer.execute(f"DELETE FROM {OWN_TABLE}")  # noqa: S608 our own name
        for name in tables:
            _copy_table(reader, writer, name, in_parts=in_parts)
        _refuse_different(digests(reader), digests(writer))


def _copy_table(
    reader: duckdb.DuckDBPyConnection, writer: duckdb.DuckDBPyConnection, table: str, *, in_parts: bool
) -> None:
    order = f" ORDER BY {', '.join(SORTED[table])}" if table in SORTED else ""
    result = reader.sql(f'SELECT * FROM "{table}"{order}')  # noqa: S608 our own names
    columns = ", ".join(result.columns)
    for batch in result.to_arrow_reader(ROWS_A_TIME):
        if in_parts:
            writer.execute("COMMIT")
            writer.execute("BEGIN TRANSACTION")
        writer.register("incoming_rows", batch)
        writer.execute(f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM incoming_rows')  # noqa: S608 our own names
        writer.unregister("incoming_rows")


def _refuse_different(before: dict[str, TableDigest], after: dict[str, TableDigest]) -> None:
    differing = sorted(name for name in before.keys() | after if before.get(name) != after.get(name))
    if differing:
        raise WarehouseError(
            "What arrived differs from the warehouse in {tables}: nothing of it was kept. Check the disk.",
            code="move_differs",
            tables=tuple(differing),
        )


def _unfit(target: Path) -> WarehouseError:
    return WarehouseError(
        "There is something at {place} already: name a new file, or a lake without rows.",
        code="move_unfit",
        place=target,
    )
