"""K5: a standard raised from X to Y, such as a monthly allowance; between them counts no percentage."""

from __future__ import annotations

from rules.case import Case, Judgement, unknown
from rules.kinds.cumulative import first_met
from rules.model import Status
from rules.precision import clean, exceeds, same
from rules.reasons import Reason


def judge(case: Case) -> Judgement:
    """Done at the new standard; at risk between; still the old: on track to the deadline, then behind."""
    actual, target, old = case.value, case.target.value or 0.0, case.target.value_from
    if case.meets(actual, target):
        inputs: dict[str, float | str | None] = {"actual": actual, "target": target}
        judgement = Judgement(Status.DONE, Reason.STANDARD_RAISED, inputs, met=True, since=first_met(case, target))
    elif old is None:
        judgement = unknown(Reason.OLD_STANDARD_MISSING, actual=actual, target=target)
    elif same(actual, old):
        judgement = _still_old(case)
    elif exceeds(case.sign * old, case.sign * actual):
        return unknown(Reason.STANDARD_BELOW_OLD, actual=actual, old=old)
    else:
        inputs = {"actual": actual, "old": old, "target": target}
        judgement = Judgement(Status.AT_RISK, Reason.STANDARD_PART_WAY, inputs)
    return judgement._replace(
        bound=target,
        expected=target,
        gap=clean(case.sign * (actual - target)),
        gap_unit="units",
        turning_value=case.turning(target),
    )


def _still_old(case: Case) -> Judgement:
    deadline = case.target.deadline
    inputs: dict[str, float | str | None] = {
        "actual": case.value,
        "target": case.target.value,
        "deadline": deadline.isoformat(),
    }
    if case.board_day > deadline:
        return Judgement(Status.BEHIND, Reason.STANDARD_NOT_RAISED, inputs)
    return Judgement(Status.ON_TRACK, Reason.STANDARD_NOT_YET, inputs)
