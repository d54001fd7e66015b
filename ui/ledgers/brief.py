"""The lists in brief on other screens: an action's open problems and next tasks, a unit's, an indicator's."""

from __future__ import annotations

import polars as pl
import streamlit as st

from ui import owners
from ui.ledgers import flags, showing
from ui.ledgers.data import Lists, Row, lists_of
from ui.shell import Screen

SHOWN = 5
"""Lines of each list before it sends the reader on."""


def of_action(screen: Screen, action_id: str) -> None:
    """An action's open problems, what is behind and named by none, and the tasks that are due next."""
    words, lists = screen.words, lists_of(screen)
    mine = _open(lists).filter(action_id=action_id)
    problems, tasks = st.columns(2, gap="large")
    with problems:
        found = mine.filter(ledger="shortcoming").to_dicts()
        _lines(screen, lists, "brief_problems", found, ledger="shortcoming", action_id=action_id)
        count = len(flags.unnamed(screen, action_id=action_id))
        if count:
            label = f":red[◆ {words('ledgers.unflagged', count=count)}]"
            showing.to_list(screen, label, ledger="shortcoming", action_id=action_id)
    with tasks:
        found = mine.filter(pl.col("ledger").is_in(["key_task", "project"]) & pl.col("due_on").is_not_null()).to_dicts()
        _lines(screen, lists, "brief_tasks", found, ledger="key_task", action_id=action_id)


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


def _lines(
    screen: Screen, lists: Lists, name: str, rows: list[Row], *, ledger: str = "", action_id: str | None = None
) -> None:
    words = screen.words
    st.markdown(f"**{words(f'ledgers.{name}')}** {len(rows)}")
    if not rows:
        st.caption(words("ledgers.brief_none"))
        return
    _list(screen, lists, rows[:SHOWN], key=f"list_{name}")
    if len(rows) > SHOWN and ledger:
        showing.to_list(screen, words("ledgers.brief_more", count=len(rows)), ledger=ledger, action_id=action_id)


def _list(screen: Screen, lists: Lists, rows: list[Row], *, key: str) -> None:
    with st.container(key=key, gap=None):
        for row in rows:
            showing.to_entry(screen, lists, row)
