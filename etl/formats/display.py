"""What a number format makes of a value on the screen, as far as it changes the reading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_TOKEN = re.compile(r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<plain>.)', re.DOTALL)
_PLACE = "0#?"
CHINESE_DATES: Final = frozenset((*range(27, 37), *range(50, 59)))
"""Formats built into Chinese Excel as dates (27 is 2024年5月); files name them without a code, so readers miss them."""
_BUILT_IN: Final = {9: "0%", 10: "0.00%"}


@dataclass(frozen=True, slots=True)
class Display:
    """`divisor` is what the shown number is smaller by, `affix` the words written beside it."""

    percent: bool = False
    divisor: int = 1
    affix: str = ""
    is_date: bool = False


PLAIN: Final = Display()


def display_of_style(format_id: int, codes: dict[int, str]) -> Display:
    """The display of a cell style by its format's number; `codes` are the workbook's own formats."""
    code = codes.get(format_id, _BUILT_IN.get(format_id, ""))
    if not code and format_id in CHINESE_DATES:
        return Display(is_date=True)
    return display_of_code(code)


@lru_cache(maxsize=4096)
def display_of_code(code: str) -> Display:
    """The display of a format code's first section, the one for positive numbers."""
    places = after_point = commas = 0
    has_percent = has_point = literal_point = False
    words: list[str] = []
    for token in _TOKEN.finditer(code):
        plain, literal = token["plain"], token["quoted"] or token["escaped"]
        if plain == ";":
            break
        if plain and plain in _PLACE:
            places, commas = places + 1, 0
            after_point += literal_point
        elif plain == ",":
            commas += places > 0
        elif plain == ".":
            has_point = True
        elif plain == "%":
            has_percent = True
        elif literal in {".", "．"} and places and not has_point:
            literal_point = True
        elif literal or (plain and ord(plain) > 0x2E7F):
            words.append(literal or plain)
    affix = "".join(words).strip(" ()-+,:/（）　")
    display = Display(has_percent, 1000**commas * 10**after_point if places else 1, affix)
    return PLAIN if display == PLAIN else display  # the one PLAIN, so that `is` tells the many cells it holds for
