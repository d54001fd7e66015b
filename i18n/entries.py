"""Entries of the lists in words: their title, how they stand, when they are due. Takes plain rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from i18n.words import LANGUAGES, Words, words_for

Row = Mapping[str, Any]
SOON_DAYS = 10
"""From how many days before its day an entry counts as due soon."""


def entry_title(words: Words, entry: Row, indicators: Mapping[str, Row] | None = None) -> str:
    """An entry's title as typed; one of the plan's, or one a notice gave it, in this language.

    `indicators` are the catalogue's rows by id: without them a notice's title stays as it was written.
    """
    if entry.get("title_zh_hans"):
        return words.of(entry, "title")
    return _noticed_title(words, entry, indicators or {}) or str(entry["title"])


def _noticed_title(words: Words, entry: Row, indicators: Mapping[str, Row]) -> str:
    """The title that a notice gives a shortcoming, "" where the entry has another."""
    indicator = indicators.get(entry.get("indicator_ids") or "")
    if indicator is None:
        return ""
    made = {language: _title_in(words_for(language), indicator) for language in LANGUAGES}
    return made[words.language] if entry["title"] in made.values() else ""


def _title_in(words: Words, indicator: Row) -> str:
    return words("notices.ledger_title", indicator=words.of(indicator))


def entry_standing(entry: Row, day: date) -> str:
    """overdue, soon, open, done or dropped on that day; words: `entry_state.<code>`."""
    if entry["state"] != "open":
        return str(entry["state"])
    due: date | None = entry["due_on"]
    if due is None or (due - day).days > SOON_DAYS:
        return "open"
    return "overdue" if due < day else "soon"


def due_text(words: Words, entry: Row, day: date) -> str:
    """When an entry is due, how long it is overdue, or when it was closed; "" of a highlight, which is never due."""
    if entry["state"] != "open" and entry["closed_on"]:
        return words("ledgers.closed_line", day=words.day(entry["closed_on"]))
    due: date | None = entry["due_on"]
    if due is None:
        return "" if entry["ledger"] == "highlight" else words("ledgers.no_due")
    if due < day:
        return words("ledgers.overdue_line", day=words.day(due), days=(day - due).days)
    return words("ledgers.due_line", day=words.day(due))
