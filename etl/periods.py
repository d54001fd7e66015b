"""Reading a period as offices write it. A year that is not written is never supplied here."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from etl.fold import fold
from etl.grid import Value

_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR = r"(?:(?<!\d)(?P<year>(?:19[4-9]|20\d)\d)年?度?)"
_WRITTEN = re.compile(
    rf"""(?:{_YEAR}(?:第)?)?(?:
        (?:1|01)月?[-至到~](?P<ytd>1[0-2]|0?[1-9])月
      | (?:前|[一1]季?度?[-至到~])(?P<quarters>[二三四234])个?季度
      | (?:第)?(?P<quarter>[一二三四1234])季度 | q(?P<q>[1-4])(?!\d)
      | (?P<first_half>上半年) | (?P<second_half>下半年) | (?P<whole>全年)
      | (?<!\d)(?P<month>1[0-2]|0?[1-9])月(?!-)
    )
    | (?<!\d)(?P<compact_year>(?:19[4-9]|20\d)\d)
      (?:[./-](?P<sep_month>1[0-2]|0?[1-9])|(?P<tight_month>1[0-2]|0[1-9]))(?!\.?\d)
    | (?<!\d)(?P<only_year>(?:19[4-9]|20\d)\d)年(?:度)?(?![\d])
    """,
    re.VERBOSE,
)
_DECORATION = re.compile(r"截至|截止|末|底|份|止|累计|当月|数据|\(|\)")
_AFTER_PERIOD = re.compile(r"^(?:份|末|底|止)+")
_WRITTEN_ON = re.compile(r"日期|时间")
_LONE_DAY = re.compile(r"(?<![至止年\d])(?:(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]|\d{4}[./-]\d{1,2}[./-]\d{1,2}(?!\d))")
_MID_MONTH = re.compile(r"(?:\d{4}年)?\d{1,2}月(?:2[0-7]|1\d|0?[1-9])[日号]")
_CLEAR_DAY = re.compile(r"^((?:19[4-9]|20\d)\d[./-]\d{1,2})[./-]\d{1,2}(?:t?\d\d:\d\d(?::\d\d)?)?$")


class Span(StrEnum):
    MONTH = "month"
    TO_DATE = "to_date"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class PeriodReading:
    """A period as written: its last month, what it spans, its year where one was written."""

    month: int
    span: Span
    year: int | None = None

    def starting(self, year: int) -> date:
        """The period's name in the warehouse: the first day of its last month."""
        return date(self.year or year, self.month, 1)


def read_period(value: Value) -> PeriodReading | None:
    """The one period a cell says, or None where it says none or more than one.

    A bare number such as 2024.1 is no text and may have lost its last zero: only 202410 is read from numbers.
    """
    if isinstance(value, datetime | date):
        return PeriodReading(value.month, Span.MONTH, value.year)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        value = str(int(value)) if float(value).is_integer() and value >= 200000 else ""
    return _period_written(str(value))


@lru_cache(maxsize=4096)
def _period_written(written: str) -> PeriodReading | None:
    folded = fold(written)
    folded = re.sub(r"(?<=月)\d{1,2}日", "", _CLEAR_DAY.sub(r"\1", folded))
    found = list(_WRITTEN.finditer(folded))
    if len(found) != 1:
        return None
    rest = folded[: found[0].start()] + folded[found[0].end() :]
    return None if _DECORATION.sub("", rest) else _reading(found[0])


def periods_within(text: str) -> list[PeriodReading]:
    """Every period written somewhere in a title or a file name, each once."""
    return list(dict.fromkeys(_reading(found) for found in _WRITTEN.finditer(fold(text))))


def take_period(folded: str) -> tuple[PeriodReading | None, str, int]:
    """The one period within a folded label, the label without it, and how many there are."""
    found = list(_WRITTEN.finditer(folded))
    if len(found) != 1:
        return None, folded, len(found)
    before, after = folded[: found[0].start()], folded[found[0].end() :]
    return _reading(found[0]), before + _AFTER_PERIOD.sub("", after), 1


def years_within(text: str) -> list[int]:
    """Every year written in a title or a file name: 2024年, or 2024 at the head of 202410."""
    found = re.findall(r"(?<!\d)((?:19[4-9]|20\d)\d)(?=年|[./-]?(?:0[1-9]|1[0-2])(?!\d))", fold(text))
    return sorted({int(year) for year in found})


def said_otherwise(text: str, periods: Collection[date]) -> str | None:
    """The period a title, a tab or a file's name says, where that is none of these; else None.

    A day on which something was written or is due is no period, unless it ends one (截至10月31日, not 11月5日).
    """
    years, months = _said(text)
    fits = [one for one in periods if (not years or one.year in years) and (not months or one.month in months)]
    if fits or not periods or not (years or months):
        return None
    year = min(years, default=max(periods).year)
    return f"{year}-{min(months):02d}" if months else f"{year}"


class _Said(NamedTuple):
    """The years and months a text names beside the days in it."""

    years: frozenset[int]
    months: frozenset[int]


@lru_cache(maxsize=4096)
def _said(text: str) -> _Said:
    """Kept, because the titles and tabs of a thousand forms are the same."""
    folded = fold(text)
    said = "" if _WRITTEN_ON.search(folded) else _LONE_DAY.sub("", _MID_MONTH.sub("", folded))
    readings = periods_within(said)
    years = {one.year for one in readings if one.year is not None} | set(years_within(said))
    return _Said(frozenset(years), frozenset(one.month for one in readings if one.span is not Span.YEAR))


def _reading(found: re.Match[str]) -> PeriodReading:
    parts = found.groupdict()
    written = parts["year"] or parts["compact_year"] or parts["only_year"]
    year = int(written) if written else None
    if parts["ytd"]:
        return PeriodReading(int(parts["ytd"]), Span.TO_DATE, year)
    if parts["quarters"]:
        return PeriodReading(3 * _NUMBERS[parts["quarters"]], Span.TO_DATE, year)
    if quarter := parts["quarter"] or parts["q"]:
        return PeriodReading(3 * _NUMBERS[quarter], Span.QUARTER, year)
    if month := parts["month"] or parts["sep_month"] or parts["tight_month"]:
        return PeriodReading(int(month), Span.MONTH, year)
    if parts["first_half"]:
        return PeriodReading(6, Span.TO_DATE, year)
    return PeriodReading(12, Span.HALF if parts["second_half"] else Span.YEAR, year)
