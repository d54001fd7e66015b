"""Closed periods: while a period is locked its figures cannot change; what changes after an unlock says so."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date, datetime

import polars as pl

from warehouse.access import Right
from warehouse.connection import Warehouse
from warehouse.errors import LockStands, MonthLocked, UnfitDecision
from warehouse.ledger import EVER, Ledger, required
from warehouse.queries import read_sql

LOCKS = Ledger("month_lock", "MonthLock", ("reference_period",))
FIGURE = ("programme_id", "ref_area", "indicator_id", "reference_period")
SAID = ("obs_value", "obs_status", "overdue_cases")
REVISED = "revised_after_unlock"
"""The finding of a figure that changed after its period had been locked and opened again."""


def read_locks(warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
    """The newest decision on each period that was ever locked, columns of `models.MonthLock`."""
    return LOCKS.newest(warehouse, programme_id, as_of)


def read_lock_history(warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
    """Every locking and unlocking, oldest first, columns of `models.MonthLock`."""
    return LOCKS.read(warehouse, programme_id, as_of)


def is_locked(warehouse: Warehouse, programme_id: str, period: date) -> bool:
    """Whether the period's figures cannot change now."""
    return bool(locked_rows(warehouse, programme_id, [period]).height)


def lock_month(
    warehouse: Warehouse, programme_id: str, period: date, *, by: str, reason: str = "", at: datetime | None = None
) -> None:
    """Closes a period to new figures, withdrawals and reviews. Raises LockStands, UnfitDecision."""
    _decide(warehouse, programme_id, period, locked=True, by=by, reason=reason.strip() or None, at=at)


def unlock_month(
    warehouse: Warehouse, programme_id: str, period: date, *, by: str, reason: str, at: datetime | None = None
) -> None:
    """Opens a locked period again; what changes from then on is marked as revised.

    Raises LockStands where it is not locked, UnfitDecision without a reason.
    """
    given = required(reason, "unlock_reason")
    _decide(warehouse, programme_id, period, locked=False, by=by, reason=given, at=at)


def locked_rows(warehouse: Warehouse, programme_id: str, periods: Collection[date]) -> pl.DataFrame:
    """The decisions that keep some of these periods locked now, columns of `models.MonthLock`."""
    return read_locks(warehouse, programme_id, EVER).filter("locked", pl.col("reference_period").is_in(list(periods)))


def refuse_locked(warehouse: Warehouse, programme_id: str, periods: Collection[date]) -> None:
    """Raises MonthLocked where one of the periods is locked now."""
    locked = lock_on(warehouse, programme_id, periods)
    if locked is not None:
        raise locked


def lock_on(warehouse: Warehouse, programme_id: str, periods: Collection[date]) -> MonthLocked | None:
    """Why figures of these periods cannot be stored now: which are locked, by whom, since when; None where none is."""
    rows = locked_rows(warehouse, programme_id, periods)
    if rows.is_empty():
        return None
    newest = rows.row(-1, named=True)
    return MonthLocked(rows["reference_period"].to_list(), newest["locked_by"], newest["recorded_at"])


