"""A target's row of the board in words: what it asks, how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from charts.theme import SYMBOLS
from i18n import Words
from i18n.sentences import target_text
from rules.model import Status
from warehouse.board import Knowledge

Row = Mapping[str, Any]

ORDER: Mapping[str, int] = {"behind": 0, "overdue_report": 1, "at_risk": 2, "no_data": 3, "on_track": 4, "done": 5}
"""The order of statuses in tables, worst first."""


def target_in_words(words: Words, known: Knowledge, target: Row) -> str:
    """What a target row asks."""
    indicator = known.indicators[target["indicator_id"]]
    other = known.indicators.get(target["relative_to"] or "")
    year = int(known.catalogue.programme["year"])
    measure = known.measure_of(target["indicator_id"])
    return target_text(words, {**target, "programme_year": year}, indicator, measure, other)


def status_word(words: Words, verdict: Row) -> str:
    """The word of a verdict's status; what is not counted says why it has none."""
    pending = f"pending.{verdict['reason']}"
    return words(pending) if words.has(pending) else words(f"status.{verdict['status']}")


def status_text(words: Words, verdict: Row) -> str:
    """Shape and word of a verdict, for cells that hold plain text only."""
    return f"{SYMBOLS[Status(verdict['status'])]} {status_word(words, verdict)}"
