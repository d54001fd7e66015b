"""What a prepared thing depends on: the key of everything kept per board, language and size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from charts.theme import Size
from i18n import Words, words_for
from ui.data import BoardView, board_at
from ui.screen import Screen


@dataclass(frozen=True)
class Key:
    """Warehouse version, moment, month, language and size. Hash functions of caches take it as a whole."""

    version: int
    as_of: datetime
    month: date
    language: str
    size: Size

    @property
    def board(self) -> BoardView:
        return board_at(self.as_of, self.month)

    @property
    def words(self) -> Words:
        return words_for(self.language)


def key_of(screen: Screen) -> Key:
    """The key of what is on the screen."""
    known = screen.board.knowledge
    return Key(known.version, known.as_of, screen.month, screen.words.language, screen.size)


BY_KEY: dict[str | type[Any], Callable[[Any], Any]] = {Key: hash}
"""`hash_funcs` of the caches that take a Key."""
