"""The rows behind a score in words."""

from __future__ import annotations

from functools import cache

import polars as pl

from i18n import Words
from i18n.typed import typed
from ui.appraisal.reading import Ranking, Row, criterion_rows, subject_name
from ui.screen import Screen
from warehouse.appraisal_rows import Material


def row_name(words: Words, material: Material, row: Row) -> str:
    """What a row of the inputs is: an indicator, a figure, an entry, a livelihood part or item, a person's mark."""
    known = material.board.knowledge
    kind, row_id = row["row_kind"], row["row_id"]
    if kind == "indicator":
        return words.of(known.indicators[row_id])
    if kind == "figure":
        period = words.month(row["day"])
        return words("appraisal.figure", indicator=words.of(known.indicators[row_id]), period=period)
    if kind == "entry":
        return _entry_title(words, material, row)
    if kind in ("part", "item"):
        return _livelihood_name(words, material, row_id)
    if kind == "mark":
        mark, month = f"{row['counts']:g}", words.month(row["day"])
        return words("appraisal.marked", who=row_id, month=month, mark=mark, reason=typed(words, row["title"]))
    return words("appraisal.most") if kind == "most" else ""


def _entry_title(words: Words, material: Material, row: Row) -> str:
    """An entry's title; in the reader's language where the plan brought it."""
    entry = material.entries.row(by_predicate=pl.col("entry_id") == row["row_id"], named=True)
    return words.of(entry, "title") or typed(words, str(row["title"]))


def _livelihood_name(words: Words, material: Material, row_id: str) -> str:
    item_id, _, ordinal = row_id.partition(":")
    item = material.livelihood.by_id[item_id]
    if not ordinal:
        return words.of(item.row)
    part = next(part for part in item.parts if part.row["ordinal"] == int(ordinal))
    return words.of(part.row)


def with_names(screen: Screen, ranking: Ranking, table: pl.DataFrame) -> pl.DataFrame:
    """The exported inputs with the names of subject, rule, criterion and row, and the state in words."""
    words = screen.words
    criteria = criterion_rows(screen.board.knowledge, ranking.form)

    @cache
    def subject(subject_id: str) -> str:
        return subject_name(screen, ranking.subject_kind, subject_id)

    rows = table.to_dicts()
    named = {
        words("appraisal.column.subject"): [subject(row["subject_id"]) for row in rows],
        words("appraisal.column.rule"): [words.of(criteria[row["criterion_id"]]["rule"]) for row in rows],
        words("appraisal.column.criterion"): [words.of(criteria[row["criterion_id"]]) for row in rows],
        words("appraisal.column.row"): [row_name(words, ranking.material, row) for row in rows],
        words("appraisal.column.state"): [state_text(words, row["state"]) for row in rows],
    }
    return table.with_columns(pl.Series(name, values, dtype=pl.String) for name, values in named.items())


def state_text(words: Words, state: str) -> str:
    """Why a row counts as it does: a status, or one of the appraisal's own states."""
    key = f"appraisal.state.{state}"
    return words(key) if words.has(key) else words(f"status.{state}")
