"""Batches: who loaded what when, the original file again, and taking a batch back."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from i18n import Words
from i18n.typed import typed
from ui import grid, person, refusals
from ui.access.here import may_for, told_export
from ui.clock import board_now
from ui.data import Knowledge
from ui.markup import escape_markdown
from ui.process import the_process
from ui.screen import Screen
from warehouse.access import Right
from warehouse.batches import withdraw_batch
from warehouse.errors import WarehouseError
from warehouse.queries import read_batch_file

HASH = 12
"""How many signs of a file's hash tell it from others."""


def draw(screen: Screen, by: str) -> None:
    """The table of batches, newest first; a selected one can be downloaded or withdrawn."""
    words, batches = screen.words, screen.board.knowledge.batches
    if not batches.height:
        st.caption(words("history.none"))
        return
    st.caption(words("history.pick"))
    shown = pl.DataFrame([_row(words, screen.board.knowledge, row) for row in batches.iter_rows(named=True)])
    chosen = grid.pick(screen, shown, batches["batch_id"].to_list(), key="batch", column=words("column.file"))
    if chosen is not None:
        _one(words, batches.row(chosen, named=True), by)


def _row(words: Words, known: Knowledge, row: dict[str, Any]) -> dict[str, Any]:
    withdrawn = row["withdrawn_at"]
    by, why = (typed(words, row[name] or "") for name in ("withdrawn_by", "withdrawal_reason"))
    told = " · ".join((words.moment(withdrawn), by, why)) if withdrawn else ""
    return {
        words("column.received"): words.moment(row["received_at"]),
        words("column.unit"): words.of(known.units[row["unit_id"]]),
        words("column.period"): words.month(row["reference_period"]),
        words("column.file"): row["file_name"],
        words("history.figures"): row["observation_count"],
        words("column.by"): typed(words, row["received_by"]),
        words("history.loaded"): words.moment(row["recorded_at"]),
        words("history.withdrawal"): told,
        words("history.hash"): row["file_sha256"][:HASH],
    }


def _one(words: Words, row: dict[str, Any], by: str) -> None:
    warehouse, batch_id = the_process().warehouse, row["batch_id"]
    if not may_for(Right.ORIGINALS, row["unit_id"]):
        st.caption(words("access.may_not"))
        return
    st.download_button(
        f"{words('upload.original')} {escape_markdown(row['file_name'])}",
        told_export(row["file_name"], lambda: read_batch_file(warehouse, batch_id)[1], units=(row["unit_id"],)),
        file_name=row["file_name"],
        on_click="ignore",
        icon=":material/description:",
        key="batch_file",
    )
    if row["withdrawn_at"] is not None:
        return
    with st.form("withdraw", clear_on_submit=True):
        reason = st.text_input(words("history.reason"), max_chars=200)
        if st.form_submit_button(words("history.withdraw")) and person.known(words, by):
            _withdraw(words, batch_id, by, reason.strip())


def _withdraw(words: Words, batch_id: str, by: str, reason: str) -> None:
    if not reason:
        st.error(words("history.need_reason"))
        return
    try:
        withdraw_batch(the_process().warehouse, batch_id, by=by, reason=reason, at=board_now())
    except WarehouseError as error:
        refusals.show(words, error)
        return
    st.toast(words("history.withdrawn"))
    st.rerun()
