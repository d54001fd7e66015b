"""What happened: numbered marks above a chart's months and the words listed below it, in the picture itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import ceil
from typing import Any

import polars as pl

from charts.grammar import alt
from charts.theme import MEASURES, SYMBOL_FONT, Size, rows_of
from charts.wrapping import text_width, wrap
from i18n import Words

Note = tuple[date, str]
"""The month something happened in and what, as a person wrote it."""
NOTE_SCHEMA: Mapping[str, Any] = {"note_month": pl.Float64, "note_text": pl.String, "note_line": pl.Int32}
"""Columns of the notes' rows, added to the schema of each chart that has them."""
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def numbered(notes: Iterable[Note], year: int) -> list[tuple[str, date, str]]:
    """(mark, month, words) of the notes of a year, in the order of their months."""
    shown = sorted((note for note in notes if note[0].year == year), key=lambda note: note[0])
    return [(mark_of(number), month, text) for number, (month, text) in enumerate(shown)]


def mark_of(number: int) -> str:
    """The mark of the note with this place in the list, counted from 0."""
    return _CIRCLED[number] if number < len(_CIRCLED) else f"({number + 1})"


def marks_of(notes: Iterable[Note], month: date) -> str:
    """The marks of a month's notes, side by side."""
    return "".join(mark for mark, noted, _ in numbered(notes, month.year) if noted.replace(day=1) == month)


def note_rows(notes: Sequence[Note], *, words: Words, year: int, width: float) -> list[dict[str, Any]]:
    """The list below the chart, on lines of `width` Chinese characters: rows of `role` note_line."""
    lines: list[str] = []
    for mark, month, text in numbered(notes, year):
        told = words("chart.note", mark=mark, month=words.month(month), text=text)
        lines += wrap(told, width=width, lines=max(1, ceil(text_width(told) / max(width - 2, 1)))).split("\n")
    return [{"role": "note_line", "note_text": line, "note_line": number} for number, line in enumerate(lines)]


def list_layer(size: Size, *, below: float) -> alt.Chart:
    """The list, its first line `below` pixels under the plot."""
    measure = MEASURES[size]
    y = alt.value(alt.ExprRef(f"height + {below} + datum.note_line * {measure.scaled(1.4)}"))
    lines = rows_of("note_line").mark_text(align="left", baseline="top", fontSize=measure.small, font=SYMBOL_FONT)
    return lines.encode(x=alt.XValue(0), y=y, text=alt.Text("note_text:N"))
