"""What the warehouse already knows of each figure, kept in memory while files come in one after another."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

import polars as pl

from rules.model import ObsStatus


class Figure(NamedTuple):
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
        return self.value == value and self.status is status and self.overdue_cases == overdue_cases


class Known:
    """The figures that stand, by indicator and period. Grows batch by batch, shrinks by withdrawal."""

    def __init__(self, figures: Iterable[tuple[str, Figure]] = ()) -> None:
        self._series: dict[str, dict[date, list[Figure]]] = {}
        self._newest: dict[tuple[str, date], Figure] = {}
        self._periods: dict[str, list[date]] = {}  # in order
        self.add_figures(figures)

    @classmethod
    def of(cls, observations: pl.DataFrame) -> Known:
        """From warehouse.queries.read_observations; withdrawn rows are left out."""
        rows = observations.to_dicts()
        return cls((row["indicator_id"], _figure(row)) for row in rows if row.get("withdrawn_at") is None)

    def add(self, observations: pl.DataFrame, *, batch_id: str, unit_id: str, recorded_at: datetime) -> None:
        """The observations of a batch written or about to be (known by its file's hash until then)."""
        batch = {"batch_id": batch_id, "unit_id": unit_id, "recorded_at": recorded_at}
        self.add_figures((row["indicator_id"], _figure({**row, **batch})) for row in observations.to_dicts())

    def add_figures(self, figures: Iterable[tuple[str, Figure]]) -> None:
        """Figures with their indicators, in the order in which they became known."""
        for indicator_id, figure in figures:
            self._add(indicator_id, figure)

    def withdraw_batch(self, batch_id: str) -> None:
        """The figures of a withdrawn batch stand no longer; those before them do again."""
        for indicator_id, periods in self._series.items():
            for period, figures in periods.items():
                if any(figure.batch_id == batch_id for figure in figures):
                    periods[period] = [figure for figure in figures if figure.batch_id != batch_id]
                    self._settle_newest(indicator_id, period)

    def newest(self, indicator_id: str, period: date) -> Figure | None:
        """The newest vintage of one figure."""
        return self._newest.get((indicator_id, period))

    def last_before(self, indicator_id: str, period: date) -> Figure | None:
        """The newest vintage of the newest earlier period that has a value."""
        periods = self._periods.get(indicator_id, [])
        for place in range(bisect_left(periods, period) - 1, -1, -1):
            figure = self._newest.get((indicator_id, periods[place]))
            if figure is not None and figure.value is not None:
                return figure
        return None

    def _add(self, indicator_id: str, figure: Figure) -> None:
        periods, place = self._series.setdefault(indicator_id, {}), (indicator_id, figure.period)
        if figure.period not in periods:
            periods[figure.period] = []
            insort(self._periods.setdefault(indicator_id, []), figure.period)
        periods[figure.period].append(figure)
        newest = self._newest.get(place)
        if newest is None or figure.recorded_at > newest.recorded_at:
            self._newest[place] = figure

    def _settle_newest(self, indicator_id: str, period: date) -> None:
        """Finds the newest vintage anew after one was taken away."""
        figures = self._series[indicator_id][period]
        if figures:
            self._newest[indicator_id, period] = max(figures, key=lambda figure: figure.recorded_at)
        else:
            del self._newest[indicator_id, period]


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
