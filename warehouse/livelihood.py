"""The stages of livelihood parts that people confirm: started, completed, accepted, with the day and the evidence."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from warehouse.access import Right
from warehouse.connection import DRIVE, Warehouse
from warehouse.errors import UnfitDecision
from warehouse.ledger import Ledger, required

STAGES = Ledger("livelihood_stage", "LivelihoodStage", ("item_id", "ordinal"))


def read_stages(warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
    """The newest confirmed stage of each part at `as_of`, columns of `models.LivelihoodStage`."""
    return STAGES.newest(warehouse, programme_id, as_of).filter(pl.col("stage").is_not_null())


def read_stage_history(warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
    """Every stage confirmed or taken back, oldest first."""
    return STAGES.read(warehouse, programme_id, as_of)


def confirm_stage(
    warehouse: Warehouse,
    programme_id: str,
    *,
    item_id: str,
    ordinal: int,
    stage: str | None,
    reached_on: date | None,
    by: str,
    note: str = "",
    at: datetime | None = None,
) -> None:
    """Keeps that a part has reached `stage` (one of rules.STAGES) on a day; None takes the newest word back.

    Raises UnfitDecision where a stage has no day, or no name is given.
    """
    if stage is not None and reached_on is None:
        raise UnfitDecision(
            "{item}, part {ordinal}: give the day on which {stage} was reached.",
            code="stage_without_day",
            item=item_id,
            ordinal=ordinal,
            stage=stage,
        )
    row = {
        "programme_id": programme_id,
        "item_id": item_id,
        "ordinal": ordinal,
        "stage": stage,
        "reached_on": reached_on if stage is not None else None,
        "note": note.strip() or None,
        "confirmed_by": required(by, "who"),
    }
    with warehouse.writing(f"stage of {item_id}", right=Right.LIVELIHOOD, at=at, counter=DRIVE) as cursor:
        STAGES.append(cursor, row, at=at)
