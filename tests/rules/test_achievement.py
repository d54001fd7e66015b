"""The forms officials use, and the stages and rates of livelihood parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.achievement import Achievement, Form, achievements, is_met, way_done
from rules.livelihood import PartState, rates, reported_stage, stage_of
from rules.model import STAGES, Comparator, Kind

AMOUNTS = st.floats(0, 1e6, allow_nan=False).map(lambda x: round(x, 3))
TASKS = st.floats(0.01, 1e6, allow_nan=False).map(lambda x: round(x, 3))

FORMS = [
    (Kind.CUMULATIVE, 855, 520, True, [(Form.PERCENT_OF_TASK, 164.4), (Form.MORE, 335)]),
    (Kind.CUMULATIVE, 4099, 4100, True, [(Form.PERCENT_OF_TASK, 99.9), (Form.REMAINING, 1)]),
    (Kind.CUMULATIVE, 302, 260, True, [(Form.PERCENT_OF_TASK, 116.1), (Form.MORE, 42)]),
    (Kind.CUMULATIVE, 70, 70, True, [(Form.PERCENT_OF_TASK, 100.0), (Form.LEVEL, 0)]),
    (Kind.CUMULATIVE, 0, 7, True, [(Form.PERCENT_OF_TASK, 0.0), (Form.REMAINING, 7)]),
    (Kind.CUMULATIVE, 9.265, 5.63, False, [(Form.PERCENT_OF_TASK, 164.5)]),
    (Kind.SHARE, 99.4, 90, False, [(Form.POINTS_ABOVE, 9.4)]),
    (Kind.SHARE, 28.1, 30, False, [(Form.POINTS_BELOW, 1.9)]),
    (Kind.GROWTH_RATE, 7.0, 7, False, [(Form.LEVEL, 0)]),
    (Kind.STANDARD, 717, 700, True, [(Form.AMOUNT_ABOVE, 17)]),
    (Kind.STOCK, 1.65, 1.7, False, [(Form.AMOUNT_BELOW, 0.05)]),
    (Kind.MILESTONE, 3, None, False, []),
    (Kind.ZERO_TOLERANCE, 0, 0, True, []),
    (Kind.CUMULATIVE, None, 7, True, []),
]


@pytest.mark.parametrize(("kind", "value", "target", "is_integer", "wanted"), FORMS)
def test_a_figure_is_told_in_the_form_of_its_kind(kind, value, target, is_integer, wanted) -> None:  # type: ignore[no-untyped-def]
    found = achievements(kind, value, target, is_integer=is_integer)
    assert list(found) == [Achievement(form, size) for form, size in wanted]


@given(value=AMOUNTS, target=TASKS)
def test_a_percentage_of_task_is_never_rounded_up(value: float, target: float) -> None:
    (share,) = achievements(Kind.CUMULATIVE, value, target, is_integer=False)
    exact = value / target * 100
    assert share.size <= exact + 1e-6 * max(1.0, exact)
    assert exact - share.size < 0.1 + 1e-6 * max(1.0, exact)
    assert (share.size >= 100) == is_met(value, target, Comparator.GE)


@given(value=st.integers(0, 10**6), target=st.integers(1, 10**6))
def test_pieces_beyond_or_left_lead_back_to_the_figure(value: int, target: int) -> None:
    _, pieces = achievements(Kind.CUMULATIVE, value, target, is_integer=True)
    sign = {Form.MORE: 1, Form.REMAINING: -1, Form.LEVEL: 0}[pieces.form]
    assert target + sign * pieces.size == value


@given(value=AMOUNTS, target=TASKS, start=st.one_of(st.none(), AMOUNTS), kind=st.sampled_from(list(Kind)))
def test_a_bar_stops_at_its_ends_and_is_full_only_when_the_task_is_met(value, target, start, kind) -> None:  # type: ignore[no-untyped-def]
    done = way_done(kind, value, target, start)
    if done is None:
        return
    assert 0 <= done <= 1
    if start is None or start < target:
        assert (done == 1) == (value >= target) or abs(value - target) < 1e-6 * target


@pytest.mark.parametrize(
    ("comparator", "met"),
    [(Comparator.GE, True), (Comparator.GT, False), (Comparator.LE, True), (Comparator.LT, False), (None, True)],
)
def test_level_with_the_task_meets_what_allows_it(comparator: Comparator | None, met: bool) -> None:
    assert is_met(7.0, 7.0, comparator) is met
    assert not is_met(None, 7.0, comparator)


STAGE_CASES = [
    (Kind.CUMULATIVE, None, False, "started", None, None),
    (Kind.CUMULATIVE, 0, False, "started", None, "preparation"),
    (Kind.CUMULATIVE, 2, False, "completed", None, "started"),
    (Kind.CUMULATIVE, 400, True, "started", None, "started"),
    (Kind.CUMULATIVE, 2, True, "in_use", None, "in_use"),
    (Kind.CUMULATIVE, 260, True, None, None, "completed"),
    (Kind.STANDARD, 650, False, None, 650, "preparation"),
    (Kind.STANDARD, 680, False, None, 650, "started"),
    (Kind.MILESTONE, 2, False, "in_use", None, "structure"),
    (Kind.MILESTONE, 9, True, "in_use", None, "in_use"),
]


@pytest.mark.parametrize(("kind", "value", "met", "wanted", "start", "stage"), STAGE_CASES)
def test_a_figure_proves_a_stage_and_a_start_is_no_completion(kind, value, met, wanted, start, stage) -> None:  # type: ignore[no-untyped-def]
    found = reported_stage(kind, value, met=met, wanted=wanted, start=start)
    assert found == (None if stage is None else STAGES.index(stage))


def test_the_further_of_figure_and_word_counts() -> None:
    assert stage_of(None, None) is None
    assert stage_of(3, None) == 3
    assert stage_of(1, "accepted") == 4
    assert stage_of(5, "started") == 5
    assert stage_of(None, "preparation") == 0


def test_start_completion_and_acceptance_are_counted_apart() -> None:
    parts = [PartState(True, 5), PartState(True, 1), PartState(True, 0), PartState(True, None), PartState(False, 3)]
    works, every = rates(parts, works_only=True), rates(parts, works_only=False)
    assert [(r.count, r.total) for r in (works.started, works.completed, works.accepted)] == [(2, 4), (1, 4), (1, 4)]
    assert [r.count for r in (every.started, every.completed, every.accepted)] == [3, 2, 1]
    assert works.unknown == 1
    assert every.completed.percent == 40.0
    assert rates([], works_only=True).started.percent is None


@given(st.lists(st.builds(PartState, st.booleans(), st.one_of(st.none(), st.integers(0, 5))), max_size=40))
def test_no_more_are_accepted_than_completed_than_started(parts: list[PartState]) -> None:
    for works_only in (True, False):
        found = rates(parts, works_only=works_only)
        assert found.accepted.count <= found.completed.count <= found.started.count <= found.started.total
        assert found.started.count + found.unknown <= found.started.total
