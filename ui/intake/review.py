"""Review and lock: a unit's month accepted or returned with words; a month closed and opened again."""

from __future__ import annotations

import polars as pl
import streamlit as st

from ui import grid, person, refusals
from ui.clock import board_now
from ui.markup import escape_markdown
from ui.process import the_process
from ui.screen import Screen
from warehouse.errors import WarehouseError
from warehouse.ledger import EVER
from warehouse.locks import is_locked, lock_month, read_locks, unlock_month
from warehouse.reviews import review_report, review_states


def draw(screen: Screen, by: str) -> None:
    """The month's lock, the units' states, and the decision on one of them."""
    _lock(screen, by)
    words, known = screen.words, screen.board.knowledge
    states = review_states(known.observations).filter(pl.col("reference_period") == screen.month)
    shown = pl.DataFrame(
        [
            {
                words("column.unit"): words.of(known.units[row["unit_id"]]),
                words("review.state"): words(f"review.{row['state']}"),
            }
            for row in states.iter_rows(named=True)
        ],
        schema={words("column.unit"): pl.String, words("review.state"): pl.String},
    )
    grid.table(screen, shown, key="review_states")
    units = states["unit_id"].to_list()
    if not units:
        st.caption(words("review.nothing"))
        return
    unit_id = st.selectbox(
        words("review.pick"),
        units,
        format_func=lambda u: words.of(known.units[u]),
        key="review_unit",
        filter_mode="contains",
    )
    with st.form("review", clear_on_submit=True):
        said = st.text_input(words("review.words"), max_chars=300)
        accept = st.form_submit_button(words("review.accept"), type="primary")
        give_back = st.form_submit_button(words("review.return"))
        if (accept or give_back) and person.known(words, by):
            _decide(screen, unit_id, "accepted" if accept else "returned", said, by)


def _decide(screen: Screen, unit_id: str, state: str, said: str, by: str) -> None:
    process = the_process()
    try:
        review_report(
            process.warehouse,
            process.programme_id,
            unit_id=unit_id,
            period=screen.month,
            state=state,
            by=by,
            words=said,
            at=board_now(),
        )
    except WarehouseError as error:
        refusals.show(screen.words, error)
        return
    st.toast(screen.words("review.done"))
    st.rerun()


def _lock(screen: Screen, by: str) -> None:
    words, process = screen.words, the_process()
    locked = is_locked(process.warehouse, process.programme_id, screen.month)
    if locked:
        row = read_locks(process.warehouse, process.programme_id, EVER).row(
            by_predicate=pl.col("reference_period") == screen.month, named=True
        )
        who, when = escape_markdown(row["locked_by"]), words.moment(row["recorded_at"])
        st.info(words("review.month_locked", month=words.month(screen.month), by=who, when=when))
    else:
        st.caption(words("review.month_open", month=words.month(screen.month)))
    with st.form("lock", clear_on_submit=True, border=False):
        reason = st.text_input(words("review.reason"), max_chars=200)
        label = words("review.unlock") if locked else words("review.lock")
        if st.form_submit_button(label) and person.known(words, by):
            _set_lock(screen, locked=not locked, by=by, reason=reason)


def _set_lock(screen: Screen, *, locked: bool, by: str, reason: str) -> None:
    process = the_process()
    change = lock_month if locked else unlock_month
    try:
        change(process.warehouse, process.programme_id, screen.month, by=by, reason=reason, at=board_now())
    except WarehouseError as error:
        refusals.show(screen.words, error)
        return
    st.toast(screen.words("review.done"))
    st.rerun()
