"""The overview's pieces: what counts, links to the actions, worst, better and worse, units yet to report."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from rules.periods import day_of
from ui import html, links, parts, router
from ui.data import BoardView
from ui.kept import kept
from ui.keys import BY_KEY, Key, key_of
from ui.shell import Screen
from warehouse import summaries
from warehouse.settings import as_of

SHOWN = 8
"""How many lines a list on the overview holds before it sends the reader on."""


@dataclass(frozen=True)
class Telling:
    """All the overview says beside its charts, as HTML: made once per board, language and address."""

    counts: str
    actions: str
    lists: str


@kept(max_entries=64, hash_funcs=BY_KEY)
def _telling(key: Key, address: tuple[tuple[str, str], ...]) -> Telling:
    asked, tiles = dict(address), html.tiles(key.words, _once(key.board.verdicts), _once(key.board.before))
    return Telling(
        counts=tiles + html.caption(_what_counts(key)),
        actions=_action_links(key, asked),
        lists=f'<div class="ea-lists">{_worst(key, asked)}{_moved(key, asked)}{_unreported(key, asked)}</div>',
    )


def _told(screen: Screen) -> Telling:
    return _telling(key_of(screen), tuple(links.query(screen).items()))


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


def _action_links(key: Key, asked: dict[str, str]) -> str:
    known = key.board.knowledge
    found = [
        links.anchor(router.action_path(action_id), escape(key.words.of(row)), asked)
        for action_id, row in known.actions.items()
    ]
    return f'<nav class="ea-ways">{"".join(found)}</nav>'


def _worst(key: Key, asked: dict[str, str]) -> str:
    rows = summaries.worst(key.board.verdicts)
    heading = _heading(key, "overview.worst", "worst.order")
    return f"<section>{heading}{_indicators(key, asked, rows, 'worst', SHOWN)}</section>"


def _moved(key: Key, asked: dict[str, str]) -> str:
    """Indicators whose status got worse, then those that got better, since last month."""
    moved = _changes(key.board)
    worse, better = moved.filter(pl.col("step") < 0), moved.filter(pl.col("step") > 0)
    return (
        f"<section>{_heading(key, 'overview.worse')}{_indicators(key, asked, worse, 'worse', SHOWN // 2)}"
        f"{_heading(key, 'overview.better')}{_indicators(key, asked, better, 'better', SHOWN // 2)}</section>"
    )


def _heading(key: Key, word: str, note: str = "") -> str:
    """A list's name; with a note, which a click or Enter on it opens."""
    name = f"<h3>{escape(key.words(word))}</h3>"
    if not note:
        return name
    return f'<details class="ea-help"><summary>{name}</summary>{html.caption(key.words(note))}</details>'


def _indicators(key: Key, asked: dict[str, str], rows: pl.DataFrame, name: str, limit: int) -> str:
    known = key.board.knowledge
    shown = [
        links.anchor(
            router.INDICATOR,
            parts.indicator_html(key.words, known, row),
            asked | {"indicator": row["indicator_id"]},
        )
        for row in rows.head(limit).to_dicts()
    ]
    return html.lines(shown, name=name) + _and_more(key, rows.height, len(shown), "overview.more", "overview.none")


def _unreported(key: Key, asked: dict[str, str]) -> str:
    """Units that owe figures for the month and sent none or not all, overdue ones first."""
    board = key.board
    due = board.reports.filter((pl.col("period") == key.month) & pl.col("state").is_in(["due", "overdue"]))
    rows = due.sort("state", "unit_id", descending=[True, False]).to_dicts()
    shown = [links.anchor(router.UNITS, _unit_line(key, row), asked | {"unit": row["unit_id"]}) for row in rows[:SHOWN]]
    rest = _and_more(key, len(rows), len(shown), "overview.more_units", "overview.all_reported")
    return f"<section>{_heading(key, 'overview.not_reported')}{html.lines(shown, name='unreported')}{rest}</section>"


def _unit_line(key: Key, row: dict[str, Any]) -> str:
    words = key.words
    name = words.of(key.board.knowledge.units[row["unit_id"]])
    owed = words("overview.owed", count=row["figures_due"] - row["figures_received"])
    return f"<strong>{escape(name)}</strong> {escape(words('report_state.' + row['state']))} · {escape(owed)}"


def _and_more(key: Key, total: int, shown: int, more: str, none: str) -> str:
    if total and total == shown:
        return ""
    text = key.words(more, count=total - shown) if total else key.words(none)
    return html.caption(text)


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
    st.html(_told(screen).counts)


def action_links(screen: Screen) -> None:
    """A link to each action's screen, in a row."""
    st.html(_told(screen).actions)


def lists(screen: Screen) -> None:
    """The indicators with the largest gaps, those that got worse and better, and the units yet to report."""
    st.html(_told(screen).lists)
