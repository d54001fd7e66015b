"""What an appraisal counts: one row a target, figure, entry, part or rating, with whom it speaks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from rules.appraisal import Counted
from rules.livelihood import ACCEPTED
from rules.model import Status
from rules.periods import day_of
from warehouse.board import BoardView
from warehouse.livelihood_board import LivelihoodBoard
from warehouse.reporting import OwedFigure

KEPT_LEDGERS = ("key_task", "shortcoming", "project")
"""The lists whose entries the plan wants with a time, a person and a unit."""
ON_SCHEDULE = (Status.DONE.value, Status.ON_TRACK.value)


@dataclass(frozen=True, slots=True)
class CountedRow:
    """One thing counted: `counts` of `of`, for these actions and these units; `state` says why it counts so."""

    kind: str
    row_id: str
    actions: tuple[str, ...]
    units: tuple[str, ...]
    counts: float
    of: float
    state: str
    day: date | None = None
    title: str = ""


@dataclass(frozen=True)
class Material:
    """Everything an appraisal of a month is counted from; `cutoff` is the last day whose deeds count."""

    board: BoardView
    owed: tuple[OwedFigure, ...]
    entries: pl.DataFrame
    livelihood: LivelihoodBoard
    cutoff: date

    @cached_property
    def actions_of(self) -> dict[str, tuple[str, ...]]:
        """indicator_id -> the actions that have a target of it."""
        rows = self.board.knowledge.targets_of.items()
        return {i: tuple(dict.fromkeys(t["action_id"] for t in targets)) for i, targets in rows}

    @cached_property
    def owners_of(self) -> dict[str, tuple[str, ...]]:
        """indicator_id -> its lead units, else the unit that reports it."""
        found = {}
        for indicator_id, targets in self.board.knowledge.targets_of.items():
            leads = dict.fromkeys(unit for row in targets for unit in ids(row["lead_units"]))
            reporting = self.board.knowledge.indicators[indicator_id]["reporting_unit"]
            found[indicator_id] = tuple(leads) or (reporting,)
        return found

    @cached_property
    def livelihood_action(self) -> tuple[str, ...]:
        """The action most livelihood parts have their targets in, for parts and items that have no target."""
        targets = self.board.knowledge.targets
        found = Counter(
            targets[part.row["target_id"]]["action_id"]
            for item in self.livelihood.items
            for part in item.parts
            if part.row["target_id"]
        )
        return tuple(action for action, _ in found.most_common(1))

    def raised(self, *ledgers: str) -> Iterator[dict[str, Any]]:
        """Entries of some lists that were there by the cutoff and have not been dropped."""
        for row in self.entries.filter(pl.col("ledger").is_in(ledgers)).iter_rows(named=True):
            if row["state"] != "dropped" and day_of(row["opened_at"]) <= self.cutoff:
                yield row


def ids(text: str | None) -> tuple[str, ...]:
    """The ids of a `;`-separated field."""
    return tuple(part for part in (text or "").split(";") if part)


def counted_rows(material: Material, counted: Counted) -> list[CountedRow]:
    """The rows of one measure; a person's mark and what is compared among subjects are made elsewhere."""
    return list(_MEASURES[counted](material)) if counted in _MEASURES else []


def _targets_on_schedule(material: Material) -> Iterator[CountedRow]:
    return _targets(material, ON_SCHEDULE)


def _targets_reached(material: Material) -> Iterator[CountedRow]:
    return _targets(material, (Status.DONE.value,))


def _targets(material: Material, fulfilled: tuple[str, ...]) -> Iterator[CountedRow]:
    """The judged indicators; one of which no figure was due yet says nothing and is not among them."""
    for indicator_id, row in material.board.deciding.items():
        if row["counted"] and row["status"] != Status.NO_DATA:
            counts = float(row["status"] in fulfilled)
            actions, units = material.actions_of[indicator_id], material.owners_of[indicator_id]
            yield CountedRow("indicator", indicator_id, actions, units, counts, 1.0, row["status"], row["period"])


def _reports_in_time(material: Material) -> Iterator[CountedRow]:
    """The figures owed for the year's periods up to the month that have come or should have."""
    for figure in material.owed:
        if figure.state != "due" and figure.period <= material.board.month:
            counts = float(figure.state == "received")
            actions = material.actions_of[figure.indicator_id]
            yield CountedRow(
                "figure", figure.indicator_id, actions, (figure.unit_id,), counts, 1.0, figure.state, figure.period
            )


