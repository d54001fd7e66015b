"""How far a figure has come, in the forms officials use: 164.5% of task, 9.4 points above, 17 yuan above, 42 more."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rules.model import Comparator, Kind
from rules.precision import clean, exceeds, reaches, same
from rules.rollup import percent_of_target


class Form(StrEnum):
    """What a size is counted in and on which side of the task it lies."""

    PERCENT_OF_TASK = "percent_of_task"  # rounded down to 0.1
    POINTS_ABOVE = "points_above"
    POINTS_BELOW = "points_below"
    AMOUNT_ABOVE = "amount_above"  # in the indicator's own unit
    AMOUNT_BELOW = "amount_below"
    MORE = "more"  # whole pieces beyond the task
    REMAINING = "remaining"  # whole pieces still to do
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Achievement:
    form: Form
    size: float  # never negative


_POINTS = frozenset({Kind.SHARE, Kind.GROWTH_RATE})
_LEVELS = frozenset({Kind.STANDARD, Kind.STOCK})


def achievements(kind: Kind, value: float | None, target: float | None, *, is_integer: bool) -> tuple[Achievement, ...]:
    """What is said of `value` against the task, the most telling form first; () where nothing can be.

    Counts and amounts are a percentage of the task, whole ones also the pieces beyond or still to do; rates the
    points above or below; standards and levels the amount above or below. Other kinds have no such form.
    """
    if value is None or target is None:
        return ()
    if kind in _POINTS:
        return (_side(value, target, Form.POINTS_ABOVE, Form.POINTS_BELOW),)
    if kind in _LEVELS:
        return (_side(value, target, Form.AMOUNT_ABOVE, Form.AMOUNT_BELOW),)
    if kind is not Kind.CUMULATIVE:
        return ()
    percent = percent_of_target(value, target)
    if percent is None:
        return ()
    share = Achievement(Form.PERCENT_OF_TASK, percent)
    return (share, _side(value, target, Form.MORE, Form.REMAINING)) if is_integer else (share,)


def _side(value: float, target: float, above: Form, below: Form) -> Achievement:
    if same(value, target):
        return Achievement(Form.LEVEL, 0.0)
    return Achievement(above if exceeds(value, target) else below, clean(abs(value - target)))


def is_met(value: float | None, target: float | None, comparator: Comparator | None) -> bool:
    """Whether a figure meets its task as written; False where either is missing."""
    if value is None or target is None:
        return False
    match comparator:
        case Comparator.GT:
            return exceeds(value, target)
        case Comparator.LE:
            return reaches(target, value)
        case Comparator.LT:
            return exceeds(target, value)
        case Comparator.EQ:
            return same(value, target)
        case _:
            return reaches(value, target)


def way_done(kind: Kind, value: float | None, target: float | None, start: float | None) -> float | None:
    """The share 0-1 of the way to the task, for a bar that stops at its end; None where there is no way.

    A standard raised from `start` counts from there, everything else from nothing.
    """
    if value is None or target is None or kind not in (_POINTS | _LEVELS | {Kind.CUMULATIVE}):
        return None
    begin = start if kind is Kind.STANDARD and start is not None else 0.0
    if same(target, begin):
        return None
    return min(1.0, max(0.0, clean((value - begin) / (target - begin))))
