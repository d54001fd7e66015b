from __future__ import annotations

from datetime import date, datetime

import pytest

from rules.model import Frequency, Release, Schedule
from rules.periods import (
    add_months,
    due_day,
    final_period,
    late_day,
    months_between,
    newest_due,
    period_end,
    periods_of_year,
)
from rules.schedule import LINEAR, expected_share, share_by_deadline
from tests.rules.made import ANNUAL, FROM_FEBRUARY, MONTHLY, QUARTERLY, month


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (0, month(11)),
        (1, month(12)),
        (2, month(1, 2025)),
        (-10, month(1)),
        (-11, month(12, 2023)),
        (-23, month(12, 2022)),
    ],
)
def test_months_are_added_over_years(n: int, expected: date) -> None:
    assert add_months(month(11), n) == expected
    assert months_between(month(11), expected) == n


def test_period_ends_know_leap_years() -> None:
    assert period_end(month(2)) == date(2024, 2, 29)
    assert period_end(month(2, 2023)) == date(2023, 2, 28)


def test_due_and_late_days() -> None:
    assert due_day(month(10), MONTHLY) == date(2024, 11, 15)
    assert late_day(month(10), MONTHLY) == date(2024, 11, 20)


@pytest.mark.parametrize(
    ("release", "numbers"),
    [
        (MONTHLY, list(range(1, 13))),
        (FROM_FEBRUARY, list(range(2, 13))),
        (QUARTERLY, [3, 6, 9, 12]),
        (ANNUAL, [12]),
        (Release(Frequency.QUARTERLY, 6, 20, 5), [6, 9, 12]),
    ],
)
def test_periods_that_have_a_figure(release: Release, numbers: list[int]) -> None:
    assert periods_of_year(release, 2024) == [month(number) for number in numbers]


@pytest.mark.parametrize(
    ("release", "shown", "as_of", "expected"),
    [
        (MONTHLY, 10, datetime(2024, 11, 20, 15), month(9)),  # the last day of grace, in China still the 20th
        (MONTHLY, 10, datetime(2024, 11, 20, 16), month(10)),  # midnight in China
        (MONTHLY, 9, datetime(2024, 12, 31), month(9)),  # never a period after the month shown
        (MONTHLY, 1, datetime(2024, 2, 10), None),
        (FROM_FEBRUARY, 1, datetime(2024, 12, 31), None),  # January has no figure of its own
        (FROM_FEBRUARY, 2, datetime(2024, 3, 21), month(2)),
        (QUARTERLY, 10, datetime(2024, 11, 20), month(9)),
        (QUARTERLY, 9, datetime(2024, 10, 25), month(6)),
        (ANNUAL, 12, datetime(2025, 3, 1), None),
        (ANNUAL, 12, datetime(2025, 3, 8), month(12)),
    ],
)
def test_newest_due(release: Release, shown: int, as_of: datetime, expected: date | None) -> None:
    assert newest_due(release, month=month(shown), as_of=as_of) == expected


@pytest.mark.parametrize(
    ("release", "deadline", "expected"),
    [
        (MONTHLY, date(2024, 12, 31), 12),
        (MONTHLY, date(2024, 6, 15), 6),
        (FROM_FEBRUARY, date(2024, 1, 31), 2),
        (QUARTERLY, date(2024, 10, 31), 12),
        (QUARTERLY, date(2024, 6, 30), 6),
        (ANNUAL, date(2024, 6, 30), 12),
    ],
)
def test_final_period_covers_the_deadline(release: Release, deadline: date, expected: int) -> None:
    assert final_period(release, deadline) == month(expected)


def test_linear_schedule_is_a_twelfth_a_month() -> None:
    assert [expected_share(LINEAR, month(n)) for n in (3, 6, 12)] == [0.25, 0.5, 1.0]


WINTER = Schedule("winter", (0, 0, 0, 0, 0, 0, 0, 0, 0.1, 0.3, 0.6, 1.0))


@pytest.mark.parametrize(
    ("schedule", "at", "deadline", "expected"),
    [
        (LINEAR, month(3), date(2024, 6, 30), 0.5),  # half of a half-year target
        (LINEAR, month(8), date(2024, 6, 30), 1.0),
        (WINTER, month(10), date(2024, 12, 31), 0.3),
        (WINTER, month(10), date(2024, 11, 30), 0.5),
        (WINTER, month(4), date(2024, 6, 30), 1.0),  # nothing scheduled by the deadline
        (LINEAR, month(6), date(2025, 12, 31), 0.25),  # two years
    ],
)
def test_share_by_deadline(schedule: Schedule, at: date, deadline: date, expected: float) -> None:
    assert share_by_deadline(schedule, at, start=month(1), deadline=deadline) == pytest.approx(expected)
