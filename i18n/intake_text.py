"""What the intake says of a file or a cell, as a sentence without gaps and with periods as the reader writes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from i18n.words import Words

NOTHING = "–"
_OUR_PERIODS = frozenset(
    {
        "finding.period_not_begun",
        "finding.period_not_over",
        "finding.period_not_allowed",
        "finding.period_differs",
        "finding.tab_period_differs",
        "finding.title_period_differs",
        "finding.far_from_known",
        "refusal.period_not_begun",
    }
)
"""Sentences whose periods and days the intake wrote, as 2024-10 and 2024-10-31; all others quote the file."""
_PERIOD = re.compile(r"(?<!\d)(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)")


def finding_text(words: Words, code: str, found: str, expected: str, write: Callable[[str], str] = str) -> str:
    """What is said of a cell: words `finding.<code>`; `write` is done to each value in it."""
    return _told(words, f"finding.{code}", found, expected, write)


def refused_text(words: Words, code: str, found: str, expected: str, write: Callable[[str], str] = str) -> str:
    """Why a whole file is refused: words `refusal.<code>`."""
    return _told(words, f"refusal.{code}", found, expected, write)


def _told(words: Words, key: str, found: str, expected: str, write: Callable[[str], str]) -> str:
    if key in _OUR_PERIODS:
        found, expected = (_PERIOD.sub(lambda match: _dated(words, match), text) for text in (found, expected))
    if not expected and words.has(f"{key}_bare"):
        key = f"{key}_bare"
    return words(key, found=write(found or NOTHING), expected=write(expected or NOTHING))


def _dated(words: Words, match: re.Match[str]) -> str:
    year, month, day = match.groups()
    try:
        return words.day(date(int(year), int(month), int(day))) if day else words.month(date(int(year), int(month), 1))
    except ValueError:
        return match[0]
