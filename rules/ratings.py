"""What votes of one to five say: their mean, how sure it is, how far they spread. Pure arithmetic on counts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rules.precision import clean

STARS: tuple[int, ...] = (1, 2, 3, 4, 5)
SMALL_SAMPLE = 30
"""Below so many votes a mean is marked as a small sample."""
NORMAL_95 = 1.959964


@dataclass(frozen=True, slots=True)
class Opinion:
    """`low` to `high` is where the mean of all who could have voted lies, in at least 95 cases of 100."""

    n: int
    mean: float | None
    spread: float | None  # standard deviation of the votes; None below two
    low: float | None
    high: float | None
    is_small_sample: bool


def opinion(counts: Sequence[int]) -> Opinion:
    """The opinion in `counts`, how many gave one star, two … five.

    The interval is Wilson's for the mean's place on the way from one star to five. Votes inside those bounds
    vary at most as a yes or no does, so it is never too narrow, never leaves the scale, and is wide for few votes.
    """
    n = sum(counts)
    if n == 0:
        return Opinion(0, None, None, None, None, True)
    mean = sum(star * count for star, count in zip(STARS, counts, strict=True)) / n
    low, high = _wilson((mean - STARS[0]) / 4, n)
    return Opinion(n, clean(mean), _spread(counts, mean, n), clean(1 + 4 * low), clean(1 + 4 * high), n < SMALL_SAMPLE)


def _spread(counts: Sequence[int], mean: float, n: int) -> float | None:
    if n < 2:
        return None
    squares = sum(count * (star - mean) ** 2 for star, count in zip(STARS, counts, strict=True))
    return clean(math.sqrt(squares / (n - 1)))


def _wilson(share: float, n: int) -> tuple[float, float]:
    squared = NORMAL_95**2
    centre = (share + squared / (2 * n)) / (1 + squared / n)
    half = NORMAL_95 / (1 + squared / n) * math.sqrt(share * (1 - share) / n + squared / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)
