"""K4: a share or rate, compared with its target in points; no schedule."""

from __future__ import annotations

from rules.case import Case, Judgement
from rules.model import Preset, Status
from rules.precision import clean, reaches, same
from rules.reasons import Reason


def tolerance_of(target: float, sign: int, preset: Preset) -> float:
    """Narrow near the full share: from 90 up, to 10 where less is better (5 % failing is 95 % passing)."""
    passing = target if sign > 0 else 100.0 - target
    return preset.share_high_tolerance if reaches(passing, preset.share_high_from) else preset.share_tolerance


def judge(case: Case) -> Judgement:
    """On track at the target or better; at risk within the tolerance; behind beyond it."""
    actual, target = case.value, case.target.value or 0.0
    margin = clean(case.sign * (actual - target))
    tolerance = tolerance_of(target, case.sign, case.preset)
    met = case.meets(actual, target)
    if met:
        status, reason = Status.ON_TRACK, Reason.SHARE_MET
    elif reaches(margin, -tolerance):
        status, reason = Status.AT_RISK, Reason.SHARE_WITHIN_TOLERANCE
    else:
        status, reason = Status.BEHIND, Reason.SHARE_BEYOND_TOLERANCE
    if same(margin, 0.0):
        reason = Reason.SHARE_AT_TARGET
    return Judgement(
        status,
        reason,
        {"actual": actual, "target": target, "points": abs(margin), "tolerance": tolerance},
        met=met,
        bound=target,
        expected=target,
        gap=margin,
        gap_unit="points",
        turning_value=case.turning(target),
    )
