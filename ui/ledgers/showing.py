"""How an entry is written on the screens: its mark, owner, linked indicators; links to it."""

from __future__ import annotations

from html import escape

import streamlit as st

from charts.theme import SYMBOLS
from i18n import Words
from i18n.entries import due_text, entry_standing, entry_title
from i18n.typed import typed
from rules.model import Status
from ui import html, links, owners, parts, router
from ui.ledgers.data import Lists, Row
from ui.screen import Screen
from warehouse.shortcomings import linked_indicators

LEDGERS_PAGE = "ledgers"
MARKS: dict[str, Status] = {
    "overdue": Status.BEHIND,
    "soon": Status.AT_RISK,
    "open": Status.ON_TRACK,
    "done": Status.DONE,
    "dropped": Status.NO_DATA,
}
"""Colour and shape of how an entry stands."""


def mark_text(words: Words, standing: str) -> str:
    """Shape and word, plain."""
    return f"{SYMBOLS[MARKS[standing]]} {words(f'entry_state.{standing}')}"


def mark_label(words: Words, standing: str) -> str:
    """Shape and word in their colour, as markup of a label."""
    return f":{parts.COLOUR_NAMES[MARKS[standing]]}[{mark_text(words, standing)}]"


def mark_chip(words: Words, standing: str) -> str:
    """Shape and word as HTML."""
    return f'<span class="ea-chip">{html.shape(MARKS[standing])}{escape(words(f"entry_state.{standing}"))}</span>'


def owner(screen: Screen, entry: Row, *, limit: int | None = 2) -> str:
    """The lead units, else the person in charge."""
    known = screen.board.knowledge
    units = owners.names(screen.words, known, owners.ids(entry["lead_units"]), limit=limit)
    return units or typed(screen.words, entry["lead_person"] or "")


def indicators_text(screen: Screen, entry: Row, *, limit: int = 2) -> str:
    """The linked indicators, each with the shape of its status."""
    board, words = screen.board, screen.words
    found = []
    for indicator_id in linked_indicators(entry)[:limit]:
        verdict = board.deciding.get(indicator_id)
        shape = f"{SYMBOLS[Status(verdict['status'])]} " if verdict else ""
        found.append(shape + words.of(board.knowledge.indicators[indicator_id]))
    return words.join(found)


def entry_label(screen: Screen, lists: Lists, entry: Row, *, names_list: bool = False) -> str:
    """A line about an entry: how it stands, its title, when it is due, who owns it; and its list where asked."""
    words = screen.words
    title = links.escape_markdown(_title(screen, entry))
    told = links.escape_markdown(_told(screen, lists, entry, names_list=names_list))
    return f"{mark_label(words, entry_standing(entry, lists.day))} **{title}** {told}"


def _title(screen: Screen, entry: Row) -> str:
    return typed(screen.words, entry_title(screen.words, entry, screen.board.knowledge.indicators))


def _told(screen: Screen, lists: Lists, entry: Row, *, names_list: bool) -> str:
    words = screen.words
    of_list = [words(f"ledger_short.{entry['ledger']}")] if names_list else []
    facts = [*of_list, due_text(words, entry, lists.day), owner(screen, entry, limit=1)]
    return " · ".join(fact for fact in facts if fact)


def entry_anchor(screen: Screen, lists: Lists, entry: Row) -> str:
    """As `to_entry`, as HTML."""
    words, standing = screen.words, entry_standing(entry, lists.day)
    mark = f'<span class="ea-word {MARKS[standing]}">{escape(mark_text(words, standing))}</span>'
    told = escape(_told(screen, lists, entry, names_list=False))
    line = f"{mark} <strong>{escape(_title(screen, entry))}</strong> {told}"
    return links.anchor(LEDGERS_PAGE, line, links.query(screen, entry=entry["entry_id"]))


def list_anchor(screen: Screen, content: str, *, ledger: str, action_id: str) -> str:
    """A link to a list of an action, as HTML; `content` is HTML already."""
    return links.anchor(LEDGERS_PAGE, content, links.query(screen, ledger=ledger, ledger_action=action_id))


def to_entry(screen: Screen, lists: Lists, entry: Row, *, label: str | None = None) -> None:
    """A link to an entry under a line about it."""
    text = label or entry_label(screen, lists, entry)
    st.page_link(router.page_at(LEDGERS_PAGE), label=text, query_params=links.query(screen, entry=entry["entry_id"]))
