"""Parts that several screens lay out: count tiles, lists of indicators, tables with a download."""

from __future__ import annotations

from html import escape
from typing import Any

import polars as pl
import streamlit as st

from i18n.sentences import gap_text
from reports.table_csv import csv_bytes
from rules.model import Status
from ui import html, links, owners, router
from ui.shell import Screen
from warehouse import summaries


def status_tiles(screen: Screen, rows: pl.DataFrame, before: pl.DataFrame) -> None:
    """One tile a status: the count now and the change on last month (`before` empty in January)."""
    words = screen.words
    now = summaries.status_counts(rows)
    then = summaries.status_counts(before) if before.height else None
    tiles = [
        html.tile(
            words,
            status.value,
            now[status.value],
            None if then is None else now[status.value] - then[status.value],
        )
        for status in Status
    ]
    st.html(f'<div class="ea-tiles">{"".join(tiles)}</div>')


def indicator_list(screen: Screen, rows: pl.DataFrame, *, key: str, changed: bool = False) -> None:
    """Indicators as links with status, gap and owner; with `changed`, the status before as well."""
    if not rows.height:
        st.caption(screen.words("overview.none"))
    for row in rows.iter_rows(named=True):
        _indicator_line(screen, row, key=key, changed=changed)


def _indicator_line(screen: Screen, row: dict[str, Any], *, key: str, changed: bool) -> None:
    words, known = screen.words, screen.board.knowledge
    indicator_id = row["indicator_id"]
    indicator, measure = known.indicators[indicator_id], known.measure_of(indicator_id)
    gap = gap_text(words, row, indicator, measure)
    facts = [part for part in (gap, owners.owner_text(words, known, indicator_id, limit=2)) if part]
    head = html.chip(words, row["status"])
    if changed:
        head = f"{html.chip(words, row['status_before'])} → {head}"
    with st.container(key=f"line_{key}_{indicator_id}", gap=None):
        links.to_indicator(screen, indicator_id)
        st.html(f'<div class="ea-line">{head} <span class="ea-muted">{escape(" · ".join(facts))}</span></div>')


def table(screen: Screen, shown: pl.DataFrame, *, key: str, what: str, download: pl.DataFrame) -> int | None:
    """A table in words with its CSV download; returns the selected row's position."""
    words = screen.words
    event = st.dataframe(shown, hide_index=True, key=key, on_select="rerun", selection_mode="single-row")
    as_of = links.query(screen)["as_of"]
    file_name = words("download.file_name", what=what, month=f"{screen.month:%Y-%m}", as_of=as_of)
    st.download_button(
        words("download.csv"),
        lambda: csv_bytes(download),
        file_name=file_name,
        mime="text/csv",
        on_click="ignore",
        key=f"{key}_csv",
        icon=":material/download:",
    )
    chosen = event["selection"]["rows"]
    return int(chosen[0]) if chosen else None


def open_indicator(screen: Screen, indicator_id: str) -> None:
    """Go to an indicator's screen."""
    st.switch_page(router.page_at(router.INDICATOR), query_params=links.query(screen, indicator=indicator_id))


def facts(named: dict[str, str]) -> None:
    """Names with their texts, one a row."""
    rows = [[f"<b>{escape(name)}</b>", escape(text)] for name, text in named.items()]
    st.html(html.table([], rows))
