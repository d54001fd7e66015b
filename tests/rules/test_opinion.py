"""Votes of one to five: mean, interval, spread, small samples."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.ratings import opinion

COUNTS = st.lists(st.integers(0, 500), min_size=5, max_size=5)


def votes(counts: list[int]) -> list[int]:
    return [star for star, count in zip(range(1, 6), counts, strict=True) for _ in range(count)]


def test_nobody_has_no_opinion() -> None:
    said = opinion([0, 0, 0, 0, 0])
    assert (said.n, said.mean, said.low, said.spread, said.is_small_sample) == (0, None, None, None, True)


def test_three_full_marks_are_a_small_sample_and_leave_much_open() -> None:
    said = opinion([0, 0, 0, 0, 3])
    assert said.mean == said.high == 5.0
    assert said.low is not None
    assert said.low < 3
    assert said.is_small_sample


@pytest.mark.parametrize(("n", "is_small"), [(29, True), (30, False)])
def test_thirty_votes_are_no_small_sample(n: int, is_small: bool) -> None:
    assert opinion([0, 0, n, 0, 0]).is_small_sample is is_small


@given(COUNTS.filter(any))
def test_mean_and_spread_are_the_textbooks(counts: list[int]) -> None:
    said, given_votes = opinion(counts), votes(counts)
    assert said.n == len(given_votes)
    assert said.mean == pytest.approx(statistics.mean(given_votes))
    if said.n > 1:
        assert said.spread == pytest.approx(statistics.stdev(given_votes))


@given(COUNTS.filter(any))
def test_the_interval_holds_the_mean_inside_the_scale_and_narrows_with_more_votes(counts: list[int]) -> None:
    said, more = opinion(counts), opinion([count * 4 for count in counts])
    assert said.low is not None
    assert said.high is not None
    assert 1 <= said.low <= said.mean <= said.high <= 5  # type: ignore[operator]
    assert more.high - more.low < said.high - said.low  # type: ignore[operator]
