"""The words of the judgement: what a target, an observation, a board and a verdict are.

Months are `datetime.date` on the first of the month; a quarter or a year is named by its last month
(third quarter of 2024 = 2024-09-01, the year 2024 = 2024-12-01). Moments are naive UTC `datetime`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Kind(StrEnum):
    """How a target is judged. K-numbers are those of docs/status-rules.md."""

    GROWTH_RATE = "growth_rate"  # K1, percent over the same period of last year
    CUMULATIVE = "cumulative"  # K2, counted or summed from January
    STOCK = "stock"  # K3, a level at a moment
    SHARE = "share"  # K4, a share or rate, 0-100
    DIRECTION = "direction"  # K4b, only "better than last year"
    STANDARD = "standard"  # K5, a standard raised from X to Y
    RELATIVE = "relative"  # K6, one series against another
    ZERO_TOLERANCE = "zero_tolerance"  # K7, not one event in the year
    DYNAMIC_ZERO = "dynamic_zero"  # K7b, none open past its date
    MILESTONE = "milestone"  # K8, a stage reached by a date
    NOT_QUANTIFIED = "not_quantified"  # K10, text only


class Status(StrEnum):
    """What a verdict says, best first."""

    DONE = "done"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    BEHIND = "behind"
    OVERDUE_REPORT = "overdue_report"
    NO_DATA = "no_data"


class Flag(StrEnum):
    """A fact shown beside a status, never folded into it."""

    LATE = "late"  # done after its date
    REVISED = "revised"  # a newer vintage changed the verdict
    DERIVED = "derived"  # growth divided from two levels
    FELL = "fell"  # a cumulative figure below the one before
    AWAITING_FINAL = "awaiting_final"  # the year is over, its last figure is not due yet
    NOMINAL_AGAINST_REAL = "nominal_against_real"  # the two sides have different price bases
    PRELIMINARY = "preliminary"  # judged on a forecast, estimated or preliminary figure


class Comparator(StrEnum):
    GE = ">="
    GT = ">"
    LE = "<="
    LT = "<"
    EQ = "="


class Direction(StrEnum):
    UP = "up"  # more is better
    DOWN = "down"  # less is better


class Strength(StrEnum):
    MUST = "must"  # 确保
    COMPLETE = "complete"  # 完成, 达到, and plain statements
    STRIVE = "strive"  # 力争, 努力, 爭取


class Measure(StrEnum):
    LEVEL = "level"
    YOY_GROWTH = "yoy_growth"
    SHARE = "share"
    INDEX = "index"
    EVENTS = "events"  # a number of events in the period, 0 = a nil report
    OPEN_CASES = "open_cases"  # cases open at the end of the period
    STAGE = "stage"  # obs_value is the position in STAGES


class Accumulation(StrEnum):
    PERIOD = "period"
    YTD = "ytd"
    END_OF_PERIOD = "end_of_period"


class Frequency(StrEnum):
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    ANNUAL = "annual"


class ObsStatus(StrEnum):
    """SDMX CL_OBS_STATUS, the part used here."""

    FORECAST = "F"
    PRELIMINARY = "P"
    ESTIMATED = "E"
    FINAL = "A"
    BREAK = "B"
    MISSING = "M"


STAGES: tuple[str, ...] = ("preparation", "started", "structure", "completed", "accepted", "in_use")
"""前期 < 开工 < 主体 < 完工 < 验收 < 投用; a stage observation is a position in this tuple."""


@dataclass(frozen=True, slots=True)
class Release:
    """When an indicator's figures exist and are due.

    `first_month` is the first month of a year that has a figure (2 where January and February come together);
    a figure of a period is due `lag_days` after the period's last day and late `grace_days` after that.
    """

    frequency: Frequency
    first_month: int
    lag_days: int
    grace_days: int


@dataclass(frozen=True, slots=True)
class Indicator:
    indicator_id: str
    measure: Measure
    accumulation: Accumulation
    direction: Direction
    decimals: int
    is_integer: bool
    can_fall: bool  # a stock or net increase, which may go down again
    price_basis: str  # "real", "nominal" or "" where prices play no part
    release: Release


@dataclass(frozen=True, slots=True)
class Target:
    """One number of the plan at one place in the plan. `value` and the others are in the indicator's unit."""

    target_id: str
    indicator_id: str
    kind: Kind
    comparator: Comparator | None
    value: float | None
    value_from: float | None  # X of "from X to Y"
    stretch: float | None  # the 力争 value behind a 确保 value
    strength: Strength
    direction: Direction
    deadline: date
    relative_to: str | None  # indicator_id of the other side of a relative target
    stage: str | None  # one of STAGES: the verb's stage that counts


@dataclass(frozen=True, slots=True)
class Observation:
    """One vintage of one figure. `withdrawn_at` is when its batch was taken back, if it was."""

    period: date
    value: float | None  # None = reported as missing, which is never 0
    status: ObsStatus
    recorded_at: datetime
    withdrawn_at: datetime | None = None
    derived: bool = False
    overdue_cases: int | None = None  # for OPEN_CASES: how many of them are past their date


@dataclass(frozen=True, slots=True)
class Schedule:
    """The cumulative share of the year target expected at the end of each month, 12 numbers ending in 1.0."""

    schedule_id: str
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """What is asked: the reference month shown, and the moment whose knowledge counts."""

    month: date
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Preset:
    """The thresholds, as data. Points are percentage points unless named otherwise."""

    name: str
    version: int
    growth_tolerance_points: float
    growth_tolerance_share: float
    count_at_risk_points: float
    small_count_limit: int
    small_count_at_risk: int
    stock_at_risk_points: float
    share_high_from: float
    share_high_tolerance: float
    share_tolerance: float
    relative_at_risk_points: float
    milestone_warning_days: int
    milestone_late_days: int
    annual_overdue_days: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of one target, and all that led to it.

    `reason` is a code of `rules.reasons.Reason`; `inputs` names every number used (a sentence is built from
    both); `gap` is signed so that negative is worse, in `gap_unit`: "points" (growth, share, relative),
    "points_of_target" (count, stock), "units" (standard, small counts), "days" (milestone), "events".
    `turning_value` is the value of the same observation from which the verdict would be on_track.
    """

    target_id: str
    status: Status
    reason: str
    inputs: Mapping[str, float | str | None] = field(default_factory=dict)
    flags: frozenset[Flag] = frozenset()
    period: date | None = None  # the observation judged
    value: float | None = None
    expected: float | None = None  # what the schedule or path asks at that period
    gap: float | None = None
    gap_unit: str | None = None
    turning_value: float | None = None
    counted: bool = True  # False: left out of totals (not quantified, annual figure not out yet)
    last: Verdict | None = None  # the verdict on the last figure, where the report is overdue
