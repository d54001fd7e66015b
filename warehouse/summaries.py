"""What a board says in short: counts by status, the worst gaps, what got better or worse.

All take the frames of `warehouse.verdicts` (one row a target and, in a history, a month). An indicator is
judged once, by its deciding row, and counts once in every action that has a target of it.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from rules.model import Preset, Status

RANK: dict[str, int] = {
    Status.DONE: 0,
    Status.ON_TRACK: 1,
    Status.AT_RISK: 2,
    Status.OVERDUE_REPORT: 3,
    Status.BEHIND: 4,
}
"""How bad a status is; statuses without a figure have no rank and never count as better or worse."""


def deciding_rows(verdicts: pl.DataFrame) -> pl.DataFrame:
    """One row per indicator (and month): its deciding verdict. Columns as given."""
    keys = [name for name in ("month", "indicator_id") if name in verdicts.columns]
    return verdicts.filter("is_deciding").unique(keys, keep="first", maintain_order=True)


def per_action(verdicts: pl.DataFrame) -> pl.DataFrame:
    """One row per action, indicator (and month) with the indicator's deciding verdict."""
    keys = [name for name in ("month", "action_id", "indicator_id") if name in verdicts.columns]
    pairs = verdicts.select(keys).unique(maintain_order=True)
    on = [name for name in keys if name != "action_id"]
    return pairs.join(deciding_rows(verdicts).drop("action_id"), on=on, how="left", maintain_order="left")


def count_by_status(rows: pl.DataFrame, *by: str) -> pl.DataFrame:
    """Columns: `by`, status, count: the counted rows of `rows` per status."""
    return rows.filter("counted").group_by([*by, "status"]).agg(pl.len().alias("count")).sort([*by, "status"])


def status_counts(rows: pl.DataFrame) -> dict[str, int]:
    """Counted rows per status, every status named."""
    found = dict(count_by_status(rows).select("status", "count").iter_rows())
    return {status.value: int(found.get(status.value, 0)) for status in Status}


def changes(now: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Indicators whose status rank differs: `now`'s columns, status_before, step (positive = better).

    Only between statuses that have a rank: a figure that appears or is not due yet is no change for the better.
    """
    rank = pl.col("status").replace_strict(RANK, default=None, return_dtype=pl.Int64)
    earlier = deciding_rows(before).select(
        "indicator_id", status_before="status", rank_before=rank, value_before="value"
    )
    return (
        deciding_rows(now)
        .with_columns(rank_now=rank)
        .join(earlier, on="indicator_id", how="inner", maintain_order="left")
        .with_columns(step=pl.col("rank_before") - pl.col("rank_now"))
        .filter(pl.col("step").is_not_null() & (pl.col("step") != 0))
        .sort("step", "severity", descending=[False, True], maintain_order=True)
        .drop("rank_now", "rank_before")
    )


def with_severity(verdicts: pl.DataFrame, targets: pl.DataFrame, preset: Preset) -> pl.DataFrame:
    """Adds `severity`: how far a gap is beyond what is still at risk, so that unlike units can be sorted.

    1.0 is the edge between at risk and behind in every kind; a breach or a missed date without a size is 9.
    """
    kinds = targets.select("target_id", "kind", "direction", target_value="value")
    passing = (
        pl.when(pl.col("direction") == "down").then(100.0 - pl.col("target_value")).otherwise(pl.col("target_value"))
    )
    tolerance = (
        pl.when(pl.col("kind") == "growth_rate")
        .then(
            pl.max_horizontal(
                pl.lit(preset.growth_tolerance_points),
                pl.col("target_value").abs() * preset.growth_tolerance_share,
            )
        )
        .when((pl.col("kind") == "share") & (passing >= preset.share_high_from))
        .then(preset.share_high_tolerance)
        .when(pl.col("kind") == "share")
        .then(preset.share_tolerance)
        .when(pl.col("kind") == "relative")
        .then(preset.relative_at_risk_points)
        .when((pl.col("kind") == "stock") & (pl.col("gap_unit") == "points_of_target"))
        .then(preset.stock_at_risk_points)
        .when(pl.col("gap_unit") == "points_of_target")
        .then(preset.count_at_risk_points)
        .when(pl.col("gap_unit") == "days")
        .then(float(preset.milestone_late_days))
        .when(pl.col("kind") == "cumulative")
        .then(float(preset.small_count_at_risk))
        .otherwise(None)
    )
    bad = pl.col("status").is_in([Status.BEHIND.value, Status.AT_RISK.value])
    size = (-pl.col("gap") / tolerance).clip(0.0, 9.0)
    fallback = pl.when(pl.col("status") == Status.BEHIND.value).then(9.0).otherwise(0.5)
    return (
        verdicts.join(kinds, on="target_id", how="left", maintain_order="left")
        .with_columns(severity=pl.when(bad).then(size.fill_null(fallback)).otherwise(0.0))
        .drop("target_value", "direction")
    )


def worst(rows: pl.DataFrame, *, limit: int | None = None) -> pl.DataFrame:
    """Behind first, then overdue, then at risk, the largest gap first; one row per indicator."""
    order = {Status.BEHIND.value: 0, Status.OVERDUE_REPORT.value: 1, Status.AT_RISK.value: 2}
    found = (
        deciding_rows(rows)
        .filter(pl.col("status").is_in(list(order)) & pl.col("counted"))
        .with_columns(place=pl.col("status").replace_strict(order, default=None, return_dtype=pl.Int64))
        .sort("place", "severity", descending=[False, True], maintain_order=True)
        .drop("place")
    )
    return found if limit is None else found.head(limit)


def month_rows(history: pl.DataFrame, month: date) -> pl.DataFrame:
    """A history's rows of one month."""
    return history.filter(pl.col("month") == month)
