"""Counts over many verdicts. Never an average over unlike indicators."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from rules.model import Status, Verdict
from rules.precision import clean, whole_down

Key = TypeVar("Key", bound=Hashable)


def count_statuses(verdicts: Iterable[Verdict]) -> dict[Status, int]:
    """How many verdicts have each status, every status named; verdicts that are not counted are left out."""
    counts = dict.fromkeys(Status, 0)
    for verdict in verdicts:
        if verdict.counted:
            counts[Status(verdict.status)] += 1
    return counts


def count_left_out(verdicts: Iterable[Verdict]) -> int:
    """How many verdicts the totals leave out (not quantified, or the annual figure is not out yet)."""
    return sum(not verdict.counted for verdict in verdicts)


def whole_percentages(counts: Mapping[Key, int]) -> dict[Key, int]:
    """The counts as whole percentages adding to 100 (largest remainders up, then earlier keys)."""
    total = sum(counts.values())
    if total == 0:
        return dict.fromkeys(counts, 0)
    shares = {key: 100 * count // total for key, count in counts.items()}
    by_remainder = sorted(counts, key=lambda key: -(100 * counts[key] % total))
    for key in by_remainder[: 100 - sum(shares.values())]:
        shares[key] += 1
    return shares


def percent_of_target(value: float | None, target: float | None) -> float | None:
    """`value` as percent of `target`, rounded down to 0.1 (4099 of 4100 is 99.9), or None."""
    if value is None or target is None or target <= 0:
        return None
    share = value / target * 1000
    return clean(whole_down(share) / 10) if math.isfinite(share) else None
