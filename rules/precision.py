"""Comparing reported decimals without binary noise: 8.5 - 8.0 is 0.5, and 0.3 / 0.1 is 3."""

from __future__ import annotations

import math

EPSILON = 1e-9
RELATIVE_EPSILON = 1e-12
"""Far below the last digit anybody reports (a yuan in a billion too), far above what adding doubles loses."""


def _slack(bound: float) -> float:
    return max(EPSILON, RELATIVE_EPSILON * abs(bound))


def reaches(value: float, bound: float) -> bool:
    """`value >= bound`."""
    return value >= bound - _slack(bound)


def exceeds(value: float, bound: float) -> bool:
    """`value > bound`, so that equality is not enough."""
    return value > bound + _slack(bound)


def same(value: float, other: float) -> bool:
    return abs(value - other) <= _slack(other)


def whole_down(value: float) -> int:
    """The whole number at or below, where 7.9999999999 is 8."""
    return math.floor(value + _slack(value))


def whole_up(value: float) -> int:
    """The whole number at or above, where 7.0000000001 is 7."""
    return math.ceil(value - _slack(value))


def clean(value: float) -> float:
    """`value` without binary noise in its tail, for showing and storing; zero has no sign."""
    return round(value, 9) + 0.0
