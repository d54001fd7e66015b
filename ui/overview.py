"""The overview's pieces: what counts, links to the actions, worst, better and worse, units yet to report."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from rules.periods import day_of
from ui import drawing, early, html, links, parts, router
from ui.data import BoardView
from ui.kept import kept
from ui.keys import BY_KEY, Key, key_of
from ui.markup import Prepared
from ui.screen import Screen
from warehouse import summaries
from warehouse.settings import as_of

SHOWN = 8
"""How many lines a list on the overview holds before it sends the reader on."""
SHARES = (2, 3)
"""Of the width: the actions now, and month by month."""


@dataclass(frozen=True)
class Telling:
    """All the overview says beside its charts, as HTML: made once per board, language and address."""

    counts: Prepared
    """A tile a status, and what they count and leave out."""
    now: str
    """The heading of the actions now."""
    actions: str
    """A link to each action's screen, in a row."""
    months: str
    """The heading of the actions month by month."""
    lists: Prepared
    """The indicators with the largest gaps, those that got worse and better, and the units yet to report."""


@kept(max_entries=64, hash_funcs=BY_KEY)
def _telling(key: Key, address: tuple[tuple[str, str], ...]) -> Telling:
    asked, board = dict(address), key.board
    tiles = html.tiles(key.words, _once(board.verdicts), _once(board.before), links.listed(asked))
    lists = f"{_worst(key, asked)}{_moved(key, asked)}{_unreported(key, asked)}"
    return Telling(
        counts=Prepared(tiles + html.caption(_what_counts(key))),
        now=html.heading(key.words, "overview.actions", "overview.actions_note"),
        actions=_action_links(key, asked),
        months=html.heading(key.words, "overview.matrix", "overview.matrix_note"),
        lists=Prepared(f'<div class="ea-lists">{lists}</div>'),
    )


def show(screen: Screen) -> None:
    """All of the overview: the counts, the actions now beside them month by month, the lists."""
    begun = early.now()
    _nothing_yet(screen)
    telling = _telling(key_of(screen), tuple(links.query(screen).items()))
    now = telling.now + drawing.composition(screen) + telling.actions
    by_month = telling.months + drawing.matrix(screen)
    st.html(telling.counts)
    actions, months = st.columns(SHARES, gap="medium")
    with actions:
        st.html(Prepared(now))
    with months:
        st.html(Prepared(by_month))
        drawing.offer_matrix(screen)
    st.html(telling.lists)
    if screen.board.knowledge.observations.height:
        charts = [[early.piece(now)], [early.piece(by_month), early.BLANK]]
        early.keep(
            screen,
            [
                early.piece(telling.counts),
                early.beside(*zip(SHARES, charts, strict=True)),
                early.piece(telling.lists),
            ],
            of=begun,
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


def _action_links(key: Key, asked: dict[str, str]) -> str:
    known = key.board.knowledge
    found = [
        links.anchor(router.action_path(action_id), escape(key.words.of(row)), asked)
        for action_id, row in known.actions.items()
    ]
    return f'<nav class="ea-ways">{"".join(found)}</nav>'


def _worst(key: Key, asked: dict[str, str]) -> str:
    rows = summaries.worst(key.board.verdicts)
    heading = html.heading(key.words, "overview.worst", "worst.order")
    first = html.lines(_indicators(key, asked, rows.head(SHOWN)), name="worst")
    if not rows.height:
        return f"<section>{heading}{html.caption(key.words('overview.none'))}</section>"
    text = html.caption(key.words("overview.more_listed", count=rows.height - SHOWN))
    more = links.listed(asked)(links.ALL, text) if rows.height > SHOWN else ""
    return f"<section>{heading}{first}{more}</section>"


def _moved(key: Key, asked: dict[str, str]) -> str:
    """Indicators whose status got worse, then those that got better, since last month."""
    moved = _changes(key.board)
    worse, better = moved.filter(pl.col("step") < 0), moved.filter(pl.col("step") > 0)
    told = [
        html.heading(key.words, f"overview.{name}")
        + _opening(key, _indicators(key, asked, rows), name, SHOWN // 2, "overview.more", "overview.none")
        for name, rows in (("worse", worse), ("better", better))
    ]
    return f"<section>{''.join(told)}</section>"


def _indicators(key: Key, asked: dict[str, str], rows: pl.DataFrame) -> list[str]:
    known = key.board.knowledge
    return [
        links.anchor(
            router.INDICATOR,
            parts.indicator_html(key.words, known, row),
            asked | {"indicator": row["indicator_id"]},
        )
        for row in rows.to_dicts()
    ]


def _unreported(key: Key, asked: dict[str, str]) -> str:
    """Units that owe figures for the month and sent none or not all, overdue ones first."""
    board = key.board
    due = board.reports.filter((pl.col("period") == key.month) & pl.col("state").is_in(["due", "overdue"]))
    rows = due.sort("state", "unit_id", descending=[True, False]).to_dicts()
    told = [links.anchor(router.UNITS, _unit_line(key, row), asked | {"unit": row["unit_id"]}) for row in rows]
    found = _opening(key, told, "unreported", SHOWN, "overview.more_units", "overview.all_reported")
    return f"<section>{html.heading(key.words, 'overview.not_reported')}{found}</section>"


def _unit_line(key: Key, row: dict[str, Any]) -> str:
    words = key.words
    name = words.of(key.board.knowledge.units[row["unit_id"]])
    owed = words("overview.owed", count=row["figures_due"] - row["figures_received"])
    return f"<strong>{escape(name)}</strong> {escape(words('report_state.' + row['state']))} · {escape(owed)}"


def _opening(key: Key, told: list[str], name: str, limit: int, more: str, none: str) -> str:
    """The first lines; the others open where they stand, under how many they are."""
    if not told:
        return html.caption(key.words(none))
    first, rest = html.lines(told[:limit], name=name), told[limit:]
    return first + html.more(key.words(more, count=len(rest)), html.lines(rest, name=f"{name}_more")) if rest else first


def _nothing_yet(screen: Screen) -> None:
    """One sentence where no figure was known."""
    words = screen.words
    if screen.board.knowledge.observations.height:
        return
    if screen.as_of < as_of(screen.latest):
        st.info(words("overview.nothing_then", day=words.day(day_of(screen.as_of))))
    else:
        st.info(words("overview.nothing_yet"))
