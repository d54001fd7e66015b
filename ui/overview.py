"""The overview's pieces: what counts, links to the actions, worst, better and worse, units yet to report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from rules.periods import day_of
from ui import html, links, parts
from ui.data import BoardView
from ui.keys import BY_KEY, Key, key_of
from ui.shell import Screen
from warehouse import summaries
from warehouse.settings import as_of

SHOWN = 8
"""How many lines a list on the overview holds before it sends the reader on."""


@dataclass(frozen=True)
class Lines:
    """A list: the id and label of each line shown, and how many there are in all."""

    shown: tuple[tuple[str, str], ...]
    total: int


@dataclass(frozen=True)
class Telling:
    """All the overview says beside its charts, in words: made once per board and language."""

    tiles: str
    counted: str
    worst: Lines
    worse: Lines
    better: Lines
    unreported: Lines


@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs=BY_KEY)
def _telling(key: Key) -> Telling:
    board = key.board
    moved = _changes(board)
    return Telling(
        tiles=html.tiles(key.words, _once(board.verdicts), _once(board.before)),
        counted=_what_counts(key),
        worst=_indicator_lines(key, summaries.worst(board.verdicts), SHOWN),
        worse=_indicator_lines(key, moved.filter(pl.col("step") < 0), SHOWN // 2),
        better=_indicator_lines(key, moved.filter(pl.col("step") > 0), SHOWN // 2),
        unreported=_unit_lines(key),
    )


def _once(verdicts: pl.DataFrame) -> pl.DataFrame:
    """One row per indicator, for counts over the whole plan."""
    return summaries.deciding_rows(verdicts) if verdicts.height else verdicts


def _what_counts(key: Key) -> str:
    rows = _once(key.board.verdicts)
    left_out = rows.filter(~pl.col("counted"))
    unquantified = left_out.filter(pl.col("reason") == "not_quantified").height
    return key.words(
        "overview.counted",
        rows=key.board.verdicts.height,
        indicators=rows.height,
        counted=rows.height - left_out.height,
        annual=left_out.height - unquantified,
        unquantified=unquantified,
    )


def _changes(board: BoardView) -> pl.DataFrame:
    if not board.before.height:
        return board.verdicts.head(0).with_columns(step=pl.lit(0, pl.Int64), status_before=pl.lit("", pl.String))
    return summaries.changes(board.verdicts, board.before)


def _indicator_lines(key: Key, rows: pl.DataFrame, limit: int) -> Lines:
    known = key.board.knowledge
    shown = rows.head(limit).to_dicts()
    return Lines(
        tuple((row["indicator_id"], parts.indicator_label(key.words, known, row)) for row in shown), rows.height
    )


def _unit_lines(key: Key) -> Lines:
    """Units that owe figures for the month and sent none or not all, overdue ones first."""
    board = key.board
    due = board.reports.filter((pl.col("period") == key.month) & pl.col("state").is_in(["due", "overdue"]))
    rows = due.sort("state", "unit_id", descending=[True, False]).to_dicts()
    return Lines(tuple((row["unit_id"], _unit_label(key, row)) for row in rows[:SHOWN]), len(rows))


def _unit_label(key: Key, row: dict[str, Any]) -> str:
    words = key.words
    name = links.escape_markdown(words.of(key.board.knowledge.units[row["unit_id"]]))
    owed = words("overview.owed", count=row["figures_due"] - row["figures_received"])
    return f"**{name}** {words('report_state.' + row['state'])} · {owed}"


def nothing_yet(screen: Screen) -> None:
    """One sentence where no figure was known."""
    words = screen.words
    if screen.board.knowledge.observations.height:
        return
    if screen.as_of < as_of(screen.latest):
        st.info(words("overview.nothing_then", day=words.day(day_of(screen.as_of))))
    else:
        st.info(words("overview.nothing_yet"))


def counts(screen: Screen) -> None:
    """A tile a status, and what they count and leave out."""
    telling = _telling(key_of(screen))
    st.html(telling.tiles)
    st.caption(telling.counted)


def action_links(screen: Screen) -> None:
    """A link to each action's screen, in a row."""
    with st.container(horizontal=True, key="action_links", gap="small"):
        for action_id in screen.board.knowledge.actions:
            links.to_action(screen, action_id)


def worst_list(screen: Screen) -> None:
    """The indicators with the largest gaps."""
    _indicators(screen, _telling(key_of(screen)).worst, "worst")


def moved_lists(screen: Screen) -> None:
    """Indicators whose status got worse, then those that got better, since last month."""
    telling = _telling(key_of(screen))
    st.subheader(screen.words("overview.worse"))
    _indicators(screen, telling.worse, "worse")
    st.subheader(screen.words("overview.better"))
    _indicators(screen, telling.better, "better")


def _indicators(screen: Screen, lines: Lines, key: str) -> None:
    with st.container(key=f"list_{key}", gap=None):
        for indicator_id, label in lines.shown:
            links.to_indicator(screen, indicator_id, label=label)
    _and_more(screen, lines, "overview.more", "overview.none")


def unreported_list(screen: Screen) -> None:
    """Units yet to report the month."""
    lines = _telling(key_of(screen)).unreported
    with st.container(key="list_unreported", gap=None):
        for unit_id, label in lines.shown:
            links.to_unit(screen, unit_id, label=label)
    _and_more(screen, lines, "overview.more_units", "overview.all_reported")


def _and_more(screen: Screen, lines: Lines, more: str, none: str) -> None:
    rest = lines.total - len(lines.shown)
    if not lines.total:
        st.caption(screen.words(none))
    elif rest:
        st.caption(screen.words(more, count=rest))
