"""Migrations build the tables of the models, from nothing and only once."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import polars as pl
import pytest

from warehouse import models
from warehouse.access import Right
from warehouse.backup import folder_of, list_backups, verify_backup
from warehouse.catalogue import TABLES
from warehouse.connection import Warehouse, open_warehouse
from warehouse.errors import NewerWarehouse
from warehouse.migrate import Migration, applied_numbers, migrate, read_migrations
from warehouse.seed import seed_models

SEED_MODELS = {TABLES[name]: model for name, model in seed_models().items()}


def table_of(model: type[models.Table]) -> str:
    """BatchFile is kept in batch_file."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", model.__name__).lower()


def other_models() -> dict[str, type[models.Table]]:
    """Every model that is no table of the seed, by its table's name."""
    found = [model for model in vars(models).values() if isinstance(model, type) and issubclass(model, models.Table)]
    own = set(found) - {models.Table} - set(SEED_MODELS.values())
    return {table_of(model): model for model in own}


MODELS = SEED_MODELS | other_models()
OWN_TABLES = {"schema_migration", "warehouse_version", "drive_version", "catalogue_load"}
CATALOGUE_COLUMNS = [("catalogue_version", "BIGINT", "NO"), ("seed_row", "BIGINT", "NO")]
SQL_TYPES = {
    pl.String: "VARCHAR",
    pl.Int64: "BIGINT",
    pl.Float64: "DOUBLE",
    pl.Boolean: "BOOLEAN",
    pl.Date: "DATE",
    pl.Datetime: "TIMESTAMP",
    pl.Binary: "BLOB",
}


def columns_in_file(warehouse: Warehouse, table: str) -> list[tuple[str, str, str]]:
    with warehouse.cursor() as cursor:
        return cursor.execute(
            "SELECT column_name, data_type, is_nullable FROM information_schema.columns"
            " WHERE table_catalog = current_database() AND table_name = $table ORDER BY ordinal_position",
            {"table": table},
        ).fetchall()


def columns_in_model(model: type[models.Table]) -> list[tuple[str, str, str]]:
    return [
        (name, SQL_TYPES[column.dtype.type.base_type()], "YES" if column.nullable else "NO")
        for name, column in model.to_schema().columns.items()
    ]


@pytest.mark.parametrize("table", sorted(MODELS))
def test_a_table_has_the_columns_of_its_model(warehouse: Warehouse, table: str) -> None:
    extra = CATALOGUE_COLUMNS if table in TABLES.values() else []
    assert columns_in_file(warehouse, table) == extra + columns_in_model(MODELS[table])


def test_every_table_has_a_model(warehouse: Warehouse) -> None:
    found = warehouse.frame("SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()")[
        "table_name"
    ].to_list()
    assert set(found) - OWN_TABLES == set(MODELS)


def test_an_empty_file_gets_every_migration_once(tmp_path: Path) -> None:
    path = tmp_path / "new.duckdb"
    for _ in range(2):
        opened = open_warehouse(path)
        recorded = opened.frame("SELECT number, name FROM schema_migration ORDER BY number")
        opened.close()
        assert recorded.rows() == [(each.number, each.name) for each in read_migrations()]


@pytest.mark.file_only
def test_a_new_file_is_readable_by_both_versions_of_the_engine(warehouse: Warehouse) -> None:
    tags = warehouse.frame("SELECT tags['storage_version'] AS v FROM duckdb_databases() WHERE NOT internal")
    assert tags["v"][0].startswith("v1.5.0")


def test_only_portable_sql() -> None:
    forbidden = ("PRIMARY KEY", "UNIQUE", "CHECK", "FOREIGN KEY", "INDEX", "SEQUENCE", "ENUM", "GENERATED")
    for migration in read_migrations():
        statements = "\n".join(line for line in migration.sql.upper().splitlines() if not line.startswith("--"))
        assert not [word for word in forbidden if word in statements]


def test_a_file_of_a_later_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "later.duckdb"
    opened = open_warehouse(path)
    with opened.writing(right=Right.SETTINGS) as cursor:
        cursor.execute("INSERT INTO schema_migration VALUES (999, 'later', TIMESTAMP '2031-01-01')")
    opened.close()
    with pytest.raises(NewerWarehouse, match="migration 999"):
        open_warehouse(path)


def test_a_migration_that_fails_leaves_nothing() -> None:
    connection = duckdb.connect()
    known = (
        *read_migrations(),
        Migration(999, "broken", "CREATE TABLE half (n BIGINT); SELECT 1 FROM nowhere"),
    )
    with pytest.raises(duckdb.CatalogException):
        migrate(connection, known)
    assert applied_numbers(connection) == {each.number for each in read_migrations()}
    assert connection.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'half'").fetchall() == [(0,)]
    connection.close()


@pytest.mark.parametrize("reached", range(1, len(read_migrations())))
def test_a_file_of_every_earlier_version_is_copied_and_brought_up(tmp_path: Path, reached: int) -> None:
    path, earlier = tmp_path / "earlier.duckdb", read_migrations()[:reached]
    with duckdb.connect(str(path)) as connection:
        migrate(connection, earlier)
        connection.execute("INSERT INTO warehouse_version VALUES (7, 'kept', TIMESTAMP '2031-01-01')")
    opened = open_warehouse(path)
    assert opened.version() == 7
    assert set(opened.frame("SELECT number FROM schema_migration")["number"]) == {m.number for m in read_migrations()}
    opened.close()
    (copy,) = list_backups(folder_of(path))
    assert copy.tables["schema_migration"].rows == reached
    verify_backup(copy.path)
