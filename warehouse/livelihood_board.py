"""The livelihood items as one moment knows them: each part with its figure, stage and verdict, and the ratings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from rules.achievement import Achievement, achievements, is_met, way_done
from rules.livelihood import PartState, Rates, rates, reported_stage, stage_of
from rules.model import Accumulation, Comparator, Kind, Observation
from rules.series import has_figure, known_series, running_totals
from warehouse.board import BoardView
from warehouse.connection import Warehouse
from warehouse.livelihood import read_stages
from warehouse.ratings import read_openings, read_ratings

Row = dict[str, Any]
WORST_FIRST = {"behind": 0, "overdue_report": 1, "at_risk": 2, "on_track": 3, "done": 4, "no_data": 5}


@dataclass(frozen=True)
class PartView:
    """One part. `figure` is its newest known, also where a newer one is overdue; `way` and `way_due` are shares 0-1."""

    row: Row
    target: Row | None
    verdict: Row | None
    figure: Observation | None
    is_works: bool
    stage: int | None  # position in rules.STAGES
    confirmed: Row | None  # the newest row of livelihood_stage
    achieved: tuple[Achievement, ...]
    way: float | None
    way_due: float | None

    @property
    def state(self) -> PartState:
        return PartState(self.is_works, self.stage)


@dataclass(frozen=True)
class ItemView:
    """One item with its parts; `rating` is a row of `read_ratings`, `open_until` the last day it may be rated."""

    row: Row
    parts: tuple[PartView, ...]
    rating: Row | None
    open_until: date | None

    @property
    def item_id(self) -> str:
        return str(self.row["item_id"])

    def is_open(self, day: date) -> bool:
        """Whether the public may rate it on a day."""
        return self.open_until is not None and self.open_until >= day

    @cached_property
    def verdict(self) -> Row | None:
        """The verdict of the part that stands worst; one that is counted before one that is not."""
        found = [part.verdict for part in self.parts if part.verdict is not None]
        return min(found, key=lambda v: (not v["counted"], WORST_FIRST[v["status"]], -v["severity"]), default=None)

    @cached_property
    def stage(self) -> int | None:
        """The stage its works have all reached; None where it has no works or nothing is known of any."""
        known = [part.stage for part in self.parts if part.is_works]
        return min((stage or 0 for stage in known), default=None) if any(s is not None for s in known) else None


@dataclass(frozen=True)
class LivelihoodBoard:
    """All items in the order of the plan."""

    items: tuple[ItemView, ...]

    @cached_property
    def by_id(self) -> dict[str, ItemView]:
        return {item.item_id: item for item in self.items}

    @cached_property
    def groups(self) -> dict[str, list[ItemView]]:
        """item_group -> its items, both in the order of the plan."""
        found: dict[str, list[ItemView]] = {}
        for item in self.items:
            found.setdefault(item.row["item_group"], []).append(item)
        return found

    def rates(self, group: str | None = None, *, works_only: bool) -> Rates:
        """Start, completion and acceptance over the parts of a group, or of all items."""
        items = self.items if group is None else self.groups.get(group, [])
        return rates((part.state for item in items for part in item.parts), works_only=works_only)


def read_livelihood(warehouse: Warehouse, board: BoardView) -> LivelihoodBoard:
    """The items at the board's month and moment."""
    programme_id, as_of = board.knowledge.catalogue.programme_id, board.knowledge.as_of
    return livelihood_board(
        board,
        stages=read_stages(warehouse, programme_id, as_of),
        ratings=read_ratings(warehouse, programme_id, as_of),
        openings=read_openings(warehouse, programme_id, as_of),
    )


def livelihood_board(
    board: BoardView, *, stages: pl.DataFrame, ratings: pl.DataFrame, openings: pl.DataFrame
) -> LivelihoodBoard:
    """As `read_livelihood`, from frames already read."""
    catalogue = board.knowledge.catalogue
    verdicts = {row["target_id"]: row for row in board.verdicts.iter_rows(named=True)}
    confirmed = {(row["item_id"], row["ordinal"]): row for row in stages.iter_rows(named=True)}
    rated = {row["item_id"]: row for row in ratings.iter_rows(named=True)}
    until = dict(openings.select("item_id", "open_until").iter_rows())
    parts: dict[str, list[PartView]] = {}
    for row in catalogue.livelihood_parts.sort("item_id", "ordinal", maintain_order=True).iter_rows(named=True):
        word = confirmed.get((row["item_id"], row["ordinal"]))
        parts.setdefault(row["item_id"], []).append(_part(board, row, verdicts.get(row["target_id"]), word))
    return LivelihoodBoard(
        tuple(
            ItemView(row, tuple(parts.get(row["item_id"], [])), rated.get(row["item_id"]), until.get(row["item_id"]))
            for row in catalogue.livelihood_items.iter_rows(named=True)
        )
    )


def _part(board: BoardView, row: Row, verdict: Row | None, confirmed: Row | None) -> PartView:
    target = board.knowledge.targets.get(row["target_id"] or "")
    figure = _figure(board, target)
    value = None if figure is None else figure.value
    reported = None if target is None else _reported(target, value)
    kind = Kind.NOT_QUANTIFIED if target is None else Kind(target["kind"])
    wanted = None if target is None else target["value"]
    start = None if target is None else target["value_from"]
    is_integer = target is not None and bool(board.knowledge.indicators[target["indicator_id"]]["is_integer"])
    due = None if verdict is None or kind is not Kind.CUMULATIVE else verdict["expected"]
    return PartView(
        row=row,
        target=target,
        verdict=verdict,
        figure=figure,
        is_works=_is_works(row, target),
        stage=stage_of(reported, None if confirmed is None else confirmed["stage"]),
        confirmed=confirmed,
        achieved=achievements(kind, value, wanted, is_integer=is_integer),
        way=way_done(kind, value, wanted, start),
        way_due=way_done(kind, due, wanted, start),
    )


def _is_works(row: Row, target: Row | None) -> bool:
    if row["is_works"] is not None:
        return bool(row["is_works"])
    return target is not None and target["stage"] is not None and target["kind"] == Kind.CUMULATIVE


def _figure(board: BoardView, target: Row | None) -> Observation | None:
    """The newest figure of the year that has a value, counted from January where months are reported singly."""
    if target is None:
        return None
    subjects = board.knowledge.subjects
    indicator = subjects.indicators[target["indicator_id"]]
    series = subjects.series.get(target["indicator_id"], ())
    known = known_series(series, board.knowledge.as_of, board.month)
    found = [each for each in known if has_figure(each) and each.period.year == board.month.year]
    if target["kind"] == Kind.CUMULATIVE and indicator.accumulation == Accumulation.PERIOD:
        found = running_totals(found, indicator.release)
    return found[-1] if found else None


def _reported(target: Row, value: float | None) -> int | None:
    comparator = Comparator(target["comparator"]) if target["comparator"] else None
    met = is_met(value, target["value"], comparator)
    return reported_stage(Kind(target["kind"]), value, met=met, wanted=target["stage"], start=target["value_from"])
