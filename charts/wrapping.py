"""Breaking a long name into lines where a reader would, so that no chart ever cuts one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

NARROW = 0.55
_PIECE = re.compile(r"[A-Za-z0-9&%.,'’+/\-]+\s*|\s+|.", re.DOTALL)
_NEVER_FIRST = set("，。、；：）)》”％%·!?！？")
_NEVER_LAST = set("（(《“")


def text_width(text: str) -> float:
    """The width of a text in Chinese characters."""
    return sum(1.0 if ord(letter) > 0x2E7F else NARROW for letter in text)


def wrap(text: str, *, width: float, lines: int = 2) -> str:
    """`text` on the fewest lines of about `width` that hold it, at most `lines`, as even as they can be.

    Beyond that the lines get longer than `width`: a name is never cut.
    """
    need = text_width(text)
    count = next((n for n in range(1, lines) if need <= width * n), lines)
    while count > 1:
        broken = _fill(_pieces(text), need / count)
        if len(broken) <= count:
            return "\n".join(broken)
        broken = _fill(_pieces(text), need / count + 3)
        if len(broken) <= count:
            return "\n".join(broken)
        count -= 1
    return text


def unique_labels(labels: Sequence[str]) -> list[str]:
    """The labels, later repeats told apart by an invisible mark: each row keeps a place of its own."""
    seen: dict[str, int] = {}
    made = []
    for label in labels:
        made.append(label + "\u200b" * seen.get(label, 0))
        seen[label] = seen.get(label, 0) + 1
    return made


def _pieces(text: str) -> list[str]:
    """What may not be broken: words, numbers, and punctuation with its neighbour."""
    pieces: list[str] = []
    for piece in _PIECE.findall(text):
        glued = pieces and (piece[0] in _NEVER_FIRST or piece.isspace() or pieces[-1][-1] in _NEVER_LAST)
        if glued:
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _fill(pieces: Sequence[str], width: float) -> list[str]:
    """Lines that end at the piece nearest to `width`."""
    lines = [""]
    for piece, after in pairwise([*pieces, ""]):
        lines[-1] += piece
        short = width - text_width(lines[-1])
        over = text_width(lines[-1] + after) - width
        if after and over > max(short, 0):
            lines.append("")
    return [line.strip() for line in lines]
