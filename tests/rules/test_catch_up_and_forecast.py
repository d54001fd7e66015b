"""The facts beside the colour: what is still needed, and where the year may end."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.catchup import CatchUp, catch_up, monthly_increments
from rules.forecast import Forecast, Method, forecast_year_end
from rules.model import Accumulation, Direction, Indicator, Kind, Observation, Schedule
from rules.reasons import INPUTS, Reason
from tests.rules.made import (
    ANNUAL,
    FROM_FEBRUARY,
    QUARTERLY,
    board,
    held,
    make_indicator,
    make_target,
    month,
    series,
)

COUNT = make_target(Kind.CUMULATIVE, 100)
JOINT = make_indicator(release=FROM_FEBRUARY)


def caught(figures: list[Observation], indicator: Indicator = JOINT, until: int = 10) -> CatchUp:
    return catch_up(COUNT, indicator=indicator, observations=figures, board=board(until))


def test_january_and_february_count_as_two_months() -> None:
    increments = monthly_increments(series({2: 16.0, 3: 26.0, 6: 44.0}))
    assert [(i.period.month, i.months, i.per_month) for i in increments] == [(2, 2, 8.0), (3, 1, 10.0), (6, 3, 6.0)]


def test_each_month_left_must_bring_a_multiple_of_the_best() -> None:
    fact = caught(series({2: 16.0, 3: 26.0, 9: 62.0, 10: 70.0}))
    assert fact.reason == Reason.CATCH_UP_OUT_OF_REACH
    assert (fact.remaining, fact.months_left, fact.needed_per_month) == (30.0, 2, 15.0)
    assert (fact.best_per_month, fact.best_period, fact.multiple) == (10.0, month(3), 1.5)


@pytest.mark.parametrize(
    ("now", "reason", "latest_start"),
    [
        (90.0, Reason.CATCH_UP_POSSIBLE, month(12)),  # one best month of 20 is enough
        (80.0, Reason.CATCH_UP_POSSIBLE, month(12)),
        (79.0, Reason.CATCH_UP_POSSIBLE, month(11)),
        (60.0, Reason.CATCH_UP_POSSIBLE, month(11)),
        (59.0, Reason.CATCH_UP_OUT_OF_REACH, None),
    ],
)
def test_the_last_month_to_start_at_the_best_pace(now: float, reason: Reason, latest_start: date | None) -> None:
    fact = caught(series({2: 10.0, 3: 30.0, 10: now}))
    assert (fact.best_per_month, fact.best_period) == (20.0, month(3))
    assert (fact.reason, fact.latest_start) == (reason, latest_start)
    assert set(INPUTS[reason]) <= set(fact.inputs)


@pytest.mark.parametrize(
    ("figures", "reason"),
    [
        ([], Reason.CATCH_UP_NO_FIGURE),
        (held(100.0), Reason.CATCH_UP_REACHED),
        (held(0.0), Reason.CATCH_UP_NO_PACE),
        (held(50.0, 12, 2023), Reason.CATCH_UP_NO_FIGURE),
    ],
)
def test_where_there_is_no_pace_to_speak_of(figures: list[Observation], reason: Reason) -> None:
    assert caught(figures).reason == reason


def test_nothing_is_left_after_the_last_month() -> None:
    assert caught(held(50.0, 12), until=12).reason == Reason.CATCH_UP_OVER


def test_growth_alone_does_not_tell_what_is_needed() -> None:
    growth = make_target(Kind.GROWTH_RATE, 8.5)
    limit = make_target(Kind.CUMULATIVE, 10.0, direction=Direction.DOWN)
    for target, reason in ((growth, Reason.CATCH_UP_NOT_DERIVABLE), (limit, Reason.CATCH_UP_NOT_A_COUNT)):
        fact = catch_up(target, indicator=make_indicator(), observations=held(5.0), board=board(10))
        assert fact.reason == reason


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=2, max_size=11))
def test_the_best_pace_from_the_latest_start_just_reaches(added: list[int]) -> None:
    until = len(added)
    sums = [float(sum(added[: n + 1])) for n in range(until)]
    fact = caught(series(sums), make_indicator(), until)
    if fact.latest_start is not None and fact.best_per_month is not None and fact.remaining is not None:
        months = 13 - fact.latest_start.month
        assert month(until) < fact.latest_start <= month(12)
        assert fact.best_per_month * months >= fact.remaining > fact.best_per_month * (months - 1)


def ending(figures: list[Observation], kind: Kind = Kind.CUMULATIVE, **asked: object) -> Forecast:
    schedule = asked.get("schedule")
    indicator = asked.get("indicator", make_indicator())
    assert schedule is None or isinstance(schedule, Schedule)
    assert isinstance(indicator, Indicator)
    forecast = forecast_year_end(
        make_target(kind, 100.0), indicator=indicator, observations=figures, board=board(10), schedule=schedule
    )
    assert forecast is not None
    return forecast


def test_counts_go_on_at_the_mean_of_the_last_three_months() -> None:
    forecast = ending(series([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 10.0, 14.0, 16.0]))
    assert forecast.method == Method.RECENT_PACE
    assert forecast.points == ((month(10), 16.0), (month(11), 19.0), (month(12), 22.0))
    assert forecast.value == 22.0


def test_single_months_and_quarters_are_spread_over_their_months() -> None:
    single = make_indicator(accumulation=Accumulation.PERIOD)
    assert ending(held(2.0), indicator=single).value == 24.0
    quarters = ending(series({3: 3.0, 6: 9.0, 9: 18.0}), indicator=make_indicator(release=QUARTERLY))
    assert quarters.value == 27.0
    assert [point.month for point, _ in quarters.points] == [9, 10, 11, 12]


def test_counts_with_a_schedule_follow_its_shares() -> None:
    batches = Schedule("batches", (0, 0, 0, 0, 0, 0, 0, 0, 0.2, 0.5, 0.6, 1.0))
    forecast = ending(held(40.0), schedule=batches)
    assert forecast.method == Method.SEASONAL
    assert forecast.points == ((month(10), 40.0), (month(11), 48.0), (month(12), 80.0))
    assert ending(held(40.0, 8), schedule=batches).method == Method.RECENT_PACE  # nothing scheduled yet


def test_levels_go_on_along_the_slope_of_the_last_six() -> None:
    forecast = ending(series([90.0, 1.0, 2.0, 3.0, 10.0, 12.0, 14.0, 16.0, 18.0, 20.0]), Kind.STOCK)
    assert (forecast.method, forecast.value) == (Method.LINEAR, 24.0)


@pytest.mark.parametrize("kind", [Kind.GROWTH_RATE, Kind.SHARE])
def test_growth_and_shares_are_carried(kind: Kind) -> None:
    forecast = ending(held(8.1), kind)
    assert (forecast.method, forecast.value, len(forecast.points)) == (Method.LAST_VALUE, 8.1, 3)


@pytest.mark.parametrize(
    ("kind", "figures"),
    [
        (Kind.CUMULATIVE, []),
        (Kind.CUMULATIVE, held(5.0, 12)),
        (Kind.STOCK, held(5.0, 1)),
        (Kind.GROWTH_RATE, held(5.0, 12, 2023)),
        (Kind.ZERO_TOLERANCE, held(0.0)),
        (Kind.MILESTONE, held(2.0)),
    ],
)
def test_no_forecast_without_ground(kind: Kind, figures: list[Observation]) -> None:
    target = make_target(kind, 100.0)
    made = forecast_year_end(target, indicator=make_indicator(), observations=figures, board=board(12))
    assert made is None


def test_annual_figures_have_no_forecast() -> None:
    target, yearly = make_target(Kind.GROWTH_RATE, 8.0), make_indicator(release=ANNUAL)
    figures = held(5.0, 12, 2023)
    assert forecast_year_end(target, indicator=yearly, observations=figures, board=board(10)) is None
