"""A label taken apart: what kind of number it announces, what it is about, when, where and in which unit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from etl.periods import PeriodReading
from rules.model import Accumulation


class Said(StrEnum):
    """What kind of number a label announces; those of FOREIGN are never a figure of the plan."""

    LEVEL = "level"
    GROWTH = "growth"
    SHARE = "share"
    COMPARED = "compared"  # against a year ago: a growth or a change in units
    CHANGE = "change"  # against a year ago, in units
    STEP = "step"  # against the period before
    EARLIER = "earlier"
    TARGET = "target"
    PROGRESS = "progress"
    RANK = "rank"


FOREIGN: Final = frozenset({Said.CHANGE, Said.STEP, Said.EARLIER, Said.TARGET, Said.PROGRESS, Said.RANK})


class Role(StrEnum):
    """What a column is for, where its heading says so."""

    NAME = "name"
    UNIT = "unit"
    TIME = "time"
    AREA = "area"
    ORDINAL = "ordinal"
    NOTE = "note"


class Place(StrEnum):
    OWN = "own"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Label:
    """A label taken apart. `whole` is all it names (folded), `rest` what is left once the facets are out.

    `relative` is a period that only the context can date (本月, 1-本月).
    """

    text: str
    whole: str = ""
    rest: str = ""
    said: Said | None = None
    accumulation: Accumulation | None = None
    period: PeriodReading | None = None
    units: tuple[str, ...] = ()
    place: Place | None = None
    role: Role | None = None
    part: bool = False
    relative: bool = False
    several_periods: bool = False

    @property
    def is_bare(self) -> bool:
        """Says how and when, names nothing."""
        return not self.rest and self.role is None
