"""What is behind and named by no open shortcoming: a line on the lists, a note on the indicator and the action."""

from __future__ import annotations

import streamlit as st

from ui import html, links, parts
from ui.ledgers.data import Row, lists_of
from ui.ledgers.forms import begin_shortcoming
from ui.screen import Screen
from warehouse import summaries
from warehouse.shortcomings import unnamed_problems

COLUMNS = 2


def unnamed(screen: Screen, *, action_id: str | None = None) -> list[Row]:
    """The deciding verdicts that are behind with no open shortcoming, worst first; of an action where one is given."""
    board = screen.board
    verdicts = board.verdicts if action_id is None else board.by_action.filter(action_id=action_id)
    deciding = summaries.deciding_rows(verdicts) if action_id is None else verdicts
    rows = unnamed_problems(lists_of(screen).entries, deciding)
    return rows.sort("severity", descending=True).to_dicts()


def warn(screen: Screen, *, action_id: str | None) -> None:
    """How many there are, and behind the line each with a button that enters it as a shortcoming."""
    words, found = screen.words, unnamed(screen, action_id=action_id)
    if not found:
        return
    label = f":red[◆ {words('ledgers.unflagged', count=len(found))}]"
    with st.expander(label, key="unnamed_problems"):
        st.caption(words("ledgers.unflagged_note"))
        columns = st.columns(COLUMNS, gap="medium")
        for number, row in enumerate(found):
            with columns[number % COLUMNS]:
                _line(screen, row)


def _line(screen: Screen, row: Row) -> None:
    indicator_id = row["indicator_id"]
    with st.container(horizontal=True, vertical_alignment="center", key=f"list_unnamed_{indicator_id}"):
        label = parts.indicator_label(screen.words, screen.board.knowledge, row)
        links.to_indicator(screen, indicator_id, label=label)
        if st.button(screen.words("ledgers.enter_shortcoming"), key=f"enter_{indicator_id}", type="tertiary"):
            begin_shortcoming(screen, indicator_id, row["action_id"])


def note(screen: Screen, indicator_id: str) -> None:
    """A small note under a verdict that is behind while no list names it."""
    row = screen.board.deciding.get(indicator_id)
    if row is None or indicator_id in lists_of(screen).named_problems or row["status"] != "behind":
        return
    st.html(html.note(screen.words("ledgers.unflagged_one")))
