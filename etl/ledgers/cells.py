"""What a cell of a list says: a unit, an indicator, a day, a period, a stage, a state, links."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from etl.fold import fold
from etl.grid import Cell
from etl.ledgers.form import STATES, columns_of
from etl.ledgers.known import LedgerKnown
from etl.periods import read_period
from etl.values import STAGE_WORDS
from i18n.words import LANGUAGES, words_for
from rules.model import STAGES
from warehouse.plan_entries import LEDGERS

STATE_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "open": ("未完成", "推进中", "办理中", "未销号", "整改中", "在办"),
    "done": ("已完成", "完成", "销号", "办结", "已办结", "整改到位", "done", "closed"),
    "dropped": ("取消", "撤销", "不再实施", "dropped", "cancelled"),
}
"""How offices write a state, beside the form's own words."""
_DAY = re.compile(r"(?:(\d{4})[年./-])?(\d{1,2})[月./-](\d{1,2})日?")
_LINK = re.compile(r"https?://\S+")


class CellWrong(Exception):
    """A cell that cannot be read; carries code, found, expected of its finding."""

    def __init__(self, code: str, found: str, expected: str = "") -> None:
        super().__init__(code)
        self.code, self.found, self.expected = code, found, expected


@cache
def header_words() -> dict[str, str]:
    """Folded header in any language -> column."""
    names = {name for ledger in LEDGERS for name in columns_of(ledger)}
    return {fold(words_for(one)(f"ledger_column.{name}")): name for one in LANGUAGES for name in names}


def read_cell(name: str, cell: Cell, known: LedgerKnown) -> Any:
    """A column's value: an id, ids joined by `;`, a date, a code, a list of links, or the text. Raises CellWrong."""
    if cell.trouble == "formula_without_value":
        raise CellWrong(cell.trouble, "")
    if cell.error or cell.trouble:
        raise CellWrong("cell_error", cell.error or cell.text)
    return READERS.get(name, _text)(cell, known)


def _text(cell: Cell, _known: LedgerKnown) -> str:
    return cell.text


def _action(cell: Cell, known: LedgerKnown) -> str | None:
    if fold(cell.text) not in known.actions:
        raise CellWrong("action_unknown", cell.text)
    return known.actions[fold(cell.text)]


def _units(cell: Cell, known: LedgerKnown) -> str:
    return ";".join(_named(cell.text, known, known.plan.unit_names, known.plan.units, "unit_unknown"))


def _indicators(cell: Cell, known: LedgerKnown) -> str:
    plan = known.plan
    return ";".join(_named(cell.text, known, plan.indicator_names, plan.indicators, "indicator_unknown"))


def _indicator(cell: Cell, known: LedgerKnown) -> str:
    return _indicators(cell, known).partition(";")[0]


def _named(text: str, known: LedgerKnown, names: Mapping[str, str], ids: Mapping[str, Any], code: str) -> list[str]:
    """Names between separators; a comma separates only where the whole is no name."""

    def meant(written: str) -> str | None:
        return written if written in ids else names.get(known.plan.fold(written))

    found: dict[str, None] = {}
    for part in _parts(text, r"[;；\n]"):
        for one in [part] if meant(part) else _parts(part, r"[,，、]"):
            own = meant(one)
            if own is None:
                raise CellWrong(code, one)
            found[own] = None
    return list(found)


def _parts(text: str, separators: str) -> list[str]:
    return [part.strip() for part in re.split(separators, text) if part.strip()]


def _stage(cell: Cell, _known: LedgerKnown) -> str:
    return _choice(cell.text, "stage", "stage_unknown")


def _state(cell: Cell, _known: LedgerKnown) -> str:
    return _choice(cell.text, "entry_state", "state_unknown")


def _choice(text: str, kind: str, code: str) -> str:
    words = _choice_words(kind)
    if fold(text) not in words:
        expected = "、".join(words_for("zh-Hans")(f"{kind}.{one}") for one in dict.fromkeys(words.values()))
        raise CellWrong(code, text, expected)
    return words[fold(text)]


@cache
def _choice_words(kind: str) -> dict[str, str]:
    """Folded word -> code, of stages or states."""
    codes, others = (STAGES, STAGE_WORDS) if kind == "stage" else (STATES, tuple(STATE_WORDS.values()))
    found: dict[str, str] = {}
    for code, also in zip(codes, others, strict=True):
        own = [words_for(one)(f"{kind}.{code}") for one in LANGUAGES]
        found.update({fold(word): code for word in (*own, *also, code)})
    return found


def _links(cell: Cell, _known: LedgerKnown) -> list[str]:
    parts = _parts(cell.text, r"[\s;；]+")
    for part in parts:
        if not _LINK.fullmatch(part):
            raise CellWrong("link_unclear", part)
    return parts


def _day(cell: Cell, known: LedgerKnown) -> date:
    """A cell's day; one written without its year is of the plan's."""
    if isinstance(cell.value, datetime):
        return cell.value.date()
    if isinstance(cell.value, date):
        return cell.value
    year, written = known.catalogue.year, _DAY.fullmatch(fold(cell.text))
    try:
        if written is None:
            raise ValueError(cell.text)
        return date(int(written[1] or year), int(written[2]), int(written[3]))
    except ValueError:
        raise CellWrong("day_unclear", cell.text, f"{year}-10-31") from None


def _period(cell: Cell, known: LedgerKnown) -> date:
    read = read_period(cell.value)
    if read is None:
        raise CellWrong("period_unclear", cell.text, f"{known.catalogue.year}-10")
    return read.starting(known.catalogue.year)


READERS: Final[Mapping[str, Callable[[Cell, LedgerKnown], Any]]] = {
    "action_id": _action,
    "lead_units": _units,
    "supporting_units": _units,
    "indicator_ids": _indicators,
    "cited_indicator_id": _indicator,
    "cited_period": _period,
    "due_on": _day,
    "closed_on": _day,
    "stage": _stage,
    "state": _state,
    "links": _links,
}
"""How each column is read; the others are text."""
