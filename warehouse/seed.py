"""Reads a programme's folder into a checked catalogue; loads it as a new version when it changed."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from rules.model import Preset
from warehouse.catalogue import PRESET_FIELDS, TABLES, Catalogue, preset_json, programme_json
from warehouse.connection import Warehouse, insert_frame, utc_now
from warehouse.errors import SeedError, SeedProblem

if TYPE_CHECKING:
    from warehouse.models import Table

PROGRAMME_FIELDS: Mapping[str, type] = {
    "programme_id": str,
    "year": int,
    "ref_area": str,
    "document_number": str,
}
TRUTHS = {"true": True, "false": False}
LINE = "__line__"


@dataclass(frozen=True, slots=True)
class SeedTable:
    """A seed file as read: the frame and, for each of its rows, the line in the file."""

    file: str
    frame: pl.DataFrame
    lines: tuple[int, ...]


def read_programme(folder: Path | str) -> Catalogue:
    """The catalogue of a folder (programme.toml, status_preset.toml, one CSV a table; blank = empty).

    Raises SeedError with every fault at once: shapes first, references only when all shapes are right.
    """
    from warehouse.references import reference_problems

    folder = Path(folder)
    problems: list[SeedProblem] = []
    programme = _read_toml(folder / "programme.toml", PROGRAMME_FIELDS, problems)
    preset = _read_toml(folder / "status_preset.toml", PRESET_FIELDS, problems)
    tables = {
        name: _read_table(folder / f"{name}.csv", model, problems) for name, model in seed_models().items()
    }
    if problems:
        raise SeedError(problems)
    problems.extend(reference_problems(tables))
    if problems:
        raise SeedError(problems)
    frames = {name: table.frame for name, table in tables.items()}
    return Catalogue(programme, _preset(preset), **frames)


def seed_models() -> dict[str, type[Table]]:
    """The model of each seed table by its frame's name."""
    from warehouse import models

    return {
        "actions": models.Action,
        "action_members": models.ActionMember,
        "units": models.Unit,
        "unit_aliases": models.UnitAlias,
        "unit_measures": models.UnitMeasure,
        "indicators": models.Indicator,
        "indicator_aliases": models.IndicatorAlias,
        "releases": models.ReleaseCalendar,
        "schedules": models.ScheduleShare,
        "targets": models.Target,
        "projects": models.Project,
        "livelihood_items": models.LivelihoodItem,
        "livelihood_parts": models.LivelihoodPart,
        "organisation_rules": models.OrganisationRule,
    }


def load_programme(warehouse: Warehouse, folder: Path | str) -> str:
    """Loads a folder as the newest catalogue version of its programme, if its files changed; gives its id.

    Raises SeedError; the warehouse is then as before. An unchanged folder is not read any further.
    """
    folder = Path(folder)
    digest = folder_digest(folder)
    with warehouse.write_lock:
        known = warehouse.frame(
            "SELECT programme_id, digest FROM catalogue_load"
            " QUALIFY catalogue_version = max(catalogue_version) OVER (PARTITION BY programme_id)"
        )
        same = known.filter(pl.col("digest") == digest)
        if not same.is_empty():
            return str(same["programme_id"][0])
        catalogue = read_programme(folder)
        _write_catalogue(warehouse, catalogue, digest)
    return catalogue.programme_id


def folder_digest(folder: Path) -> str:
    """One SHA-256 over the folder's seed files, line endings aside."""
    digest = hashlib.sha256()
    for name in ("programme.toml", "status_preset.toml", *(f"{name}.csv" for name in TABLES)):
        path = folder / name
        content = path.read_bytes().replace(b"\r\n", b"\n") if path.exists() else b""
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _write_catalogue(warehouse: Warehouse, catalogue: Catalogue, digest: str) -> None:
    at = utc_now()
    with warehouse.writing(f"catalogue {catalogue.programme_id}", at=at) as cursor:
        newest = cursor.execute("SELECT coalesce(max(catalogue_version), 0) FROM catalogue_load").fetchall()
        version = int(newest[0][0]) + 1
        for name, frame in catalogue.frames().items():
            rows = frame.with_row_index("seed_row", 1).with_columns(pl.col("seed_row").cast(pl.Int64))
            insert_frame(cursor, TABLES[name], rows.with_columns(catalogue_version=pl.lit(version, pl.Int64)))
        cursor.execute(
            "INSERT INTO catalogue_load VALUES ($version, $programme_id, $digest, $programme, $preset, $at)",
            {
                "version": version,
                "programme_id": catalogue.programme_id,
                "digest": digest,
                "programme": programme_json(catalogue.programme),
                "preset": preset_json(catalogue.preset),
                "at": at,
            },
        )


def _read_toml(path: Path, wanted: Mapping[str, type], problems: list[SeedProblem]) -> dict[str, Any]:
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
            problems.append(
                SeedProblem(path.name, 0, name, "" if value is None else str(value), kind.__name__)
            )
    return read


def _preset(read: Mapping[str, Any]) -> Preset:
    return Preset(**{name: kind(read[name]) for name, kind in PRESET_FIELDS.items()})


def _read_table(path: Path, model: type[Table], problems: list[SeedProblem]) -> SeedTable:
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
    whole = [
        [*(cell.strip() or None for cell in row), line] for line, row in cells if len(row) == len(columns)
    ]
    return pl.DataFrame(whole, schema=schema, orient="row")


def _cast(
    text: pl.Series, dtype: Any, file: str, lines: tuple[int, ...], found: list[SeedProblem]
) -> pl.Series:
    if dtype == pl.Boolean:
        made = text.str.to_lowercase().replace_strict(TRUTHS, default=None, return_dtype=pl.Boolean)
    elif dtype == pl.Date:
        made = text.str.to_date("%Y-%m-%d", strict=False)
    elif dtype == pl.Float64:
        number = text.cast(pl.Float64, strict=False)
        made = number.to_frame().select(pl.when(pl.all().is_finite()).then(pl.all())).to_series()
    else:
        made = text.cast(dtype, strict=False)
    wanted = {pl.Boolean: "true or false", pl.Date: "a date like 2024-12-31", pl.Int64: "a whole number"}
    expected = wanted.get(dtype, "a number")
    failed = (text.is_not_null() & made.is_null()).arg_true()
    found.extend(SeedProblem(file, lines[row], text.name, text[row], expected) for row in failed)
    return made.alias(text.name)


def _shape_problems(
    file: str, model: type[Table], frame: pl.DataFrame, lines: tuple[int, ...]
) -> list[SeedProblem]:
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
