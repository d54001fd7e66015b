"""Appraisal scores as exact fractions: counted shares, weights, and what is done where nothing can be counted.

Nothing is rounded on the way. A score is rounded once, at the very end, half up (`rounded`), so whoever reckons
it again from the same inputs gets the same last digit.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

PLACES = 2
"""Decimals of a score as shown; ranks compare the exact scores."""
FULL = Fraction(100)
Key = TypeVar("Key", bound=Hashable)


class Counted(StrEnum):
    """What a criterion counts; each is a numerator of a denominator, or a person's mark out of 100."""

    TARGETS_ON_SCHEDULE = "targets_on_schedule"
    TARGETS_REACHED = "targets_reached"
    REPORTS_IN_TIME = "reports_in_time"
    LEDGER_COMPLETE = "ledger_complete"
    KEY_TASKS_ON_TIME = "key_tasks_on_time"
    PROBLEMS_CLOSED = "problems_closed"
    EXPERIENCES_PUBLISHED = "experiences_published"
    PUBLIC_RATING = "public_rating"
    ACCEPTANCE_RATE = "acceptance_rate"
    PERSONS_MARK = "persons_mark"


class Missing(StrEnum):
    """What a criterion is worth where nothing of it can be counted."""

    LEAVE_OUT = "leave_out"  # its weight goes to the others in proportion
    ZERO = "zero"
    FULL = "full"


class Standing(StrEnum):
    """How a criterion entered a score."""

    COUNTED = "counted"
    LEFT_OUT = "left_out"
    AS_ZERO = "as_zero"
    AS_FULL = "as_full"


@dataclass(frozen=True, slots=True)
class Criterion:
    criterion_id: str
    counted: Counted
    weight: Fraction
    missing: Missing


@dataclass(frozen=True, slots=True)
class Input:
    """One row behind a criterion: what it adds to the numerator (`counts`) and to the denominator (`of`)."""

    subject_id: str
    criterion_id: str
    counts: Fraction
    of: Fraction


@dataclass(frozen=True, slots=True)
class Part:
    """A criterion's share in a score: `points` = share x `weight` rescaled to 100; None = left out."""

    criterion: Criterion
    standing: Standing
    numerator: Fraction
    denominator: Fraction
    share: Fraction | None
    weight: Fraction
    points: Fraction


@dataclass(frozen=True, slots=True)
class Score:
    """A subject's score out of 100, None where no criterion could be counted, with all its parts."""

    subject_id: str
    total: Fraction | None
    parts: tuple[Part, ...]


def exact(number: float | int | str) -> Fraction:
    """A number as it is written in decimals: 87.3 is 873/10, not the nearest binary fraction."""
    return Fraction(str(number))


def rounded(number: Fraction, places: int = PLACES) -> Decimal:
    """Half up, away from zero, to `places` decimals: the only rounding of a score."""
    scaled = number * 10**places
    whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
    digits = whole + (2 * rest >= scaled.denominator)
    return (
        (Decimal(digits) * (-1 if number < 0 else 1))
        .scaleb(-places)
        .quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    )


def score_all(subject_ids: Iterable[str], criteria: Sequence[Criterion], inputs: Iterable[Input]) -> dict[str, Score]:
    """Every subject's score; the order of the inputs plays no part."""
    sums: dict[tuple[str, str], list[Fraction]] = {}
    for row in inputs:
        both = sums.setdefault((row.subject_id, row.criterion_id), [Fraction(0), Fraction(0)])
        both[0] += row.counts
        both[1] += row.of
    return {subject_id: _score(subject_id, criteria, sums) for subject_id in subject_ids}


def _score(subject_id: str, criteria: Sequence[Criterion], sums: Mapping[tuple[str, str], Sequence[Fraction]]) -> Score:
    found = [
        _share(criterion, *sums.get((subject_id, criterion.criterion_id), (Fraction(0), Fraction(0))))
        for criterion in criteria
    ]
    weights = sum((part.criterion.weight for part in found if part.share is not None), Fraction(0))
    parts = tuple(_weighed(part, weights) for part in found)
    counted = any(part.standing is Standing.COUNTED and part.criterion.weight for part in parts)
    total = sum((part.points for part in parts), Fraction(0)) if counted else None
    return Score(subject_id, total, parts)


def _share(criterion: Criterion, numerator: Fraction, denominator: Fraction) -> Part:
    if denominator > 0:
        share, standing = numerator / denominator, Standing.COUNTED
        return Part(criterion, standing, numerator, denominator, share, Fraction(0), Fraction(0))
    stand_in: dict[Missing, tuple[Fraction | None, Standing]] = {
        Missing.LEAVE_OUT: (None, Standing.LEFT_OUT),
        Missing.ZERO: (Fraction(0), Standing.AS_ZERO),
        Missing.FULL: (Fraction(1), Standing.AS_FULL),
    }
    given, how = stand_in[criterion.missing]
    return Part(criterion, how, numerator, denominator, given, Fraction(0), Fraction(0))


def _weighed(part: Part, weights: Fraction) -> Part:
    if part.share is None or not weights:
        return part
    weight = part.criterion.weight / weights * FULL
    return Part(
        part.criterion, part.standing, part.numerator, part.denominator, part.share, weight, part.share * weight
    )


def ranks(totals: Mapping[Key, Fraction | None]) -> dict[Key, int | None]:
    """Place of each, best first; equal scores share a place and the next is left free (1, 1, 3); None unranked."""
    scored = sorted((total for total in totals.values() if total is not None), reverse=True)
    place = {total: scored.index(total) + 1 for total in set(scored)}
    return {key: None if total is None else place[total] for key, total in totals.items()}


def movements(now: Mapping[Key, int | None], before: Mapping[Key, int | None]) -> dict[Key, int | None]:
    """Places won (positive) or lost since `before`; None where either is unranked."""
    moved: dict[Key, int | None] = {}
    for key, place in now.items():
        earlier = before.get(key)
        moved[key] = None if place is None or earlier is None else earlier - place
    return moved


def reweighed(criteria: Iterable[Criterion], weights: Mapping[str, Fraction]) -> list[Criterion]:
    """The criteria with other weights, for a what-if: nothing else changes and nothing is stored."""
    return [
        Criterion(each.criterion_id, each.counted, weights.get(each.criterion_id, each.weight), each.missing)
        for each in criteria
    ]
