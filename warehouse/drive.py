"""Rows of the tables kept beside the figures, brought as CSV files: checked, and each added only once."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from warehouse.access import Right
from warehouse.connection import DRIVE, Warehouse, insert_frame, read_frame
from warehouse.errors import SeedError, SeedProblem
from warehouse.seed import seed_models
from warehouse.seed_files import read_table

if TYPE_CHECKING:
    from warehouse.models import Table

FILES = "files"
"""The folder beside the CSV files whose files a column of bytes names."""


def drive_models() -> dict[str, type[Table]]:
    """The model of every table that is no table of the plan, by the table's name."""
    from warehouse import models

    found = [model for model in vars(models).values() if isinstance(model, type) and issubclass(model, models.Table)]
    own = set(found) - {models.Table} - set(seed_models().values())
    return {re.sub(r"(?<=[a-z])(?=[A-Z])", "_", model.__name__).lower(): model for model in own}


def table_of(path: Path) -> str:
    """The table a CSV file is for: its name up to the first dot."""
    return path.name.partition(".")[0]


def read_drive(path: Path) -> pl.DataFrame:
    """The rows of a CSV file named after its table (`notice.csv`, `notice.second.csv`); a column of bytes names a
    file in `files/` beside it.

    Raises SeedError with every fault.
    """
    model = drive_models().get(table_of(path))
    if model is None:
        raise SeedError([SeedProblem(path.name, 0, "", table_of(path), "the name of a table kept beside the figures")])
    problems: list[SeedProblem] = []
    read = read_table(path, model, problems)
    frame = read.frame
    for name in [name for name, kind in frame.schema.items() if kind == pl.Binary]:
        frame = frame.with_columns(_contents(path, frame[name], read.lines, problems))
    if problems:
        raise SeedError(problems)
    return frame


def append_drive(warehouse: Warehouse, table: str, rows: pl.DataFrame, *, cause: str) -> int:
    """Adds the rows that are not there yet, in one transaction, and keeps `cause` with the version; how many."""
    told = [name for name, kind in rows.schema.items() if kind != pl.Binary]
    with warehouse.writing(cause, right=Right.SETTINGS, at=_newest(rows), counter=DRIVE) as cursor:
        there = read_frame(cursor, f"SELECT {', '.join(told)} FROM {table}")  # noqa: S608 our own names
        new = rows.join(there.cast(rows.select(told).schema), on=told, how="anti", nulls_equal=True)
        insert_frame(cursor, table, new)
    return new.height


def is_appended(warehouse: Warehouse, cause: str) -> bool:
    """Whether rows were added with that cause before."""
    said = warehouse.frame("SELECT count(*) AS n FROM drive_version WHERE cause = $cause", cause=cause)
    return bool(said["n"][0])


def _newest(rows: pl.DataFrame) -> datetime | None:
    """When the rows became known, None = now."""
    newest = rows["recorded_at"].max() if "recorded_at" in rows.columns else None
    return newest if isinstance(newest, datetime) else None


def _contents(path: Path, names: pl.Series, lines: tuple[int, ...], problems: list[SeedProblem]) -> pl.Series:
    found: list[bytes | None] = []
    for line, name in zip(lines, names.to_list(), strict=True):
        file = path.parent / FILES / (name or b"").decode()
        found.append(file.read_bytes() if name and file.is_file() else None)
        if name and not file.is_file():
            problems.append(SeedProblem(path.name, line, names.name, name.decode(), f"a file in {FILES}/"))
    return pl.Series(names.name, found, dtype=pl.Binary)
