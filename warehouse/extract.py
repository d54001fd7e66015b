"""The rows of the kept tables as known at a moment, in parts, in one fixed order and one fixed text form."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import polars as pl

from warehouse.connection import SPLIT_RESULTS, Warehouse
from warehouse.errors import NoCatalogue
from warehouse.kept import KEPT, LOAD, Kept, kept_table
from warehouse.queries import read_sql

ROWS_A_PART = 100_000
FILES_A_PART = 50
MOMENT_FORMAT = "%Y-%m-%dT%H:%M:%S%.6fZ"
"""Moments are UTC, to the microsecond."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What is asked for: a programme as known at `as_of`, with the version of its plan that counted then."""

    programme_id: str
    as_of: datetime
    catalogue_version: int


def moment_of(warehouse: Warehouse, programme_id: str, as_of: datetime) -> Moment:
    """The moment, with the plan version that counts at it. Raises NoCatalogue."""
    loads = warehouse.frame(read_sql("catalogue_load"), programme_id=programme_id, as_of=as_of)
    if loads.is_empty():
        raise NoCatalogue(
            "No programme {programme!r} is in {path}: load its folder first.",
            programme=programme_id,
            path=warehouse.path,
        )
    return Moment(programme_id, as_of, int(loads["catalogue_version"][0]))


def read_parts(
    warehouse: Warehouse, kept: Kept, moment: Moment, *, rows_a_part: int | None = None
) -> Iterator[pl.DataFrame]:
    """The table's rows known at the moment, a part after the other; at least one part, which may be empty."""
    sql, params = select_rows(kept, moment)
    size = rows_a_part or (FILES_A_PART if kept.is_content else ROWS_A_PART)
    with warehouse.cursor() as cursor:
        result: Any = cursor.sql(sql, params=params) if SPLIT_RESULTS else cursor.execute(sql, params)
        reader = result.to_arrow_reader(size)
        empty = True
        for part in reader:
            empty = False
            yield cast(pl.DataFrame, pl.from_arrow(part))
        if empty:
            yield cast(pl.DataFrame, pl.from_arrow(reader.schema.empty_table()))


def read_rows(warehouse: Warehouse, table: str, moment: Moment) -> pl.DataFrame:
    """All of a kept table's rows known at the moment."""
    return pl.concat(read_parts(warehouse, kept_table(table), moment))


def select_rows(kept: Kept, moment: Moment) -> tuple[str, dict[str, Any]]:
    """The query of a table's rows at a moment and its parameters, ordered so that no two runs differ."""
    known = {"programme_id": moment.programme_id, "as_of": moment.as_of}
    if kept.table == LOAD:
        version = {"programme_id": moment.programme_id, "version": moment.catalogue_version}
        sql = f"SELECT * FROM {LOAD} WHERE programme_id = $programme_id AND catalogue_version = $version"  # noqa: S608 as below
        return sql, version
    if kept.rows == "plan":
        return (
            f"SELECT * EXCLUDE (catalogue_version, seed_row) FROM {kept.table}"  # noqa: S608 our own table names
            " WHERE catalogue_version = $version ORDER BY seed_row",
            {"version": moment.catalogue_version},
        )
    order = ", ".join(kept.order or kept.key)
    return f"SELECT * FROM {kept.table} WHERE {_known(kept)} ORDER BY {order}", known  # noqa: S608 our own names


def _known(kept: Kept) -> str:
    """What makes a row known: recorded by then, and so was the row it belongs to."""
    own = "programme_id = $programme_id AND recorded_at <= $as_of"
    if kept.child_of is None:
        return own
    parent, column = kept.child_of
    of_parent = f"{column} IN (SELECT {column} FROM {parent} WHERE {own})"  # noqa: S608 our own names
    return of_parent if kept.table == "batch_file" else f"{of_parent} AND recorded_at <= $as_of"


def csv_head(frame: pl.DataFrame) -> bytes:
    """The header line of the fixed text form."""
    return frame.head(0).write_csv().encode()


def csv_lines(frame: pl.DataFrame) -> bytes:
    """Rows in the fixed text form: UTF-8, LF, shortest numbers, empty for nothing and `""` for an empty text,
    moments as in MOMENT_FORMAT, the bytes of a file as their SHA-256."""
    return _plain(frame).write_csv(include_header=False, datetime_format=MOMENT_FORMAT).encode()


def table_digest(warehouse: Warehouse, kept: Kept, moment: Moment) -> str | None:
    """SHA-256 of the table's rows in the fixed text form, header included; None for a table without rows."""
    made, rows = hashlib.sha256(), 0
    for number, part in enumerate(read_parts(warehouse, kept, moment)):
        if number == 0:
            made.update(csv_head(part))
        made.update(csv_lines(part))
        rows += part.height
    return made.hexdigest() if rows else None


def tables_digest(warehouse: Warehouse, moment: Moment) -> str:
    """One SHA-256 over all kept tables that have rows; files count by the hashes that name them."""
    found = {kept.table: table_digest(warehouse, kept, moment) for kept in KEPT if not kept.is_content}
    return digest_of({table: digest for table, digest in found.items() if digest is not None})


def digest_of(digests: dict[str, str]) -> str:
    """One SHA-256 over the digests of tables: of lines `table digest`, sorted by table."""
    return hashlib.sha256("".join(f"{table} {digests[table]}\n" for table in sorted(digests)).encode()).hexdigest()


def file_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    bytes_of = [name for name, kind in frame.schema.items() if kind == pl.Binary]
    return frame.with_columns(pl.col(name).map_elements(file_hash, pl.String) for name in bytes_of)
