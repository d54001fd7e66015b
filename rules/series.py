"""From every vintage of a series to the figures known at a moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from rules.model import Observation, ObsStatus, Release
from rules.periods import periods_of_year


def has_figure(observation: Observation) -> bool:
    """Whether a figure was given: a missing value is not a figure, and never 0."""
    value = observation.value
    return value is not None and value == value and observation.status != ObsStatus.MISSING


def is_known(observation: Observation, as_of: datetime) -> bool:
    """Whether a vintage stood at `as_of`: recorded by then and not withdrawn by then."""
    withdrawn = observation.withdrawn_at
    return observation.recorded_at <= as_of and (withdrawn is None or withdrawn > as_of)


def known_series(observations: Iterable[Observation], as_of: datetime, month: date) -> list[Observation]:
    """The newest vintage of each period up to `month` known at `as_of`, in order of period.

    A newest vintage that reports the value as missing stays in the list: it hides the older one.
    Of two vintages recorded at the same moment the later in `observations` wins.
    """
    newest: dict[date, Observation] = {}
    for observation in observations:
        period = observation.period
        if period > month or not is_known(observation, as_of):
            continue
        held = newest.get(period)
        if held is None or observation.recorded_at >= held.recorded_at:
            newest[period] = observation
    return [newest[period] for period in sorted(newest)]


def first_vintage(observations: Iterable[Observation], as_of: datetime, period: date) -> Observation | None:
    """The oldest vintage of `period` with a figure that stands at `as_of`."""
    vintages = [o for o in observations if o.period == period and is_known(o, as_of) and has_figure(o)]
    return min(vintages, key=lambda o: o.recorded_at) if len(vintages) > 1 else None


def running_totals(figures: Sequence[Observation], release: Release) -> list[Observation]:
    """Figures of single periods summed from January; a year's totals stop at its first missing period."""
    by_period = {figure.period: figure for figure in figures}
    totals: list[Observation] = []
    for year in sorted({period.year for period in by_period}):
        total = 0.0
        for period in periods_of_year(release, year):
            figure = by_period.get(period)
            if figure is None or figure.value is None:
                break
            total += figure.value
            totals.append(replace(figure, value=total))
    return totals
