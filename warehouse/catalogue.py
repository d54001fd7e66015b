"""The plan as the rooms read it: the programme, its preset and one frame per seed table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

import polars as pl

from rules.model import Preset

TABLES: Mapping[str, str] = {
    "actions": "action",
    "action_members": "action_member",
    "units": "unit",
    "unit_aliases": "unit_alias",
    "unit_measures": "unit_measure",
    "indicators": "indicator",
    "indicator_aliases": "indicator_alias",
    "releases": "release_calendar",
    "schedules": "schedule_share",
    "targets": "target",
    "projects": "project",
    "key_tasks": "key_task",
    "livelihood_items": "livelihood_item",
    "livelihood_parts": "livelihood_part",
    "organisation_rules": "organisation_rule",
    "notice_rules": "notice_rule",
    "appraisal_criteria": "appraisal_criterion",
}
"""Each frame of a catalogue (and its CSV file's stem) with its table in the warehouse."""
DATES_OF_PROGRAMME = ("issued_on",)


@dataclass(frozen=True)
class Catalogue:
    """One version of a programme. The frames have the columns of the models in `warehouse.models`, in the
    order of their CSV files; `programme` is programme.toml as a dict."""

    programme: dict[str, Any]
    preset: Preset
    actions: pl.DataFrame
    action_members: pl.DataFrame
    units: pl.DataFrame
    unit_aliases: pl.DataFrame
    unit_measures: pl.DataFrame
    indicators: pl.DataFrame
    indicator_aliases: pl.DataFrame
    releases: pl.DataFrame
    schedules: pl.DataFrame
    targets: pl.DataFrame
    projects: pl.DataFrame
    key_tasks: pl.DataFrame
    livelihood_items: pl.DataFrame
    livelihood_parts: pl.DataFrame
    organisation_rules: pl.DataFrame
    notice_rules: pl.DataFrame
    appraisal_criteria: pl.DataFrame

    @property
    def programme_id(self) -> str:
        return str(self.programme["programme_id"])

    @property
    def year(self) -> int:
        return int(self.programme["year"])

    def frames(self) -> dict[str, pl.DataFrame]:
        """Every frame by its name."""
        return {name: getattr(self, name) for name in TABLES}


def programme_json(programme: Mapping[str, Any]) -> str:
    """The programme as stored: dates in ISO form."""
    return json.dumps(programme, ensure_ascii=False, sort_keys=True, default=date.isoformat)


def programme_from_json(text: str) -> dict[str, Any]:
    programme: dict[str, Any] = json.loads(text)
    for name in DATES_OF_PROGRAMME:
        programme[name] = date.fromisoformat(programme[name])
    return programme


def preset_json(preset: Preset) -> str:
    return json.dumps(asdict(preset), ensure_ascii=False, sort_keys=True)


def preset_from_json(text: str) -> Preset:
    return Preset(**json.loads(text))


PRESET_FIELDS: Mapping[str, type] = {
    field.name: {"str": str, "int": int, "float": float}[str(field.type)] for field in fields(Preset)
}
"""The fields of a preset with their types."""
