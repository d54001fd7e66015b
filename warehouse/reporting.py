"""Who owes which figures for which period, and whether they came: a fact of its own beside progress."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from rules.model import Kind
from rules.periods import day_of, due_day, late_day, periods_of_year
from warehouse.catalogue import Catalogue
from warehouse.subjects import read_releases

STATES = ("received", "late", "due", "overdue")
"""A figure's state, best first: came in time, came after its grace, not yet late, late and not there."""

REPORT_SCHEMA: Mapping[str, Any] = {
    "unit_id": pl.String,
    "period": pl.Date,
    "figures_due": pl.Int64,
    "figures_received": pl.Int64,
    "due_on": pl.Date,
    "late_on": pl.Date,
    "received_at": pl.Datetime("us"),
    "state": pl.String,
}


@dataclass(frozen=True, slots=True)
class OwedFigure:
    """One figure a unit owes; `received_at` is when it first came, None where it has not."""

    indicator_id: str
    unit_id: str
    period: date
    due_on: date
    late_on: date
    received_at: datetime | None
    state: str


def reports_due(catalogue: Catalogue, observations: pl.DataFrame, *, month: date, as_of: datetime) -> pl.DataFrame:
    """One row per reporting unit and period from January to `month`, sorted by both.

    Columns: unit_id, period, figures_due, figures_received, due_on (the earliest due day), late_on (the last
    day of the longest grace), received_at (of the first figure), state: `overdue` where a figure is late and
    missing, else `due` where one is still to come, else `late` where one came after its grace, else
    `received`.
    """
    rows: dict[tuple[str, date], list[OwedFigure]] = {}
    for figure in owed_figures(catalogue, observations, month=month, as_of=as_of):
        rows.setdefault((figure.unit_id, figure.period), []).append(figure)
    return pl.DataFrame(
        [_report_row(*key, rows[key]) for key in sorted(rows)], schema=dict(REPORT_SCHEMA), orient="row"
    )


def owed_figures(catalogue: Catalogue, observations: pl.DataFrame, *, month: date, as_of: datetime) -> list[OwedFigure]:
    """Every figure owed for the periods of `month`'s year up to `month`.

    An indicator is owed where a judged target names it or compares with it, for each period its release
    has. A figure reported as missing has been reported; one of a withdrawn batch has not.
    """
    releases = read_releases(catalogue)
    wanted = indicators_owed(catalogue)
    arrivals = _first_arrivals(observations, catalogue.programme["ref_area"])
    owed = []
    for indicator_id, unit_id in catalogue.indicators.select("indicator_id", "reporting_unit").iter_rows():
        release = releases[indicator_id]
        for period in periods_of_year(release, month.year) if indicator_id in wanted else ():
            if period <= month:
                due, late = due_day(period, release), late_day(period, release)
                came = arrivals.get((indicator_id, period))
                state = _figure_state(came, late, as_of)
                owed.append(OwedFigure(indicator_id, unit_id, period, due, late, came, state))
    return owed


def indicators_owed(catalogue: Catalogue) -> set[str]:
    """The indicators that a judged target names or compares with; a direction without a number is judged too."""
    judged = catalogue.targets.filter(pl.col("kind") != Kind.NOT_QUANTIFIED)
    return set(judged["indicator_id"]) | set(judged["relative_to"].drop_nulls())


def _first_arrivals(observations: pl.DataFrame, ref_area: str) -> dict[tuple[str, date], datetime]:
    standing = observations.filter(pl.col("withdrawn_at").is_null(), ref_area=ref_area)
    first = standing.group_by("indicator_id", "reference_period").agg(pl.col("received_at").min())
    return {(indicator_id, period): came for indicator_id, period, came in first.iter_rows()}


def _figure_state(came: datetime | None, late: date, as_of: datetime) -> str:
    if came is None:
        return "overdue" if day_of(as_of) > late else "due"
    return "late" if day_of(came) > late else "received"


def _report_row(unit_id: str, period: date, figures: list[OwedFigure]) -> tuple[Any, ...]:
    arrivals = [figure.received_at for figure in figures if figure.received_at is not None]
    return (
        unit_id,
        period,
        len(figures),
        len(arrivals),
        min(figure.due_on for figure in figures),
        max(figure.late_on for figure in figures),
        min(arrivals, default=None),
        max((figure.state for figure in figures), key=STATES.index),
    )
