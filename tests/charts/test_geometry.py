"""Labels spread without overlap, areas cut where lines cross, axes that neither cut nor exaggerate."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.geometry import areas_between, span, spread_labels

VALUES = st.floats(min_value=-500, max_value=500)
MONTHS = st.lists(st.tuples(VALUES, VALUES), min_size=2, max_size=12)


@given(st.lists(VALUES, max_size=8), st.floats(min_value=0.1, max_value=20))
def test_spread_labels_never_overlap_and_keep_their_order(values: list[float], distance: float) -> None:
    placed = sorted(zip(spread_labels(values, distance), values, strict=True))
    assert all(after[0] - before[0] >= distance - 1e-6 for before, after in pairwise(placed))
    assert all(after[1] >= before[1] - 1e-9 for before, after in pairwise(placed))


def test_labels_with_room_stay_where_they_are() -> None:
    assert spread_labels([10, 0, 5], 2) == [10, 0, 5]


def test_two_near_labels_move_apart_by_the_same_amount() -> None:
    assert spread_labels([8, 8.5], 1) == pytest.approx([7.75, 8.75])


@given(MONTHS)
def test_an_area_lies_on_one_side_of_its_reference(lines: list[tuple[float, float]]) -> None:
    points = [(float(index), value, reference) for index, (value, reference) in enumerate(lines)]
    for corner in areas_between(points):
        side = corner.value - corner.reference
        assert side >= -1e-6 if corner.is_ahead else side <= 1e-6


def test_an_area_is_cut_at_the_crossing_and_turns_with_the_direction() -> None:
    points = [(1.0, 9.0, 8.0), (2.0, 7.0, 8.0)]
    corners = areas_between(points)
    assert [corner.month for corner in corners] == [1.0, 1.5, 1.5, 2.0]
    assert [corner.is_ahead for corner in corners] == [True, True, False, False]
    assert [corner.is_ahead for corner in areas_between(points, sign=-1)] == [False, False, True, True]


@given(st.lists(VALUES, min_size=1), st.booleans())
def test_an_axis_holds_every_value(values: list[float], with_zero: bool) -> None:
    low, high = span(values, smallest=4, with_zero=with_zero)
    assert low <= min(values)
    assert high >= max(values)
    assert high - low >= 4 - 1e-9


def test_amounts_stand_on_zero() -> None:
    assert span([30, 90], smallest=1, with_zero=True)[0] == 0


@given(st.lists(st.floats(-50, 350), max_size=8))
def test_labels_stay_within_their_ends_and_apart(values: list[float]) -> None:
    placed = spread_labels(values, 30, within=(15, 285))
    assert all(15 - 1e-9 <= place <= 285 + 1e-9 for place in placed)
    ordered = sorted(placed)
    assert all(after - before >= 30 - 1e-6 for before, after in pairwise(ordered))
