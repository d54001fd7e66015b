"""What persons typed, for readers of another script: simplified words in traditional characters, the rest as typed."""

from __future__ import annotations

from functools import lru_cache

from i18n.hant import to_hant
from i18n.words import Words


def typed(words: Words, text: str) -> str:
    """A person's words as this reader's script writes them; nobody's words are translated."""
    return _in_traditional(text) if words.language == "zh-Hant" and text else text


@lru_cache(maxsize=8192)
def _in_traditional(text: str) -> str:
    return to_hant(text)
