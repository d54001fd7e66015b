"""Two moments held against each other: figures, verdicts with both reasons, the plan and the rules."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import polars as pl
import streamlit as st

from i18n import Words, words_for
from i18n.sentences import amount
from reports.snapshot.fields import Field, table_title
from reports.wording.reasons import sentence
from reports.wording.targets import status_text
from ui import grid
from ui.data import BoardView, Knowledge, board_at
from ui.kept import kept
from ui.screen import Screen
from ui.snapshots.views import Choice, choices
from warehouse.comparison import CHANGES, Comparison, compare_boards

Row = dict[str, Any]
Moment = tuple[datetime, date]


def choose(screen: Screen) -> tuple[Choice, Choice] | None:
    """The two moments, the earlier one first; None, said in a sentence, where they are one."""
    words, found = screen.words, choices(screen)
    keys = list(found)
    first, second = st.columns(2)
    with first:
        before = st.selectbox(
            words("snapshots.before"),
            keys,
            index=len(keys) - 1,
            format_func=lambda key: found[key].label,
            key="compare_before",
        )
    with second:
        after = st.selectbox(
            words("snapshots.after"), keys, index=0, format_func=lambda key: found[key].label, key="compare_after"
        )
    if len(keys) == 1:
        st.info(words("snapshots.none"))
        return None
    if before == after:
        st.info(words("snapshots.same"))
        return None
    chosen = found[before], found[after]
    if chosen[0].as_of <= chosen[1].as_of:
        return chosen
    st.caption(words("snapshots.swapped"))
    return chosen[1], chosen[0]


@kept(max_entries=16)
def _comparison(version: int, before: Moment, after: Moment) -> Comparison:
    del version  # part of the cache's key only
    return compare_boards(board_at(*before), board_at(*after))


@kept(max_entries=48)
def _tables(version: int, before: Moment, after: Moment, language: str) -> dict[str, pl.DataFrame]:
    """The comparison in words, as shown and as downloaded."""
    words, told = words_for(language), _comparison(version, before, after)
    old, new = board_at(*before), board_at(*after)
    rows = {
        "figures": [_figure(words, new.knowledge, row) for row in told.figures.iter_rows(named=True)],
        "verdicts": [_verdict(words, old, new, row) for row in told.verdicts.iter_rows(named=True)],
        "rules": [_rule(words, new.knowledge, row) for row in told.rules.iter_rows(named=True)],
    }
    return {name: pl.DataFrame(found, infer_schema_length=None) for name, found in rows.items()}


def show(screen: Screen, before: Choice, after: Choice) -> None:
    """How much changed, then each kind of change as a table with its downloads."""
    words, version = screen.words, screen.board.knowledge.version
    sides = (before.as_of, before.month), (after.as_of, after.month)
    _counts(words, _comparison(version, *sides))
    for name, table in _tables(version, *sides, words.language).items():
        st.subheader(words(f"snapshots.{name}"))
        if table.is_empty():
            st.caption(words("snapshots.nothing"))
        else:
            what = f"{words(f'snapshots.{name}')}_{before.as_of:%Y-%m-%d}_{after.as_of:%Y-%m-%d}"
            way = None
            if name != "rules":
                told = getattr(_comparison(version, *sides), name)
                way = grid.to_indicators(screen, told["indicator_id"])
            grid.table(screen, table, key=f"compare_{name}", what=what, download=table, way=way)


def _counts(words: Words, told: Comparison) -> None:
    """One number for each kind of change."""
    counts = dict(told.figures["change"].value_counts().iter_rows())
    with st.container(horizontal=True, key="compare_counts"):
        for change in CHANGES:
            st.metric(words(f"snapshots.change.{change}"), counts.get(change, 0), border=True)
        st.metric(words("snapshots.verdicts"), told.verdicts.height, border=True)
        st.metric(words("snapshots.rules"), told.rules.height, border=True)


def _figure(words: Words, known: Knowledge, row: Row) -> Row:
    unit = known.units.get(row["unit_id"] or "")
    status = row["obs_status_after"]
    return {
        words("snapshots.column.change"): words(f"snapshots.change.{row['change']}"),
        words("column.indicator"): _name(words, known, row["indicator_id"]),
        words("column.period"): words.month(row["reference_period"]),
        words("snapshots.column.before"): _amount(words, known, row["indicator_id"], row["value_before"]),
        words("snapshots.column.after"): _amount(words, known, row["indicator_id"], row["value_after"]),
        words("snapshots.column.nature"): words(f"obs_status.{status}") if status else "",
        words("column.unit"): words.of(unit) if unit else "",
        words("column.file"): row["file_name"] or "",
        words("column.received"): words.moment(row["received_at"]) if row["received_at"] else "",
    }


def _verdict(words: Words, before: BoardView, after: BoardView, row: Row) -> Row:
    return {
        words("column.indicator"): _name(words, after.knowledge, row["indicator_id"])
        or _name(words, before.knowledge, row["indicator_id"]),
        words("snapshots.column.status_before"): _status(words, row, "before"),
        words("snapshots.column.status_after"): _status(words, row, "after"),
        words("snapshots.column.reason_before"): _reason(words, before.knowledge, row, "before"),
        words("snapshots.column.reason_after"): _reason(words, after.knowledge, row, "after"),
    }


def _status(words: Words, row: Row, side: str) -> str:
    status = row[f"status_{side}"]
    return status_text(words, {"status": status, "reason": row[f"reason_{side}"]}) if status else "–"


def _reason(words: Words, known: Knowledge, row: Row, side: str) -> str:
    if row[f"reason_{side}"] is None:
        return "–"
    inputs = json.loads(row[f"inputs_json_{side}"] or "{}")
    return sentence(words, known, row["indicator_id"], row[f"reason_{side}"], inputs)


def _rule(words: Words, known: Knowledge, row: Row) -> Row:
    named = {"preset", "unreviewed"}
    where = words(f"snapshots.table.{row['table']}") if row["table"] in named else table_title(words, row["table"])
    column = Field(row["table"], row["column"], None, nullable=True).title(words) if row["column"] else ""
    return {
        words("snapshots.column.where"): where,
        words("snapshots.column.row"): _name(words, known, row["row"]) or row["row"],
        words("snapshots.column.change"): words(f"snapshots.change.{row['change']}"),
        words("snapshots.column.field"): column,
        words("snapshots.column.before"): row["before"] or "",
        words("snapshots.column.after"): row["after"] or "",
    }


def _name(words: Words, known: Knowledge, indicator_id: str) -> str:
    row = known.indicators.get(indicator_id)
    return words.of(row) if row else ""


def _amount(words: Words, known: Knowledge, indicator_id: str, value: float | None) -> str:
    if value is None or indicator_id not in known.indicators:
        return ""
    return amount(words, value, known.indicators[indicator_id], known.measure_of(indicator_id))
