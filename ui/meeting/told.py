"""Decisions and tasks in a line of HTML: what, who, until when, how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from i18n.typed import typed
from ui import html, owners
from ui.meeting.record import STANDINGS
from ui.screen import Screen

Row = dict[str, Any]


def standing(screen: Screen, decision: Row) -> str:
    """Shape and word of how a decision stands."""
    word = escape(screen.words(f"standing.{decision['standing']}"))
    return f'<span class="ea-chip">{html.shape(STANDINGS[decision["standing"]])}{word}</span>'


def unit(screen: Screen, decision: Row) -> str:
    """The unit that leads."""
    return owners.names(screen.words, screen.board.knowledge, [decision["lead_unit"]])


def decision(screen: Screen, row: Row) -> str:
    """A decision with its owner, its day and how it stands."""
    words = screen.words
    until = words("meeting.until", day=words.day(row["due_on"]))
    owner = " ".join(part for part in (unit(screen, row), typed(words, row["lead_person"] or "")) if part)
    facts = escape(f"{owner} · {until}")
    return f'{escape(typed(words, row["words"]))} <span class="ea-m-by">{facts}</span> {standing(screen, row)}'


def task(screen: Screen, entry: Row) -> str:
    """An open entry of the ledgers: which list, its title, its day, overdue or not."""
    words = screen.words
    title = words.of(entry, "title") or typed(words, entry["title"])
    facts = [words(f"meeting.list_{entry['ledger']}")]
    if entry["due_on"]:
        facts.append(words("meeting.until", day=words.day(entry["due_on"])))
    late = standing(screen, {"standing": "overdue"}) if entry["is_overdue"] else ""
    return f'{escape(title)} <span class="ea-m-by">{escape(" · ".join(facts))}</span> {late}'


def block(heading: str, lines: Sequence[str], *, more: str = "") -> str:
    """Lines under a heading; nothing where there are none."""
    if not lines:
        return ""
    listed = "".join(f"<li>{line}</li>" for line in lines)
    rest = f'<div class="ea-m-by">{escape(more)}</div>' if more else ""
    return f'<section class="ea-m-block"><h4>{escape(heading)}</h4><ul>{listed}</ul>{rest}</section>'
