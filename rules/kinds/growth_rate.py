"""K1: growth over the same period of last year, compared with the year's growth target as it stands."""

from __future__ import annotations

from rules.case import Case, Judgement
from rules.model import Status
from rules.precision import clean, exceeds, reaches, same
from rules.reasons import Reason


def judge(case: Case) -> Judgement:
    """On track at or above the target; at risk within the tolerance; behind beyond, or of the wrong sign."""
    actual, target, sign = case.value, case.target.value or 0.0, case.sign
    margin = clean(sign * (actual - target))
    tolerance = max(case.preset.growth_tolerance_points, clean(case.preset.growth_tolerance_share * abs(target)))
    inputs: dict[str, float | str | None] = {
        "actual": actual,
        "target": target,
        "points": abs(margin),
        "tolerance": tolerance,
    }
    met = case.meets(actual, target)
    if met:
        status, reason = Status.ON_TRACK, Reason.GROWTH_MET
    elif exceeds(0.0, sign * actual) and exceeds(sign * target, 0.0):
        status, reason = Status.BEHIND, Reason.GROWTH_WRONG_SIGN
    elif reaches(margin, -tolerance):
        status, reason = Status.AT_RISK, Reason.GROWTH_WITHIN_TOLERANCE
    else:
        status, reason = Status.BEHIND, Reason.GROWTH_BEYOND_TOLERANCE
    if same(margin, 0.0):
        reason = Reason.GROWTH_AT_TARGET
    return Judgement(
        status,
        reason,
        inputs,
        met=met,
        bound=target,
        expected=target,
        gap=margin,
        gap_unit="points",
        turning_value=case.turning(target),
    )
