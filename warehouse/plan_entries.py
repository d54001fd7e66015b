"""What the plan itself puts on the lists: its named projects and its dated tasks, there before anybody writes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

import polars as pl

from rules.periods import CHINA_TIME
from warehouse.catalogue import Catalogue

LEDGERS = ("policy", "key_task", "shortcoming", "project", "highlight")
"""The lists an action keeps: policies from above, key tasks, shortcomings, projects, highlights."""
NAMES = ("title_zh_hans", "title_zh_hant", "title_en")
PLACE = ("document", "section", "item")
ENTRY_SCHEMA: Mapping[str, Any] = {
    "programme_id": pl.String,
    "entry_id": pl.String,
    "ledger": pl.String,
    "action_id": pl.String,
    "title": pl.String,
    "description": pl.String,
    "lead_person": pl.String,
    "lead_units": pl.String,
    "supporting_units": pl.String,
    "indicator_ids": pl.String,
    "cited_indicator_id": pl.String,
    "cited_period": pl.Date,
    "stage": pl.String,
    "due_on": pl.Date,
    "progress": pl.String,
    "state": pl.String,
    "closed_on": pl.Date,
    "closing_words": pl.String,
    "origin": pl.String,
    "origin_id": pl.String,
    "written_by": pl.String,
    "recorded_at": pl.Datetime("us"),
}
"""The columns of `models.LedgerEntry`, without the model."""
PLAN_SCHEMA = {**ENTRY_SCHEMA, **dict.fromkeys(NAMES, pl.String), **dict.fromkeys(PLACE, pl.String)}


def plan_entries(catalogue: Catalogue) -> pl.DataFrame:
    """An entry a named project and dated task: columns of `models.LedgerEntry`, its title in three languages
    (NAMES) and its place (PLACE). They are open, written by the plan's number on the day it was issued."""
    projects = [_entry(catalogue, row, "project", row["project_id"]) for row in catalogue.projects.to_dicts()]
    tasks = [_entry(catalogue, row, "key_task", row["task_id"]) for row in catalogue.key_tasks.to_dicts()]
    return pl.DataFrame(projects + tasks, schema=PLAN_SCHEMA)


def issued_at(catalogue: Catalogue) -> datetime:
    """The first moment of the day the plan was issued, naive UTC."""
    return datetime.combine(catalogue.programme["issued_on"], time.min) - CHINA_TIME


def _entry(catalogue: Catalogue, row: Mapping[str, Any], ledger: str, own_id: str) -> dict[str, Any]:
    return dict.fromkeys(PLAN_SCHEMA) | {
        "programme_id": catalogue.programme_id,
        "entry_id": f"{ledger}:{own_id}",
        "ledger": ledger,
        "action_id": row["action_id"],
        "title": row["name_zh_hans"],
        "lead_units": row["lead_units"],
        "supporting_units": row["supporting_units"],
        "indicator_ids": row["indicator_ids"],
        "due_on": row["deadline"],
        "state": "open",
        "origin": "plan",
        "origin_id": own_id,
        "written_by": catalogue.programme["document_number"],
        "recorded_at": issued_at(catalogue),
        "title_zh_hans": row["name_zh_hans"],
        "title_zh_hant": row["name_zh_hant"],
        "title_en": row["name_en"],
        "document": row["document"],
        "section": str(row["section"]),
        "item": row["item"],
    }
