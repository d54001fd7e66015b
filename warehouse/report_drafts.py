"""The prose people write in a report before it is issued, part by part; what was written survives a reload."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import polars as pl

from warehouse.access import Right
from warehouse.connection import DRIVE, Warehouse
from warehouse.ledger import EVER, Ledger, required

DRAFTS = Ledger("report_draft", "ReportDraft", ("kind", "period", "language", "part_id"))


def read_report_draft(
    warehouse: Warehouse, programme_id: str, *, kind: str, period: str, language: str
) -> dict[str, str]:
    """part_id -> the prose as last left; parts that stand as proposed are not in it."""
    rows = DRAFTS.newest(warehouse, programme_id, EVER).filter(
        pl.col("template").is_not_null(), kind=kind, period=period, language=language
    )
    return dict(rows.select("part_id", "template").iter_rows())


def save_report_draft(
    warehouse: Warehouse,
    programme_id: str,
    edits: Mapping[str, str | None],
    *,
    kind: str,
    period: str,
    language: str,
    by: str,
    at: datetime | None = None,
) -> None:
    """Keeps parts as written, together; None lets a part stand as proposed again. Raises UnfitDecision."""
    edited_by = required(by, "who")
    with (
        warehouse.write_lock,
        warehouse.writing(f"draft {kind} {period}", right=Right.REPORTS, at=at, counter=DRIVE) as cursor,
    ):
        for part_id, template in edits.items():
            row = {
                "programme_id": programme_id,
                "kind": kind,
                "period": period,
                "language": language,
                "part_id": part_id,
                "template": template,
                "edited_by": edited_by,
            }
            DRAFTS.append(cursor, row, at=at)
