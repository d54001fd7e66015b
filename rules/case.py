"""What a kind's rule is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from rules.model import (
    Board,
    Comparator,
    Direction,
    Flag,
    Frequency,
    Indicator,
    Kind,
    Observation,
    Preset,
    Release,
    Schedule,
    Status,
    Target,
)
from rules.precision import clean, exceeds, reaches
from rules.reasons import Reason

_STRICT = frozenset({Comparator.GT, Comparator.LT})


class Question(NamedTuple):
    """All that `assess_target` was asked, apart from the target's own observations."""

    target: Target
    indicator: Indicator
    board: Board
    preset: Preset
    schedule: Schedule
    reference: Sequence[Observation]
    reference_indicator: Indicator | None


@dataclass(slots=True)
class Case:
    """A question with its series cut to what counts; the common input of every kind's `judge`.

    `known`: the newest vintage per period known at the board's moment, blanks included. `history`: those with
    a figure. `series`: the figures a verdict may rest on, in the target's time (for a relative target only
    periods both sides have); its last is the one judged. `reference`: the other side's figure by period.
    `board_day`: the board month's last day, or the day of `as_of` where that is earlier.
    """

    question: Question
    target: Target
    indicator: Indicator
    preset: Preset
    sign: int  # 1 where more is better, -1 where less is
    final: date  # the period whose figure settles the target
    month: date  # the board's month, but not after `final`
    known_day: date  # the day of as_of
    board_day: date
    known: list[Observation]
    history: list[Observation]
    series: list[Observation]
    reference: dict[date, float]

    @property
    def newest(self) -> Observation:
        return self.series[-1]

    @property
    def value(self) -> float:
        return figure(self.newest)

    @property
    def is_strict(self) -> bool:
        """Whether equality does not meet the target."""
        return self.target.comparator in _STRICT

    @property
    def is_annual(self) -> bool:
        return annual_release(self.question) is not None

    def meets(self, value: float, bound: float) -> bool:
        """Whether `value` is at `bound` or better; better only, where the comparator is strict."""
        met = exceeds if self.is_strict else reaches
        return met(self.sign * value, self.sign * bound)

    def turning(self, bound: float) -> float:
        """The first value that meets `bound`: itself, or a last digit better where equality does not."""
        step = 10.0**-self.indicator.decimals if self.is_strict else 0.0
        return clean(bound + self.sign * step)

    def at(self, period: date) -> float | None:
        """The figure of `period` in the whole history."""
        return next((o.value for o in self.history if o.period == period), None)


class Judgement(NamedTuple):
    """A kind's answer, before flags and before the final period's rule.

    `bound` is the value that had to be met (None where the question cannot be settled), `met` whether it was;
    `since` is the first period of an irreversible success.
    """

    status: Status
    reason: Reason
    inputs: Mapping[str, float | str | None]
    met: bool = False
    bound: float | None = None
    expected: float | None = None
    gap: float | None = None
    gap_unit: str | None = None
    turning_value: float | None = None
    since: date | None = None
    flags: tuple[Flag, ...] = ()
    counted: bool = True


def unknown(reason: Reason, **inputs: float | str | None) -> Judgement:
    """No verdict, with what is missing."""
    return Judgement(Status.NO_DATA, reason, inputs)


def figure(observation: Observation) -> float:
    """The value of an observation that is known to have one."""
    if observation.value is None:
        raise ValueError(f"the observation of {observation.period} has no figure")
    return observation.value


def sign_of(direction: Direction) -> int:
    return -1 if direction == Direction.DOWN else 1


def annual_release(question: Question) -> Release | None:
    """The calendar of a target that is settled by one figure a year; of a relative target's annual side."""
    own = question.indicator.release
    if own.frequency == Frequency.ANNUAL:
        return own
    other = question.reference_indicator
    if question.target.kind == Kind.RELATIVE and other and other.release.frequency == Frequency.ANNUAL:
        return other.release
    return None
