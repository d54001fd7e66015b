"""What persons typed, for readers of another script or language.

Simplified words are written in traditional characters; nobody's words are translated. The demonstration's invented
persons are nobody: their words are in English, too (`catalogue/demonstration.csv`).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache, lru_cache

from i18n.hant import to_hant
from i18n.words import FOLDER, Words


def typed(words: Words, text: str) -> str:
    """A person's words as this reader's script writes them."""
    if not text or words.language == "zh-Hans":
        return text
    return _in_traditional(text) if words.language == "zh-Hant" else invented().get(text, text)


@lru_cache(maxsize=8192)
def _in_traditional(text: str) -> str:
    return to_hant(text)


@cache
def invented() -> Mapping[str, str]:
    """What the demonstration's persons typed -> the same in English."""
    with (FOLDER / "demonstration.csv").open(encoding="utf-8", newline="") as file:
        return {row["zh_hans"]: row["en"] for row in csv.DictReader(file)}
