"""Rich text: what stands raised beside a number is a note's mark, and must not join it as a further digit.

The texts of cells are put together from runs of letters alike. A reader drops how they stand, so that `8.1` with a
raised `1` becomes 8.11. Here the raised and lowered signs stay what they show: 8.1¹, which reading a number knows.
"""

from __future__ import annotations

from typing import Final

RUNS_MATTER: Final = b"vertAlign"
"""The name without which no text of a workbook's part stands raised or lowered."""
_RAISED: Final = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_LOWERED: Final = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


def raised(text: str) -> str:
    """The text as it shows where it stands raised; letters, which have no raised form of their own, stay."""
    return text.translate(_RAISED)


def lowered(text: str) -> str:
    """The text as it shows where it stands lowered."""
    return text.translate(_LOWERED)


RAISED_TAGS: Final = {"sup": raised, "sub": lowered}
"""What a raised or lowered part of HTML shows, by its tag."""


class Runs:
    """Handlers of a parser for one text of an .xlsx: `text` when it ends, `stands_out` where it is not all level."""

    def __init__(self) -> None:
        self.stands_out = False
        self._words: list[str] = []
        self._level = ""
        self._in_text = False
        self._aside = 0

    @property
    def text(self) -> str:
        return "".join(self._words)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "r":
                self._level = ""
            case "vertAlign":
                self._level = attributes.get("val", "")
            case "rPh":  # how a name is spoken, shown above it
                self._aside += 1
            case "t":
                self._in_text = not self._aside

    def data(self, text: str) -> None:
        if not self._in_text:
            return
        shown = {"superscript": raised, "subscript": lowered}.get(self._level)
        self.stands_out = self.stands_out or shown is not None
        self._words.append(shown(text) if shown else text)

    def end(self, name: str) -> None:
        match name:
            case "t":
                self._in_text = False
            case "r":
                self._level = ""
            case "rPh":
                self._aside -= 1
