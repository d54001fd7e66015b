"""Append-only ledgers of decisions: a row a decision, the newest row of a subject counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import duckdb
import polars as pl

from warehouse.connection import Warehouse, insert_frame, read_frame, utc_now
from warehouse.errors import UnfitDecision

EVER = datetime(9999, 1, 1)
"""The moment to ask about for all that is known, the newest write included."""
TICK = timedelta(microseconds=1)
"""The finest step of a stored moment."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """One table of decisions; `model` names its class in warehouse.models, `subject` what a row decides about."""

    table: str
    model: str
    subject: tuple[str, ...]

    def read(self, warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
        """Every row known at `as_of`, oldest first, in the model's columns."""
        return warehouse.frame(
            f"SELECT * FROM {self.table}"  # noqa: S608 our own table names
            " WHERE programme_id = $programme_id AND recorded_at <= $as_of ORDER BY recorded_at",
            programme_id=programme_id,
            as_of=as_of,
        )

    def newest(self, warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
        """The row of each subject that counts at `as_of`, sorted by subject."""
        rows = self.read(warehouse, programme_id, as_of)
        return rows.unique(list(self.subject), keep="last", maintain_order=True).sort(self.subject)

    def append(self, cursor: duckdb.DuckDBPyConnection, row: Mapping[str, Any], *, at: datetime | None) -> datetime:
        """Adds a row inside a transaction and gives its moment: `at`, else now, later than its subject's last.

        Raises UnfitDecision where the row does not fit its model, or `at` is before the subject's last row.
        """
        moment = self._moment(cursor, row, at)
        insert_frame(cursor, self.table, validated(self.model, {**row, "recorded_at": moment}))
        return moment

    def _moment(self, cursor: duckdb.DuckDBPyConnection, row: Mapping[str, Any], at: datetime | None) -> datetime:
        """A clock may stand still between two decisions, and then the newest could not be told."""
        keys = ("programme_id", *self.subject)
        same = " AND ".join(f"{key} = ${key}" for key in keys)
        sql = f"SELECT max(recorded_at) AS last FROM {self.table} WHERE {same}"  # noqa: S608 our own names
        last = read_frame(cursor, sql, {key: row[key] for key in keys})["last"][0]
        if at is not None and last is not None and at <= last:
            raise UnfitDecision(
                "A decision of {last} UTC is already there: one of {at} UTC would not count.",
                code="decided_later",
                last=last,
                at=at,
            )
        return at or (utc_now() if last is None else max(utc_now(), last + TICK))


WANTED = {
    "who": "The name of who decides",
    "title": "The title",
    "paragraph": "A paragraph",
    "reason": "The reason",
    "reply": "The reply",
    "settlement": "How it was settled",
    "evidence_name": "The evidence's name",
    "to_mend": "What the unit shall mend",
    "unlock_reason": "The reason for unlocking",
    "alias": "The name",
    "meaning": "What the name means",
    "drop_reason": "Why it is dropped",
    "event": "What happened",
    "mark_reason": "The reason of the mark",
    "meeting_name": "The meeting's name",
    "remark": "The remark",
    "decision": "The decision",
    "report_number": "The report's number",
    "address": "The address",
    "snapshot_name": "The snapshot's name",
    "subscriber": "The name of who is told",
}
"""What a decision may not be without; the codes of its refusal are `missing_<key>`."""


def validated(model: str, *rows: Mapping[str, Any]) -> pl.DataFrame:
    """Rows in their model's columns. Raises UnfitDecision."""
    import pandera.errors

    from warehouse import models

    schema = getattr(models, model).to_schema()
    types = {name: column.dtype.type for name, column in schema.columns.items()}
    try:
        return schema.validate(pl.DataFrame(list(rows), schema_overrides=types).select(list(types)), lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases.select("column", "failure_case", "check").iter_rows()
        faults = "; ".join(f"{column}: {value!r} fails {check}" for column, value, check in cases)
        raise UnfitDecision("{table}: {faults}", table=model, faults=faults) from error


def required(text: str, what: str) -> str:
    """`text` without surrounding blanks; `what` is one of WANTED. Raises UnfitDecision where nothing is left."""
    if not text.strip():
        raise UnfitDecision(f"{WANTED[what]} is missing: write it in a few words.", code=f"missing_{what}")
    return text.strip()
