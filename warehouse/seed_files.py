"""Reads the files of a programme's folder as they must be: every cell cast, every fault with its line."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from warehouse.errors import SeedProblem

if TYPE_CHECKING:
    from warehouse.models import Table

TRUTHS = {"true": True, "false": False}
LINE = "__line__"


@dataclass(frozen=True, slots=True)
class SeedTable:
    """A seed file as read: the frame and, for each of its rows, the line in the file."""

    file: str
    frame: pl.DataFrame
    lines: tuple[int, ...]


def read_toml(path: Path, wanted: Mapping[str, type], problems: list[SeedProblem]) -> dict[str, Any]:
    """A TOML file with the `wanted` fields; faults are added to `problems`."""
    if not path.exists():
        problems.append(SeedProblem(path.name, 0, "", "no file", "the file in the programme's folder"))
        return {}
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        problems.append(SeedProblem(path.name, 0, "", str(error), "TOML"))
        return {}
    for name, kind in wanted.items():
        value = read.get(name)
        fits = isinstance(value, (int, float)) if kind is float else isinstance(value, kind)
        if not fits or isinstance(value, bool):
            problems.append(SeedProblem(path.name, 0, name, "" if value is None else str(value), kind.__name__))
    return read


def read_table(path: Path, model: type[Table], problems: list[SeedProblem]) -> SeedTable:
    """A CSV file in the columns of its model, blanks as nulls; faults are added to `problems`."""
    schema = model.to_schema()
    dtypes = {name: column.dtype.type for name, column in schema.columns.items()}
    found: list[SeedProblem] = []
    text = _read_text_table(path, list(dtypes), found)
    lines = tuple(text[LINE].to_list())
    frame = text.select(_cast(text[name], dtype, path.name, lines, found) for name, dtype in dtypes.items())
    if not found:
        found.extend(_shape_problems(path.name, model, frame, lines))
    problems.extend(found)
    return SeedTable(path.name, frame, lines)


def _read_text_table(path: Path, columns: list[str], found: list[SeedProblem]) -> pl.DataFrame:
    """Every cell as trimmed text, blanks as nulls, with the line each row ends on."""
    schema = dict.fromkeys(columns, pl.String) | {LINE: pl.Int64}
    if not path.exists():
        found.append(SeedProblem(path.name, 0, "", "no file", "the file in the programme's folder"))
        return pl.DataFrame(schema=schema)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        header = next(reader, [])
        cells = [(reader.line_num, row) for row in reader if row]
    if header != columns:
        wanted = "the header " + ",".join(columns)
        found.append(SeedProblem(path.name, 1, "", ",".join(header), wanted))
        return pl.DataFrame(schema=schema)
    found.extend(
        SeedProblem(path.name, line, "", ",".join(row), f"{len(columns)} fields")
        for line, row in cells
        if len(row) != len(columns)
    )
    whole = [[*(cell.strip() or None for cell in row), line] for line, row in cells if len(row) == len(columns)]
    return pl.DataFrame(whole, schema=schema, orient="row")


def _cast(text: pl.Series, dtype: Any, file: str, lines: tuple[int, ...], found: list[SeedProblem]) -> pl.Series:
    if dtype == pl.Boolean:
        made = text.str.to_lowercase().replace_strict(TRUTHS, default=None, return_dtype=pl.Boolean)
    elif dtype == pl.Date:
        made = text.str.to_date("%Y-%m-%d", strict=False)
    elif dtype == pl.Datetime:
        made = text.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", time_unit="us", strict=False)
    elif dtype == pl.Float64:
        number = text.cast(pl.Float64, strict=False)
        made = number.to_frame().select(pl.when(pl.all().is_finite()).then(pl.all())).to_series()
    else:
        made = text.cast(dtype, strict=False)
    wanted = {
        pl.Boolean: "true or false",
        pl.Date: "a date like 2024-12-31",
        pl.Datetime: "a moment like 2024-12-31T08:00:00",
        pl.Int64: "a whole number",
    }
    expected = wanted.get(dtype.base_type(), "a number")
    failed = (text.is_not_null() & made.is_null()).arg_true()
    found.extend(SeedProblem(file, lines[row], text.name, text[row], expected) for row in failed)
    return made.alias(text.name)


def _shape_problems(file: str, model: type[Table], frame: pl.DataFrame, lines: tuple[int, ...]) -> list[SeedProblem]:
    import pandera.errors

    try:
        model.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases.select("index", "column", "failure_case", "check").iter_rows()
        return [
            SeedProblem(
                file,
                lines[index] if index is not None else 0,
                column or "",
                "" if check == "not_nullable" else str(value),
                expectation(check),
            )
            for index, column, value, check in cases
        ]
    return []


def expectation(check: str) -> str:
    """What a pandera check asks, in words."""
    if check == "not_nullable":
        return "a value"
    if check == "field_uniqueness":
        return "each value only once"
    return check
