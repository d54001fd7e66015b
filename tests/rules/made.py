"""Small targets, indicators and series made for the tests of the judgement."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from rules.assess import assess_target
from rules.model import (
    Accumulation,
    Board,
    Comparator,
    Direction,
    Frequency,
    Indicator,
    Kind,
    Measure,
    Observation,
    ObsStatus,
    Preset,
    Release,
    Schedule,
    Strength,
    Target,
    Verdict,
)
from rules.periods import period_end

SEED = Path(__file__).parents[2] / "data" / "seed" / "xupu_2024"
PRESET = Preset(**tomllib.loads((SEED / "status_preset.toml").read_text(encoding="utf-8")))
MONTHLY = Release(Frequency.MONTHLY, first_month=1, lag_days=15, grace_days=5)
FROM_FEBRUARY = replace(MONTHLY, first_month=2)
QUARTERLY = Release(Frequency.QUARTERLY, first_month=3, lag_days=20, grace_days=5)
ANNUAL = Release(Frequency.ANNUAL, first_month=12, lag_days=60, grace_days=5)


def month(number: int, year: int = 2024) -> date:
    return date(year, number, 1)


def day_after(number: int, days: int = 18, year: int = 2024) -> datetime:
    """Noon UTC, `days` days after the end of a month: reported by then, its grace not over."""
    return datetime.combine(period_end(month(number, year)), datetime.min.time()) + timedelta(days=days, hours=4)


def board(number: int, days: int = 18, year: int = 2024) -> Board:
    return Board(month(number, year), day_after(number, days, year))


def make_indicator(indicator_id: str = "thing", **changes: Any) -> Indicator:
    made = Indicator(
        indicator_id=indicator_id,
        measure=Measure.LEVEL,
        accumulation=Accumulation.YTD,
        direction=Direction.UP,
        decimals=1,
        is_integer=False,
        can_fall=False,
        price_basis="",
        release=MONTHLY,
    )
    return replace(made, **changes)


def make_target(kind: Kind, value: float | None = None, **changes: Any) -> Target:
    direction = changes.get("direction", Direction.UP)
    made = Target(
        target_id="target",
        indicator_id="thing",
        kind=kind,
        comparator=Comparator.GE if direction == Direction.UP else Comparator.LE,
        value=value,
        value_from=None,
        stretch=None,
        strength=Strength.COMPLETE,
        direction=direction,
        deadline=date(2024, 12, 31),
        relative_to=None,
        stage=None,
    )
    return replace(made, **changes)


def observe(period: date, value: float | None, recorded_at: datetime | None = None, **changes: Any) -> Observation:
    """One figure, recorded ten days after its period's end unless said otherwise."""
    if recorded_at is None:
        recorded_at = datetime.combine(period_end(period), datetime.min.time()) + timedelta(days=10)
    status = ObsStatus.MISSING if value is None else ObsStatus.FINAL
    return replace(Observation(period, value, status, recorded_at), **changes)


def series(values: Mapping[int, float | None] | Sequence[float | None], year: int = 2024) -> list[Observation]:
    """Figures by month number, or of every month from January."""
    by_month = values if isinstance(values, Mapping) else dict(enumerate(values, start=1))
    return [observe(month(number, year), value) for number, value in by_month.items()]


def held(value: float, until: int = 10, year: int = 2024) -> list[Observation]:
    """The same figure every month up to `until`."""
    return series([value] * until, year)


def assess(
    target: Target,
    observations: Sequence[Observation],
    *,
    indicator: Indicator | None = None,
    at: Board | None = None,
    schedule: Schedule | None = None,
    reference: Sequence[Observation] | None = None,
    reference_indicator: Indicator | None = None,
) -> Verdict:
    """The verdict on the board of October 2024, unless said otherwise."""
    return assess_target(
        target,
        indicator=indicator or make_indicator(),
        observations=observations,
        board=at or board(10),
        preset=PRESET,
        schedule=schedule,
        reference=reference,
        reference_indicator=reference_indicator,
    )
