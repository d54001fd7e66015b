"""Questions: what a file leaves open, asked with its choices, and the answers a person gives."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

NOT_OURS: Final = "not_ours"
"""The answer that fits every question: what it is about is no figure of the plan."""


class Kind(StrEnum):
    UNIT = "unit"  # which unit sent the file; value: unit_id
    PERIOD = "period"  # which period; value: YYYY-MM, or YYYY where only the year is missing
    INDICATOR = "indicator"  # which indicator a label names; value: indicator_id
    MEASURE = "measure"  # whether a label means what the indicator is; value: the basis, as 累计同比
    UNIT_MEASURE = "unit_measure"  # which unit the figures are in; value: the unit as written
    VALUE = "value"  # which number a cell says; value: the number in the cell's own unit, or shown or stored
    PARTS = "parts"  # which of a cell's several numbers is the figure; value: the part as written
    TABLE = "table"  # which of several rows or columns is ours; value: its address


class Scope(StrEnum):
    """How far an answer reaches."""

    FILE = "file"
    SHEET = "sheet"
    TABLE = "table"
    COLUMN = "column"
    ROW = "row"
    CELL = "cell"


class State(StrEnum):
    """Where every cell that looked like data ends."""

    LOADED = "loaded"
    NEEDS_CONFIRMATION = "needs_confirmation"
    REFUSED = "refused"
    COMPARED = "compared"  # an earlier figure in the form's own columns for it, held against what is known
    NOT_OURS = "not_ours"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer offered. `score` is its likeness from 0 to 1; `words` and `params` say it on a screen."""

    value: str
    score: float
    words: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """One thing left open. Its id stays the same as long as the file's bytes and the place do."""

    question_id: str
    kind: Kind
    sheet: str
    cell: str | None
    found: str
    choices: tuple[Choice, ...]
    scope: Scope


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person said: question_id -> a choice's value (or another fitting one, or NOT_OURS), doubt_id -> reason."""

    choices: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)


class CellState(NamedTuple):
    """Where one cell ended. `reason` is a finding's code, or `cell.<reason>` of the words; "" where loaded.

    `question_id` names the question a waiting cell hangs on; `period` is ISO, where it is known.
    """

    sheet: str
    cell: str
    text: str
    state: State
    reason: str = ""
    indicator_id: str | None = None
    period: str | None = None
    question_id: str | None = None


def stable_id(*parts: object) -> str:
    """Twelve hexadecimal digits that stand for these parts, the same in every run."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:12]
