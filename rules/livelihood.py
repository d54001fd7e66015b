"""The stage a livelihood part has reached, and the rates of start, completion and acceptance over many parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rules.model import STAGES, Kind
from rules.rollup import percent_of_target

STARTED, COMPLETED, ACCEPTED = (STAGES.index(name) for name in ("started", "completed", "accepted"))


@dataclass(frozen=True, slots=True)
class PartState:
    """One part: whether it is works, and the position in STAGES it has reached; None = nothing is known of it."""

    is_works: bool
    stage: int | None


@dataclass(frozen=True, slots=True)
class Rate:
    """`count` of `total` parts; `percent` is rounded down to 0.1 and None where there is no part."""

    count: int
    total: int

    @property
    def percent(self) -> float | None:
        return percent_of_target(self.count, self.total)


@dataclass(frozen=True, slots=True)
class Rates:
    """Start, completion and acceptance apart, over the same parts; `unknown` of them have no figure and no word."""

    started: Rate
    completed: Rate
    accepted: Rate
    unknown: int


def reported_stage(
    kind: Kind, value: float | None, *, met: bool, wanted: str | None, start: float | None
) -> int | None:
    """The stage a figure proves, as a position in STAGES; None without a figure.

    A milestone reports its stage. A count or level that meets its task has reached the stage the task's verb
    names (completion where it names none): all of 400 homes started is a start, not a completion. One that has
    begun to move is started, one that has not is in preparation. `start` is X of "from X to Y".
    """
    if value is None:
        return None
    if kind is Kind.MILESTONE:
        return min(max(int(value), 0), len(STAGES) - 1)
    if met:
        return STAGES.index(wanted) if wanted is not None else COMPLETED
    return STARTED if value > (start or 0.0) else 0


def stage_of(reported: int | None, confirmed: str | None) -> int | None:
    """The stage that counts: the further of what figures prove and what a person confirmed."""
    said = STAGES.index(confirmed) if confirmed is not None else None
    known = [stage for stage in (reported, said) if stage is not None]
    return max(known) if known else None


def rates(parts: Iterable[PartState], *, works_only: bool) -> Rates:
    """The three rates over the parts that are works, or over all. A part nothing is known of counts as not started."""
    stages = [part.stage for part in parts if part.is_works or not works_only]

    def reached(wanted: int) -> Rate:
        return Rate(sum(stage is not None and stage >= wanted for stage in stages), len(stages))

    return Rates(reached(STARTED), reached(COMPLETED), reached(ACCEPTED), stages.count(None))
