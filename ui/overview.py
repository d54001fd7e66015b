"""The overview's lists: what counts, links to the actions, worst, better and worse, units yet to report."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from ui import links, parts
from ui.data import BoardView
from ui.shell import Screen
from warehouse import summaries

SHOWN = 8
"""How many lines a list on the overview holds before it sends the reader on."""


def once(verdicts: pl.DataFrame) -> pl.DataFrame:
    """One row per indicator, for counts over the whole plan."""
    return summaries.deciding_rows(verdicts) if verdicts.height else verdicts


def nothing_yet(screen: Screen) -> None:
    """One sentence where no figure was known."""
    if not screen.board.knowledge.observations.height:
        st.info(screen.words("overview.nothing_yet"))


def what_counts(screen: Screen) -> None:
    """What the tiles count and what they leave out."""
    rows = once(screen.board.verdicts)
    left_out = rows.filter(~pl.col("counted"))
    unquantified = left_out.filter(pl.col("reason") == "not_quantified").height
    st.caption(
        screen.words(
            "overview.counted",
            rows=screen.board.verdicts.height,
            indicators=rows.height,
            counted=rows.height - left_out.height,
            annual=left_out.height - unquantified,
            unquantified=unquantified,
        )
    )


def action_links(screen: Screen) -> None:
    """A link to each action's screen, in a row."""
    with st.container(horizontal=True, key="action_links", gap="small"):
        for action_id in screen.board.knowledge.actions:
            links.to_action(screen, action_id)


def worst_list(screen: Screen) -> None:
    rows = summaries.worst(screen.board.verdicts)
    parts.indicator_list(screen, rows.head(SHOWN), key="worst")
    _and_more(screen, rows.height)


def changed_list(screen: Screen, *, worse: bool) -> None:
    """Indicators whose status got worse (or better) since last month."""
    rows = _changes(screen.board)
    rows = rows.filter(pl.col("step") < 0) if worse else rows.filter(pl.col("step") > 0)
    shown = rows.head(SHOWN // 2)
    parts.indicator_list(screen, shown, key="worse" if worse else "better", changed=True)
    _and_more(screen, rows.height, shown=SHOWN // 2)


def _changes(board: BoardView) -> pl.DataFrame:
    if not board.before.height:
        return board.verdicts.head(0).with_columns(step=pl.lit(0, pl.Int64), status_before=pl.lit("", pl.String))
    return summaries.changes(board.verdicts, board.before)


def _and_more(screen: Screen, total: int, *, shown: int = SHOWN) -> None:
    if total > shown:
        st.caption(screen.words("overview.more", count=total - shown))


def unreported_list(screen: Screen) -> None:
    """Units that owe figures for the month and sent none, overdue ones first."""
    words, board = screen.words, screen.board
    due = board.reports.filter((pl.col("period") == screen.month) & pl.col("state").is_in(["due", "overdue"])).sort(
        "state", "unit_id", descending=[True, False]
    )
    if not due.height:
        st.caption(words("overview.all_reported"))
    for row in due.head(SHOWN).iter_rows(named=True):
        owed = words("overview.owed", count=row["figures_due"] - row["figures_received"])
        state = words(f"report_state.{row['state']}")
        with st.container(key=f"owes_{row['unit_id']}", gap=None):
            links.to_unit(screen, row["unit_id"])
            st.html(f'<div class="ea-line ea-muted">{escape(state)} · {escape(owed)}</div>')
    if due.height > SHOWN:
        st.caption(words("overview.more_units", count=due.height - SHOWN))
