"""Building every specification once, before the first reader has to wait for it."""

from __future__ import annotations

from charts import bullet, calendar, composition, matrix, ranking, stages, trend
from charts.theme import Size
from i18n import words_for


def build_specs(language: str, size: Size = "screen") -> None:
    """Fill the caches of one language and size: about a second of CPU, safe in a thread at start."""
    words = words_for(language)
    matrix.spec(words, size=size)
    matrix.spec(words, size=size, selectable=True)
    ranking.spec(words, size=size, selectable=True)
    for family in (bullet, calendar, composition, stages, trend):
        family.spec(words, size=size)
