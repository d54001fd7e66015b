"""The archive: issued reports, one of them as it went out, and two held against each other."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from i18n import Words
from reports.content.compare import FigureChange, changed_figures, changed_sentences
from reports.content.model import Content
from rules.periods import day_of
from ui import grid, html, links
from ui.process import the_process
from ui.reports.choice import issued_address
from ui.reports.source import issued
from ui.screen import Screen
from warehouse.issued import read_issued
from warehouse.ledger import EVER


def known_reports(screen: Screen) -> pl.DataFrame:
    """The reports issued by the board's day, newest first; a look back shows those of its time."""
    process = the_process()
    return read_issued(process.warehouse, process.programme_id, screen.as_of if _looks_back(screen) else EVER)


def known_ids(screen: Screen) -> list[str]:
    """The ids of those reports."""
    return known_reports(screen)["report_id"].to_list()


def _looks_back(screen: Screen) -> bool:
    return bool(day_of(screen.as_of) < screen.latest)


def listing(screen: Screen, reports: pl.DataFrame) -> None:
    """All issued reports; a row opens one."""
    words = screen.words
    if reports.is_empty():
        st.caption(words("paper.screen.none_issued"))
        return
    rows = [_row(screen, row) for row in reports.iter_rows(named=True)]
    shown = pl.DataFrame(rows)
    addresses = [issued_address(report_id) for report_id in reports["report_id"]]
    way = grid.Way("reports", links.query(screen), "report", addresses, words("paper.screen.title"))
    grid.table(screen, shown, key="issued", what=words("paper.screen.archive"), download=shown, way=way)


def _row(screen: Screen, row: Mapping[str, Any]) -> dict[str, Any]:
    words = screen.words
    return {
        words("paper.screen.number"): row["number"],
        words("paper.screen.title"): row["title"],
        words("paper.screen.kind"): words(f"paper.kind.{row['kind']}"),
        words("head.as_of"): words.day(day_of(row["as_of"])),
        words("paper.screen.day"): words.day(row["issued_on"]),
        words("column.by"): row["issued_by"],
    }


def compare(screen: Screen, reports: pl.DataFrame, report_id: str) -> None:
    """The report on the screen against another of its kind: figures, then sentences."""
    words = screen.words
    kind = reports.filter(report_id=report_id)["kind"].to_list()
    others = reports.filter((pl.col("report_id") != report_id) & pl.col("kind").is_in(kind))
    with st.expander(words("paper.screen.compare"), icon=":material/difference:"):
        if others.is_empty():
            st.caption(words("paper.screen.no_other"))
            return
        labels = {row["report_id"]: f"{row['number']} {row['title']}" for row in others.iter_rows(named=True)}
        other = st.selectbox(
            words("paper.screen.other"), list(labels), format_func=labels.__getitem__, key="report_other"
        )
        _differences(screen, issued(other).content, issued(report_id).content)


def _differences(screen: Screen, before: Content, after: Content) -> None:
    words = screen.words
    figures = changed_figures(before, after)
    st.write(words("paper.screen.figures_changed", count=len(figures)))
    if figures:
        header = [words(f"paper.screen.{name}") for name in ("subject", "field", "before", "after")]
        st.html(html.table(header, [_figure_cells(screen, change) for change in figures]))
    sentences = changed_sentences(before, after)
    st.write(words("paper.screen.sentences_changed", count=len(sentences)))
    marks = {True: "ins", False: "del"}
    lines = [f"<p><{marks[s.is_added]}>{escape(s.text)}</{marks[s.is_added]}></p>" for s in sentences]
    st.html(f'<div class="ea-changes">{"".join(lines)}</div>')


def _figure_cells(screen: Screen, change: FigureChange) -> list[str]:
    """Of what, which figure, then and now; what has no name of its own keeps its id."""
    words, known = screen.words, screen.board.knowledge
    named = {**known.units, **known.actions, **known.indicators}.get(change.subject)
    of = _word(words, f"paper.subject.{change.subject}", change.subject) if named is None else words.of(named)
    field = _word(words, f"status.{change.field}", _word(words, f"paper.field.{change.field}", change.field))
    return [escape(text) for text in (of, field, change.before or "–", change.after or "–")]


def _word(words: Words, key: str, otherwise: str) -> str:
    return words(key) if words.has(key) else otherwise
