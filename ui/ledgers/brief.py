"""The lists in brief on other screens: an action's open problems and next tasks, a unit's, an indicator's."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from ui import html, links, owners
from ui.kept import kept
from ui.keys import BY_KEY, Key, key_of
from ui.ledgers import flags, showing
from ui.ledgers.data import Lists, Row, lists_of
from ui.process import the_process
from ui.screen import Screen

SHOWN = 5
"""Lines of each list before it sends the reader on."""


def of_action(screen: Screen, action_id: str) -> str:
    """An action's open problems, what is behind and named by none, and the tasks that are due next, as HTML."""
    drive_version = the_process().warehouse.drive_version()
    return _of_action(key_of(screen), tuple(links.query(screen).items()), drive_version, action_id, screen)


@kept(max_entries=128, hash_funcs=BY_KEY)
def _of_action(
    key: Key, address: tuple[tuple[str, str], ...], drive_version: int, action_id: str, _screen: Screen
) -> str:
    """As `of_action`, as HTML: made once per board, lists, language and address."""
    del key, address, drive_version  # parts of the cache's key only
    screen = _screen
    words, lists = screen.words, lists_of(screen)
    mine = _open(lists).filter(action_id=action_id)
    problems = mine.filter(ledger="shortcoming").to_dicts()
    tasks = mine.filter(pl.col("ledger").is_in(["key_task", "project"]) & pl.col("due_on").is_not_null()).to_dicts()
    found = [
        _lines_html(screen, lists, "brief_problems", problems, ledger="shortcoming", action_id=action_id),
        _lines_html(screen, lists, "brief_tasks", tasks, ledger="key_task", action_id=action_id),
    ]
    count = len(flags.unnamed(screen, action_id=action_id))
    if count:
        label = f'<span class="ea-word behind">◆ {escape(words("ledgers.unflagged", count=count))}</span>'
        found[0] += showing.list_anchor(screen, label, ledger="shortcoming", action_id=action_id)
    return f'<div class="ea-lists halves">{"".join(f"<section>{part}</section>" for part in found)}</div>'


def _lines_html(screen: Screen, lists: Lists, name: str, rows: list[Row], *, ledger: str, action_id: str) -> str:
    words = screen.words
    heading = f'<p class="ea-heading"><strong>{escape(words(f"ledgers.{name}"))}</strong> {len(rows)}</p>'
    if not rows:
        return heading + html.caption(words("ledgers.brief_none"))
    shown = html.lines([showing.entry_anchor(screen, lists, row) for row in rows[:SHOWN]], name=name)
    if len(rows) <= SHOWN:
        return heading + shown
    more = escape(words("ledgers.brief_more", count=len(rows)))
    return heading + shown + showing.list_anchor(screen, more, ledger=ledger, action_id=action_id)


def of_unit(screen: Screen, unit_id: str) -> None:
    """A unit's open problems and overdue tasks, whether it leads or supports them."""
    words, lists = screen.words, lists_of(screen)
    mine = [row for row in _open(lists).to_dicts() if unit_id in _units(row)]
    st.subheader(words("ledgers.unit_entries"))
    problems, tasks = st.columns(2, gap="large")
    with problems:
        _lines(screen, lists, "brief_problems", [row for row in mine if row["ledger"] == "shortcoming"])
    with tasks:
        late = [row for row in mine if row["ledger"] != "shortcoming" and row["is_overdue"]]
        _lines(screen, lists, "brief_overdue", late)


def of_indicator(screen: Screen, indicator_id: str) -> None:
    """The entries that name or cite an indicator, one line each, open ones first."""
    words, lists = screen.words, lists_of(screen)
    flags.note(screen, indicator_id)
    found = sorted(lists.by_indicator.get(indicator_id, []), key=_urgency)
    if found:
        st.subheader(words("ledgers.linked_entries"))
        with st.container(key="list_indicator_entries", gap=None):
            for row in found:
                label = showing.entry_label(screen, lists, row, names_list=True)
                showing.to_entry(screen, lists, row, label=label)


def _urgency(row: Row) -> tuple[bool, bool]:
    return row["state"] != "open", row["ledger"] != "shortcoming"


def _open(lists: Lists) -> pl.DataFrame:
    return lists.entries.filter(state="open").sort("due_on", nulls_last=True)


def _units(row: Row) -> list[str]:
    return [*owners.ids(row["lead_units"]), *owners.ids(row["supporting_units"])]


def _lines(screen: Screen, lists: Lists, name: str, rows: list[Row]) -> None:
    words = screen.words
    st.markdown(f"**{words(f'ledgers.{name}')}** {len(rows)}")
    if rows:
        _list(screen, lists, rows[:SHOWN], key=f"list_{name}")
    else:
        st.caption(words("ledgers.brief_none"))


def _list(screen: Screen, lists: Lists, rows: list[Row], *, key: str) -> None:
    with st.container(key=key, gap=None):
        for row in rows:
            showing.to_entry(screen, lists, row)
