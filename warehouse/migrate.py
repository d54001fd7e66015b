"""Brings a warehouse file to today's shape: numbered SQL files, each in a transaction, each recorded once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import duckdb

from warehouse.errors import NewerWarehouse

FOLDER = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class Migration:
    number: int
    name: str
    sql: str


@cache
def read_migrations(folder: Path = FOLDER) -> tuple[Migration, ...]:
    """The migrations of `folder`, in order of their number; file names are `001_name.sql`."""
    found = []
    for path in folder.glob("*.sql"):
        number, _, name = path.stem.partition("_")
        found.append(Migration(int(number), name, path.read_text(encoding="utf-8")))
    return tuple(sorted(found, key=lambda migration: migration.number))


def applied_numbers(connection: duckdb.DuckDBPyConnection) -> set[int]:
    """The numbers of the migrations the file has; none for an empty file."""
    try:  # on a lake, asking which tables there are takes twenty times as long
        rows = connection.execute("SELECT number FROM schema_migration").fetchall()
    except duckdb.CatalogException:
        return set()
    return {int(row[0]) for row in rows}


def migrate(
    connection: duckdb.DuckDBPyConnection,
    migrations: tuple[Migration, ...] | None = None,
    *,
    before_change: Callable[[int], object] | None = None,
) -> None:
    """Applies what is missing, in order. Raises NewerWarehouse for a file from a later version.

    `before_change` is called with the newest number a file has, before anything of an older file is changed.
    """
    known = read_migrations() if migrations is None else migrations
    applied = applied_numbers(connection)
    later = applied - {migration.number for migration in known}
    if later:
        raise NewerWarehouse(
            "The warehouse has migration {found}, this program knows {known}:"
            " update the program, or point it at another warehouse file.",
            found=max(later),
            known=known[-1].number,
        )
    missing = [migration for migration in known if migration.number not in applied]
    if missing and applied and before_change is not None:
        before_change(max(applied))
    for migration in missing:
        _apply(connection, migration)


def _apply(connection: duckdb.DuckDBPyConnection, migration: Migration) -> None:
    connection.execute("BEGIN TRANSACTION")
    try:
        connection.execute(migration.sql)
        connection.execute(
            "INSERT INTO schema_migration (number, name, recorded_at) VALUES ($number, $name, $recorded_at)",
            {
                "number": migration.number,
                "name": migration.name,
                "recorded_at": datetime.now(UTC).replace(tzinfo=None),
            },
        )
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
