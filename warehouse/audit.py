"""Who did what, when and from where: rows are added inside the very transaction they tell of, and never changed.

Each row's seal is made of the row and of the seal before it, so that a row changed or taken out later shows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from warehouse.access import Principal, Right, current, permitted_units

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from warehouse.connection import Warehouse

SIGN_IN, SIGN_OUT, PASSWORD, EXPORT = "sign_in", "sign_out", "password", "export"
"""Deeds that are no right's."""
DONE, REFUSED, FAILED = "done", "refused", "failed"
NOT_OF_WORK = (SIGN_IN, SIGN_OUT, PASSWORD, Right.ACCOUNTS.value)
"""Deeds only an administrator reads of."""
_FIRST = "0" * 64
_TOLD = ("who", "account_id", "role", "way", "client", "deed", "subject", "unit_ids", "outcome")
_INSERT = (
    "INSERT INTO audit (audit_number, recorded_at, who, account_id, role, way, client, deed, subject, unit_ids,"
    " outcome, seal) VALUES ($audit_number, $recorded_at, $who, $account_id, $role, $way, $client, $deed, $subject,"
    " $unit_ids, $outcome, $seal)"
)


def record(
    cursor: duckdb.DuckDBPyConnection,
    who: Principal,
    deed: str,
    subject: str,
    *,
    units: Sequence[str] = (),
    outcome: str = DONE,
) -> None:
    """Adds a row inside the caller's transaction."""
    last = cursor.execute("SELECT max(audit_number), max_by(seal, audit_number) FROM audit").fetchall()
    before = last[0][1] or _FIRST
    row = {
        "audit_number": (last[0][0] or 0) + 1,
        "recorded_at": datetime.now(UTC).replace(tzinfo=None),
        "who": who.name,
        "account_id": who.account_id,
        "role": who.role.value,
        "way": who.way,
        "client": who.client,
        "deed": deed,
        "subject": subject,
        "unit_ids": ";".join(sorted(set(units))) or None,
        "outcome": outcome,
    }
    cursor.execute(_INSERT, row | {"seal": _seal(before, row)})


def note(
    warehouse: Warehouse,
    deed: str,
    subject: str,
    *,
    who: Principal | None = None,
    units: Sequence[str] = (),
    outcome: str = DONE,
) -> None:
    """Keeps a deed that changes nothing else: a sign-in, an export, a refusal."""
    with warehouse.noting() as cursor:
        record(cursor, who or current(), deed, subject, units=units, outcome=outcome)


def read_audit(warehouse: Warehouse, *, limit: int | None = None) -> pl.DataFrame:
    """What the person at work may read of it, newest first, columns of `models.Audit`.

    A reporter reads the rows of its own units alone, an analyst those of the work, an administrator all.
    Raises NotPermitted.
    """
    import polars as pl

    units = permitted_units(Right.AUDIT)
    tail = "" if limit is None else f" LIMIT {limit:d}"
    if units is None and current().may(Right.ACCOUNTS):
        return warehouse.frame(f"SELECT * FROM audit ORDER BY audit_number DESC{tail}")  # noqa: S608 a number of ours
    rows = warehouse.frame("SELECT * FROM audit ORDER BY audit_number DESC").filter(~pl.col("deed").is_in(NOT_OF_WORK))
    if units is not None:
        named = pl.col("unit_ids").fill_null("").str.split(";")
        rows = rows.filter(named.list.set_difference(pl.lit(sorted(units))).list.len() == 0, pl.col("unit_ids") != "")
    return rows if limit is None else rows.head(limit)


def broken_seal(warehouse: Warehouse) -> int | None:
    """The number of the first row that is not as it was written, or follows one taken out; None where all hold."""
    before, expected = _FIRST, 1
    for row in warehouse.frame("SELECT * FROM audit ORDER BY audit_number").iter_rows(named=True):
        if row["audit_number"] != expected or row["seal"] != _seal(before, row):
            return expected
        before, expected = row["seal"], expected + 1
    return None


def _seal(before: str, row: Mapping[str, Any]) -> str:
    told = [before, row["audit_number"], row["recorded_at"].isoformat(), *(row[name] for name in _TOLD)]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
