"""Every kind's rule, with the values on both sides of every threshold."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rules.model import (
    Accumulation,
    Comparator,
    Direction,
    Flag,
    Kind,
    Measure,
    Schedule,
    Status,
)
from rules.reasons import Reason
from tests.rules.made import (
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

DONE, ON, RISK, BEHIND, NONE = Status.DONE, Status.ON_TRACK, Status.AT_RISK, Status.BEHIND, Status.NO_DATA
DOWN = Direction.DOWN
REVERSIBLE = make_indicator(can_fall=True)
PIECES = make_indicator(is_integer=True, decimals=0)
LEVELS = make_indicator(accumulation=Accumulation.END_OF_PERIOD, can_fall=True)


@pytest.mark.parametrize(
    ("target", "actual", "changes", "status", "reason", "gap"),
    [
        (8.5, 8.5, {}, ON, Reason.GROWTH_AT_TARGET, 0.0),
        (8.5, 8.5, {"comparator": Comparator.GT}, RISK, Reason.GROWTH_AT_TARGET, 0.0),
        (8.5, 8.6, {"comparator": Comparator.GT}, ON, Reason.GROWTH_MET, 0.1),
        (8.5, 9.9, {"comparator": Comparator.EQ}, ON, Reason.GROWTH_MET, 1.4),
        (8.5, 7.5, {}, RISK, Reason.GROWTH_WITHIN_TOLERANCE, -1.0),  # exactly the tolerance
        (8.3, 7.3, {}, RISK, Reason.GROWTH_WITHIN_TOLERANCE, -1.0),  # 7.3 - 8.3 is not -1 in binary
        (8.5, 7.4, {}, BEHIND, Reason.GROWTH_BEYOND_TOLERANCE, -1.1),
        (20.0, 18.0, {}, RISK, Reason.GROWTH_WITHIN_TOLERANCE, -2.0),  # a tenth of the target
        (20.0, 17.9, {}, BEHIND, Reason.GROWTH_BEYOND_TOLERANCE, -2.1),
        (0.5, 0.0, {}, RISK, Reason.GROWTH_WITHIN_TOLERANCE, -0.5),
        (0.5, -0.1, {}, BEHIND, Reason.GROWTH_WRONG_SIGN, -0.6),  # inside the tolerance, but falling
        (-20.0, -20.0, {"direction": DOWN}, ON, Reason.GROWTH_AT_TARGET, 0.0),
        (-20.0, -25.0, {"direction": DOWN}, ON, Reason.GROWTH_MET, 5.0),
        (-20.0, -18.0, {"direction": DOWN}, RISK, Reason.GROWTH_WITHIN_TOLERANCE, -2.0),
        (-20.0, -17.9, {"direction": DOWN}, BEHIND, Reason.GROWTH_BEYOND_TOLERANCE, -2.1),
        (-0.5, 0.1, {"direction": DOWN}, BEHIND, Reason.GROWTH_WRONG_SIGN, -0.6),
        (
            -20.0,
            -20.0,
            {"direction": DOWN, "comparator": Comparator.LT},
            RISK,
            Reason.GROWTH_AT_TARGET,
            0.0,
        ),
    ],
)
def test_growth_rate(
    target: float, actual: float, changes: dict[str, Any], status: Status, reason: Reason, gap: float
) -> None:
    verdict = assess(make_target(Kind.GROWTH_RATE, target, **changes), held(actual))
    assert (verdict.status, verdict.reason, verdict.gap, verdict.gap_unit) == (status, reason, gap, "points")


def test_a_single_months_growth_is_not_taken_for_the_years() -> None:
    monthly = make_indicator(accumulation=Accumulation.PERIOD)
    verdict = assess(make_target(Kind.GROWTH_RATE, 8.5), held(9.0), indicator=monthly)
    assert (verdict.status, verdict.reason) == (NONE, Reason.NOT_YEAR_TO_DATE)


@pytest.mark.parametrize(
    ("target", "actual", "until", "status", "gap"),
    [
        (100, 75.0, 9, ON, 0.0),
        (100, 65.0, 9, RISK, -10.0),  # exactly ten points
        (100, 64.9, 9, BEHIND, -10.1),
        (0.3, 0.225, 9, ON, 0.0),  # 0.225 / 0.3 is not 0.75 in binary
        (150, 80.0, 9, BEHIND, -21.666666667),  # 53.3 % where 75 % is due
        (100, 100.0, 9, DONE, 0.0),
        (100, 131.4, 9, DONE, 31.4),
        (13, 9.0, 9, RISK, -5.769230769),  # above the limit of small counts, judged by points
    ],
)
def test_cumulative_by_points_of_the_target(
    target: float, actual: float, until: int, status: Status, gap: float
) -> None:
    figures = held(actual, until)
    verdict = assess(make_target(Kind.CUMULATIVE, target), figures, at=board(until))
    assert (verdict.status, verdict.gap, verdict.gap_unit) == (status, gap, "points_of_target")


@pytest.mark.parametrize(
    ("target", "actual", "status", "expected", "gap"),
    [
        (10, 7, ON, 7, 0),  # floor of 7.5
        (10, 6, RISK, 7, -1),
        (10, 5, BEHIND, 7, -2),
        (12, 9, ON, 9, 0),
        (12, 8, RISK, 9, -1),
        (1, 0, ON, 0, 0),  # nothing is due before the last month
        (4, 1, BEHIND, 3, -2),
        (4, 3, ON, 3, 0),
    ],
)
def test_small_whole_numbers_are_judged_by_pieces(
    target: float, actual: float, status: Status, expected: float, gap: float
) -> None:
    verdict = assess(make_target(Kind.CUMULATIVE, target), held(actual, 9), indicator=PIECES, at=board(9))
    assert (verdict.status, verdict.expected, verdict.gap, verdict.gap_unit) == (
        status,
        expected,
        gap,
        "units",
    )
    assert verdict.turning_value == expected


@pytest.mark.parametrize(("target", "actual", "share"), [(4100, 4099.0, 99.9), (100, 131.46, 131.4), (150, 80.0, 53.3)])
def test_the_share_done_is_rounded_down(target: float, actual: float, share: float) -> None:
    assert assess(make_target(Kind.CUMULATIVE, target), held(actual)).inputs["share"] == share


def test_a_small_amount_of_money_is_no_small_count() -> None:
    assert assess(make_target(Kind.CUMULATIVE, 10), held(7.0, 9), at=board(9)).gap_unit == "points_of_target"


def test_a_count_names_its_own_schedule() -> None:
    batches = Schedule("autumn_batches", (0, 0, 0, 0, 0, 0, 0, 0, 0.2, 0.5, 0.8, 1.0))
    target = make_target(Kind.CUMULATIVE, 100)
    assert assess(target, held(50.0)).status == BEHIND
    verdict = assess(target, held(50.0), schedule=batches)
    assert (verdict.status, verdict.expected) == (ON, 50.0)
    assert verdict.inputs["schedule"] == "autumn_batches"


def test_a_count_that_can_fall_is_done_only_with_the_final_figure() -> None:
    target = make_target(Kind.CUMULATIVE, 100)
    assert assess(target, held(101.0), indicator=REVERSIBLE).status == ON
    year = assess(target, held(101.0, 12), indicator=REVERSIBLE, at=board(12))
    assert year.status == DONE


def test_a_sum_that_fell_is_kept_and_flagged() -> None:
    figures = series({8: 60.0, 9: 80.0, 10: 70.0})
    verdict = assess(make_target(Kind.CUMULATIVE, 100), figures)
    assert (verdict.value, verdict.flags) == (70.0, {Flag.FELL})
    assert not assess(make_target(Kind.CUMULATIVE, 100), figures, indicator=REVERSIBLE).flags


def test_single_months_are_summed_and_the_sum_stops_at_a_blank() -> None:
    monthly = make_indicator(accumulation=Accumulation.PERIOD)
    target = make_target(Kind.CUMULATIVE, 100)
    verdict = assess(target, held(9.0), indicator=monthly)
    assert (verdict.value, verdict.status) == (90.0, ON)
    holed = assess(target, series([9.0] * 5 + [None] + [9.0] * 4), indicator=monthly)
    assert (holed.status, holed.reason) == (Status.OVERDUE_REPORT, Reason.SUM_INCOMPLETE)
    assert holed.inputs == {"missing": "2024-06-01"}
    assert holed.last is not None
    assert (holed.last.value, holed.last.period) == (45.0, month(5))


@pytest.mark.parametrize(
    ("actual", "status", "reason"),
    [
        (7.5, ON, Reason.CAP_WITHIN_SCHEDULE),
        (8.5, RISK, Reason.CAP_AHEAD_OF_SCHEDULE),
        (8.6, BEHIND, Reason.CAP_AHEAD_OF_SCHEDULE),
        (10.1, BEHIND, Reason.CAP_EXCEEDED),
    ],
)
def test_a_limit_on_a_count_is_the_mirror(actual: float, status: Status, reason: Reason) -> None:
    target = make_target(Kind.CUMULATIVE, 10, direction=DOWN)
    verdict = assess(target, held(actual, 9), at=board(9))
    assert (verdict.status, verdict.reason) == (status, reason)


BASELINE = [observe(month(12, 2023), 30.0)]


@pytest.mark.parametrize(
    ("target", "actual", "status", "reason", "gap"),
    [
        (42.0, 40.0, ON, Reason.LEVEL_ON_PATH, 0.0),  # 30 + 12 x 10/12
        (42.0, 38.8, RISK, Reason.LEVEL_OFF_PATH, -10.0),
        (42.0, 38.7, BEHIND, Reason.LEVEL_FAR_OFF_PATH, -10.833333333),
        (42.0, 29.9, BEHIND, Reason.LEVEL_WORSE_THAN_BASELINE, -84.166666667),
        (30.5, 29.9, BEHIND, Reason.LEVEL_WORSE_THAN_BASELINE, None),
        (42.0, 42.0, ON, Reason.LEVEL_REACHED, 0.0),  # a level can fall again
        (30.0, 30.0, ON, Reason.LEVEL_REACHED, 0.0),  # a floor
        (30.0, 29.9, BEHIND, Reason.FLOOR_NOT_HELD, -0.1),
        (28.0, 28.5, ON, Reason.LEVEL_REACHED, 0.5),
    ],
)
def test_stock(target: float, actual: float, status: Status, reason: Reason, gap: float | None) -> None:
    verdict = assess(make_target(Kind.STOCK, target), BASELINE + held(actual), indicator=LEVELS)
    assert (verdict.status, verdict.reason) == (status, reason)
    assert gap is None or verdict.gap == gap


@pytest.mark.parametrize(("start", "target", "expected"), [(48600.0, 51400, 50934.0), (13.0, 20, 18.833333333)])
def test_a_long_way_is_told_in_whole_pieces(start: float, target: float, expected: float) -> None:
    figures = [observe(month(12, 2023), start), *held(start)]
    pieces = make_indicator(accumulation=Accumulation.END_OF_PERIOD, can_fall=True, is_integer=True, decimals=0)
    assert assess(make_target(Kind.STOCK, target), figures, indicator=pieces).inputs["expected"] == expected


def test_a_stock_without_baseline_is_at_risk_until_its_deadline() -> None:
    target = make_target(Kind.STOCK, 42.0)
    verdict = assess(target, held(1.0), indicator=LEVELS)
    assert (verdict.status, verdict.reason, verdict.gap) == (RISK, Reason.BASELINE_MISSING, -41.0)
    year = assess(target, held(1.0, 12), indicator=LEVELS, at=board(12))
    assert (year.status, year.reason) == (BEHIND, Reason.MISSED)
    planned = make_target(Kind.STOCK, 42.0, value_from=30.0)
    assert assess(planned, held(40.0), indicator=LEVELS).reason == Reason.LEVEL_ON_PATH


def test_a_stock_is_done_with_the_final_figure_or_where_it_cannot_fall() -> None:
    target = make_target(Kind.STOCK, 42.0)
    assert assess(target, held(42.0, 12), indicator=LEVELS, at=board(12)).status == DONE
    roads = make_indicator(accumulation=Accumulation.END_OF_PERIOD)
    assert assess(target, held(42.0), indicator=roads).status == DONE


@pytest.mark.parametrize(("actual", "status"), [(35.0, ON), (33.6, BEHIND), (34.0, RISK)])
def test_a_stock_due_in_a_later_year_has_a_longer_path(actual: float, status: Status) -> None:
    target = make_target(Kind.STOCK, 42.0, deadline=date(2025, 12, 31))  # 30 + 12 x 10/24
    verdict = assess(target, BASELINE + held(actual), indicator=LEVELS)
    assert (verdict.status, verdict.expected) == (status, 35.0)


def test_the_baseline_moves_to_the_year_before_the_deadline() -> None:
    figures = [*BASELINE, observe(month(12), 34.0), *held(36.0, 3, 2025)]
    target = make_target(Kind.STOCK, 42.0, deadline=date(2025, 12, 31))
    verdict = assess(target, figures, indicator=LEVELS, at=board(3, year=2025))
    assert (verdict.inputs["baseline"], verdict.expected, verdict.status) == (34.0, 36.0, ON)


@pytest.mark.parametrize(
    ("target", "actual", "direction", "status", "gap"),
    [
        (90.0, 90.0, Direction.UP, ON, 0.0),
        (90.0, 89.0, Direction.UP, RISK, -1.0),
        (90.0, 88.9, Direction.UP, BEHIND, -1.1),
        (89.9, 86.9, Direction.UP, RISK, -3.0),
        (89.9, 86.8, Direction.UP, BEHIND, -3.1),
        (40.0, 43.0, DOWN, RISK, -3.0),
        (40.0, 43.1, DOWN, BEHIND, -3.1),
        (40.0, 39.0, DOWN, ON, 1.0),
        (5.0, 6.0, DOWN, RISK, -1.0),  # 95 % from the other side
        (5.0, 6.1, DOWN, BEHIND, -1.1),
    ],
)
def test_share(target: float, actual: float, direction: Direction, status: Status, gap: float) -> None:
    verdict = assess(make_target(Kind.SHARE, target, direction=direction), held(actual))
    assert (verdict.status, verdict.gap, verdict.gap_unit) == (status, gap, "points")


def test_a_share_exactly_at_its_target_claims_no_lead() -> None:
    for direction in Direction:
        verdict = assess(make_target(Kind.SHARE, 40.0, direction=direction), held(40.0))
        assert (verdict.status, verdict.reason, str(verdict.gap)) == (ON, Reason.SHARE_AT_TARGET, "0.0")


LAST_YEAR = series([50.0] * 12, 2023)


@pytest.mark.parametrize(
    ("actual", "comparator", "status"),
    [
        (50.1, None, ON),
        (50.0, None, RISK),
        (50.0, Comparator.GT, RISK),
        (50.0, Comparator.GE, ON),
        (49.9, None, BEHIND),
    ],
)
def test_direction_against_last_year(actual: float, comparator: Comparator | None, status: Status) -> None:
    up = make_target(Kind.DIRECTION, comparator=comparator)
    assert assess(up, LAST_YEAR + held(actual)).status == status
    mirrored = {None: None, Comparator.GT: Comparator.LT, Comparator.GE: Comparator.LE}[comparator]
    down = make_target(Kind.DIRECTION, direction=DOWN, comparator=mirrored)
    assert assess(down, LAST_YEAR + held(100.0 - actual)).status == status


def test_direction_without_last_year_has_no_verdict() -> None:
    verdict = assess(make_target(Kind.DIRECTION, comparator=None), held(50.0))
    assert (verdict.status, verdict.reason) == (NONE, Reason.LAST_YEAR_MISSING)
    assert verdict.inputs == {"last_period": "2023-10-01"}


@pytest.mark.parametrize(
    ("growth", "status", "reason"),
    [
        (-0.1, ON, Reason.CHANGE_RIGHT_WAY),
        (0.0, RISK, Reason.CHANGE_NONE),
        (0.1, BEHIND, Reason.CHANGE_WRONG_WAY),
    ],
)
def test_a_reported_growth_already_is_the_direction(growth: float, status: Status, reason: Reason) -> None:
    target = make_target(Kind.DIRECTION, direction=DOWN, comparator=None)
    verdict = assess(target, held(growth), indicator=make_indicator(measure=Measure.YOY_GROWTH))
    assert (verdict.status, verdict.reason) == (status, reason)


@pytest.mark.parametrize(
    ("actual", "deadline", "status", "reason"),
    [
        (700.0, date(2024, 12, 31), DONE, Reason.STANDARD_RAISED),
        (680.0, date(2024, 12, 31), RISK, Reason.STANDARD_PART_WAY),
        (650.0, date(2024, 12, 31), ON, Reason.STANDARD_NOT_YET),
        (650.0, date(2024, 10, 31), BEHIND, Reason.MISSED),  # its month's figure is in
        (640.0, date(2024, 12, 31), NONE, Reason.STANDARD_BELOW_OLD),
    ],
)
def test_standard(actual: float, deadline: date, status: Status, reason: Reason) -> None:
    target = make_target(Kind.STANDARD, 700.0, value_from=650.0, deadline=deadline)
    verdict = assess(target, held(actual))
    assert (verdict.status, verdict.reason) == (status, reason)


def test_a_standard_still_old_after_its_day_is_behind_before_the_figure_is_in() -> None:
    target = make_target(Kind.STANDARD, 700.0, value_from=650.0, deadline=date(2024, 10, 15))
    verdict = assess(target, held(650.0, 9))
    assert (verdict.status, verdict.reason) == (BEHIND, Reason.STANDARD_NOT_RAISED)


def test_a_standard_half_raised_is_worse_than_one_not_touched_before_its_date() -> None:
    """The one place where more progress is a worse colour, as the rule is written."""
    target = make_target(Kind.STANDARD, 700.0, value_from=650.0)
    statuses = [assess(target, held(value)).status for value in (650.0, 650.1, 699.9, 700.0)]
    assert statuses == [ON, RISK, RISK, DONE]


def test_a_standard_without_its_old_value() -> None:
    verdict = assess(make_target(Kind.STANDARD, 700.0), held(650.0))
    assert (verdict.status, verdict.reason) == (NONE, Reason.OLD_STANDARD_MISSING)


GDP = make_indicator("gdp", release=QUARTERLY, price_basis="real")
QUARTERS = series({3: 5.0, 6: 5.0, 9: 5.0})
SERVICES = make_target(Kind.RELATIVE, relative_to="gdp", comparator=Comparator.GT)


@pytest.mark.parametrize(
    ("actual", "comparator", "status", "gap"),
    [
        (5.1, Comparator.GT, ON, 0.1),
        (5.0, Comparator.GT, RISK, 0.0),
        (5.0, None, RISK, 0.0),
        (5.0, Comparator.GE, ON, 0.0),
        (4.5, Comparator.GT, RISK, -0.5),
        (4.4, Comparator.GT, BEHIND, -0.6),
    ],
)
def test_relative(actual: float, comparator: Comparator | None, status: Status, gap: float) -> None:
    target = make_target(Kind.RELATIVE, relative_to="gdp", comparator=comparator)
    verdict = assess(target, held(actual), reference=QUARTERS, reference_indicator=GDP)
    assert (verdict.status, verdict.gap, verdict.period) == (
        status,
        gap,
        month(9),
    )  # the newest common quarter
    assert (verdict.reason == Reason.LEVEL_WITH_OTHER) == (actual == 5.0)


def test_relative_names_the_side_that_owes() -> None:
    verdict = assess(SERVICES, held(6.0), reference=QUARTERS[:2], reference_indicator=GDP)
    assert (verdict.status, verdict.reason) == (NONE, Reason.SIDE_MISSING)
    assert verdict.inputs == {"side": "gdp", "due_period": "2024-09-01"}
    assert verdict.last is not None
    assert (verdict.last.status, verdict.last.period) == (ON, month(6))

    own = assess(SERVICES, held(6.0, 5), reference=QUARTERS, reference_indicator=GDP)
    assert (own.status, own.reason, own.inputs["side"]) == (Status.OVERDUE_REPORT, Reason.STALE, "thing")

    nothing = assess(SERVICES, held(6.0), reference=[], reference_indicator=GDP)
    assert (nothing.status, nothing.inputs["side"]) == (NONE, "gdp")


def test_relative_says_where_nominal_meets_real() -> None:
    nominal = make_indicator(price_basis="nominal")
    mixed = assess(SERVICES, held(6.0), indicator=nominal, reference=QUARTERS, reference_indicator=GDP)
    assert mixed.flags == {Flag.NOMINAL_AGAINST_REAL}
    plain = assess(SERVICES, held(6.0), reference=QUARTERS, reference_indicator=GDP)
    assert not plain.flags


def test_relative_may_ask_for_a_lead() -> None:
    target = make_target(Kind.RELATIVE, 1.0, relative_to="gdp", comparator=Comparator.GE)
    verdict = assess(target, held(6.0), reference=QUARTERS, reference_indicator=GDP)
    assert (verdict.status, verdict.expected, verdict.turning_value) == (ON, 6.0, 6.0)


EVENTS = make_indicator(measure=Measure.EVENTS, accumulation=Accumulation.PERIOD, direction=DOWN, is_integer=True)
NEVER = make_target(Kind.ZERO_TOLERANCE, 0.0, direction=DOWN, comparator=Comparator.EQ)


def test_zero_tolerance_needs_every_nil_report() -> None:
    assert assess(NEVER, held(0.0), indicator=EVENTS).status == ON
    blank: list[float | None] = [0.0] * 10
    blank[4] = None
    for figures in (series(blank), [o for o in series(blank) if o.value is not None]):
        verdict = assess(NEVER, figures, indicator=EVENTS)
        assert (verdict.status, verdict.reason) == (Status.OVERDUE_REPORT, Reason.NIL_REPORT_MISSING)
        assert verdict.inputs == {"missing": "2024-05-01"}
        assert verdict.last is None


def test_one_event_is_behind_to_the_years_end() -> None:
    figures = series([0.0, 0.0, 1.0] + [0.0] * 7)
    verdict = assess(NEVER, figures, indicator=EVENTS)
    assert (verdict.status, verdict.reason, verdict.gap, verdict.gap_unit) == (
        BEHIND,
        Reason.BREACH,
        -1.0,
        "events",
    )
    assert verdict.inputs == {"events": 1.0, "first_period": "2024-03-01"}
    silent = assess(NEVER, figures[:3], indicator=EVENTS)  # nothing reported since
    assert silent.reason == Reason.BREACH
    assert assess(NEVER, figures, indicator=EVENTS, at=board(2)).status == ON  # February did not know


def test_a_year_of_nil_reports_is_done() -> None:
    verdict = assess(NEVER, held(0.0, 12), indicator=EVENTS, at=board(12))
    assert (verdict.status, verdict.reason) == (DONE, Reason.NO_EVENTS)


def test_january_owes_no_nil_report_where_it_has_no_figure() -> None:
    joint = make_indicator(accumulation=Accumulation.PERIOD, release=FROM_FEBRUARY)
    verdict = assess(NEVER, series(dict.fromkeys(range(2, 11), 0.0)), indicator=joint)
    assert (verdict.status, verdict.inputs["periods"]) == (ON, 9.0)


@pytest.mark.parametrize(
    ("open_cases", "overdue", "status", "reason", "gap"),
    [
        (0.0, 0, ON, Reason.NONE_OPEN, 0.0),
        (0.0, None, ON, Reason.NONE_OPEN, 0.0),
        (3.0, 0, RISK, Reason.OPEN_WITHIN_DATES, -3.0),
        (3.0, None, RISK, Reason.OPEN_DATES_UNKNOWN, -3.0),
        (3.0, 1, BEHIND, Reason.OPEN_PAST_DATES, -1.0),
    ],
)
def test_dynamic_zero(open_cases: float, overdue: int | None, status: Status, reason: Reason, gap: float) -> None:
    target = make_target(Kind.DYNAMIC_ZERO, 0.0, direction=DOWN, comparator=Comparator.EQ)
    figures = [*held(2.0, 9), observe(month(10), open_cases, overdue_cases=overdue)]
    verdict = assess(target, figures, indicator=make_indicator(measure=Measure.OPEN_CASES))
    assert (verdict.status, verdict.reason, str(verdict.gap)) == (status, reason, str(gap))  # no -0.0


STAGE = make_indicator(measure=Measure.STAGE, accumulation=Accumulation.END_OF_PERIOD)


@pytest.mark.parametrize(
    ("deadline", "status", "reason", "gap"),
    [
        (date(2024, 12, 1), ON, Reason.STAGE_ON_TIME, 31.0),
        (date(2024, 11, 30), RISK, Reason.STAGE_DUE_SOON, 30.0),
        (date(2024, 10, 31), RISK, Reason.STAGE_DUE_SOON, 0.0),  # the day itself is not late
        (date(2024, 10, 30), RISK, Reason.STAGE_LATE, -1.0),
        (date(2024, 8, 2), RISK, Reason.STAGE_LATE, -90.0),
        (date(2024, 8, 1), BEHIND, Reason.STAGE_VERY_LATE, -91.0),
    ],
)
def test_milestone_by_days(deadline: date, status: Status, reason: Reason, gap: float) -> None:
    target = make_target(Kind.MILESTONE, stage="completed", deadline=deadline, comparator=None)
    verdict = assess(target, held(2.0), indicator=STAGE)
    assert (verdict.status, verdict.reason, verdict.gap, verdict.gap_unit) == (status, reason, gap, "days")
    assert verdict.turning_value == 3.0


def test_milestone_asks_where_the_project_stood_on_the_boards_day() -> None:
    target = make_target(Kind.MILESTONE, stage="completed", deadline=date(2024, 11, 20), comparator=None)
    early = assess(target, held(2.0, 9), indicator=STAGE, at=board(10, days=-20))  # asked on 11 October
    assert (early.status, early.gap, early.inputs["judged_on"]) == (ON, 40.0, "2024-10-11")
    assert assess(target, held(2.0), indicator=STAGE, at=board(10, days=18)).gap == 20.0


@pytest.mark.parametrize(("deadline", "flags"), [(date(2024, 7, 31), {Flag.LATE}), (date(2024, 8, 15), set())])
def test_milestone_reached_late_says_so(deadline: date, flags: set[Flag]) -> None:
    target = make_target(Kind.MILESTONE, stage="completed", deadline=deadline, comparator=None)
    figures = series([1.0, 1.0, 2.0, 2.0, 2.0, 2.0, 2.0, 3.0])  # nothing reported since August
    verdict = assess(target, figures, indicator=STAGE)
    assert (verdict.status, verdict.flags) == (DONE, flags)
    assert verdict.inputs == {"stage": "completed", "first_period": "2024-08-01"}


def test_milestone_past_the_year_is_missed() -> None:
    target = make_target(Kind.MILESTONE, stage="in_use", comparator=None)
    verdict = assess(target, held(4.0, 12), indicator=STAGE, at=board(12))
    assert (verdict.status, verdict.reason) == (BEHIND, Reason.MISSED_STAGE)


def test_milestone_without_stage_has_no_verdict() -> None:
    verdict = assess(make_target(Kind.MILESTONE, comparator=None), held(4.0), indicator=STAGE)
    assert (verdict.status, verdict.reason) == (NONE, Reason.STAGE_MISSING)


@pytest.mark.parametrize(
    ("kind", "value", "changes", "expected"),
    [
        (Kind.GROWTH_RATE, 8.0, {}, 8.0),
        (Kind.GROWTH_RATE, 8.0, {"comparator": Comparator.GT}, 8.1),
        (Kind.SHARE, 95.0, {}, 95.0),
        (Kind.CUMULATIVE, 60.0, {}, 50.0),
        (Kind.STANDARD, 60.0, {"value_from": 1.0}, 60.0),
    ],
)
def test_the_turning_value_turns_the_verdict(
    kind: Kind, value: float, changes: dict[str, Any], expected: float
) -> None:
    target = make_target(kind, value, **changes)
    verdict = assess(target, held(1.0))
    assert verdict.turning_value == expected
    assert assess(target, held(expected)).status in (ON, DONE)
    assert assess(target, held(expected - 0.1)).status not in (ON, DONE)
