from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.model import Status, Verdict
from rules.precision import exceeds, reaches, same, whole_down, whole_up
from rules.rollup import count_left_out, count_statuses, percent_of_target, whole_percentages


def test_counts_name_every_status_and_leave_out_what_is_not_counted() -> None:
    verdicts = [
        Verdict("a", Status.DONE, ""),
        Verdict("b", Status.DONE, ""),
        Verdict("c", Status.BEHIND, ""),
        Verdict("d", Status.NO_DATA, ""),
        Verdict("e", Status.NO_DATA, "", counted=False),
    ]
    assert count_statuses(verdicts) == {
        Status.DONE: 2,
        Status.ON_TRACK: 0,
        Status.AT_RISK: 0,
        Status.BEHIND: 1,
        Status.OVERDUE_REPORT: 0,
        Status.NO_DATA: 1,
    }
    assert count_left_out(verdicts) == 1


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([1, 1, 1], [34, 33, 33]),
        ([1, 2], [33, 67]),
        ([5, 0, 0], [100, 0, 0]),
        ([1, 1, 1, 1, 1, 1], [17, 17, 17, 17, 16, 16]),
        ([0, 0], [0, 0]),
    ],
)
def test_whole_percentages(counts: list[int], expected: list[int]) -> None:
    assert list(whole_percentages(dict(enumerate(counts))).values()) == expected


@given(st.lists(st.integers(0, 500), min_size=1, max_size=8))
def test_percentages_add_to_a_hundred(counts: list[int]) -> None:
    shares = whole_percentages(dict(enumerate(counts)))
    total = sum(counts)
    assert sum(shares.values()) == (100 if total else 0)
    assert all(abs(shares[n] - 100 * count / total) < 1 for n, count in enumerate(counts) if total)


@pytest.mark.parametrize(
    ("value", "target", "percent"),
    [
        (4099, 4100, 99.9),
        (4100, 4100, 100.0),
        (131.4, 100, 131.4),
        (0.3, 0.1, 300.0),
        (999_999_999, 1_000_000_000, 99.9),
        (80, 150, 53.3),
        (0, 5, 0.0),
        (None, 5, None),
        (5, None, None),
        (5, 0, None),
    ],
)
def test_percent_of_target_is_rounded_down(value: float | None, target: float | None, percent: float | None) -> None:
    assert percent_of_target(value, target) == percent


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_hundred_percent_means_reached(value: int, target: int) -> None:
    percent = percent_of_target(value / 10, target / 10)
    assert percent is not None
    assert (percent >= 100) == (value >= target)


def test_comparisons_ignore_binary_noise_only() -> None:
    assert reaches(0.1 + 0.2, 0.3)
    assert not exceeds(0.1 + 0.2, 0.3)
    assert same(8.3 - 7.3, 1.0)
    assert exceeds(0.3001, 0.3)
    assert not reaches(999_999_999, 1_000_000_000)
    assert (whole_down(0.3 / 0.1), whole_up(1.1 * 10)) == (3, 11)


def test_a_share_that_no_number_can_hold_is_left_unsaid() -> None:
    assert percent_of_target(1e308, 1e-3) is None
