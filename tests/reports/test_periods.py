"""Ten days, months, quarters and years by their keys."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n import words_for
from reports.errors import UnknownPeriod
from reports.periods import Shape, parse_period, period_of

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
SHAPES = st.sampled_from([shape for shape in Shape if shape is not Shape.MEETING])  # a meeting is no stretch of a year


@given(shape=SHAPES, day=DAYS)
def test_a_period_holds_its_day_and_its_key_names_it(shape: Shape, day: date) -> None:
    period = period_of(shape, day)
    assert period.start <= day <= period.end
    assert parse_period(period.key) == period


@given(shape=SHAPES, day=DAYS)
def test_periods_follow_each_other_without_a_gap(shape: Shape, day: date) -> None:
    period = period_of(shape, day)
    assert period.before().end == period.start - timedelta(days=1)


def test_a_meeting_is_not_found_by_a_day_alone() -> None:
    with pytest.raises(UnknownPeriod, match="meeting"):
        period_of(Shape.MEETING, date(2024, 10, 1))


@pytest.mark.parametrize("text", ["2024-13", "2024-Q5", "2024-T37", "2024-T00", "October", "2024-1", ""])
def test_other_texts_are_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(UnknownPeriod, match="write 2024-10"):
        parse_period(text)


@pytest.mark.parametrize(
    ("key", "chinese", "english"),
    [
        ("2024-T32", "2024年11月中旬", "second ten days of Nov 2024"),
        ("2024-T06", "2024年2月下旬", "last ten days of Feb 2024"),
        ("2024-10", "2024年10月", "Oct 2024"),
        ("2024-Q3", "2024年第三季度", "Q3 2024"),
        ("2024", "2024年", "2024"),
    ],
)
def test_periods_in_words(key: str, chinese: str, english: str) -> None:
    assert parse_period(key).in_words(words_for("zh-Hans")) == chinese
    assert parse_period(key).in_words(words_for("en")) == english
