"""K7: not one event in the year, and a nil report for every period: a blank is not a zero."""

from __future__ import annotations

from datetime import date

from rules.case import Case, Judgement, figure
from rules.model import Accumulation, Observation, Status
from rules.periods import newest_due, periods_of_year
from rules.precision import exceeds
from rules.reasons import Reason


def find_breach(case: Case) -> Observation | None:
    """The first period with an event."""
    return next((o for o in case.series if exceeds(figure(o), 0.0)), None)


def judge(case: Case) -> Judgement:
    """Behind from the first event to the year's end; on track only with a nil report for every period due."""
    breach = find_breach(case)
    if breach is not None:
        return _breached(case, breach)
    missing = _missing_nil_reports(case)
    if missing:
        inputs = {"missing": ";".join(period.isoformat() for period in missing)}
        return Judgement(Status.OVERDUE_REPORT, Reason.NIL_REPORT_MISSING, inputs)
    return Judgement(
        Status.ON_TRACK,
        Reason.NO_EVENTS,
        {"periods": float(len(case.series)), "last_period": case.newest.period.isoformat()},
        met=True,
        bound=0.0,
        expected=0.0,
        gap=0.0,
        gap_unit="events",
        turning_value=0.0,
    )


def _breached(case: Case, breach: Observation) -> Judgement:
    figures = [figure(o) for o in case.series]
    events = sum(figures) if case.indicator.accumulation == Accumulation.PERIOD else max(figures)
    return Judgement(
        Status.BEHIND,
        Reason.BREACH,
        {"events": events, "first_period": breach.period.isoformat()},
        bound=0.0,
        expected=0.0,
        gap=-events,
        gap_unit="events",
        turning_value=0.0,
    )


def _missing_nil_reports(case: Case) -> list[date]:
    """The periods before the newest report whose own report is overdue."""
    release, month = case.indicator.release, case.newest.period
    due = newest_due(release, month=month, as_of=case.question.board.as_of)
    if due is None:
        return []
    reported = {o.period for o in case.series}
    return [p for p in periods_of_year(release, month.year) if p <= due and p not in reported]
