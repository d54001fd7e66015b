"""Where the plan contradicts itself: one indicator, different demands in different places."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import polars as pl

from rules.model import Direction, Kind

LEVELS = (Kind.STOCK.value, Kind.SHARE.value)


def conflict(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two target rows of one indicator cannot both be the plan.

    For the same date: different values. For levels with different dates: the later asks for less.
    """
    if one["deadline"] == other["deadline"]:
        return one["value"] != other["value"] or one["value_from"] != other["value_from"]
    if one["kind"] not in LEVELS:
        return False
    early, late = sorted((one, other), key=lambda row: row["deadline"])
    if early["direction"] == Direction.UP:
        return bool(late["value"] < early["value"])
    return bool(late["value"] > early["value"])


def contradicting_indicators(targets: pl.DataFrame) -> list[str]:
    """The indicator_ids with at least one conflicting pair, in the order of the plan."""
    rows = targets.filter(pl.col("quantified") & pl.col("value").is_not_null())
    by_indicator: dict[str, list[dict[str, Any]]] = {}
    for row in rows.iter_rows(named=True):
        by_indicator.setdefault(row["indicator_id"], []).append(row)
    return [
        indicator_id
        for indicator_id, found in by_indicator.items()
        if any(conflict(one, other) for one, other in combinations(found, 2))
    ]