def _ledger_complete(material: Material) -> Iterator[CountedRow]:
    for row in material.raised(*KEPT_LEDGERS):
        lacking = [name for name in ("lead_person", "lead_units", "due_on") if not row[name]]
        yield _entry(row, counts=not lacking, state="complete" if not lacking else "lacking")


def _key_tasks_on_time(material: Material) -> Iterator[CountedRow]:
    for row in material.raised("key_task"):
        if row["due_on"] is not None and row["due_on"] <= material.cutoff:
            yield _entry(row, counts=_is_in_time(row, material.cutoff), state=_state(row, material.cutoff))


def _problems_closed(material: Material) -> Iterator[CountedRow]:
    """The shortcomings raised; one whose day has not come yet and that is still open says nothing so far."""
    for row in material.raised("shortcoming"):
        pending = row["due_on"] is not None and row["due_on"] > material.cutoff
        if _is_closed(row, material.cutoff) or not pending:
            yield _entry(row, counts=_is_in_time(row, material.cutoff), state=_state(row, material.cutoff))


def _experiences_published(material: Material) -> Iterator[CountedRow]:
    """Counts without a denominator: it is the most any subject has, and is added when they are compared."""
    for row in material.raised("highlight"):
        if _is_closed(row, material.cutoff):
            yield _entry(row, counts=True, state="published", of=0.0)


def _is_closed(row: Mapping[str, Any], cutoff: date) -> bool:
    return row["state"] == "done" and row["closed_on"] is not None and row["closed_on"] <= cutoff


def _is_in_time(row: Mapping[str, Any], cutoff: date) -> bool:
    return _is_closed(row, cutoff) and (row["due_on"] is None or row["closed_on"] <= row["due_on"])


def _state(row: Mapping[str, Any], cutoff: date) -> str:
    if not _is_closed(row, cutoff):
        return "still_open"
    return "in_time" if _is_in_time(row, cutoff) else "closed_late"


def _entry(row: Mapping[str, Any], *, counts: bool, state: str, of: float = 1.0) -> CountedRow:
    actions = () if row["action_id"] is None else (row["action_id"],)
    units, day = ids(row["lead_units"]), row["due_on"] or row["closed_on"]
    return CountedRow("entry", row["entry_id"], actions, units, float(counts), of, state, day, row["title"])


def _public_rating(material: Material) -> Iterator[CountedRow]:
    """The stars given, of five a ballot."""
    for item in material.livelihood.items:
        if item.rating is not None and item.rating["n"]:
            stars = sum(star * item.rating[f"star_{star}"] for star in range(1, 6))
            state = "small_sample" if item.rating["is_small_sample"] else "rated"
            units, actions = ids(item.row["lead_units"]), material.livelihood_action
            yield CountedRow("item", item.item_id, actions, units, float(stars), 5.0 * item.rating["n"], state)


def _acceptance_rate(material: Material) -> Iterator[CountedRow]:
    """The parts that are works, and so end with an acceptance."""
    for item in material.livelihood.items:
        for part in item.parts:
            if part.is_works:
                accepted = part.stage is not None and part.stage >= ACCEPTED
                leads = ids(part.target["lead_units"]) if part.target else ()
                actions = (part.target["action_id"],) if part.target else material.livelihood_action
                row_id = f"{item.item_id}:{part.row['ordinal']}"
                state = "accepted" if accepted else "not_accepted"
                units = leads or ids(item.row["lead_units"])
                yield CountedRow("part", row_id, actions, units, float(accepted), 1.0, state)


_MEASURES: Mapping[Counted, Callable[[Material], Iterator[CountedRow]]] = {
    Counted.TARGETS_ON_SCHEDULE: _targets_on_schedule,
    Counted.TARGETS_REACHED: _targets_reached,
    Counted.REPORTS_IN_TIME: _reports_in_time,
    Counted.LEDGER_COMPLETE: _ledger_complete,
    Counted.KEY_TASKS_ON_TIME: _key_tasks_on_time,
    Counted.PROBLEMS_CLOSED: _problems_closed,
    Counted.EXPERIENCES_PUBLISHED: _experiences_published,
    Counted.PUBLIC_RATING: _public_rating,
    Counted.ACCEPTANCE_RATE: _acceptance_rate,
}
