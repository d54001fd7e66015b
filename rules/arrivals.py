"""Whether the figure a verdict needs has arrived, is not due yet, or is owed (steps 4, 5 and K9)."""

from __future__ import annotations

from datetime import date, timedelta

from rules.case import Case, Judgement, annual_release, unknown
from rules.model import Accumulation, Frequency, Indicator, Kind, Release, Status
from rules.periods import due_day, newest_due, periods_of_year
from rules.reasons import Reason
from rules.series import has_figure

_COARSENESS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.ANNUAL: 12}


def find_owed(case: Case) -> Judgement | None:
    """What stands in the way of judging the newest figure; None where nothing does."""
    annual = annual_release(case.question)
    if annual is not None:
        return None if case.series else _owed_annual(case, annual)
    if case.target.kind == Kind.RELATIVE:
        return _owed_pair(case)
    due = _newest_due(case, case.indicator.release)
    newest = case.series[-1].period if case.series else None
    if newest is not None and (due is None or newest >= due):
        return None
    return _owed_own(case, due, newest)


def _newest_due(case: Case, release: Release) -> date | None:
    return newest_due(release, month=case.month, as_of=case.question.board.as_of)


def _due_inputs(period: date, release: Release) -> dict[str, float | str | None]:
    return {"due_period": period.isoformat(), "due_day": due_day(period, release).isoformat()}


def _owed_own(case: Case, due: date | None, newest: date | None) -> Judgement:
    """The unit's own figure is missing; `due` is the newest period it owes, `newest` its last figure."""
    release = case.indicator.release
    if due is None:
        first = periods_of_year(release, case.month.year)[0]
        return unknown(Reason.NOT_YET_DUE, **_due_inputs(first, release))
    holes = _holes_in_sum(case, due)
    if holes:
        missing = ";".join(period.isoformat() for period in holes)
        return Judgement(Status.OVERDUE_REPORT, Reason.SUM_INCOMPLETE, {"missing": missing})
    inputs = _due_inputs(due, release)
    if any(o.period == due for o in case.known):
        return Judgement(Status.OVERDUE_REPORT, Reason.REPORTED_BLANK, inputs)
    if newest is None:
        return Judgement(Status.OVERDUE_REPORT, Reason.NEVER_REPORTED, inputs)
    return Judgement(Status.OVERDUE_REPORT, Reason.STALE, {"last_period": newest.isoformat(), **inputs})


def _holes_in_sum(case: Case, due: date) -> list[date]:
    """The periods without a figure that keep later single periods out of the sum since January."""
    if case.target.kind != Kind.CUMULATIVE or case.indicator.accumulation != Accumulation.PERIOD:
        return []
    figures = {o.period for o in case.known if has_figure(o)}
    periods = periods_of_year(case.indicator.release, due.year)
    return [p for p in periods if p not in figures and any(p < later <= due for later in figures)]


def _owed_annual(case: Case, release: Release) -> Judgement:
    due = due_day(case.final, release)
    overdue_from = due + timedelta(days=case.preset.annual_overdue_days)
    inputs = _due_inputs(case.final, release)
    if case.question.board.month < case.final or case.known_day <= overdue_from:
        return Judgement(Status.NO_DATA, Reason.ANNUAL_NOT_RELEASED, inputs, counted=False)
    if case.target.kind == Kind.RELATIVE and case.at(case.final) is not None:
        return unknown(Reason.SIDE_MISSING, side=case.target.relative_to, due_period=case.final.isoformat())
    return Judgement(Status.OVERDUE_REPORT, Reason.ANNUAL_OVERDUE, inputs)


def _owed_pair(case: Case) -> Judgement | None:
    """For a relative target: which of the two sides owes the newest period both should have."""
    due = _newest_common_due(case)
    if case.series and (due is None or case.series[-1].period >= due):
        return None
    own = [o.period for o in case.history if o.period.year == case.month.year]
    if due in own or (due is None and own):
        wanted = due or own[-1]
        return unknown(Reason.SIDE_MISSING, side=case.target.relative_to, due_period=wanted.isoformat())
    owed = _owed_own(case, due, own[-1] if own else None)
    return owed._replace(inputs={**owed.inputs, "side": case.target.indicator_id})


def _newest_common_due(case: Case) -> date | None:
    """The newest period in both calendars whose figure both sides should have sent."""
    sides: list[Indicator] = [case.indicator, case.question.reference_indicator or case.indicator]
    due = [_newest_due(case, side.release) for side in sides]
    newest = [period for period in due if period is not None]
    if len(newest) < len(sides):
        return None
    coarser = max((side.release for side in sides), key=lambda release: _COARSENESS[release.frequency])
    common = [p for p in periods_of_year(coarser, case.month.year) if p <= min(newest)]
    return common[-1] if common else None
