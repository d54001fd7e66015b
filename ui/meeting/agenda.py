"""What a meeting goes through, in which order: a board and a kind of agenda give the slides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from ui import owners
from warehouse import summaries
from warehouse.board import BoardView

KINDS = ("behind", "action", "unit", "own")
"""Red first over everything; action by action; unit by unit; what somebody picked."""
OPENING, CLOSING = "opening", "closing"
"""The first page, what was decided last time, and the last, what was decided now."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """A kind of agenda and what it is about: actions, units or indicators by id; none = all of them."""

    kind: str
    of: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """As the address writes it: `behind`, `action:a3`, `own:retail;jobs`."""
        return f"{self.kind}:{';'.join(self.of)}" if self.of else self.kind


@dataclass(frozen=True, slots=True)
class Slide:
    """One page of a meeting. `group` is the action or unit it stands under, where the agenda has groups."""

    code: str
    indicator_id: str = ""
    group: str = ""


def read_agenda(code: str | None) -> Agenda | None:
    """The agenda an address names; None where it names none."""
    kind, _, of = (code or "").partition(":")
    if kind not in KINDS or (kind == "own" and not of):
        return None
    return Agenda(kind, tuple(part for part in of.split(";") if part))


def slides_of(board: BoardView, agenda: Agenda) -> tuple[Slide, ...]:
    """The pages of a meeting over a board: the opening, the items, the closing."""
    items = {
        "behind": lambda: _slides(_problems(board.verdicts)),
        "action": lambda: _by_action(board, agenda.of),
        "unit": lambda: _by_unit(board, agenda.of),
        "own": lambda: _slides(i for i in agenda.of if i in board.deciding),
    }
    return (Slide(OPENING), *items[agenda.kind](), Slide(CLOSING))


def position(slides: tuple[Slide, ...], code: str | None) -> int:
    """Where the page of that code is; the first where there is none."""
    return next((place for place, slide in enumerate(slides) if slide.code == code), 0)


def _by_action(board: BoardView, actions: tuple[str, ...]) -> Iterable[Slide]:
    """All an action's indicators, worst first; of all actions only what is not well, or the one that leads."""
    for row in board.knowledge.actions_in_order:
        action_id = row["action_id"]
        if actions and action_id not in actions:
            continue
        mine = board.by_action.filter(action_id=action_id)
        found = _everything(mine) if actions else _problems(mine) or _everything(mine)[:1]
        yield from _slides(found, group=action_id)


def _by_unit(board: BoardView, units: tuple[str, ...]) -> Iterable[Slide]:
    """All indicators a unit leads, worst first; of all units only what is not well."""
    leads = {i: owners.lead_units(board.knowledge, i) for i in board.deciding}
    for unit_id in board.knowledge.units:
        if units and unit_id not in units:
            continue
        mine = board.verdicts.filter(pl.col("indicator_id").is_in([i for i, led in leads.items() if unit_id in led]))
        yield from _slides(_everything(mine) if units else _problems(mine), group=unit_id)


def _slides(indicator_ids: Iterable[str], *, group: str = "") -> Iterable[Slide]:
    for indicator_id in indicator_ids:
        yield Slide(f"{group}.{indicator_id}" if group else indicator_id, indicator_id, group)


def _problems(rows: pl.DataFrame) -> list[str]:
    return summaries.worst(rows)["indicator_id"].to_list()


def _everything(rows: pl.DataFrame) -> list[str]:
    """Every counted indicator, what is not well first."""
    counted = summaries.deciding_rows(rows).filter("counted")["indicator_id"].to_list()
    return list(dict.fromkeys([*_problems(rows), *counted]))
