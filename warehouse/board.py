"""What was known at a moment and the board judged from it: the one object that screens and papers read.

Frames are shared between readers and must not be changed in place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

import polars as pl

from rules.model import Release, Target
from warehouse import summaries
from warehouse.catalogue import Catalogue
from warehouse.connection import Warehouse
from warehouse.contradictions import contradicting_indicators
from warehouse.queries import read_batches, read_catalogue, read_decisions, read_observations
from warehouse.reporting import reports_due
from warehouse.reviews import figures_on_board
from warehouse.settings import Unreviewed
from warehouse.subjects import Subjects, read_subjects
from warehouse.verdicts import assess_history


@dataclass(frozen=True)
class Knowledge:
    """What was known at a moment: the plan, every figure, who reported when."""

    version: int
    as_of: datetime
    catalogue: Catalogue
    observations: pl.DataFrame
    batches: pl.DataFrame
    marks: pl.DataFrame
    unreviewed: Unreviewed = Unreviewed.SHOW

    @cached_property
    def in_force(self) -> dict[str, str]:
        """indicator_id -> the target a person has marked as the one in force."""
        standing = self.marks.filter(pl.col("target_id").is_not_null())
        return dict(standing.select("indicator_id", "target_id").iter_rows())

    @cached_property
    def indicators(self) -> dict[str, dict[str, Any]]:
        return {row["indicator_id"]: row for row in self.catalogue.indicators.iter_rows(named=True)}

    @cached_property
    def units(self) -> dict[str, dict[str, Any]]:
        return {row["unit_id"]: row for row in self.catalogue.units.iter_rows(named=True)}

    @cached_property
    def actions(self) -> dict[str, dict[str, Any]]:
        return {row["action_id"]: row for row in self.catalogue.actions.iter_rows(named=True)}

    @cached_property
    def actions_in_order(self) -> list[dict[str, Any]]:
        return sorted(self.actions.values(), key=lambda row: row["ordinal"])

    @cached_property
    def targets(self) -> dict[str, dict[str, Any]]:
        return {row["target_id"]: row for row in self.catalogue.targets.iter_rows(named=True)}

    @cached_property
    def targets_of(self) -> dict[str, list[dict[str, Any]]]:
        """indicator_id -> its target rows in the order of the plan; none for one that is only compared with."""
        found: dict[str, list[dict[str, Any]]] = {indicator_id: [] for indicator_id in self.indicators}
        for row in self.catalogue.targets.iter_rows(named=True):
            found[row["indicator_id"]].append(row)
        return found

    @cached_property
    def target_of(self) -> dict[str, Target]:
        """target_id -> the target as the rules take it."""
        return {target.target_id: target for target in self.subjects.targets}

    def release_of(self, indicator_id: str) -> Release:
        """When an indicator's figures exist and are due."""
        return self.subjects.indicators[indicator_id].release

    @cached_property
    def shown(self) -> pl.DataFrame:
        """The figures the board judges: `observations` with those nobody accepted yet shown or held, as set."""
        return figures_on_board(self.observations, self.unreviewed)

    @cached_property
    def subjects(self) -> Subjects:
        """The plan and the figures as the rules' own objects."""
        return read_subjects(self.catalogue, self.shown)

    @cached_property
    def unit_measures(self) -> dict[tuple[str, int], dict[str, Any]]:
        return {
            (row["unit_measure"], row["unit_mult"]): row for row in self.catalogue.unit_measures.iter_rows(named=True)
        }

    def measure_of(self, indicator_id: str) -> dict[str, Any]:
        """The unit_measures row of an indicator."""
        indicator = self.indicators[indicator_id]
        return self.unit_measures[indicator["unit_measure"], indicator["unit_mult"]]

    @cached_property
    def newest_month(self) -> date | None:
        """The newest month of the programme's year that any figure is about."""
        year = int(self.catalogue.programme["year"])
        periods = self.shown["reference_period"]
        newest: Any = periods.filter(periods.dt.year() == year).max()
        return newest

    @cached_property
    def contradicting(self) -> list[str]:
        """Indicators whose targets contradict each other, in the order of the plan."""
        return contradicting_indicators(self.catalogue.targets)

    @cached_property
    def has_demonstration(self) -> bool:
        return bool(self.batches.height and self.batches["is_demonstration"].any())


@dataclass(frozen=True)
class BoardView:
    """The judged board of one month at one moment. Frames as in `warehouse.verdicts`, plus kind and severity."""

    knowledge: Knowledge
    month: date
    history: pl.DataFrame
    reports: pl.DataFrame

    @cached_property
    def verdicts(self) -> pl.DataFrame:
        return summaries.month_rows(self.history, self.month)

    @cached_property
    def before(self) -> pl.DataFrame:
        """The month before; empty in January."""
        months = [month for month in self.history["month"].unique() if month < self.month]
        return (
            summaries.month_rows(self.history, max(months)) if months else summaries.month_rows(self.history, date.min)
        )

    @cached_property
    def reported(self) -> tuple[int, int]:
        """How many units have reported the month, of how many that owe it."""
        due = self.reports.filter(pl.col("period") == self.month)
        return due.filter(pl.col("state").is_in(["received", "late"])).height, due.height

    @cached_property
    def by_action(self) -> pl.DataFrame:
        return summaries.per_action(self.verdicts)

    @cached_property
    def deciding(self) -> dict[str, dict[str, Any]]:
        """indicator_id -> its deciding verdict row."""
        return {row["indicator_id"]: row for row in summaries.deciding_rows(self.verdicts).iter_rows(named=True)}


def read_knowledge(
    warehouse: Warehouse, programme_id: str, as_of: datetime, *, unreviewed: Unreviewed = Unreviewed.SHOW
) -> Knowledge:
    """What was known at `as_of`, of the warehouse's version of now."""
    return Knowledge(
        version=warehouse.version(),
        as_of=as_of,
        catalogue=read_catalogue(warehouse, programme_id, as_of),
        observations=read_observations(warehouse, programme_id, as_of),
        batches=read_batches(warehouse, programme_id, as_of),
        marks=read_decisions(warehouse, programme_id, as_of),
        unreviewed=unreviewed,
    )


def judge_month(known: Knowledge, month: date) -> BoardView:
    """The board of a month, judged with what was known."""
    history = assess_history(known.catalogue, known.shown, month=month, as_of=known.as_of, in_force=known.in_force)
    history = summaries.with_severity(history, known.catalogue.targets, known.catalogue.preset)
    reports = reports_due(known.catalogue, known.observations, month=month, as_of=known.as_of)
    return BoardView(knowledge=known, month=month, history=history, reports=reports)
