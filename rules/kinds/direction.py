"""K4b: only a direction (steadily up, down on last year), compared with the same month of last year."""

from __future__ import annotations

from rules.case import Case, Judgement, unknown
from rules.model import Comparator, Measure, Status
from rules.periods import add_months
from rules.precision import clean, exceeds, same
from rules.reasons import Reason

_EQUAL_IS_ENOUGH = frozenset({Comparator.GE, Comparator.LE, Comparator.EQ})
_IN_POINTS = frozenset({Measure.SHARE, Measure.YOY_GROWTH})


def judge(case: Case) -> Judgement:
    """Better on track, equal at risk (on track where the text says "not below"), worse behind.

    A reported growth is itself the comparison with last year and is compared with zero.
    """
    is_growth = case.indicator.measure == Measure.YOY_GROWTH
    before = add_months(case.newest.period, -12)
    last_year = 0.0 if is_growth else case.at(before)
    if last_year is None:
        return unknown(Reason.LAST_YEAR_MISSING, last_period=before.isoformat())
    actual = case.value
    margin = clean(case.sign * (actual - last_year))
    met = exceeds(margin, 0.0) or (case.target.comparator in _EQUAL_IS_ENOUGH and same(margin, 0.0))
    return Judgement(
        _status(margin, met),
        _reason(margin, is_growth),
        {"actual": actual, "last_year": None if is_growth else last_year},
        met=met,
        bound=last_year,
        expected=last_year,
        gap=margin,
        gap_unit="points" if case.indicator.measure in _IN_POINTS else "units",
        turning_value=_turning(case, last_year),
    )


def _status(margin: float, met: bool) -> Status:
    if met:
        return Status.ON_TRACK
    return Status.AT_RISK if same(margin, 0.0) else Status.BEHIND


def _reason(margin: float, is_growth: bool) -> Reason:
    if same(margin, 0.0):
        return Reason.CHANGE_NONE if is_growth else Reason.SAME_AS_LAST_YEAR
    if margin > 0:
        return Reason.CHANGE_RIGHT_WAY if is_growth else Reason.BETTER_THAN_LAST_YEAR
    return Reason.CHANGE_WRONG_WAY if is_growth else Reason.WORSE_THAN_LAST_YEAR


def _turning(case: Case, last_year: float) -> float:
    if case.target.comparator in _EQUAL_IS_ENOUGH:
        return last_year
    return clean(last_year + case.sign * 10.0**-case.indicator.decimals)
