"""What the warehouse already knows of each figure, kept in memory while files come in one after another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from rules.model import ObsStatus


@dataclass(frozen=True, slots=True)
class Figure:
    """One vintage of one figure that still stands."""

    batch_id: str
    unit_id: str
    period: date
    value: float | None
    status: ObsStatus
    overdue_cases: int | None
    recorded_at: datetime

    def says(self, value: float | None, status: ObsStatus, overdue_cases: int | None) -> bool:
        """Whether a new report says exactly this."""
        return (self.value, self.status, self.overdue_cases) == (value, status, overdue_cases)


class Known:
    """The figures that stand, by indicator and period. Grows batch by batch, shrinks by withdrawal."""

    def __init__(self, figures: Iterable[tuple[str, Figure]] = ()) -> None:
        self._series: dict[str, dict[date, list[Figure]]] = {}
        for indicator_id, figure in figures:
            self._add(indicator_id, figure)

    @classmethod
    def of(cls, observations: pl.DataFrame) -> Known:
        """From warehouse.queries.read_observations; withdrawn rows are left out."""
        rows = observations.to_dicts()
        return cls((row["indicator_id"], _figure(row)) for row in rows if row.get("withdrawn_at") is None)

    def add(self, observations: pl.DataFrame, *, batch_id: str, unit_id: str, recorded_at: datetime) -> None:
        """The observations of a batch written or about to be (known by its file's hash until then)."""
        self.add_rows(observations.to_dicts(), batch_id=batch_id, unit_id=unit_id, recorded_at=recorded_at)

    def add_rows(
        self, rows: Iterable[Mapping[str, Any]], *, batch_id: str, unit_id: str, recorded_at: datetime
    ) -> None:
        """As `add`, of observations that are no frame yet."""
        batch = {"batch_id": batch_id, "unit_id": unit_id, "recorded_at": recorded_at}
        for row in rows:
            self._add(row["indicator_id"], _figure({**row, **batch}))

    def withdraw_batch(self, batch_id: str) -> None:
        """The figures of a withdrawn batch stand no longer; those before them do again."""
        for periods in self._series.values():
            for period, figures in periods.items():
                periods[period] = [figure for figure in figures if figure.batch_id != batch_id]

    def newest(self, indicator_id: str, period: date) -> Figure | None:
        """The newest vintage of one figure."""
        figures = self._series.get(indicator_id, {}).get(period)
        return max(figures, key=lambda figure: figure.recorded_at) if figures else None

    def last_before(self, indicator_id: str, period: date) -> Figure | None:
        """The newest vintage of the newest earlier period that has a value."""
        earlier = sorted((other for other in self._series.get(indicator_id, {}) if other < period), reverse=True)
        for other in earlier:
            figure = self.newest(indicator_id, other)
            if figure is not None and figure.value is not None:
                return figure
        return None

    def _add(self, indicator_id: str, figure: Figure) -> None:
        self._series.setdefault(indicator_id, {}).setdefault(figure.period, []).append(figure)


def _figure(row: Mapping[str, Any]) -> Figure:
    return Figure(
        batch_id=row["batch_id"],
        unit_id=row["unit_id"],
        period=row["reference_period"],
        value=row["obs_value"],
        status=ObsStatus(row["obs_status"]),
        overdue_cases=row["overdue_cases"],
        recorded_at=row["recorded_at"],
    )
