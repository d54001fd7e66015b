"""Steps 1 to 8, vintages, flags and the row that decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from rules.assess import decide_indicator, known_series
from rules.model import (
    Accumulation,
    Board,
    Comparator,
    Direction,
    Flag,
    Kind,
    Measure,
    ObsStatus,
    Status,
    Verdict,
)
from rules.reasons import Reason
from tests.rules.made import (
    ANNUAL,
    FROM_FEBRUARY,
    QUARTERLY,
    assess,
    board,
    held,
    make_indicator,
    make_target,
    month,
    observe,
    series,
)

GROWTH = make_target(Kind.GROWTH_RATE, 8.5)
COUNT = make_target(Kind.CUMULATIVE, 100)
YEARLY = make_indicator(release=ANNUAL)


def test_what_is_not_quantified_is_shown_and_not_counted() -> None:
    verdict = assess(make_target(Kind.NOT_QUANTIFIED, comparator=None), held(1.0))
    assert (verdict.status, verdict.reason, verdict.counted) == (Status.NO_DATA, Reason.NOT_QUANTIFIED, False)


def test_nothing_due_yet_is_no_reproach() -> None:
    figures = held(8.0, 12, 2023)
    verdict = assess(GROWTH, figures, indicator=make_indicator(release=FROM_FEBRUARY), at=board(1))
    assert (verdict.status, verdict.reason, verdict.counted) == (Status.NO_DATA, Reason.NOT_YET_DUE, True)
    assert verdict.inputs == {"due_period": "2024-02-01", "due_day": "2024-03-15"}


def test_last_years_figures_do_not_stand_for_this_years() -> None:
    verdict = assess(GROWTH, held(9.0, 12, 2023))
    assert (verdict.status, verdict.reason) == (Status.OVERDUE_REPORT, Reason.NEVER_REPORTED)
    assert verdict.inputs == {"due_period": "2024-09-01", "due_day": "2024-10-15"}


@pytest.mark.parametrize(("days", "status"), [(20, Status.ON_TRACK), (21, Status.OVERDUE_REPORT)])
def test_overdue_only_after_the_grace(days: int, status: Status) -> None:
    verdict = assess(GROWTH, held(9.0, 9), at=board(10, days))
    assert verdict.status == status
    if status == Status.OVERDUE_REPORT:
        assert verdict.reason == Reason.STALE
        assert verdict.inputs["last_period"] == "2024-09-01"
        assert verdict.last is not None
        assert (verdict.last.status, verdict.last.value) == (Status.ON_TRACK, 9.0)


def test_reached_stays_done_when_reports_stop() -> None:
    assert assess(COUNT, held(100.0, 5)).status == Status.DONE


def test_a_blank_hides_the_older_value_and_is_no_zero() -> None:
    blank = observe(month(10), None, datetime(2024, 11, 16))
    known = assess(GROWTH, [*held(9.0), blank], at=board(10, 18))
    assert (known.status, known.period) == (Status.ON_TRACK, month(9))  # October is not overdue yet
    late = assess(GROWTH, [*held(9.0), blank], at=board(10, 25))
    assert (late.status, late.reason) == (Status.OVERDUE_REPORT, Reason.REPORTED_BLANK)
    before = assess(GROWTH, [*held(9.0), blank], at=board(10, 15))
    assert before.period == month(10)


def test_only_blanks_are_no_figure() -> None:
    verdict = assess(make_target(Kind.SHARE, 90.0), series([None] * 10))
    assert (verdict.status, verdict.reason) == (Status.OVERDUE_REPORT, Reason.REPORTED_BLANK)


def test_a_withdrawn_vintage_counts_until_its_withdrawal() -> None:
    wrong = observe(month(10), 5.0, datetime(2024, 11, 12), withdrawn_at=datetime(2024, 11, 14))
    figures = [*held(9.0), wrong]
    assert assess(GROWTH, figures, at=board(10, 13)).status == Status.BEHIND
    assert assess(GROWTH, figures, at=board(10, 14)).value == 9.0


def test_known_series_takes_the_newest_known_up_to_the_month() -> None:
    first, second = observe(month(3), 1.0), observe(month(3), 2.0, datetime(2024, 5, 1))
    figures = [second, first, observe(month(4), 3.0), observe(month(5), None)]
    assert [o.value for o in known_series(figures, datetime(2024, 4, 30), month(3))] == [1.0]
    assert [o.value for o in known_series(figures, datetime(2024, 12, 1), month(4))] == [2.0, 3.0]
    assert [o.value for o in known_series(figures, datetime(2024, 12, 1), month(5))] == [2.0, 3.0, None]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"value": None}, Reason.TARGET_MISSING),
        ({"comparator": None}, Reason.COMPARATOR_MISSING),
        ({"comparator": Comparator.LE}, Reason.COMPARATOR_CONTRADICTS),
        ({"direction": Direction.DOWN}, Reason.COMPARATOR_CONTRADICTS),
        ({"value": 0.0}, Reason.TARGET_NOT_POSITIVE),
    ],
)
def test_a_target_that_cannot_be_judged_says_why(changes: dict[str, Any], reason: Reason) -> None:
    verdict = assess(replace(COUNT, **changes), held(50.0))
    assert (verdict.status, verdict.reason) == (Status.NO_DATA, reason)


@pytest.mark.parametrize(
    ("at", "status", "reason"),
    [
        (board(10), Status.NO_DATA, Reason.ANNUAL_NOT_RELEASED),
        (board(10, 500), Status.NO_DATA, Reason.ANNUAL_NOT_RELEASED),  # October never had the figure
        (board(12, 90), Status.NO_DATA, Reason.ANNUAL_NOT_RELEASED),  # 30 days past the release
        (board(12, 91), Status.OVERDUE_REPORT, Reason.ANNUAL_OVERDUE),
        (board(3, -5, 2025), Status.NO_DATA, Reason.ANNUAL_NOT_RELEASED),
        (board(4, year=2025), Status.OVERDUE_REPORT, Reason.ANNUAL_OVERDUE),
    ],
)
@pytest.mark.parametrize("kind", [Kind.GROWTH_RATE, Kind.CUMULATIVE, Kind.STOCK, Kind.SHARE])
def test_annual_figures_wait_for_their_release(kind: Kind, at: Board, status: Status, reason: Reason) -> None:
    verdict = assess(make_target(kind, 8.5), held(9.0, 12, 2023), indicator=YEARLY, at=at)
    assert (verdict.status, verdict.reason) == (status, reason)
    assert verdict.counted == (status != Status.NO_DATA)


@pytest.mark.parametrize(("actual", "status"), [(8.5, Status.DONE), (8.4, Status.BEHIND)])
def test_annual_figures_are_done_or_behind(actual: float, status: Status) -> None:
    figures = [observe(month(12), actual, datetime(2025, 2, 20))]
    verdict = assess(GROWTH, figures, indicator=YEARLY, at=board(12, 60))
    assert verdict.status == status
    single = make_indicator(release=ANNUAL, accumulation=Accumulation.PERIOD)
    assert assess(GROWTH, figures, indicator=single, at=board(12, 60)).status == status


def test_zero_tolerance_reported_monthly_is_not_an_annual_figure() -> None:
    events = make_indicator(measure=Measure.EVENTS, accumulation=Accumulation.PERIOD)
    target = make_target(Kind.ZERO_TOLERANCE, 0.0, direction=Direction.DOWN)
    assert assess(target, held(0.0), indicator=events).status == Status.ON_TRACK


def test_an_annual_side_makes_a_relative_target_annual() -> None:
    target = make_target(Kind.RELATIVE, relative_to="province", comparator=Comparator.GT)
    province = make_indicator("province", release=ANNUAL)
    waiting = assess(target, held(6.0), reference=[], reference_indicator=province)
    assert (waiting.reason, waiting.counted) == (Reason.ANNUAL_NOT_RELEASED, False)
    late = assess(target, held(6.0, 12), reference=[], reference_indicator=province, at=board(12, 91))
    assert (late.status, late.reason) == (Status.NO_DATA, Reason.SIDE_MISSING)
    there = [observe(month(12), 5.0, datetime(2025, 2, 1))]
    final = assess(target, held(6.0, 12), reference=there, reference_indicator=province, at=board(12, 91))
    assert final.status == Status.DONE


@pytest.mark.parametrize(
    ("actual", "status", "reason"),
    [(8.5, Status.DONE, Reason.GROWTH_AT_TARGET), (8.4, Status.BEHIND, Reason.MISSED)],
)
def test_after_the_final_period_done_or_missed(actual: float, status: Status, reason: Reason) -> None:
    for at in (board(12), board(3, year=2025)):
        figures = [*held(actual, 12), *held(1.0, 3, 2025)]
        verdict = assess(GROWTH, figures, at=at)
        assert (verdict.status, verdict.reason, verdict.period) == (status, reason, month(12))
        assert set(verdict.inputs) >= ({"last_period", "actual", "target"} if reason == Reason.MISSED else set())


def test_while_the_final_figure_is_not_due_the_last_verdict_stays() -> None:
    waiting = assess(GROWTH, held(8.0, 11), at=board(12))
    assert (waiting.status, waiting.flags) == (Status.AT_RISK, {Flag.AWAITING_FINAL})
    overdue = assess(GROWTH, held(8.0, 11), at=board(12, 21))
    assert (overdue.status, overdue.reason) == (Status.OVERDUE_REPORT, Reason.STALE)
    next_year = assess(GROWTH, held(8.0, 11), at=board(1, year=2025))
    assert next_year.status == Status.OVERDUE_REPORT


def test_a_target_due_in_june_is_settled_in_june() -> None:
    june = make_target(Kind.SHARE, 90.0, deadline=date(2024, 6, 30))
    figures = series([90.0] * 6 + [10.0] * 4)
    verdict = assess(june, figures)
    assert (verdict.status, verdict.period) == (Status.DONE, month(6))


def test_a_count_reached_after_its_date_is_done_late() -> None:
    june = make_target(Kind.CUMULATIVE, 100, deadline=date(2024, 6, 30))
    figures = series([10.0 * n for n in range(1, 11)])
    verdict = assess(june, figures)
    assert (verdict.status, verdict.flags) == (Status.DONE, {Flag.LATE})
    assert assess(june, figures, at=board(8)).reason == Reason.MISSED


@pytest.mark.parametrize(
    ("first", "second", "revised"),
    [(8.0, 9.0, True), (9.0, 8.0, True), (8.6, 9.0, False), (8.46, 8.5, False), (None, 9.0, False)],
)
def test_revised_means_another_verdict_by_more_than_rounding(first: float | None, second: float, revised: bool) -> None:
    figures = [*held(9.0, 9), observe(month(10), first), observe(month(10), second, datetime(2024, 11, 15))]
    verdict = assess(GROWTH, figures)
    assert verdict.value == second
    assert (Flag.REVISED in verdict.flags) == revised


@pytest.mark.parametrize(
    ("changes", "flags"),
    [
        ({"derived": True}, {Flag.DERIVED}),
        ({"status": ObsStatus.PRELIMINARY}, {Flag.PRELIMINARY}),
        ({"status": ObsStatus.ESTIMATED, "derived": True}, {Flag.PRELIMINARY, Flag.DERIVED}),
        ({"status": ObsStatus.BREAK}, set()),
    ],
)
def test_what_kind_of_figure_it_was_is_flagged(changes: dict[str, Any], flags: set[Flag]) -> None:
    figures = [*held(9.0, 9), observe(month(10), 9.0, **changes)]
    assert assess(GROWTH, figures).flags == flags


def test_quarterly_figures_are_judged_by_their_quarter() -> None:
    verdict = assess(COUNT, series({3: 25.0, 6: 50.0, 9: 75.0}), indicator=make_indicator(release=QUARTERLY))
    assert (verdict.status, verdict.period, verdict.expected) == (Status.ON_TRACK, month(9), 75.0)


def verdict_of(target_id: str, status: Status, gap: float | None = None, counted: bool = True) -> Verdict:
    return Verdict(target_id, status, "", gap=gap, gap_unit="points" if gap is not None else None, counted=counted)


@pytest.mark.parametrize(
    ("verdicts", "deciding"),
    [
        ([("a", Status.ON_TRACK, 1.0), ("b", Status.AT_RISK, -1.0)], "b"),
        ([("a", Status.BEHIND, -2.0), ("b", Status.BEHIND, -4.0)], "b"),
        ([("a", Status.DONE, 0.0), ("b", Status.NO_DATA, None)], "a"),
        ([("a", Status.OVERDUE_REPORT, None), ("b", Status.BEHIND, -1.0)], "b"),
        ([("a", Status.OVERDUE_REPORT, None), ("b", Status.AT_RISK, -1.0)], "a"),
        ([("a", Status.ON_TRACK, 1.0), ("b", Status.ON_TRACK, 1.0)], "a"),
    ],
)
def test_the_stricter_row_decides(verdicts: list[tuple[str, Status, float | None]], deciding: str) -> None:
    assert decide_indicator([verdict_of(*row) for row in verdicts]).target_id == deciding


def test_the_row_in_force_decides_over_the_stricter() -> None:
    rows = [verdict_of("a", Status.ON_TRACK, 1.0), verdict_of("b", Status.BEHIND, -9.0)]
    assert decide_indicator(rows, in_force="a").target_id == "a"
    with pytest.raises(KeyError):
        decide_indicator(rows, in_force="c")
    with pytest.raises(ValueError, match="at least one"):
        decide_indicator([])


def test_a_row_left_out_of_the_totals_never_decides() -> None:
    rows = [verdict_of("a", Status.NO_DATA, counted=False), verdict_of("b", Status.NO_DATA)]
    assert decide_indicator(rows).target_id == "b"
