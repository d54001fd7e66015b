"""Cells of an arbitrary sheet by what they look like, before anything is known of their place."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Final

from etl.fold import fold
from etl.grid import Cell
from etl.periods import periods_within, read_period
from etl.values import STAGE_WORDS, is_absent, without_marks

_STAGES: Final = frozenset(word for words in STAGE_WORDS for word in words)
_ORDINAL = re.compile(
    r"(?:第?[一二三四五六七八九十]+[、.]?|\([一二三四五六七八九十\d]+\)|\d{1,3}[、.]|[甲乙丙丁戊己庚辛])"
)
_LEAD = (
    r"\(?(?:预计|约|近|超过|超|逾|大约|大概|达到|达|同比|[比较](?:上年|去年)(?:同期)?|增长|上升|提高|增加"
    r"|正增长|负增长|下降|减少|降低|回落|[增升涨降减跌])*"
)
_NUMBER = r"[-+‐‑–—−]?(?:\d[\d,]*(?:\.\d+)?|\.\d+)"
_TAIL = r"(?:以上|以下|左右|上下|余|多)?[^\d\s月年季期旬]{0,6}?(?:以上|以下|左右|上下|余|多|\(预计\)|\(约\))?\)?"
_FIGURE = re.compile(rf"{_LEAD}\s*{_NUMBER}\s*{_TAIL}(?:[、,;/\s]+{_LEAD}\s*{_NUMBER}\s*{_TAIL})*")
_NUMBERED_LABEL = re.compile(r"\d+(?:\.\d+)*[、.)]\D")


class Sort(StrEnum):
    FIGURE = "figure"
    STAGE = "stage"  # a word that is a figure below a heading and may be a heading itself
    PERIOD = "period"
    ORDINAL = "ordinal"
    LABEL = "label"


def sort_of(cell: Cell) -> Sort:
    """What a valued cell looks like by itself."""
    if cell.trouble:
        return Sort.FIGURE
    value = cell.value
    if isinstance(value, str):
        return _sort_of_text(value)
    if isinstance(value, date):
        return Sort.PERIOD
    return Sort.LABEL if isinstance(value, time | timedelta | bool) else Sort.FIGURE


@lru_cache(maxsize=8192)
def _sort_of_text(value: str) -> Sort:
    text = unicodedata.normalize("NFKC", without_marks(value)).strip()
    folded = fold(text)
    if is_absent(text):
        return Sort.FIGURE
    if _ORDINAL.fullmatch(folded):
        return Sort.ORDINAL
    if read_period(value) is not None:
        return Sort.PERIOD
    if folded in _STAGES:
        return Sort.STAGE
    if _NUMBERED_LABEL.match(folded) or periods_within(text):
        return Sort.LABEL
    return Sort.FIGURE if _FIGURE.fullmatch(text) else Sort.LABEL


def bare_period(cell: Cell) -> int | None:
    """A whole number that could be a year or a year and month, as 2019 or 201905."""
    value = cell.value
    if isinstance(value, str):
        text = unicodedata.normalize("NFKC", value).strip()
        value = int(text) if re.fullmatch(r"\d{4}|\d{6}", text) else None
    if isinstance(value, bool) or not isinstance(value, int | float) or not float(value).is_integer():
        return None
    number = int(value)
    is_year = 1950 <= number <= 2100
    is_month = 1950 <= number // 100 <= 2100 and 1 <= number % 100 <= 12
    return number if is_year or is_month else None


def are_bare_periods(cells: list[Cell]) -> bool:
    """Whether numbers side by side are years or months in a row: at least two, one step apart."""
    numbers = [bare_period(cell) for cell in cells]
    if len(numbers) < 2 or None in numbers:
        return False
    counted = [_running(number) for number in numbers if number is not None]
    steps = {second - first for first, second in pairwise(counted)}
    return len(steps) == 1 and steps <= {1, -1}


def _running(number: int) -> int:
    return number if number < 10_000 else number // 100 * 12 + number % 100
