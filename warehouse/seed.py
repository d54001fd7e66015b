"""Reads a programme's folder into a checked catalogue; loads it as a new version when it changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from rules.model import Preset
from warehouse.access import Right
from warehouse.areas import programme_of as programme_of_area
from warehouse.areas import read_areas
from warehouse.catalogue import PRESET_FIELDS, TABLES, Catalogue, preset_json, programme_json
from warehouse.connection import Warehouse, insert_frame, utc_now
from warehouse.errors import MixedAreas, SeedError, SeedProblem
from warehouse.seed_files import read_table, read_toml

if TYPE_CHECKING:
    from warehouse.models import Table

PROGRAMME_FIELDS: Mapping[str, type] = {
    "programme_id": str,
    "year": int,
    "ref_area": str,
    "document_number": str,
}


def read_programme(folder: Path | str) -> Catalogue:
    """The catalogue of a folder (programme.toml, status_preset.toml, one CSV a table; blank = empty).

    Raises SeedError with every fault at once: shapes first, references only when all shapes are right.
    """
    from warehouse.references import reference_problems

    folder = Path(folder)
    problems: list[SeedProblem] = []
    programme = read_toml(folder / "programme.toml", PROGRAMME_FIELDS, problems)
    preset = read_toml(folder / "status_preset.toml", PRESET_FIELDS, problems)
    tables = {name: read_table(folder / f"{name}.csv", model, problems) for name, model in seed_models().items()}
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
        "key_tasks": models.KeyTask,
        "livelihood_items": models.LivelihoodItem,
        "livelihood_parts": models.LivelihoodPart,
        "organisation_rules": models.OrganisationRule,
        "notice_rules": models.NoticeRule,
        "appraisal_criteria": models.AppraisalCriterion,
    }


def load_programme(warehouse: Warehouse, folder: Path | str) -> str:
    """Loads a folder as the newest catalogue version of its programme, if its files changed; gives its id.

    Raises SeedError, and MixedAreas where the plan would mix two counties; the warehouse is then as before. An
    unchanged folder is not read any further.
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
        _refuse_mixed(warehouse, catalogue.programme)
        _write_catalogue(warehouse, catalogue, digest)
    return catalogue.programme_id


def programme_in(warehouse: Warehouse, given: Path) -> str:
    """The id of the programme a command names: by its folder, which is loaded, or by its id or its area's.

    Raises SeedError, MixedAreas, UnknownArea.
    """
    return load_programme(warehouse, given) if given.is_dir() else programme_of_area(warehouse, given.name)


def _refuse_mixed(warehouse: Warehouse, programme: Mapping[str, Any]) -> None:
    """One programme is one area's for one year, and an area has one programme a year."""
    programme_id, ref_area, year = programme["programme_id"], programme["ref_area"], programme["year"]
    for area in read_areas(warehouse):
        is_of_it = (area.ref_area, area.year) == (ref_area, year)
        if area.programme_id == programme_id and not is_of_it:
            raise MixedAreas(
                "{programme_id} is the plan of {area} for {held} in this warehouse, and the folder's is of {ref_area}"
                " for {year}: give it a programme_id of its own.",
                code="programme_of_another_area",
                programme_id=programme_id,
                area=area.ref_area,
                held=str(area.year),
                ref_area=ref_area,
                year=str(year),
            )
        if area.programme_id != programme_id and is_of_it:
            raise MixedAreas(
                "{area} has the plan {other} for {held} in this warehouse: {programme_id} would be a second one."
                " Give the folder's programme its own ref_area, or the programme_id of that plan.",
                code="area_has_programme",
                area=area.ref_area,
                other=area.programme_id,
                held=str(area.year),
                programme_id=programme_id,
            )


def programme_of(folder: Path | str) -> str:
    """The id of a folder's programme; nothing else of it is read. Raises SeedError."""
    problems: list[SeedProblem] = []
    programme = read_toml(Path(folder) / "programme.toml", PROGRAMME_FIELDS, problems)
    if problems:
        raise SeedError(problems)
    return str(programme["programme_id"])


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
    with warehouse.writing(f"catalogue {catalogue.programme_id}", right=Right.PLAN, at=at) as cursor:
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


def _preset(read: Mapping[str, Any]) -> Preset:
    return Preset(**{name: kind(read[name]) for name, kind in PRESET_FIELDS.items()})
