"""K3: a level at a moment, compared with the straight path from last year's end to the target."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rules.case import Case, Judgement, figure
from rules.kinds.cumulative import first_met
from rules.model import Status
from rules.periods import months_between
from rules.precision import clean, exceeds, reaches, whole_down, whole_up
from rules.reasons import Reason

_LONG_WAY = 1000.0  # pieces from the baseline to the target: one is a tenth of a point


class Baseline(NamedTuple):
    month: date  # a December
    value: float


def baseline_of(case: Case) -> Baseline | None:
    """The level at the end of the year before the deadline's, or the newest year's end before that.

    Only a figure older than the judged one; where none is known, the plan's own "from X" stands for it.
    """
    year = case.target.deadline.year
    for observation in reversed(case.history):
        period = observation.period
        if period.month == 12 and period.year < year and period < case.newest.period:
            return Baseline(period, figure(observation))
    if case.target.value_from is not None:
        return Baseline(date(year - 1, 12, 1), case.target.value_from)
    return None


def judge(case: Case) -> Judgement:
    """On track at the level or on the path; at risk a little off; behind far off or under the baseline."""
    target, actual = case.target.value or 0.0, case.value
    baseline = baseline_of(case)
    if case.meets(actual, target):
        judgement = _reached(case, actual, target)
    elif baseline is None:
        inputs: dict[str, float | str | None] = {"actual": actual, "target": target}
        judgement = _off_target(case, Status.AT_RISK, Reason.BASELINE_MISSING, inputs)
    elif not exceeds(case.sign * target, case.sign * baseline.value):
        inputs = {"actual": actual, "target": target, "baseline": baseline.value}
        judgement = _off_target(case, Status.BEHIND, Reason.FLOOR_NOT_HELD, inputs)
    else:
        judgement = _judge_path(case, actual, target, baseline)
    return judgement._replace(met=case.meets(actual, target), bound=target)


def _reached(case: Case, actual: float, target: float) -> Judgement:
    fixed = not case.indicator.can_fall
    return Judgement(
        Status.DONE if fixed else Status.ON_TRACK,
        Reason.LEVEL_REACHED,
        {"actual": actual, "target": target},
        expected=target,
        gap=clean(case.sign * (actual - target)),
        gap_unit="units",
        turning_value=case.turning(target),
        since=first_met(case, target) if fixed else None,
    )


def _off_target(case: Case, status: Status, reason: Reason, inputs: dict[str, float | str | None]) -> Judgement:
    """Compared with the target only, in the indicator's unit."""
    target = case.target.value or 0.0
    return Judgement(
        status,
        reason,
        inputs,
        expected=target,
        gap=clean(case.sign * (case.value - target)),
        gap_unit="units",
        turning_value=case.turning(target),
    )


def _judge_path(case: Case, actual: float, target: float, baseline: Baseline) -> Judgement:
    way = target - baseline.value
    end = case.target.deadline.replace(day=1)
    gone = months_between(baseline.month, case.newest.period) / months_between(baseline.month, end)
    path = clean(baseline.value + way * min(1.0, gone))
    margin = clean((actual - path) / way * 100)
    tolerance = case.preset.stock_at_risk_points
    if exceeds(case.sign * baseline.value, case.sign * actual):
        status, reason = Status.BEHIND, Reason.LEVEL_WORSE_THAN_BASELINE
    elif reaches(margin, 0.0):
        status, reason = Status.ON_TRACK, Reason.LEVEL_ON_PATH
    elif reaches(margin, -tolerance):
        status, reason = Status.AT_RISK, Reason.LEVEL_OFF_PATH
    else:
        status, reason = Status.BEHIND, Reason.LEVEL_FAR_OFF_PATH
    return Judgement(
        status,
        reason,
        {
            "actual": actual,
            "target": target,
            "baseline": baseline.value,
            "baseline_period": baseline.month.isoformat(),
            "expected": _shown(path, way, case),
            "points": abs(margin),
            "tolerance": tolerance,
        },
        expected=path,
        gap=margin,
        gap_unit="points_of_target",
        turning_value=_whole(path, case),
    )


def _shown(path: float, way: float, case: Case) -> float:
    """Whole pieces on a long way, where a part of one changes no shown digit of the points."""
    return _whole(path, case) if reaches(abs(way), _LONG_WAY) else path


def _whole(path: float, case: Case) -> float:
    if not case.indicator.is_integer:
        return path
    return float(whole_up(path) if case.sign > 0 else whole_down(path))
