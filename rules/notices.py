"""Who is to be reminded of what: from month-by-month verdicts to proposed supervision notices.

A rule only proposes. Whether a notice goes out, and with which words, a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from rules.model import Status


class Step(StrEnum):
    """How far a notice goes, mildest first."""

    REMIND = "remind"  # 提醒
    NOTICE = "notice"  # 督办
    INTERVIEW = "interview"  # 约谈


class Cause(StrEnum):
    """What a notice is about."""

    BEHIND = "behind"
    OVERDUE = "overdue"  # the report, not the progress


STEPS: tuple[Step, ...] = tuple(Step)


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """From how many consecutive months behind, resting on how many figures, a step is proposed.

    `behind_figures` keeps a quarter's one bad figure, shown for three months, from counting as three failures.
    """

    step: Step
    behind_months: int
    behind_figures: int
    for_overdue_report: bool
    reply_days: int


@dataclass(frozen=True, slots=True)
class MonthlyVerdict:
    """An indicator's deciding verdict of one month; `last` is that on the newest figure where a report is overdue."""

    month: date
    status: Status
    last: Status | None = None
    period: date | None = None  # the figure judged

    @property
    def is_behind(self) -> bool:
        """An unsent report does not end a run of months behind: silence is no catching up."""
        standing = self.last if self.status is Status.OVERDUE_REPORT else self.status
        return standing is Status.BEHIND


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive months behind up to a month: how many, on how many figures, since when (None = none)."""

    months: int
    figures: int
    since: date | None


@dataclass(frozen=True, slots=True)
class Course:
    """An indicator's months, oldest first, the units that answer for it and the one that reports it."""

    indicator_id: str
    months: Sequence[MonthlyVerdict]
    lead_units: Sequence[str]
    reporting_unit: str


@dataclass(frozen=True, slots=True)
class Settled:
    """A notice issued or declined before: while open, or for its month, the step is not proposed again."""

    unit_id: str
    indicator_id: str
    step: Step
    month: date
    is_open: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rule proposes to a person."""

    step: Step
    cause: Cause
    unit_id: str
    indicator_id: str
    month: date
    run: Run


def run_behind(months: Sequence[MonthlyVerdict]) -> Run:
    """The months behind in a row at the end of `months`."""
    tail: list[MonthlyVerdict] = []
    for verdict in reversed(months):
        if not verdict.is_behind:
            break
        tail.append(verdict)
    figures = {verdict.period for verdict in tail if verdict.period is not None}
    return Run(len(tail), max(len(figures), min(len(tail), 1)), tail[-1].month if tail else None)


def months_caught_up(months: Sequence[MonthlyVerdict]) -> list[date]:
    """The months in which an indicator that was behind the month before no longer was."""
    return [after.month for before, after in pairwise(months) if before.is_behind and _has_caught_up(after)]


def _has_caught_up(verdict: MonthlyVerdict) -> bool:
    standing = verdict.last if verdict.status is Status.OVERDUE_REPORT else verdict.status
    return standing in (Status.DONE, Status.ON_TRACK, Status.AT_RISK)


def step_for(run: Run, rules: Iterable[NoticeRule]) -> Step | None:
    """The furthest step whose months and figures a run has reached."""
    reached = [
        rule.step
        for rule in rules
        if run.months and run.months >= rule.behind_months and run.figures >= rule.behind_figures
    ]
    return max(reached, key=STEPS.index, default=None)


def propose(
    courses: Iterable[Course], *, rules: Sequence[NoticeRule], settled: Iterable[Settled] = ()
) -> list[Proposal]:
    """What is to be proposed at the courses' last month, furthest step and longest run first.

    At most one for a unit and an indicator: to the lead units where it is behind, to the reporting unit where
    its report is overdue. What is open at that step or a further one, or was decided for that month, is left out.
    """
    known = list(settled)
    found: dict[tuple[str, str], Proposal] = {}
    for course in courses:
        for proposal in _of_course(course, rules):
            key = (proposal.unit_id, proposal.indicator_id)
            before = found.get(key)
            if before is None or STEPS.index(proposal.step) > STEPS.index(before.step):
                found[key] = proposal
    kept = [proposal for proposal in found.values() if not any(_covers(each, proposal) for each in known)]
    return sorted(kept, key=lambda p: (-STEPS.index(p.step), -p.run.months, p.indicator_id, p.unit_id))


def _of_course(course: Course, rules: Sequence[NoticeRule]) -> list[Proposal]:
    if not course.months:
        return []
    newest, run = course.months[-1], run_behind(course.months)
    made = []
    step = step_for(run, rules)
    if step is not None:
        units = course.lead_units or (course.reporting_unit,)
        made += [Proposal(step, Cause.BEHIND, unit, course.indicator_id, newest.month, run) for unit in units]
    reminders = [rule.step for rule in rules if rule.for_overdue_report]
    if newest.status is Status.OVERDUE_REPORT and reminders:
        furthest = max(reminders, key=STEPS.index)
        made.append(Proposal(furthest, Cause.OVERDUE, course.reporting_unit, course.indicator_id, newest.month, run))
    return made


def _covers(settled: Settled, proposal: Proposal) -> bool:
    same = settled.unit_id == proposal.unit_id and settled.indicator_id == proposal.indicator_id
    far_enough = STEPS.index(settled.step) >= STEPS.index(proposal.step)
    return same and far_enough and (settled.is_open or settled.month >= proposal.month)


def rules_of(rows: Iterable[Mapping[str, object]]) -> tuple[NoticeRule, ...]:
    """The rules from rows of notice_rules.csv."""
    return tuple(
        NoticeRule(
            step=Step(str(row["step"])),
            behind_months=int(str(row["behind_months"])),
            behind_figures=int(str(row["behind_figures"])),
            for_overdue_report=bool(row["for_overdue_report"]),
            reply_days=int(str(row["reply_days"])),
        )
        for row in rows
    )
