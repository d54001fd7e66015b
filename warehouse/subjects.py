"""The plan and the reported figures as the rules' own objects: made once for a board, judged many times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from rules.model import (
    Accumulation,
    Comparator,
    Direction,
    Frequency,
    Indicator,
    Kind,
    Measure,
    Observation,
    ObsStatus,
    Release,
    Schedule,
    Strength,
    Target,
)
from warehouse.catalogue import Catalogue

OBSERVED = (
    "reference_period",
    "obs_value",
    "obs_status",
    "recorded_at",
    "withdrawn_at",
    "derived",
    "overdue_cases",
)
"""The columns of an observation that a verdict may use, in the order of `rules.model.Observation`."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """Everything that is judged; targets in the order of the plan, series by indicator, all vintages."""

    targets: tuple[Target, ...]
    actions: Mapping[str, str]
    indicators: Mapping[str, Indicator]
    schedules: Mapping[str, Schedule]
    schedule_of: Mapping[str, Schedule]
    series: Mapping[str, Sequence[Observation]]


def read_subjects(catalogue: Catalogue, observations: pl.DataFrame) -> Subjects:
    """The objects of a catalogue and of `read_observations`' frame; figures of other areas are left out."""
    rows = catalogue.targets.to_dicts()
    schedules = read_schedules(catalogue)
    return Subjects(
        targets=tuple(_target(row) for row in rows),
        actions={row["target_id"]: row["action_id"] for row in rows},
        indicators=read_indicators(catalogue),
        schedules=schedules,
        schedule_of={row["target_id"]: schedules[row["schedule_id"]] for row in rows if row["schedule_id"] is not None},
        series=read_series(observations, ref_area=catalogue.programme["ref_area"]),
    )


def read_releases(catalogue: Catalogue) -> dict[str, Release]:
    """indicator_id -> when its figures exist and are due."""
    return {
        row["indicator_id"]: Release(
            Frequency(row["frequency"]), row["first_month"], row["lag_days"], row["grace_days"]
        )
        for row in catalogue.releases.iter_rows(named=True)
    }


def read_indicators(catalogue: Catalogue) -> dict[str, Indicator]:
    """indicator_id -> the indicator with its release."""
    releases = read_releases(catalogue)
    return {
        row["indicator_id"]: Indicator(
            indicator_id=row["indicator_id"],
            measure=Measure(row["measure"]),
            accumulation=Accumulation(row["accumulation"]),
            direction=Direction(row["direction"]),
            decimals=row["decimals"],
            is_integer=row["is_integer"],
            can_fall=row["can_fall"],
            price_basis=row["price_basis"] or "",
            release=releases[row["indicator_id"]],
        )
        for row in catalogue.indicators.iter_rows(named=True)
    }


def read_schedules(catalogue: Catalogue) -> dict[str, Schedule]:
    """schedule_id -> the schedule with its twelve shares."""
    shares = catalogue.schedules.sort("schedule_id", "month").group_by("schedule_id").agg("share")
    return {schedule_id: Schedule(schedule_id, tuple(given)) for schedule_id, given in shares.iter_rows()}


def read_series(observations: pl.DataFrame, *, ref_area: str) -> dict[str, list[Observation]]:
    """indicator_id -> all vintages of its figures in one area, in the frame's order."""
    series: dict[str, list[Observation]] = {}
    rows = observations.filter(ref_area=ref_area).select("indicator_id", *OBSERVED)
    for indicator_id, period, value, status, *rest in rows.iter_rows():
        series.setdefault(indicator_id, []).append(Observation(period, value, ObsStatus(status), *rest))
    return series


def _target(row: Mapping[str, Any]) -> Target:
    return Target(
        target_id=row["target_id"],
        indicator_id=row["indicator_id"],
        kind=Kind(row["kind"]),
        comparator=None if row["comparator"] is None else Comparator(row["comparator"]),
        value=row["value"],
        value_from=row["value_from"],
        stretch=row["stretch"],
        strength=Strength(row["strength"]),
        direction=Direction(row["direction"]),
        deadline=row["deadline"],
        relative_to=row["relative_to"],
        stage=row["stage"],
    )
