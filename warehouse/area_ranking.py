"""Areas held against each other: one indicator of all of them in three queries, however many they are, and how one
area's targets stand in a month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from rules.model import Status
from warehouse import summaries
from warehouse.areas import Area
from warehouse.board import read_knowledge
from warehouse.connection import Warehouse
from warehouse.queries import read_sql
from warehouse.reviews import figures_on_board
from warehouse.settings import Unreviewed
from warehouse.verdicts import assess_board

MEASURED = ("measure", "accumulation", "unit_measure", "unit_mult", "direction")
"""What two plans must say alike of an indicator for their figures to be compared."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An area's month: how many indicators have each status, every status named."""

    counts: dict[str, int]

    @property
    def counted(self) -> int:
        return sum(self.counts.values())

    @property
    def share_on_track(self) -> float | None:
        """Percent of the counted that are done or on track; None where nothing counts."""
        good = self.counts[Status.DONE.value] + self.counts[Status.ON_TRACK.value]
        return 100.0 * good / self.counted if self.counted else None


def judge_area(
    warehouse: Warehouse, programme_id: str, *, month: date, as_of: datetime, unreviewed: Unreviewed
) -> Standing:
    """How one area's indicators stand; the same colours as on its own board. Reads and judges that area whole."""
    known = read_knowledge(warehouse, programme_id, as_of, unreviewed=unreviewed)
    verdicts = assess_board(known.catalogue, known.shown, month=month, as_of=as_of, in_force=known.in_force)
    return Standing(summaries.status_counts(summaries.deciding_rows(verdicts)))


def shared_indicators(warehouse: Warehouse, areas: Sequence[Area], as_of: datetime) -> dict[str, int]:
    """Indicators in more than one of these areas' plans, and in how many."""
    rows = warehouse.frame(read_sql("area_indicators"), **_catalogues(warehouse, areas, as_of))
    return {indicator_id: plans for indicator_id, plans in rows.iter_rows() if plans > 1}


def indicator_of_areas(
    warehouse: Warehouse,
    areas: Sequence[Area],
    indicator_id: str,
    *,
    own: str,
    month: date,
    as_of: datetime,
    unreviewed: Unreviewed,
) -> pl.DataFrame:
    """One indicator's newest figure of the month's year up to `month`, of every area whose plan has it.

    Columns: programme_id, is_alike (measured as the plan `own` measures it), period, value (empty where there is no
    figure), target (empty where the plan gives no number), gap (positive = past the target), and place: 1 is best, in
    the order of `own`'s direction, empty without a figure or where it is measured otherwise.
    """
    given = {"indicator_id": indicator_id, "as_of": as_of}
    plans = warehouse.frame(read_sql("area_targets"), **given, **_catalogues(warehouse, areas, as_of))
    figures = warehouse.frame(
        read_sql("area_figures"),
        **given,
        programmes=[area.programme_id for area in areas],
        areas=[area.ref_area for area in areas],
        first=date(month.year, 1, 1),
        month=month,
    )
    newest = _newest(figures_on_board(figures, unreviewed))
    mine = plans.filter(programme_id=own).row(0, named=True)
    is_down = mine["direction"] == "down"
    gap = pl.col("target") - pl.col("value") if is_down else pl.col("value") - pl.col("target")
    alike = pl.all_horizontal(pl.col(name).eq_missing(pl.lit(mine[name])) for name in MEASURED)
    return (
        plans.with_columns(is_alike=alike)
        .join(newest, on="programme_id", how="left", maintain_order="left")
        .with_columns(gap=gap)
        .with_columns(place=placed("value", is_down=is_down))
        .select("programme_id", "is_alike", "period", "value", "target", "gap", "place")
    )


def _catalogues(warehouse: Warehouse, areas: Sequence[Area], as_of: datetime) -> dict[str, list[Any]]:
    """The parameters `programmes` and `catalogues` of a query: which catalogue speaks for each area at the moment."""
    programmes = [area.programme_id for area in areas]
    found = warehouse.frame(read_sql("area_catalogues"), programmes=programmes, as_of=as_of)
    return {"programmes": found["programme_id"].to_list(), "catalogues": found["catalogue_version"].to_list()}


def placed(column: str, *, is_down: bool = False) -> pl.Expr:
    """The place of each area by a column, equal figures sharing one; empty where it is empty or not alike."""
    ranked = pl.when("is_alike").then(pl.col(column))
    return ranked.rank("min", descending=not is_down).cast(pl.Int64)


def _newest(figures: pl.DataFrame) -> pl.DataFrame:
    """programme_id, period and value: the newest vintage of the newest period that has a value."""
    key = ["programme_id", "reference_period"]
    standing = figures.filter(pl.col("withdrawn_at").is_null()).unique(key, keep="last", maintain_order=True)
    return (
        standing.filter(pl.col("obs_value").is_not_null())
        .sort("reference_period")
        .unique("programme_id", keep="last", maintain_order=True)
        .select("programme_id", period="reference_period", value="obs_value")
    )
