"""Review: what a unit reported for a period is accepted, or returned with words; and what the board shows of it."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from rules.model import ObsStatus
from warehouse.access import Right
from warehouse.connection import Warehouse
from warehouse.errors import NothingReported
from warehouse.ledger import Ledger, required
from warehouse.locks import is_locked, lock_month, read_lock_history, read_locks, refuse_locked, unlock_month
from warehouse.queries import read_sql
from warehouse.settings import Unreviewed

__all__ = [
    "figures_on_board",
    "is_locked",
    "lock_month",
    "read_lock_history",
    "read_locks",
    "read_review_history",
    "read_reviews",
    "review_report",
    "review_states",
    "unlock_month",
]

REVIEWS = Ledger("report_review", "ReportReview", ("unit_id", "reference_period"))
STATES = ("accepted", "submitted", "returned")
"""How far a report is, best first; a unit's period is as far as its least accepted figure."""


def read_reviews(warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
    """The newest decision on each unit and period, columns of `models.ReportReview`."""
    return REVIEWS.newest(warehouse, programme_id, as_of)


def read_review_history(warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
    """Every decision, oldest first, columns of `models.ReportReview`."""
    return REVIEWS.read(warehouse, programme_id, as_of)


def review_report(
    warehouse: Warehouse,
    programme_id: str,
    *,
    unit_id: str,
    period: date,
    state: str,
    by: str,
    words: str = "",
    at: datetime | None = None,
) -> None:
    """Decides on what a unit has standing for a period: `accepted`, `returned` (with words) or `submitted`.

    The decision covers the figures that stand at that moment; what comes later is submitted anew. Raises
    NothingReported, MonthLocked, and UnfitDecision for another state, missing words or a missing name.
    """
    row = {
        "programme_id": programme_id,
        "unit_id": unit_id,
        "reference_period": period,
        "state": state,
        "words": required(words, "to_mend") if state == "returned" else words.strip() or None,
        "reviewed_by": required(by, "who"),
    }
    with warehouse.write_lock:
        _refuse_unreported(warehouse, programme_id, unit_id, period)
        refuse_locked(warehouse, programme_id, [period])
        with warehouse.writing(f"review {unit_id} {period:%Y-%m} {state}", right=Right.REVIEW, at=at) as cursor:
            REVIEWS.append(cursor, row, at=at)


def review_states(observations: pl.DataFrame) -> pl.DataFrame:
    """How far each unit's period is, from `read_observations`: unit_id, reference_period, figures, accepted,
    returned, last_recorded_at and state (one of STATES, the least accepted of its newest standing figures)."""
    key = ["unit_id", "reference_period"]
    standing = observations.filter(pl.col("withdrawn_at").is_null()).sort("recorded_at", "received_at")
    newest = standing.unique([*key, "ref_area", "indicator_id"], keep="last", maintain_order=True)
    counts = newest.group_by(key).agg(
        figures=pl.len(),
        accepted=(pl.col("review_state") == "accepted").sum(),
        returned=(pl.col("review_state") == "returned").sum(),
        last_recorded_at=pl.col("recorded_at").max(),
    )
    accepted, returned = pl.col("accepted") == pl.col("figures"), pl.col("returned") > 0
    state = pl.when(returned).then(pl.lit("returned")).when(accepted).then(pl.lit("accepted"))
    return counts.with_columns(state=state.otherwise(pl.lit("submitted"))).sort("reference_period", "unit_id")


def figures_on_board(observations: pl.DataFrame, unreviewed: Unreviewed) -> pl.DataFrame:
    """`read_observations` as a board shows it: figures not yet accepted are left out (HOLD), so that those
    accepted before them stand, or are at most preliminary (SHOW)."""
    accepted = pl.col("review_state") == "accepted"
    if unreviewed is Unreviewed.HOLD:
        return observations.filter(accepted)
    final = pl.col("obs_status") == ObsStatus.FINAL.value
    shown = pl.when(final & ~accepted).then(pl.lit(ObsStatus.PRELIMINARY.value)).otherwise("obs_status")
    return observations.with_columns(obs_status=shown)


def _refuse_unreported(warehouse: Warehouse, programme_id: str, unit_id: str, period: date) -> None:
    standing = warehouse.frame(read_sql("standing"), programme_id=programme_id, periods=[period])
    if standing.filter(unit_id=unit_id).is_empty():
        raise NothingReported(
            "{unit} has no standing figure for {period:%Y-%m}: there is nothing to decide on.",
            unit=unit_id,
            period=period,
        )
