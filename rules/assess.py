"""The order of decision: one target, all it is known by, one verdict. Every colour anywhere comes from here.

First hit wins: not quantified; breach of zero tolerance; reached and irreversible; no figure, or not the
newest one; something missing in the target itself; the rule of its kind; after the final
period only done or missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from rules.arrivals import find_owed
from rules.case import Case, Judgement, Question, annual_release, figure, sign_of, unknown
from rules.kinds import JUDGES
from rules.model import (
    STAGES,
    Accumulation,
    Board,
    Comparator,
    Direction,
    Flag,
    Frequency,
    Indicator,
    Kind,
    Observation,
    ObsStatus,
    Preset,
    Schedule,
    Status,
    Target,
    Verdict,
)
from rules.periods import day_of, final_period, period_end
from rules.precision import exceeds
from rules.reasons import Reason
from rules.schedule import LINEAR
from rules.series import first_vintage, has_figure, known_series, running_totals

__all__ = ["assess_target", "decide_indicator", "known_series"]

_JUDGED = frozenset({Status.DONE, Status.ON_TRACK, Status.AT_RISK, Status.BEHIND})
_PROVISIONAL = frozenset({ObsStatus.FORECAST, ObsStatus.PRELIMINARY, ObsStatus.ESTIMATED})
_NEEDS_VALUE = frozenset({Kind.GROWTH_RATE, Kind.CUMULATIVE, Kind.STOCK, Kind.SHARE, Kind.STANDARD})
_COMPARES = _NEEDS_VALUE | {Kind.RELATIVE, Kind.DIRECTION}
_HOLDS_FROM_EARLIER_YEARS = frozenset({Kind.MILESTONE, Kind.STANDARD})
_AGAINST = {
    Direction.UP: frozenset({Comparator.LE, Comparator.LT}),
    Direction.DOWN: frozenset({Comparator.GE, Comparator.GT}),
}
_SEVERITY = (
    Status.NO_DATA,
    Status.DONE,
    Status.ON_TRACK,
    Status.AT_RISK,
    Status.OVERDUE_REPORT,
    Status.BEHIND,
)


def assess_target(
    target: Target,
    *,
    indicator: Indicator,
    observations: Sequence[Observation],
    board: Board,
    preset: Preset,
    schedule: Schedule | None = None,
    reference: Sequence[Observation] | None = None,
    reference_indicator: Indicator | None = None,
) -> Verdict:
    """The verdict on `target` as the board shows it: its month, with what was known at its moment.

    `observations` are all vintages of the target's indicator, of any year (last year's serve as baseline and
    comparison), in the target's unit. `reference` and `reference_indicator` are the other side of a relative
    target. Without a schedule a count is expected evenly over the months.
    """
    if target.kind == Kind.NOT_QUANTIFIED:
        return Verdict(target.target_id, Status.NO_DATA, Reason.NOT_QUANTIFIED, counted=False)
    question = Question(target, indicator, board, preset, schedule or LINEAR, reference or (), reference_indicator)
    known = known_series(observations, board.as_of, board.month)
    verdict = _decide(question, known)
    if verdict.period is not None and _was_revised(question, known, observations, verdict):
        return _with_flag(verdict, Flag.REVISED)
    return verdict


def decide_indicator(verdicts: Sequence[Verdict], in_force: str | None = None) -> Verdict:
    """Which of an indicator's verdicts gives its colour: the row in force, else the stricter one.

    The stricter is the worse status, then the larger shortfall in the same unit, then the earlier in the
    list; a row without data never outranks one with. ValueError for no verdicts, KeyError for an unknown row.
    """
    if not verdicts:
        raise ValueError("an indicator needs at least one verdict to be decided")
    if in_force is not None:
        by_target = {verdict.target_id: verdict for verdict in verdicts}
        return by_target[in_force]
    worst = max(verdicts, key=_severity)
    rivals = [v for v in verdicts if _severity(v) == _severity(worst) and v.gap_unit == worst.gap_unit]
    return min(rivals, key=lambda v: 0.0 if v.gap is None else v.gap)


def _severity(verdict: Verdict) -> tuple[bool, int]:
    return verdict.counted, _SEVERITY.index(verdict.status)


def _decide(question: Question, known: list[Observation]) -> Verdict:
    case = _case(question, known)
    problem = _problem(case)
    judgement = JUDGES[case.target.kind](case) if case.series and problem is None else None
    if judgement and (judgement.reason == Reason.BREACH or judgement.status == Status.DONE):
        return _verdict(case, judgement)
    owed = find_owed(case)
    if owed is not None:
        shown = judgement is not None and judgement.status in _JUDGED
        return _unjudged(case, owed, last=_verdict(case, judgement) if judgement and shown else None)
    if problem is not None:
        return _unjudged(case, problem)
    assert judgement is not None
    verdict = _verdict(case, _settle(case, judgement))
    if case.newest.period < case.final <= question.board.month:
        return _with_flag(verdict, Flag.AWAITING_FINAL)
    return verdict


def _case(question: Question, known: list[Observation]) -> Case:
    target, indicator, board, preset, *_ = question
    final = _final_period(question)
    known_day = day_of(board.as_of)
    case = Case(
        question=question,
        target=target,
        indicator=indicator,
        preset=preset,
        sign=1 if target.kind == Kind.MILESTONE else sign_of(target.direction),
        final=final,
        month=min(board.month, final),
        known_day=known_day,
        board_day=min(period_end(board.month), known_day),
        known=known,
        history=_history(question, known),
        series=[],
        reference=_reference(question),
    )
    first, last = _window(case)
    case.series = [o for o in case.history if first <= o.period <= last]
    if target.kind == Kind.RELATIVE:
        case.series = [o for o in case.series if o.period in case.reference]
    return case


def _final_period(question: Question) -> date:
    """A project that is late keeps its reports, and its chance, to the end of the deadline's year."""
    target = question.target
    release = annual_release(question) or question.indicator.release
    if target.kind == Kind.MILESTONE:
        return final_period(release, target.deadline.replace(month=12, day=31))
    return final_period(release, target.deadline)


