"""What a meeting goes through, in which order: a board and a kind of agenda give the slides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import polars as pl

from ui import owners
from warehouse import summaries
from warehouse.board import BoardView

KINDS = ("behind", "action", "unit", "own")
"""Red first over everything; action by action; unit by unit; what somebody picked."""
OPENING, CLOSING = "opening", "closing"
"""The first page, what was decided last time, and the last, what was decided now."""
_FIRST, _AFTER = "first=", "after="


@dataclass(frozen=True, slots=True)
class Agenda:
    """A kind of agenda and what it is about: actions, units or indicators by id; none = all of them.

    Of its items `first` keeps so many, the worst, and `after` leaves out so many: what a meeting of that length
    has no time for. Neither = every item.
    """

    kind: str
    of: tuple[str, ...] = ()
    first: int | None = None
    after: int | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """What it is about and how much of it, as a meeting keeps it."""
        cut = [f"{name}{count}" for name, count in ((_FIRST, self.first), (_AFTER, self.after)) if count]
        return (*self.of, *cut)

    @property
    def code(self) -> str:
        """As the address writes it: `behind:first=20`, `action:a3`, `own:retail;jobs`."""
        return f"{self.kind}:{';'.join(self.parts)}" if self.parts else self.kind

    @property
    def rest(self) -> Agenda:
        """The items this one has no time for."""
        return replace(self, first=None, after=self.first)

    @property
    def start(self) -> Agenda:
        """The items this one is the rest of."""
        return replace(self, first=self.after, after=None)


@dataclass(frozen=True, slots=True)
class Slide:
    """One page of a meeting. `group` is the action or unit it stands under, where the agenda has groups."""

    code: str
    indicator_id: str = ""
    group: str = ""


def read_agenda(code: str | None) -> Agenda | None:
    """The agenda an address names; None where it names none."""
    kind, _, told = (code or "").partition(":")
    parts = [part for part in told.split(";") if part]
    of = tuple(part for part in parts if not part.startswith((_FIRST, _AFTER)))
    if kind not in KINDS or (kind == "own" and not of):
        return None
    return Agenda(kind, of, first=_count(parts, _FIRST), after=_count(parts, _AFTER))


def _count(parts: list[str], name: str) -> int | None:
    """The positive number a part gives under a name."""
    given = (part.removeprefix(name) for part in parts if part.startswith(name))
    return next((int(text) for text in given if text.isdecimal() and int(text)), None)


def slides_of(board: BoardView, agenda: Agenda) -> tuple[Slide, ...]:
    """The pages of a meeting over a board: the opening, the items, the closing."""
    return (Slide(OPENING), *_cut(board, agenda, _items(board, agenda)), Slide(CLOSING))


def count_items(board: BoardView, agenda: Agenda) -> int:
    """How many items an agenda would have if all were gone through."""
    return len(_items(board, agenda))


def _items(board: BoardView, agenda: Agenda) -> list[Slide]:
    """All items of an agenda, whatever of them there is time for."""
    made = {
        "behind": lambda: _slides(_problems(board.verdicts)),
        "action": lambda: _by_action(board, agenda.of),
        "unit": lambda: _by_unit(board, agenda.of),
        "own": lambda: _slides(i for i in agenda.of if i in board.deciding),
    }
    return list(made[agenda.kind]())


def _cut(board: BoardView, agenda: Agenda, items: list[Slide]) -> list[Slide]:
    """The worst items of all, or the others, in the order the agenda has them."""
    if not agenda.first and not agenda.after:
        return items
    rank = {indicator_id: place for place, indicator_id in enumerate(_everything(board.verdicts))}
    by_need = sorted(range(len(items)), key=lambda place: rank.get(items[place].indicator_id, len(rank)))
    taken = by_need[: agenda.first] if agenda.first else by_need[agenda.after :]
    return [items[place] for place in sorted(taken)]


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
