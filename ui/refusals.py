"""Why something was not done, in the screen's language: from an error's code and values to a sentence."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime

import streamlit as st

from etl.errors import IntakeError
from i18n import Words
from i18n.intake_text import refused_text
from ui.markup import escape_markdown
from warehouse.errors import Told

log = logging.getLogger(__name__)
_MONTHS = frozenset({"period", "periods", "month"})
_SIZES = frozenset({"bytes", "largest"})
_CODED: Mapping[str, str] = {"stage": "stage", "state": "entry_state", "channel": "alert.channel"}
"""Values that are codes, with the words of what they stand for."""


def refusal_text(words: Words, error: Told | IntakeError, write: Callable[[str], str] = str) -> str:
    """One sentence: words `error.<code>`, of a refused file `refusal.<code>`; `write` is done to each value in it."""
    if isinstance(error, IntakeError):
        return refused_text(words, error.code, error.found, error.expected, write)
    told = {name: write(_shown(words, name, value)) for name, value in error.values.items()}
    return words(f"error.{error.code}", **told)


def show(words: Words, error: Told | IntakeError, *, within: str | None = None) -> None:
    """Says it on the screen; `within` is the key of a sentence around it, which takes it as `error`."""
    text = refusal_text(words, error, escape_markdown)
    st.error(words(within, error=text) if within else text)


@contextmanager
def said(words: Words) -> Iterator[None]:
    """Says what no screen expected, such as a full disk in the middle of a read, in place of the rest of the page."""
    try:
        yield
    except Told as error:
        log.exception("not expected by the screen")
        show(words, error)


def _shown(words: Words, name: str, value: object) -> str:
    if isinstance(value, tuple):
        return words.join([_shown(words, name, one) for one in value])
    if isinstance(value, datetime):
        return words.moment(value)
    if isinstance(value, date):
        return words.month(value) if name in _MONTHS else words.day(value)
    if name in _SIZES and isinstance(value, int):
        return f"{words.number(value / (1 << 20), 1)} MB"
    if isinstance(value, int) and not isinstance(value, bool):
        return words.number(value)
    if isinstance(value, float):
        return f"{value:,g}"
    key = f"{_CODED.get(name)}.{value}"
    return words(key) if words.has(key) else str(value)
