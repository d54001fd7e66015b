"""The rule on supervision notices: runs of months behind, steps, who is addressed, what is never proposed twice."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.model import Status
from rules.notices import (
    STEPS,
    Cause,
    Course,
    MonthlyVerdict,
    NoticeRule,
    Settled,
    Step,
    months_caught_up,
    propose,
    run_behind,
    step_for,
)

RULES = (
    NoticeRule(Step.REMIND, 1, 1, True, 5),
    NoticeRule(Step.NOTICE, 2, 1, False, 7),
    NoticeRule(Step.INTERVIEW, 3, 2, False, 5),
)
LETTERS = {
    "b": (Status.BEHIND, None),
    "o": (Status.ON_TRACK, None),
    "r": (Status.AT_RISK, None),
    "d": (Status.DONE, None),
    "n": (Status.NO_DATA, None),
    "B": (Status.OVERDUE_REPORT, Status.BEHIND),
    "O": (Status.OVERDUE_REPORT, Status.ON_TRACK),
    "x": (Status.OVERDUE_REPORT, None),
}


def months(letters: str, *, quarterly: bool = False) -> list[MonthlyVerdict]:
    """January on, a letter a month; a quarterly figure is shown again until the next."""
    made = []
    for number, letter in enumerate(letters, start=1):
        period = date(2031, number - number % 3 if quarterly and number >= 3 else number, 1)
        status, last = LETTERS[letter]
        judged = None if status in (Status.OVERDUE_REPORT, Status.NO_DATA) else period
        made.append(MonthlyVerdict(date(2031, number, 1), status, last, judged))
    return made


def course(letters: str, *, leads: tuple[str, ...] = ("housing",), quarterly: bool = False) -> Course:
    return Course("homes", months(letters, quarterly=quarterly), leads, "statistics")


@pytest.mark.parametrize(
    ("letters", "run", "step"),
    [
        ("", 0, None),
        ("ooo", 0, None),
        ("oob", 1, Step.REMIND),
        ("obb", 2, Step.NOTICE),
        ("bbb", 3, Step.INTERVIEW),
        ("bbob", 1, Step.REMIND),
        ("bbrb", 1, Step.REMIND),
        ("bbbo", 0, None),
        ("bbB", 3, Step.INTERVIEW),  # not reporting is no catching up
        ("bbO", 0, None),
        ("bnb", 1, Step.REMIND),
    ],
)
def test_the_step_follows_the_months_behind_in_a_row(letters: str, run: int, step: Step | None) -> None:
    found = run_behind(months(letters))
    assert found.months == run
    assert step_for(found, RULES) is step


def test_one_bad_quarter_shown_for_three_months_is_no_ground_for_an_interview() -> None:
    once, twice = months("oobbb", quarterly=True), months("oobbbb", quarterly=True)
    assert (run_behind(once).months, run_behind(once).figures) == (3, 1)
    assert step_for(run_behind(once), RULES) is Step.NOTICE
    assert (run_behind(twice).months, run_behind(twice).figures) == (4, 2)
    assert step_for(run_behind(twice), RULES) is Step.INTERVIEW


def test_lead_units_answer_for_progress_and_the_reporting_unit_for_the_report() -> None:
    behind = propose([course("bb", leads=("housing", "labour"))], rules=RULES)
    assert [(p.unit_id, p.step, p.cause) for p in behind] == [
        ("housing", Step.NOTICE, Cause.BEHIND),
        ("labour", Step.NOTICE, Cause.BEHIND),
    ]
    overdue = propose([course("oO")], rules=RULES)
    assert [(p.unit_id, p.step, p.cause) for p in overdue] == [("statistics", Step.REMIND, Cause.OVERDUE)]
    both = propose([course("bB")], rules=RULES)
    assert {(p.unit_id, p.cause) for p in both} == {("housing", Cause.BEHIND), ("statistics", Cause.OVERDUE)}


def test_where_the_plan_names_no_lead_the_reporting_unit_is_addressed_once_at_the_further_step() -> None:
    found = propose([course("bbB", leads=())], rules=RULES)
    assert [(p.unit_id, p.step, p.cause) for p in found] == [("statistics", Step.INTERVIEW, Cause.BEHIND)]


MARCH, FEBRUARY = date(2031, 3, 1), date(2031, 2, 1)


@pytest.mark.parametrize(
    ("settled", "proposed"),
    [
        (Settled("housing", "homes", Step.INTERVIEW, FEBRUARY, True), False),
        (Settled("housing", "homes", Step.INTERVIEW, MARCH, False), False),
        (Settled("housing", "homes", Step.INTERVIEW, FEBRUARY, False), True),
        (Settled("housing", "homes", Step.NOTICE, MARCH, True), True),
        (Settled("labour", "homes", Step.INTERVIEW, MARCH, True), True),
        (Settled("housing", "jobs", Step.INTERVIEW, MARCH, True), True),
    ],
)
def test_what_is_open_or_decided_for_the_month_is_not_proposed_again(settled: Settled, proposed: bool) -> None:
    found = propose([course("bbb")], rules=RULES, settled=[settled])
    assert bool(found) is proposed


def test_without_a_rule_nothing_is_proposed() -> None:
    assert propose([course("bbb"), course("ooO")], rules=()) == []


def test_the_furthest_step_and_the_longest_run_come_first() -> None:
    given_courses = [
        Course("one", months("ob"), ("u",), "s"),
        Course("two", months("bbbb"), ("u",), "s"),
        Course("three", months("bbb"), ("u",), "s"),
    ]
    assert [p.indicator_id for p in propose(given_courses, rules=RULES)] == ["two", "three", "one"]


def test_months_caught_up_stay_known() -> None:
    assert months_caught_up(months("bbobrbn")) == [date(2031, 3, 1), date(2031, 5, 1)]
    assert months_caught_up(months("bO")) == [date(2031, 2, 1)]
    assert months_caught_up(months("bxB")) == []


letters = st.text(alphabet=sorted(LETTERS), max_size=12)


@given(letters, letters)
def test_only_the_last_months_in_a_row_count(before: str, after: str) -> None:
    run = run_behind(months((before + "o" + after)[-12:]))
    tail = len(after) - len(after.rstrip("bB"))
    assert run.months == tail
    assert run.figures <= max(run.months, 0)
    assert (run.since is None) == (run.months == 0)


@given(letters)
def test_a_longer_run_never_proposes_a_milder_step(text: str) -> None:
    now = step_for(run_behind(months(text[:11])), RULES)
    then = step_for(run_behind(months(text[:11] + "b")), RULES)
    assert then is not None
    if now is not None:
        assert STEPS.index(then) >= STEPS.index(now)


@given(st.lists(letters, max_size=5))
def test_nothing_proposed_is_proposed_again_once_it_is_open(texts: list[str]) -> None:
    courses = [Course(f"i{n}", months(text), ("u", "v"), "s") for n, text in enumerate(texts)]
    first = propose(courses, rules=RULES)
    settled = [Settled(p.unit_id, p.indicator_id, p.step, p.month, True) for p in first]
    assert propose(courses, rules=RULES, settled=settled) == []
