"""The board's clock: its own day, in order, and never behind what people have seen."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.periods import day_of
from warehouse.access import Right
from warehouse.clock import LEEWAY, check_clock, now_on, on_day
from warehouse.connection import Warehouse, utc_now
from warehouse.errors import ClockBehind
from warehouse.settings import as_of

DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2035, 12, 31))


@given(moment=MOMENTS, day=DAYS)
def test_what_is_done_is_seen_on_the_boards_own_day(moment: datetime, day: date) -> None:
    shown = on_day(moment, day)
    assert day_of(shown) == day
    assert shown <= as_of(day)
    assert (shown - moment) % timedelta(days=1) == timedelta(0)


def test_each_moment_is_later_than_all_before_it(warehouse: Warehouse) -> None:
    day = date(2031, 11, 20)
    moments = []
    for _ in range(3):
        moments.append(now_on(warehouse, day))
        with warehouse.writing("a test", right=Right.SETTINGS, at=moments[-1]):
            pass
    assert moments == sorted(set(moments))


def test_nothing_is_stored_under_a_clock_that_was_set_back(warehouse: Warehouse) -> None:
    with warehouse.writing("a test", right=Right.SETTINGS, at=utc_now() + timedelta(days=30)):
        pass
    version = warehouse.version()
    with pytest.raises(ClockBehind, match="set the date and time right"):
        now_on(warehouse, day_of(utc_now()))
    assert warehouse.version() == version


def test_a_few_minutes_between_two_machines_are_no_fault(warehouse: Warehouse) -> None:
    ahead = utc_now() + LEEWAY / 2
    with warehouse.writing("a test", right=Right.SETTINGS, at=ahead):
        pass
    check_clock(warehouse, day_of(utc_now()))
    assert now_on(warehouse, day_of(ahead)) > ahead
