"""What each indicator's course is drawn towards: its leading target with the thresholds it is judged by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from etl.plan import Plan, PlanIndicator
from rules.model import STAGES, Comparator, Direction, Kind, Preset, Schedule
from rules.schedule import LINEAR
from warehouse.catalogue import Catalogue

_STRICT = frozenset({Comparator.GT, Comparator.LT})


@dataclass(frozen=True, slots=True)
class Aim:
    """`kind` is None for the other side of a relative target, which has no target of its own."""

    indicator: PlanIndicator
    kind: Kind | None
    sign: int
    value: float
    value_from: float | None
    is_strict: bool
    against_last_year: bool  # one of its targets only asks for better than last year
    stages: tuple[int, ...]  # the stages its targets ask for, lowest first
    schedule: Schedule
    preset: Preset

    @property
    def step(self) -> float:
        """One in the last digit reported."""
        return float(10.0**-self.indicator.decimals)


def aims_of(catalogue: Catalogue, plan: Plan) -> dict[str, Aim]:
    """The aim of every indicator that can be judged or compared with, in the plan's order.

    A target that only names a direction has no number and is judged all the same.
    """
    schedules = _schedules(catalogue)
    targets: dict[str, list[Mapping[str, Any]]] = {}
    for row in catalogue.targets.to_dicts():
        if row["kind"] != Kind.NOT_QUANTIFIED:
            targets.setdefault(row["indicator_id"], []).append(row)
    return {
        name: _aim(indicator, targets.get(name, []), schedules, catalogue.preset)
        for name, indicator in plan.indicators.items()
        if indicator.is_owed or name in targets
    }


def _schedules(catalogue: Catalogue) -> dict[str, Schedule]:
    shares: dict[str, list[float]] = {}
    for row in catalogue.schedules.sort("schedule_id", "month").to_dicts():
        shares.setdefault(row["schedule_id"], []).append(row["share"])
    return {name: Schedule(name, tuple(values)) for name, values in shares.items()}


def _aim(
    indicator: PlanIndicator,
    targets: list[Mapping[str, Any]],
    schedules: Mapping[str, Schedule],
    preset: Preset,
) -> Aim:
    lead = _strictest(targets)
    return Aim(
        indicator=indicator,
        kind=Kind(lead["kind"]) if lead else None,
        sign=-1 if lead and lead["direction"] == Direction.DOWN else 1,
        value=(lead["value"] or 0.0) if lead else 0.0,
        value_from=lead["value_from"] if lead else None,
        is_strict=any(row["comparator"] in _STRICT for row in targets),
        against_last_year=any(row["kind"] == Kind.DIRECTION for row in targets),
        stages=tuple(sorted({STAGES.index(row["stage"]) for row in targets if row["stage"]})),
        schedule=schedules.get(lead["schedule_id"] or "", LINEAR) if lead else LINEAR,
        preset=preset,
    )


def _strictest(targets: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Of several rows for one indicator the one that is hardest to meet; a number before a mere direction."""
    if not targets:
        return {}
    numbered = [row for row in targets if row["kind"] != Kind.DIRECTION] or targets
    sign = -1 if numbered[0]["direction"] == Direction.DOWN else 1
    return max(numbered, key=lambda row: sign * (row["value"] or 0.0))