def settle_locks(warehouse: Warehouse, figures: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What of these figures may be stored, and a finding for each that changes a period opened again.

    `figures` has the columns of `models.Observation`. What a locked period says already is left out, as it
    changes nothing; anything else for it raises MonthLocked. Findings have the columns of `models.Finding`.
    """
    revised = []
    for (programme_id,), rows in figures.group_by("programme_id"):
        decisions = read_locks(warehouse, str(programme_id), EVER)
        touched = rows.filter(pl.col("reference_period").is_in(decisions["reference_period"].to_list()))
        if touched.is_empty():
            continue
        standing = _standing(warehouse, str(programme_id), touched["reference_period"].unique().to_list())
        locked = decisions.select("reference_period", "locked")
        marked = _compared(touched, standing).join(locked, on="reference_period")
        changes = marked.filter(~pl.col("says_same"))
        refuse_locked(warehouse, str(programme_id), changes["reference_period"].unique().to_list())
        revised.append(_findings(changes))
        known = marked.filter("says_same", "locked").select("batch_id", *FIGURE)
        figures = figures.join(known, on=["batch_id", *FIGURE], how="anti", maintain_order="left")
    return figures, pl.concat(revised) if revised else _findings(None)


def _decide(
    warehouse: Warehouse,
    programme_id: str,
    period: date,
    *,
    locked: bool,
    by: str,
    reason: str | None,
    at: datetime | None,
) -> None:
    if period.day != 1:
        raise UnfitDecision(
            "{day} is inside a month: a period is named by the first day of its last month.",
            code="inside_a_month",
            day=period,
        )
    if locked:
        _refuse_other_years(warehouse, programme_id, period)
    row = {
        "programme_id": programme_id,
        "reference_period": period,
        "locked": locked,
        "locked_by": required(by, "who"),
        "reason": reason,
    }
    word = "lock" if locked else "unlock"
    with warehouse.write_lock:
        if is_locked(warehouse, programme_id, period) is locked:
            raise LockStands(
                "{period:%Y-%m} is locked already." if locked else "{period:%Y-%m} is not locked.",
                code="locked_already" if locked else "not_locked",
                period=period,
            )
        with warehouse.writing(f"{word} {period:%Y-%m}", right=Right.REVIEW, at=at) as cursor:
            LOCKS.append(cursor, row, at=at)


def _refuse_other_years(warehouse: Warehouse, programme_id: str, period: date) -> None:
    """A programme has figures of its own year and of the one before, and no others that could be locked."""
    rows = warehouse.frame(
        "SELECT programme_json FROM catalogue_load WHERE programme_id = $programme_id"
        " ORDER BY catalogue_version DESC LIMIT 1",
        programme_id=programme_id,
    )
    year = int(json.loads(rows["programme_json"][0])["year"]) if rows.height else period.year
    if period.year not in (year - 1, year):
        raise UnfitDecision(
            "{period:%Y-%m} is not of the programme's years ({first}, {last}).",
            code="outside_the_years",
            period=period,
            first=str(year - 1),
            last=str(year),
        )


def _standing(warehouse: Warehouse, programme_id: str, periods: Sequence[date]) -> pl.DataFrame:
    """The newest standing vintage of each figure of these periods: FIGURE and SAID."""
    rows = warehouse.frame(read_sql("standing"), programme_id=programme_id, periods=list(periods))
    return rows.unique(list(FIGURE), keep="last", maintain_order=True).select(*FIGURE, *SAID)


def _compared(figures: pl.DataFrame, standing: pl.DataFrame) -> pl.DataFrame:
    """`figures` with the standing figure as `old_*`, and `says_same`."""
    renamed = standing.rename({name: f"old_{name}" for name in SAID})
    joined = figures.join(renamed, on=FIGURE, how="left", maintain_order="left")
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"old_{name}")) for name in SAID)
    return joined.with_columns(says_same=same)


_TEXTS = ("batch_id", "severity", "code", "sheet", "cell", "indicator_id", "found", "expected")
_FINDING = pl.Schema([*((name, pl.String()) for name in _TEXTS), ("recorded_at", pl.Datetime("us"))])


def _findings(changes: pl.DataFrame | None) -> pl.DataFrame:
    """A REVISED finding for each changed figure: what it says now (found) and said before (expected)."""
    if changes is None:
        return _FINDING.to_frame()
    return changes.select(
        "batch_id",
        pl.lit("info").alias("severity"),
        pl.lit(REVISED).alias("code"),
        "sheet",
        "cell",
        "indicator_id",
        _shown("obs_value").alias("found"),
        _shown("old_obs_value").alias("expected"),
        "recorded_at",
    ).cast(_FINDING)


def _shown(column: str) -> pl.Expr:
    return pl.col(column).map_elements(lambda value: f"{value:,.12g}", return_dtype=pl.String).fill_null("—")
