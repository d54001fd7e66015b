"""What a trend chart is told: the figures of a year, what is asked of them and what led there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from charts.wording import Unit
from rules.model import Comparator, Direction, Kind, Observation, Status

Form = Literal["line", "bar", "step"]
FORMS: Mapping[Kind, Form] = {Kind.CUMULATIVE: "bar", Kind.STANDARD: "step"}


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target as a line: its value in the indicator's unit and the short name of its place in the plan."""

    value: float
    place: str
    comparator: Comparator | None = Comparator.GE
    is_stretch: bool = False


@dataclass(frozen=True, slots=True)
class Forecast:
    """The year end as a method sees it, in the indicator's unit."""

    value: float
    method: str


@dataclass(frozen=True, slots=True)
class Trend:
    """All that one trend chart can show, in the indicator's unit; `year` is the year drawn.

    `figures`: newest vintage of each period known (value None = reported as missing). `path`: what is due at
    the end of each month (schedule or path to the target). `other`: the second series of a relative target.
    `decisive`: the target that gives the verdict, where it is not simply the hardest. `tolerance`: how far from
    that target is still at risk. `revised`: earlier vintages. `notes`: what happened, by period. `owed`: the sentence
    that says who owes the first figure, where there is none.
    """

    kind: Kind
    year: int
    unit: Unit
    name: str
    status: Status
    figures: Sequence[Observation]
    targets: Sequence[TargetLine] = ()
    decisive: float | None = None
    direction: Direction = Direction.UP
    gap: float | None = None
    gap_unit: str | None = None
    path: Mapping[date, float] | None = None
    baseline: float | None = None
    tolerance: float | None = None
    other: Sequence[Observation] = ()
    other_name: str = ""
    last_year: Sequence[Observation] = ()
    revised: Sequence[Observation] = ()
    forecast: Forecast | None = None
    notes: Sequence[tuple[date, str]] = ()
    owed: str = ""

    @property
    def axis_unit(self) -> Unit:
        """The unit of the value axis: by the largest figure or target, in a language that counts in thousands."""
        values = [o.value for o in self.figures if o.value is not None] + [target.value for target in self.targets]
        return self.unit.sized(max(map(abs, values), default=0.0))

    @property
    def known(self) -> list[Observation]:
        """The figures with a value, by month."""
        return sorted((o for o in self.figures if o.value is not None), key=lambda o: o.period)

    @property
    def strictest(self) -> float | None:
        """The target the gap is measured from: the decisive one, else the hardest; stretch values do not count."""
        if self.decisive is not None:
            return self.decisive
        values = [target.value for target in self.targets if not target.is_stretch]
        if not values:
            return None
        return max(values) if self.direction is Direction.UP else min(values)

    @property
    def direction_sign(self) -> int:
        return 1 if self.direction is Direction.UP else -1

    def reference(self, month: date) -> float | None:
        """What the figure of `month` is compared with: the other series, the path or the strictest target."""
        if self.other:
            return next((o.value for o in self.other if o.period == month), None)
        if self.path is not None:
            return self.path.get(month)
        return self.strictest
