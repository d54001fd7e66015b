"""Rows for batches of the tiny programme, as the intake would hand them over."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import polars as pl

from warehouse.batches import write_batch
from warehouse.connection import Warehouse

PROGRAMME = "tiny_2031"
AREA = "CN_999931"

FINDINGS = pl.DataFrame(
    schema={
        "severity": pl.String,
        "code": pl.String,
        "sheet": pl.String,
        "cell": pl.String,
        "indicator_id": pl.String,
        "found": pl.String,
        "expected": pl.String,
    }
)


def batch_of(unit_id: str, recorded_at: datetime, **other: Any) -> dict[str, Any]:
    return {
        "programme_id": PROGRAMME,
        "unit_id": unit_id,
        "reference_period": date(2031, 3, 1),
        "file_name": "figures.xlsx",
        "received_at": recorded_at,
        "received_by": "clerk",
        "reader_version": "1",
        "is_demonstration": False,
        "recorded_at": recorded_at,
    } | other


def figure(indicator_id: str, period: date, value: float | None, **other: Any) -> dict[str, Any]:
    return {
        "ref_area": AREA,
        "indicator_id": indicator_id,
        "reference_period": period,
        "obs_value": value,
        "obs_status": "M" if value is None else "A",
        "overdue_cases": None,
        "sheet": "Sheet1",
        "cell": "C4",
        "cell_text": "" if value is None else str(value),
        "unit_factor": 1.0,
        "derived": False,
        "note": None,
    } | other


def figures(*rows: dict[str, Any]) -> pl.DataFrame:
    typed = {"obs_value": pl.Float64, "overdue_cases": pl.Int64, "note": pl.String}
    return pl.DataFrame(list(rows), schema_overrides=typed)


def report(
    warehouse: Warehouse,
    recorded_at: datetime,
    *rows: dict[str, Any],
    unit_id: str = "statistics",
    content: bytes = b"file",
    **other: Any,
) -> str:
    """Writes a batch of `rows`; its id."""
    return write_batch(warehouse, batch_of(unit_id, recorded_at, **other), figures(*rows), FINDINGS, content)
