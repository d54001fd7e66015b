"""K8: a stage of a project reached by a date; the target's own verb says which stage counts."""

from __future__ import annotations

from rules.case import Case, Judgement, figure
from rules.model import STAGES, Status
from rules.reasons import Reason


def judge(case: Case) -> Judgement:
    """Done at the verb's stage; else by the days between the deadline and the board's day.

    The board's day is the end of its month, or the day of `as_of` where that is earlier: a look at October
    asks where the project stood at the end of October, not today.
    """
    wanted = STAGES.index(case.target.stage or STAGES[-1])
    now = min(int(case.value), len(STAGES) - 1)
    judgement = _reached(case, wanted) if now >= wanted else _judge_days(case, now, wanted)
    return judgement._replace(bound=float(wanted), expected=float(wanted), gap_unit="days", turning_value=float(wanted))


def _reached(case: Case, wanted: int) -> Judgement:
    since = next(o.period for o in case.series if figure(o) >= wanted)
    late = since > case.target.deadline
    inputs: dict[str, float | str | None] = {"stage": STAGES[wanted], "first_period": since.isoformat()}
    gap = -float((since - case.target.deadline).days) if late else 0.0
    return Judgement(Status.DONE, Reason.STAGE_REACHED, inputs, met=True, gap=gap, since=since)


def _judge_days(case: Case, now: int, wanted: int) -> Judgement:
    deadline, day = case.target.deadline, case.board_day
    left = (deadline - day).days
    inputs: dict[str, float | str | None] = {
        "stage_now": STAGES[now],
        "stage": STAGES[wanted],
        "deadline": deadline.isoformat(),
        "judged_on": day.isoformat(),
        "days_left": float(left) if left >= 0 else None,
        "days_late": float(-left) if left < 0 else None,
    }
    if left > case.preset.milestone_warning_days:
        status, reason = Status.ON_TRACK, Reason.STAGE_ON_TIME
    elif left >= 0:
        status, reason = Status.AT_RISK, Reason.STAGE_DUE_SOON
    elif -left <= case.preset.milestone_late_days and day.year == deadline.year:
        status, reason = Status.AT_RISK, Reason.STAGE_LATE
    else:
        status, reason = Status.BEHIND, Reason.STAGE_VERY_LATE
    return Judgement(status, reason, inputs, gap=float(left))
