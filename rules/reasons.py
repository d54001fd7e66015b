"""Every reason a verdict can have, and the inputs its sentence uses.

The words are `reason.<code>` in i18n, with the inputs as `{placeholders}`. A verdict's inputs hold the raw
numbers (and months and days as ISO dates); `FORMS` says how each is written before it goes into the sentence.
Differences are given without a sign, since the sentence says which way they lie.
"""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a verdict says what it says."""

    # the order of decision
    NOT_QUANTIFIED = "not_quantified"
    NOT_YET_DUE = "not_yet_due"
    NEVER_REPORTED = "never_reported"
    STALE = "stale"
    REPORTED_BLANK = "reported_blank"
    ANNUAL_NOT_RELEASED = "annual_not_released"
    ANNUAL_OVERDUE = "annual_overdue"
    TARGET_MISSING = "target_missing"
    TARGET_NOT_POSITIVE = "target_not_positive"
    COMPARATOR_MISSING = "comparator_missing"
    COMPARATOR_CONTRADICTS = "comparator_contradicts"
    STAGE_MISSING = "stage_missing"
    NOT_YEAR_TO_DATE = "not_year_to_date"
    MISSED = "missed"
    MISSED_STAGE = "missed_stage"
    # growth rate
    GROWTH_MET = "growth_met"
    GROWTH_AT_TARGET = "growth_at_target"  # the same figure, whether that is enough or not
    GROWTH_WITHIN_TOLERANCE = "growth_within_tolerance"
    GROWTH_BEYOND_TOLERANCE = "growth_beyond_tolerance"
    GROWTH_WRONG_SIGN = "growth_wrong_sign"
    # cumulative
    SUM_INCOMPLETE = "sum_incomplete"
    COUNT_REACHED = "count_reached"
    COUNT_ON_SCHEDULE = "count_on_schedule"
    COUNT_WITHIN_TOLERANCE = "count_within_tolerance"
    COUNT_BEHIND_SCHEDULE = "count_behind_schedule"
    PIECES_ON_SCHEDULE = "pieces_on_schedule"
    PIECES_WITHIN_TOLERANCE = "pieces_within_tolerance"
    PIECES_BEHIND_SCHEDULE = "pieces_behind_schedule"
    CAP_WITHIN_SCHEDULE = "cap_within_schedule"
    CAP_AHEAD_OF_SCHEDULE = "cap_ahead_of_schedule"
    CAP_EXCEEDED = "cap_exceeded"
    # stock
    LEVEL_REACHED = "level_reached"
    LEVEL_ON_PATH = "level_on_path"
    LEVEL_OFF_PATH = "level_off_path"
    LEVEL_FAR_OFF_PATH = "level_far_off_path"
    LEVEL_WORSE_THAN_BASELINE = "level_worse_than_baseline"
    FLOOR_NOT_HELD = "floor_not_held"
    BASELINE_MISSING = "baseline_missing"
    # share
    SHARE_MET = "share_met"
    SHARE_AT_TARGET = "share_at_target"
    SHARE_WITHIN_TOLERANCE = "share_within_tolerance"
    SHARE_BEYOND_TOLERANCE = "share_beyond_tolerance"
    # direction
    BETTER_THAN_LAST_YEAR = "better_than_last_year"
    SAME_AS_LAST_YEAR = "same_as_last_year"
    WORSE_THAN_LAST_YEAR = "worse_than_last_year"
    CHANGE_RIGHT_WAY = "change_right_way"
    CHANGE_NONE = "change_none"
    CHANGE_WRONG_WAY = "change_wrong_way"
    LAST_YEAR_MISSING = "last_year_missing"
    # standard
    STANDARD_RAISED = "standard_raised"
    STANDARD_PART_WAY = "standard_part_way"
    STANDARD_NOT_YET = "standard_not_yet"
    STANDARD_NOT_RAISED = "standard_not_raised"
    STANDARD_BELOW_OLD = "standard_below_old"
    OLD_STANDARD_MISSING = "old_standard_missing"
    # relative
    AHEAD_OF_OTHER = "ahead_of_other"
    LEVEL_WITH_OTHER = "level_with_other"
    CLOSE_TO_OTHER = "close_to_other"
    BEHIND_OTHER = "behind_other"
    SIDE_MISSING = "side_missing"
    # zero tolerance and dynamic zero
    BREACH = "breach"
    NO_EVENTS = "no_events"
    NIL_REPORT_MISSING = "nil_report_missing"
    NONE_OPEN = "none_open"
    OPEN_WITHIN_DATES = "open_within_dates"
    OPEN_PAST_DATES = "open_past_dates"
    OPEN_DATES_UNKNOWN = "open_dates_unknown"
    # milestone
    STAGE_REACHED = "stage_reached"
    STAGE_ON_TIME = "stage_on_time"
    STAGE_DUE_SOON = "stage_due_soon"
    STAGE_LATE = "stage_late"
    STAGE_VERY_LATE = "stage_very_late"
    # catch-up, beside the colour
    CATCH_UP_NOT_DERIVABLE = "catch_up_not_derivable"
    CATCH_UP_NOT_A_COUNT = "catch_up_not_a_count"
    CATCH_UP_NO_FIGURE = "catch_up_no_figure"
    CATCH_UP_REACHED = "catch_up_reached"
    CATCH_UP_OVER = "catch_up_over"
    CATCH_UP_NO_PACE = "catch_up_no_pace"
    CATCH_UP_POSSIBLE = "catch_up_possible"
    CATCH_UP_OUT_OF_REACH = "catch_up_out_of_reach"


class Form(StrEnum):
    """How an input is written before it enters a sentence."""

    VALUE = "value"  # a number in the indicator's unit, written with the unit
    POINTS = "points"  # a bare number, one decimal; the sentence names the percentage points
    PERCENT = "percent"  # a bare number, one decimal; the sentence has the % sign
    COUNT = "count"  # a bare whole number
    MULTIPLE = "multiple"  # a bare number, one decimal
    MONTH = "month"  # an ISO date, written as its month
    MONTHS = "months"  # ISO dates separated by ";"
    DAY = "day"  # an ISO date
    STAGE = "stage"  # one of STAGES, words stage.<code>
    INDICATOR = "indicator"  # an indicator_id, written by its name
    COMPARATOR = "comparator"  # one of the comparators


_VALUES = (
    "actual",
    "target",
    "expected",
    "baseline",
    "last_year",
    "reference",
    "old",
    "short",
    "needed",
    "best",
)
_COUNTS = ("days_left", "days_late", "events", "periods", "open", "overdue", "months_left")
FORMS: dict[str, Form] = {
    **dict.fromkeys(_VALUES, Form.VALUE),
    **dict.fromkeys(_COUNTS, Form.COUNT),
    **dict.fromkeys(("points", "tolerance"), Form.POINTS),
    **dict.fromkeys(("share", "expected_share"), Form.PERCENT),
    **dict.fromkeys(("last_period", "due_period", "first_period", "best_period", "latest_start"), Form.MONTH),
    **dict.fromkeys(("due_day", "deadline", "judged_on"), Form.DAY),
    **dict.fromkeys(("stage", "stage_now"), Form.STAGE),
    "missing": Form.MONTHS,
    "side": Form.INDICATOR,
    "comparator": Form.COMPARATOR,
    "multiple": Form.MULTIPLE,
}
"""The form of every input name; a name means the same in every reason."""

_DUE = ("due_period", "due_day")
_GROWTH = ("actual", "target", "points")
_COUNT = ("actual", "target", "share", "expected_share")
_PIECES = ("actual", "target", "expected")
_CAP = ("actual", "target", "expected")
_PATH = ("actual", "target", "baseline", "expected")
_STAGES = ("stage_now", "stage", "deadline")

INPUTS: dict[Reason, tuple[str, ...]] = {
    Reason.NOT_QUANTIFIED: (),
    Reason.NOT_YET_DUE: _DUE,
    Reason.NEVER_REPORTED: _DUE,
    Reason.STALE: ("last_period", *_DUE),
    Reason.REPORTED_BLANK: _DUE,
    Reason.ANNUAL_NOT_RELEASED: _DUE,
    Reason.ANNUAL_OVERDUE: _DUE,
    Reason.TARGET_MISSING: (),
    Reason.TARGET_NOT_POSITIVE: ("target",),
    Reason.COMPARATOR_MISSING: (),
    Reason.COMPARATOR_CONTRADICTS: ("comparator",),
    Reason.STAGE_MISSING: (),
    Reason.NOT_YEAR_TO_DATE: (),
    Reason.MISSED: ("last_period", "actual", "target"),
    Reason.MISSED_STAGE: _STAGES,
    Reason.GROWTH_MET: _GROWTH,
    Reason.GROWTH_AT_TARGET: ("actual", "target"),
    Reason.GROWTH_WITHIN_TOLERANCE: (*_GROWTH, "tolerance"),
    Reason.GROWTH_BEYOND_TOLERANCE: (*_GROWTH, "tolerance"),
    Reason.GROWTH_WRONG_SIGN: ("actual", "target"),
    Reason.SUM_INCOMPLETE: ("missing",),
    Reason.COUNT_REACHED: ("actual", "target", "share"),
    Reason.COUNT_ON_SCHEDULE: _COUNT,
    Reason.COUNT_WITHIN_TOLERANCE: (*_COUNT, "points", "tolerance"),
    Reason.COUNT_BEHIND_SCHEDULE: (*_COUNT, "points", "tolerance"),
    Reason.PIECES_ON_SCHEDULE: _PIECES,
    Reason.PIECES_WITHIN_TOLERANCE: (*_PIECES, "short"),
    Reason.PIECES_BEHIND_SCHEDULE: (*_PIECES, "short"),
    Reason.CAP_WITHIN_SCHEDULE: _CAP,
    Reason.CAP_AHEAD_OF_SCHEDULE: _CAP,
    Reason.CAP_EXCEEDED: ("actual", "target"),
    Reason.LEVEL_REACHED: ("actual", "target"),
    Reason.LEVEL_ON_PATH: _PATH,
    Reason.LEVEL_OFF_PATH: (*_PATH, "points", "tolerance"),
    Reason.LEVEL_FAR_OFF_PATH: (*_PATH, "points", "tolerance"),
    Reason.LEVEL_WORSE_THAN_BASELINE: ("actual", "target", "baseline"),
    Reason.FLOOR_NOT_HELD: ("actual", "target", "baseline"),
    Reason.BASELINE_MISSING: ("actual", "target"),
    Reason.SHARE_MET: _GROWTH,
    Reason.SHARE_AT_TARGET: ("actual", "target"),
    Reason.SHARE_WITHIN_TOLERANCE: (*_GROWTH, "tolerance"),
    Reason.SHARE_BEYOND_TOLERANCE: (*_GROWTH, "tolerance"),
    Reason.BETTER_THAN_LAST_YEAR: ("actual", "last_year"),
    Reason.SAME_AS_LAST_YEAR: ("actual", "last_year"),
    Reason.WORSE_THAN_LAST_YEAR: ("actual", "last_year"),
    Reason.CHANGE_RIGHT_WAY: ("actual",),
    Reason.CHANGE_NONE: (),
    Reason.CHANGE_WRONG_WAY: ("actual",),
    Reason.LAST_YEAR_MISSING: ("last_period",),
    Reason.STANDARD_RAISED: ("actual", "target"),
    Reason.STANDARD_PART_WAY: ("actual", "old", "target"),
    Reason.STANDARD_NOT_YET: ("actual", "target", "deadline"),
    Reason.STANDARD_NOT_RAISED: ("actual", "target", "deadline"),
    Reason.STANDARD_BELOW_OLD: ("actual", "old"),
    Reason.OLD_STANDARD_MISSING: ("actual", "target"),
    Reason.AHEAD_OF_OTHER: ("actual", "reference", "points"),
    Reason.LEVEL_WITH_OTHER: ("actual", "reference"),
    Reason.CLOSE_TO_OTHER: ("actual", "reference", "points", "tolerance"),
    Reason.BEHIND_OTHER: ("actual", "reference", "points", "tolerance"),
    Reason.SIDE_MISSING: ("side", "due_period"),
    Reason.BREACH: ("events", "first_period"),
    Reason.NO_EVENTS: ("periods", "last_period"),
    Reason.NIL_REPORT_MISSING: ("missing",),
    Reason.NONE_OPEN: ("last_period",),
    Reason.OPEN_WITHIN_DATES: ("open",),
    Reason.OPEN_PAST_DATES: ("open", "overdue"),
    Reason.OPEN_DATES_UNKNOWN: ("open",),
    Reason.STAGE_REACHED: ("stage", "first_period"),
    Reason.STAGE_ON_TIME: (*_STAGES, "judged_on", "days_left"),
    Reason.STAGE_DUE_SOON: (*_STAGES, "judged_on", "days_left"),
    Reason.STAGE_LATE: (*_STAGES, "judged_on", "days_late"),
    Reason.STAGE_VERY_LATE: (*_STAGES, "judged_on", "days_late"),
    Reason.CATCH_UP_NOT_DERIVABLE: (),
    Reason.CATCH_UP_NOT_A_COUNT: (),
    Reason.CATCH_UP_NO_FIGURE: (),
    Reason.CATCH_UP_REACHED: (),
    Reason.CATCH_UP_OVER: (),
    Reason.CATCH_UP_NO_PACE: ("needed", "months_left"),
    Reason.CATCH_UP_POSSIBLE: ("needed", "months_left", "multiple", "best_period", "latest_start"),
    Reason.CATCH_UP_OUT_OF_REACH: ("needed", "months_left", "multiple", "best_period"),
}
"""The inputs each reason's sentence uses; a verdict's own inputs hold at least these."""
