"""Scores are exact: shares, weights rescaled, what is missing, one rounding at the end, shared places."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.appraisal import (
    Counted,
    Criterion,
    Input,
    Missing,
    Score,
    Standing,
    exact,
    movements,
    ranks,
    reweighed,
    rounded,
    score_all,
)


def criterion(name: str, weight: float, missing: Missing = Missing.LEAVE_OUT) -> Criterion:
    return Criterion(name, Counted.TARGETS_ON_SCHEDULE, exact(weight), missing)


def counted(name: str, counts: float, of: float, subject: str = "a") -> Input:
    return Input(subject, name, exact(counts), exact(of))


def one(criteria: list[Criterion], *inputs: Input) -> Score:
    return score_all(["a"], criteria, inputs)["a"]


def test_a_score_is_the_weighed_shares() -> None:
    score = one([criterion("x", 60), criterion("y", 40)], counted("x", 1, 3), counted("y", 1, 2))
    assert score.total == Fraction(60, 3) + Fraction(40, 2)
    assert [part.points for part in score.parts] == [20, 20]


def test_rows_of_a_criterion_add_up_before_they_are_divided() -> None:
    score = one([criterion("x", 1)], *(counted("x", counts, 1) for counts in (1, 1, 0)))
    assert (score.parts[0].numerator, score.parts[0].denominator) == (2, 3)
    assert score.total == Fraction(200, 3)


@pytest.mark.parametrize(
    ("missing", "total", "standing", "weight"),
    [
        (Missing.LEAVE_OUT, Fraction(50), Standing.LEFT_OUT, Fraction(0)),
        (Missing.ZERO, Fraction(30), Standing.AS_ZERO, Fraction(40)),
        (Missing.FULL, Fraction(70), Standing.AS_FULL, Fraction(40)),
    ],
)
def test_what_nothing_was_counted_of(missing: Missing, total: Fraction, standing: Standing, weight: Fraction) -> None:
    score = one([criterion("x", 60), criterion("y", 40, missing)], counted("x", 1, 2), counted("y", 0, 0))
    assert score.total == total
    assert (score.parts[1].standing, score.parts[1].weight) == (standing, weight)


def test_whom_nothing_was_counted_of_has_no_score_whatever_stands_in() -> None:
    assert one([criterion("x", 60), criterion("y", 40, Missing.FULL)]).total is None
    assert one([]).total is None


def test_counting_only_what_has_no_weight_gives_no_score() -> None:
    criteria = reweighed([criterion("x", 5), criterion("y", 5)], {"x": Fraction(0)})
    assert one(criteria, counted("x", 1, 1)).total is None
    assert one(criteria, counted("x", 1, 1), counted("y", 1, 4)).total == 25


def test_a_mark_is_taken_as_written() -> None:
    assert exact(87.3) == Fraction(873, 10)
    assert one([criterion("m", 1)], counted("m", 87.3, 100)).total == Fraction(873, 10)


@pytest.mark.parametrize(
    ("number", "places", "shown"),
    [
        (Fraction(1, 3), 2, "0.33"),
        (Fraction(2, 3), 2, "0.67"),
        (Fraction(5, 1000), 2, "0.01"),  # half up, not to even
        (Fraction(15, 1000), 2, "0.02"),
        (Fraction(-5, 1000), 2, "-0.01"),
        (Fraction(100), 2, "100.00"),
        (Fraction(99995, 1000), 2, "100.00"),
        (Fraction(0), 1, "0.0"),
    ],
)
def test_the_only_rounding_is_half_up(number: Fraction, places: int, shown: str) -> None:
    assert str(rounded(number, places)) == shown


def test_equal_scores_share_a_place_and_the_next_is_left_free() -> None:
    totals = {"a": Fraction(1, 3), "b": Fraction(2, 6), "c": Fraction(1, 4), "d": None, "e": Fraction(1, 2)}
    assert ranks(totals) == {"e": 1, "a": 2, "b": 2, "c": 4, "d": None}


def test_a_difference_beyond_the_shown_digits_still_ranks() -> None:
    near = {"a": Fraction(100001, 100000), "b": Fraction(1)}
    assert rounded(near["a"]) == rounded(near["b"])
    assert ranks(near) == {"a": 1, "b": 2}


def test_movement_is_places_won_and_unknown_where_there_was_no_place() -> None:
    assert movements({"a": 1, "b": 3, "c": 2, "d": None}, {"a": 3, "b": 1, "d": 4}) == {
        "a": 2,
        "b": -2,
        "c": None,
        "d": None,
    }


weights = st.decimals(min_value=Decimal("0.1"), max_value=100, places=1).map(float)
shares = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda pair: (min(pair), max(pair)))
rivals = st.lists(
    st.tuples(weights, st.sampled_from(list(Missing)), st.lists(shares, max_size=4)), min_size=1, max_size=6
)


def made(given_criteria: list[tuple[float, Missing, list[tuple[int, int]]]]) -> tuple[list[Criterion], list[Input]]:
    criteria = [criterion(f"c{n}", weight, missing) for n, (weight, missing, _) in enumerate(given_criteria)]
    inputs = [counted(f"c{n}", *row) for n, (_, _, rows) in enumerate(given_criteria) for row in rows]
    return criteria, inputs


@given(rivals)
def test_a_score_is_within_bounds_and_its_parts_add_up_to_it(
    given_criteria: list[tuple[float, Missing, list[tuple[int, int]]]],
) -> None:
    criteria, inputs = made(given_criteria)
    score = one(criteria, *inputs)
    if score.total is None:
        assert not any(of for _, of in [(i.counts, i.of) for i in inputs])
        return
    assert 0 <= score.total <= 100
    assert score.total == sum(part.points for part in score.parts)
    assert sum(part.weight for part in score.parts) == 100


@given(rivals, st.randoms(use_true_random=False), st.integers(1, 9))
def test_neither_the_order_of_rows_nor_the_size_of_all_weights_plays_a_part(
    given_criteria: list[tuple[float, Missing, list[tuple[int, int]]]],
    random: object,
    factor: int,
) -> None:
    criteria, inputs = made(given_criteria)
    shuffled = inputs[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    larger = reweighed(criteria, {each.criterion_id: each.weight * factor for each in criteria})
    assert one(larger, *shuffled).total == one(criteria, *inputs).total


@given(st.dictionaries(st.integers(0, 30), st.fractions(0, 100), max_size=12))
def test_a_place_is_one_more_than_the_number_of_better_ones(totals: dict[int, Fraction]) -> None:
    given_totals: dict[int, Fraction | None] = dict(totals)
    for key, place in ranks(given_totals).items():
        assert place == 1 + sum(other > totals[key] for other in totals.values())


@given(rivals)
def test_a_what_if_changes_nothing_of_what_it_starts_from(
    given_criteria: list[tuple[float, Missing, list[tuple[int, int]]]],
) -> None:
    criteria, inputs = made(given_criteria)
    before = list(criteria)
    reweighed(criteria, {"c0": Fraction(1)})
    assert criteria == before
    assert one(reweighed(criteria, {}), *inputs) == one(criteria, *inputs)
