"""An action's pieces: its name, its counts, its table of targets, its task force."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import polars as pl
import streamlit as st

from i18n import Words
from ui import drawing, early, html, links, owners, parts, state, tables
from ui.data import BoardView
from ui.kept import kept
from ui.keys import BY_KEY, Key, key_of
from ui.ledgers import brief
from ui.markup import Prepared
from ui.screen import Screen
from warehouse import summaries

TARGETS_AS, TABLE = "targets_as", "table"
"""What the address says where the targets stand in a table."""


def title_of(action_id: str) -> Callable[[Screen], str]:
    """An action's name with its number."""

    def title(screen: Screen) -> str:
        words, row = screen.words, screen.board.knowledge.actions[action_id]
        _take_targets_as()
        return f"{words.ordinal(row['ordinal'])}{'、' if words.is_chinese else '. '}{words.of(row)}"

    return title


def _take_targets_as() -> None:
    """Notes what the address says of the targets' form where it is none of ours."""
    asked = st.query_params.get(TARGETS_AS)
    if asked == TABLE:
        state.forget_unknown(TARGETS_AS)
    elif asked:
        state.note_unknown(TARGETS_AS, asked)
        state.write_to_url(**{TARGETS_AS: None})


def rows_of(board: BoardView, action_id: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The action's indicators with their deciding verdicts, this month and the month before."""
    before = summaries.per_action(board.before) if board.before.height else board.by_action.head(0)
    mine = pl.col("action_id") == action_id
    return board.by_action.filter(mine), before.filter(mine)


def show(screen: Screen, action_id: str) -> None:
    """An action's screen below its head: in one piece up to the targets, which come as a chart or as a table."""
    begun = early.now()
    words, is_table = screen.words, st.query_params.get(TARGETS_AS) == TABLE
    pieces = (
        _counts(key_of(screen), tuple(links.query(screen).items()), action_id),
        html.heading(words, "action.headline") + drawing.headlines(screen, action_id),
        brief.of_action(screen, action_id),
        html.heading(words, "action.all", "action.all_note") + _ways(words, is_table=is_table),
    )
    top = Prepared(f'<div class="ea-stack">{"".join(f"<div>{piece}</div>" for piece in pieces)}</div>')
    st.html(top)
    if is_table:
        _targets_table(screen, action_id)
    else:
        drawing.bullet(screen, action_id)
        early.keep(screen, [early.piece(top)], of=begun)
    _task_force(screen, action_id)


def _ways(words: Words, *, is_table: bool) -> str:
    """Links to the targets as a chart and as a table; the address says which, and nothing of the chart."""
    shown = (("", words("drawing.as_chart"), not is_table), (TABLE, words("drawing.as_table"), is_table))
    made = "".join(
        f'<a class="ea-to ea-set" href="?{TARGETS_AS}={value}"{" aria-current=true" if now else ""}>{escape(text)}</a>'
        for value, text, now in shown
    )
    return f'<nav class="ea-tabs" data-pick="{TARGETS_AS}" aria-label="{escape(words("action.all"))}">{made}</nav>'


@kept(max_entries=128, hash_funcs=BY_KEY)
def _counts(key: Key, address: tuple[tuple[str, str], ...], action_id: str) -> str:
    """A tile a status; how many targets and indicators the action has and how many are judged."""
    words, (rows, before) = key.words, rows_of(key.board, action_id)
    targets = key.board.verdicts.filter(pl.col("action_id") == action_id).height
    counted = rows.filter("counted").height
    text = words("action.counted", rows=targets, indicators=rows.height, counted=counted)
    to = links.listed(dict(address), in_action=action_id)
    return html.tiles(words, rows, before, to) + html.caption(text)


def _targets_table(screen: Screen, action_id: str) -> None:
    """All targets of the action, worst first; a name opens its indicator."""
    keep = tables.targets_table(screen).rows["action_id"] == action_id
    found = tables.targets_table(screen).where(keep)
    name = screen.words.of(screen.board.knowledge.actions[action_id])
    tables.draw(screen, found, key=f"targets_{action_id}", what=name)


def _task_force(screen: Screen, action_id: str) -> None:
    """Convener, deputies, office, members and working mechanism, by post and unit."""
    with st.expander(screen.words("action.body"), icon=":material/groups:"):
        parts.facts(_body(key_of(screen), action_id))


@kept(max_entries=128, hash_funcs=BY_KEY)
def _body(key: Key, action_id: str) -> dict[str, str]:
    words, known = key.words, key.board.knowledge
    row = known.actions[action_id]
    members = known.catalogue.action_members.filter(pl.col("action_id") == action_id).sort("ordinal")
    return {
        words("action.convener"): words.of(row, "convener_post"),
        words("action.deputies"): words.of(row, "deputy_posts"),
        words("action.office"): owners.names(words, known, [row["office_unit"]]),
        words("action.members", count=members.height): owners.names(words, known, members["unit_id"]),
        words("action.mechanism"): words.of(row, "mechanism"),
    }
