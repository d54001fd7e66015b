"""K6: one series against another (services faster than GDP), on the newest period both have."""

from __future__ import annotations

from rules.case import Case, Judgement
from rules.model import Comparator, Flag, Status
from rules.precision import clean, exceeds, reaches, same
from rules.reasons import Reason

_EQUAL_IS_ENOUGH = frozenset({Comparator.GE, Comparator.LE, Comparator.EQ})


def judge(case: Case) -> Judgement:
    """Ahead of the other side on track, level or a little behind it at risk, further back behind.

    A target value is the lead it asks for, in points; without one any lead counts.
    """
    actual, reference = case.value, case.reference[case.newest.period]
    bound = clean(reference + case.sign * (case.target.value or 0.0))
    margin = clean(case.sign * (actual - bound))
    tolerance = case.preset.relative_at_risk_points
    equal_is_enough = case.target.comparator in _EQUAL_IS_ENOUGH
    met = exceeds(margin, 0.0) or (equal_is_enough and same(margin, 0.0))
    if met:
        status, reason = Status.ON_TRACK, Reason.AHEAD_OF_OTHER
    elif reaches(margin, -tolerance):
        status, reason = Status.AT_RISK, Reason.CLOSE_TO_OTHER
    else:
        status, reason = Status.BEHIND, Reason.BEHIND_OTHER
    if same(actual, reference) and same(margin, 0.0):
        reason = Reason.LEVEL_WITH_OTHER
    step = 0.0 if equal_is_enough else 10.0**-case.indicator.decimals
    return Judgement(
        status,
        reason,
        {
            "actual": actual,
            "reference": reference,
            "points": abs(margin),
            "tolerance": tolerance,
            "side": case.target.relative_to,
        },
        met=met,
        bound=bound,
        expected=bound,
        gap=margin,
        gap_unit="points",
        turning_value=clean(bound + case.sign * step),
        flags=(Flag.NOMINAL_AGAINST_REAL,) if _price_bases_differ(case) else (),
    )


def _price_bases_differ(case: Case) -> bool:
    other = case.question.reference_indicator
    if other is None or not case.indicator.price_basis or not other.price_basis:
        return False
    return case.indicator.price_basis != other.price_basis
