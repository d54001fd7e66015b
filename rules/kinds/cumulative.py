"""K2: a count or amount summed from January, compared with its schedule."""

from __future__ import annotations

from datetime import date

from rules.case import Case, Judgement, figure
from rules.model import Accumulation, Flag, Status
from rules.precision import clean, exceeds, reaches, whole_down, whole_up
from rules.reasons import Reason
from rules.rollup import percent_of_target
from rules.schedule import share_by_deadline


def judge(case: Case) -> Judgement:
    """Done once reached where it cannot fall again; until then by points of the year target, or by pieces."""
    target, actual = case.target.value or 0.0, case.value
    expected_share = _expected_share(case)
    if case.sign < 0:
        judgement = _judge_cap(case, actual, target, expected_share)
    elif case.meets(actual, target):
        judgement = _reached(case, actual, target)
    elif case.indicator.is_integer and reaches(case.preset.small_count_limit, target):
        judgement = _judge_pieces(case, actual, target, expected_share)
    else:
        judgement = _judge_points(case, actual, target, expected_share)
    inputs = {**judgement.inputs, "schedule": case.question.schedule.schedule_id}
    flags = (Flag.FELL,) if _fell(case) else ()
    return judgement._replace(inputs=inputs, flags=flags, met=case.meets(actual, target), bound=target)


def _expected_share(case: Case) -> float:
    start = date(case.series[0].period.year, 1, 1)
    return share_by_deadline(case.question.schedule, case.newest.period, start=start, deadline=case.target.deadline)


def _reached(case: Case, actual: float, target: float) -> Judgement:
    fixed = not case.indicator.can_fall
    return Judgement(
        Status.DONE if fixed else Status.ON_TRACK,
        Reason.COUNT_REACHED,
        {"actual": actual, "target": target, "share": percent_of_target(actual, target)},
        expected=target,
        gap=clean((actual / target - 1) * 100),
        gap_unit="points_of_target",
        turning_value=case.turning(target),
        since=first_met(case, target) if fixed else None,
    )


def first_met(case: Case, target: float) -> date:
    """The first period of the series that met `target`."""
    return next(o.period for o in case.series if case.meets(figure(o), target))


def _judge_points(case: Case, actual: float, target: float, expected_share: float) -> Judgement:
    share = actual / target
    margin = clean((share - expected_share) * 100)
    tolerance = case.preset.count_at_risk_points
    if reaches(margin, 0.0):
        status, reason = Status.ON_TRACK, Reason.COUNT_ON_SCHEDULE
    elif reaches(margin, -tolerance):
        status, reason = Status.AT_RISK, Reason.COUNT_WITHIN_TOLERANCE
    else:
        status, reason = Status.BEHIND, Reason.COUNT_BEHIND_SCHEDULE
    expected = clean(expected_share * target)
    return Judgement(
        status,
        reason,
        {
            "actual": actual,
            "target": target,
            "share": percent_of_target(actual, target),
            "expected": expected,
            "expected_share": clean(expected_share * 100),
            "points": abs(margin),
            "tolerance": tolerance,
        },
        expected=expected,
        gap=margin,
        gap_unit="points_of_target",
        turning_value=float(whole_up(expected)) if case.indicator.is_integer else expected,
    )


def _judge_pieces(case: Case, actual: float, target: float, expected_share: float) -> Judgement:
    expected = float(whole_down(expected_share * target))
    short = clean(expected - actual)
    if reaches(0.0, short):
        status, reason = Status.ON_TRACK, Reason.PIECES_ON_SCHEDULE
    elif reaches(case.preset.small_count_at_risk, short):
        status, reason = Status.AT_RISK, Reason.PIECES_WITHIN_TOLERANCE
    else:
        status, reason = Status.BEHIND, Reason.PIECES_BEHIND_SCHEDULE
    return Judgement(
        status,
        reason,
        {"actual": actual, "target": target, "expected": expected, "short": abs(short)},
        expected=expected,
        gap=clean(actual - expected),
        gap_unit="units",
        turning_value=expected,
    )


def _judge_cap(case: Case, actual: float, target: float, expected_share: float) -> Judgement:
    """A limit on a count is the mirror: using it up faster than the schedule is behind."""
    expected = clean(expected_share * target)
    margin = clean((expected_share - actual / target) * 100)
    if exceeds(actual, target) or (case.is_strict and not exceeds(target, actual)):
        status, reason = Status.BEHIND, Reason.CAP_EXCEEDED
    elif reaches(margin, 0.0):
        status, reason = Status.ON_TRACK, Reason.CAP_WITHIN_SCHEDULE
    else:
        near = reaches(margin, -case.preset.count_at_risk_points)
        status, reason = Status.AT_RISK if near else Status.BEHIND, Reason.CAP_AHEAD_OF_SCHEDULE
    return Judgement(
        status,
        reason,
        {"actual": actual, "target": target, "expected": expected, "points": abs(margin)},
        expected=expected,
        gap=margin,
        gap_unit="points_of_target",
        turning_value=float(whole_down(expected)) if case.indicator.is_integer else expected,
    )


def _fell(case: Case) -> bool:
    """Whether a sum that cannot fall is below the one before it in the same year: kept, and shown."""
    if case.indicator.can_fall or len(case.series) < 2:
        return False
    before, newest = case.series[-2], case.newest
    resets = case.indicator.accumulation != Accumulation.END_OF_PERIOD
    if resets and before.period.year != newest.period.year:
        return False
    return exceeds(figure(before), figure(newest))
