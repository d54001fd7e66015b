"""K7b: dynamic zero: cases may arise, none may stay open past its date."""

from __future__ import annotations

from rules.case import Case, Judgement
from rules.model import Status
from rules.precision import clean, exceeds
from rules.reasons import Reason


def judge(case: Case) -> Judgement:
    """None open on track; open within their dates at risk; any past its date behind.

    Open cases whose dates are not reported are at risk: an unreported number of overdue cases is not zero.
    """
    open_cases, overdue = case.value, case.newest.overdue_cases
    inputs: dict[str, float | str | None] = {"open": open_cases, "overdue": overdue}
    gap = clean(-open_cases)
    if overdue is not None and overdue > 0:
        status, reason, gap = Status.BEHIND, Reason.OPEN_PAST_DATES, -float(overdue)
    elif not exceeds(open_cases, 0.0):
        status, reason = Status.ON_TRACK, Reason.NONE_OPEN
        inputs["last_period"] = case.newest.period.isoformat()
    elif overdue is None:
        status, reason = Status.AT_RISK, Reason.OPEN_DATES_UNKNOWN
    else:
        status, reason = Status.AT_RISK, Reason.OPEN_WITHIN_DATES
    return Judgement(
        status,
        reason,
        inputs,
        met=status == Status.ON_TRACK,
        bound=0.0,
        expected=0.0,
        gap=gap,
        gap_unit="events",
        turning_value=0.0,
    )
