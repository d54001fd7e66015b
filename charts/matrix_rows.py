"""The rows of the matrix: actions by months, each cell with its counts by status."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from charts.theme import (
    BY_SEVERITY,
    COLOURS,
    FILLS,
    INK,
    INK_ON_FILL,
    LEGEND_SCHEMA,
    MEASURES,
    SYMBOLS,
    Size,
    frame_of,
    legend_rows,
)
from charts.wrapping import unique_labels, wrap
from i18n import Words
from rules.model import Status

SCHEMA: Mapping[str, Any] = {
    "role": pl.String,
    "action_id": pl.String,
    "row_label": pl.String,
    "month": pl.Int32,
    "last_month": pl.Int32,
    "month_label": pl.String,
    "status": pl.String,
    "status_label": pl.String,
    "count": pl.Int32,
    "share": pl.Float64,
    "x0": pl.Float64,
    "x1": pl.Float64,
    "fill": pl.String,
    "text": pl.String,
    "text_colour": pl.String,
    "tooltip": pl.String,
    "is_current": pl.Boolean,
    **LEGEND_SCHEMA,
}
INSET, PADDING = 0.04, 0.1
"""The space beside a cell and beside the strip in it, as shares of a month's column."""


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action with its counts: for each month that has any, the number of targets by status."""

    action_id: str
    name: str
    counts: Mapping[date, Mapping[Status, int]]


def prepare(actions: Sequence[ActionRow], *, words: Words, month: date, size: Size = "screen") -> pl.DataFrame:
    """The rows of the chart up to the board's `month` of its year; columns as SCHEMA.

    `role`: header (a month's name), cell (12 an action: due or not), segment (one status of one cell; the
    `share`s of a cell add to 1), behind (the number behind of one cell). Months after `month` are not due.
    """
    measure = MEASURES[size]
    wrapped = [wrap(row.name, width=measure.name_width, lines=measure.name_lines) for row in actions]
    rows = [_header(number, words, month) for number in range(1, 13)] if actions else []
    for action, label in zip(actions, unique_labels(wrapped), strict=True):
        for number in range(1, 13):
            shown = date(month.year, number, 1)
            counts = {status: n for status, n in action.counts.get(shown, {}).items() if n}
            rows += _cell(action, label, counts if number <= month.month else {}, words, shown, month)
    rows += legend_rows(words, size) if actions else []
    return frame_of(rows, SCHEMA)


def _header(number: int, words: Words, month: date) -> dict[str, Any]:
    shown = date(month.year, number, 1)
    return {
        "role": "header",
        "month": number,
        "last_month": month.month,
        "month_label": words.month_short(shown),
        "x0": float(number),
        "x1": number + 1.0,
        "is_current": shown == month,
    }


def _cell(
    action: ActionRow, label: str, counts: Mapping[Status, int], words: Words, shown: date, month: date
) -> list[dict[str, Any]]:
    total, behind = sum(counts.values()), counts.get(Status.BEHIND, 0)
    place = {
        "action_id": action.action_id,
        "row_label": label,
        "month": shown.month,
        "last_month": month.month,
        "month_label": words.month(shown),
        "is_current": shown == month,
    }
    told = words("chart.matrix.cell", counts=counted_in_words(counts, words), total=total)
    cell = {
        **place,
        "role": "cell" if total else "not_due",
        "count": total,
        "x0": shown.month + INSET,
        "x1": shown.month + 1 - INSET,
        "tooltip": told if total else words("chart.matrix.not_due"),
    }
    if not total:
        return [cell]
    number = {
        **place,
        "role": "behind",
        "count": behind,
        "x0": shown.month + 0.5,
        "text": f"{SYMBOLS[Status.BEHIND]}{behind}",
        "text_colour": COLOURS[Status.BEHIND] if behind else INK,
    }
    return [cell, *segments(counts, place, words), number]


def counted_in_words(counts: Mapping[Status, int], words: Words) -> str:
    """The counts one after the other, worst first."""
    return words.join(
        [
            words("chart.composition.segment", status=words(f"status.{status}"), count=counts[status])
            for status in BY_SEVERITY
            if counts.get(status)
        ]
    )


def segments(counts: Mapping[Status, int], place: Mapping[str, Any], words: Words) -> list[dict[str, Any]]:
    """The strip of one cell: a row a status, worst first, as long as its share of the counts."""
    total = sum(counts.values())
    left = place["month"] + PADDING
    width = 1 - 2 * PADDING
    rows, before = [], 0
    for status in (status for status in BY_SEVERITY if counts.get(status)):
        count = counts[status]
        name = words(f"status.{status}")
        rows.append(
            {
                **place,
                "role": "segment",
                "status": status.value,
                "status_label": name,
                "count": count,
                "share": count / total,
                "x0": left + width * before / total,
                "x1": left + width * (before + count) / total,
                "fill": FILLS[status],
                "text_colour": INK_ON_FILL[status],
                "tooltip": words("chart.composition.segment_of", status=name, count=count, total=total),
            }
        )
        before += count
    return rows