def _history(question: Question, known: list[Observation]) -> list[Observation]:
    figures = [o for o in known if has_figure(o)]
    sums_periods = question.indicator.accumulation == Accumulation.PERIOD
    if question.target.kind == Kind.CUMULATIVE and sums_periods:
        return running_totals(figures, question.indicator.release)
    return figures


def _reference(question: Question) -> dict[date, float]:
    board = question.board
    if not question.reference:
        return {}
    known = known_series(question.reference, board.as_of, board.month)
    return {o.period: figure(o) for o in known if has_figure(o)}


def _window(case: Case) -> tuple[date, date]:
    """The first and last period a verdict may rest on."""
    kind, final = case.target.kind, case.final
    last = final
    if kind in _HOLDS_FROM_EARLIER_YEARS:
        last = date.max
    elif kind == Kind.CUMULATIVE and not case.indicator.can_fall:
        runs_on = case.indicator.accumulation == Accumulation.END_OF_PERIOD
        last = date.max if runs_on else final.replace(month=12)
    if case.is_annual:
        return final, last
    if kind in _HOLDS_FROM_EARLIER_YEARS:
        return date.min, last
    return date(case.month.year, 1, 1), last


def _problem(case: Case) -> Judgement | None:
    """What the target or its indicator lacks to be judged at all."""
    target, kind = case.target, case.target.kind
    if kind == Kind.MILESTONE:
        return None if target.stage in STAGES else unknown(Reason.STAGE_MISSING)
    if kind in _NEEDS_VALUE:
        if target.value is None:
            return unknown(Reason.TARGET_MISSING)
        if target.comparator is None:
            return unknown(Reason.COMPARATOR_MISSING)
        if kind == Kind.CUMULATIVE and not exceeds(target.value, 0.0):
            return unknown(Reason.TARGET_NOT_POSITIVE, target=target.value)
        if kind == Kind.GROWTH_RATE and _is_single_period(case.indicator):
            return unknown(Reason.NOT_YEAR_TO_DATE)
    if kind in _COMPARES and target.comparator in _AGAINST[target.direction]:
        return unknown(Reason.COMPARATOR_CONTRADICTS, comparator=target.comparator)
    return None


def _is_single_period(indicator: Indicator) -> bool:
    """A month's own growth says nothing of the year's."""
    is_annual = indicator.release.frequency == Frequency.ANNUAL
    return indicator.accumulation == Accumulation.PERIOD and not is_annual


def _settle(case: Case, judgement: Judgement) -> Judgement:
    """Step 8: once the final period's figure is in, the target is done or missed."""
    if case.newest.period < case.final or judgement.bound is None:
        return judgement
    if judgement.met:
        return judgement._replace(status=Status.DONE)
    if case.target.kind == Kind.MILESTONE:
        return judgement._replace(status=Status.BEHIND, reason=Reason.MISSED_STAGE)
    inputs = {
        **judgement.inputs,
        "last_period": case.newest.period.isoformat(),
        "actual": case.value,
        "target": judgement.bound,
    }
    fixed = case.target.kind in _NEEDS_VALUE
    turning = case.turning(judgement.bound) if fixed else judgement.turning_value
    return judgement._replace(status=Status.BEHIND, reason=Reason.MISSED, inputs=inputs, turning_value=turning)


def _unjudged(case: Case, judgement: Judgement, last: Verdict | None = None) -> Verdict:
    return Verdict(
        case.target.target_id,
        judgement.status,
        judgement.reason,
        judgement.inputs,
        counted=judgement.counted,
        last=last,
    )


def _verdict(case: Case, judgement: Judgement) -> Verdict:
    return Verdict(
        case.target.target_id,
        judgement.status,
        judgement.reason,
        judgement.inputs,
        frozenset(_flags(case, judgement)),
        case.newest.period,
        case.newest.value,
        judgement.expected,
        judgement.gap,
        judgement.gap_unit,
        judgement.turning_value,
        judgement.counted,
    )


def _flags(case: Case, judgement: Judgement) -> Iterable[Flag]:
    newest = case.newest
    yield from judgement.flags
    if judgement.since is not None and judgement.since > case.target.deadline:
        yield Flag.LATE
    if newest.derived:
        yield Flag.DERIVED
    if newest.status in _PROVISIONAL:
        yield Flag.PRELIMINARY


def _was_revised(
    question: Question, known: list[Observation], observations: Sequence[Observation], verdict: Verdict
) -> bool:
    """Whether the judged period's first figure would have led to another status, by more than rounding."""
    period = verdict.period
    assert period is not None
    first = first_vintage(observations, question.board.as_of, period)
    if first is None:
        return False
    newest = next(o for o in known if o.period == period)
    half_unit = 0.5 * 10.0**-question.indicator.decimals
    if not exceeds(abs(figure(first) - figure(newest)), half_unit) and first.overdue_cases == newest.overdue_cases:
        return False
    return _decide(question, [first if o.period == period else o for o in known]).status != verdict.status


def _with_flag(verdict: Verdict, flag: Flag) -> Verdict:
    return replace(verdict, flags=verdict.flags | {flag})
