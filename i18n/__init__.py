"""The words: zh-Hans, zh-Hant and en for everything a person reads. A missing key raises."""

from i18n.words import LANGUAGES, MissingWord, Words, words_for

__all__ = ["LANGUAGES", "MissingWord", "Words", "words_for"]
