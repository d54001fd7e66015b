"""Folding: the form in which two ways of writing one name are equal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache

from etl.characters import SIMPLIFIED_OF

_DASHES = re.compile("[‐‑‒–—―−─-]+")
_DROPPED = re.compile("[\\s\u200b\ufeff\u00ad“”\"'‘’「」『』《》〈〉·•・‧_]+")
_BRACKETS = str.maketrans("[]【】〔〕{}", "()()()()")


def fold(text: str, characters: Mapping[int, str] | None = None) -> str:
    """`text` without the differences that carry no meaning in a name.

    Full width becomes half width, traditional becomes simplified, brackets become round, dashes one hyphen;
    spaces, quotation marks and middle dots go. The result is for comparing, never for showing.
    """
    return _fold_plainly(text) if characters is None else _folded(text, characters)


@lru_cache(maxsize=65536)
def _fold_plainly(text: str) -> str:
    return _folded(text, SIMPLIFIED_OF)


def _folded(text: str, characters: Mapping[int, str]) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(characters).translate(_BRACKETS)
    kept = _DASHES.sub("-", _DROPPED.sub("", plain)).casefold()
    return unicodedata.normalize("NFKC", kept)  # what a dropped space kept apart may join


def characters_of(pairs: Iterable[tuple[str, str]]) -> dict[int, str]:
    """The folding table widened by names given in both scripts: (simplified, traditional) pairs.

    A pair of different length, or a character that the names use for two, teaches nothing.
    """
    seen: dict[str, set[str]] = {}
    for simplified, traditional in pairs:
        if len(simplified) == len(traditional):
            for plain, full in zip(simplified, traditional, strict=True):
                if plain != full:
                    seen.setdefault(full, set()).add(plain)
    learned = {
        ord(full): plains.pop() for full, plains in seen.items() if len(plains) == 1 and ord(full) not in SIMPLIFIED_OF
    }
    return {**learned, **SIMPLIFIED_OF}


def split_unit(text: str) -> tuple[str, str]:
    """A label and the unit in its last brackets, "" where none: `数值（万元）` is ("数值", "万元")."""
    plain = unicodedata.normalize("NFKC", text).translate(_BRACKETS).strip()
    found = re.fullmatch(r"(.+?)\s*\(\s*(?:单位\s*[::]\s*)?([^()]+)\)", plain, flags=re.S)
    return (found[1], found[2].strip()) if found else (plain, "")


def likeness(folded: str, names: Mapping[str, str], *, count: int, least: float) -> list[tuple[str, float]]:
    """Ids whose names are most like `folded`, each once with its score, best first."""
    matcher = SequenceMatcher(b=folded, autojunk=False)
    best: dict[str, float] = {}
    for name, owner in names.items():
        matcher.set_seq1(name)
        if matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least:
            best[owner] = max(best.get(owner, 0.0), matcher.ratio())
    scored = sorted(((score, owner) for owner, score in best.items() if score >= least), reverse=True)
    return [(owner, score) for score, owner in scored][:count]


def nearest(folded: str, names: Mapping[str, str], *, count: int = 3, least: float = 0.6) -> list[str]:
    """Ids whose names (folded name -> id) are most like `folded`, best first: proposals, never a match."""
    scored = ((SequenceMatcher(None, folded, name).ratio(), owner) for name, owner in names.items())
    best = sorted((pair for pair in scored if pair[0] >= least), reverse=True)
    return list(dict.fromkeys(owner for _, owner in best))[:count]
