"""The stretch of time a report is about: ten days, a month, a quarter or a year, and its name in addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from i18n import Words
from reports.errors import UnknownPeriod
from rules.periods import add_months, period_end

_SHAPES = re.compile(
    r"(?P<year>\d{4})(?:-T(?P<third>0[1-9]|[12]\d|3[0-6])|-Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?"
)


class Shape(StrEnum):
    TEN_DAYS = "ten_days"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    MEETING = "meeting"  # the day of a meeting; its key is the meeting's id


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to `end`, both days included. `number` counts periods of this shape from the year's start;
    `meeting_id` names the meeting a period of that shape stands for."""

    shape: Shape
    start: date
    end: date
    number: int
    meeting_id: str = ""

    @property
    def key(self) -> str:
        """2024-T32 (the 32nd ten days), 2024-10, 2024-Q3, 2024: what `parse_period` reads."""
        year = f"{self.start.year}"
        tails = {
            Shape.TEN_DAYS: f"-T{self.number:02d}",
            Shape.MONTH: f"-{self.number:02d}",
            Shape.QUARTER: f"-Q{self.number}",
            Shape.YEAR: "",
        }
        return self.meeting_id or year + tails[self.shape]

    def before(self) -> Period:
        """The period of the same shape just before."""
        return period_of(self.shape, self.start - timedelta(days=1))

    def in_words(self, words: Words) -> str:
        """2024年11月中旬, 2024年10月, 2024年第三季度, 2024年; Oct 2024, Q3 2024, …"""
        if self.shape is Shape.MONTH:
            return words.month(self.start)
        if self.shape is Shape.MEETING:
            return words.day(self.start)
        return words(
            f"paper.period.{self.shape}",
            year=self.start.year,
            month=words.month(self.start),
            third=words(f"paper.third.{(self.number - 1) % 3 + 1}"),
            number=words.ordinal(self.number),
        )


def period_of(shape: Shape, day: date) -> Period:
    """The period of a shape that holds `day`. Raises UnknownPeriod for a meeting's: a day may hold two or none."""
    if shape is Shape.MEETING:
        raise UnknownPeriod("A meeting is named by its id, not by a day.")
    if shape is Shape.YEAR:
        return Period(shape, date(day.year, 1, 1), date(day.year, 12, 31), 1)
    if shape is Shape.QUARTER:
        start = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        return Period(shape, start, period_end(add_months(start, 2)), (day.month + 2) // 3)
    if shape is Shape.MONTH:
        return Period(shape, day.replace(day=1), period_end(day), day.month)
    third = min((day.day - 1) // 10, 2)
    start = day.replace(day=1 + 10 * third)
    end = period_end(day) if third == 2 else start + timedelta(days=9)
    return Period(shape, start, end, (day.month - 1) * 3 + third + 1)


def parse_period(text: str) -> Period:
    """The period of a key. Raises UnknownPeriod."""
    found = _SHAPES.fullmatch(text)
    if found is None:
        raise UnknownPeriod(
            "{period!r} is no period: write 2024-10 (a month), 2024-Q3 (a quarter),"
            " 2024-T32 (the year's 32nd ten days) or 2024 (a year).",
            period=text,
        )
    year = int(found["year"])
    if found["month"]:
        return period_of(Shape.MONTH, date(year, int(found["month"]), 1))
    if found["quarter"]:
        return period_of(Shape.QUARTER, date(year, 3 * int(found["quarter"]), 1))
    if found["third"]:
        month, third = divmod(int(found["third"]) - 1, 3)
        return period_of(Shape.TEN_DAYS, date(year, month + 1, 1 + 10 * third))
    return period_of(Shape.YEAR, date(year, 1, 1))
