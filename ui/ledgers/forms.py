"""What a person writes: a new entry, an update; how a form is opened and what it gives is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from ui import owners, person, refusals, state
from ui.clock import board_now
from ui.ledgers.data import Row
from ui.ledgers.fields import COLUMNS, Field, fields
from ui.process import the_process
from ui.screen import Screen
from warehouse.errors import WarehouseError
from warehouse.ledgers import revise_entry, write_entry

_ROUND = "ledger_round"
_BEGUN = "ledger_begun"


def begin_shortcoming(screen: Screen, indicator_id: str, action_id: str) -> None:
    """Opens the form with an indicator that is behind filled in."""
    known = screen.board.knowledge
    leads = owners.lead_units(known, indicator_id) or [known.indicators[indicator_id]["reporting_unit"]]
    named = {"indicator_ids": indicator_id, "lead_units": ";".join(leads)}
    _begin({"ledger": "shortcoming", "action_id": action_id, **named})


def begin_new(*, ledger: str | None, action_id: str | None) -> None:
    """Opens the form for a new entry of the list and action in view."""
    _begin({"ledger": ledger or "shortcoming", "action_id": action_id})


def _begin(start: Row) -> None:
    st.session_state[_BEGUN] = start
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.rerun()


def add(screen: Screen, by: str) -> None:
    """The form for a new entry, where somebody asked for it."""
    words, begun = screen.words, st.session_state.get(_BEGUN)
    if begun is None:
        return
    turn = st.session_state[_ROUND]
    with st.container(border=True, key=f"add_entry_{turn}"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{words('ledgers.add')}**")
            if st.button(words("ledgers.leave"), key="leave_entry", type="tertiary", icon=":material/close:"):
                del st.session_state[_BEGUN]
                st.rerun()
        given = fields(Field(screen, {**dict.fromkeys(COLUMNS), **begun}, f"new_{turn}"), is_new=True)
        if given is not None and person.known(words, by):
            save(screen, lambda: _write_new(given, by))


def _write_new(given: Mapping[str, Any], by: str) -> str:
    process = the_process()
    return write_entry(process.warehouse, process.programme_id, by=by, at=board_now(), **given)


def edit(screen: Screen, by: str, entry: Row) -> None:
    """The form that writes an entry anew."""
    words = screen.words
    with st.expander(words("ledgers.edit"), icon=":material/edit:", key=f"edit_{entry['entry_id']}"):
        turn = f"{entry['entry_id']}_{entry['recorded_at']:%H%M%S%f}"
        given = fields(Field(screen, entry, turn), is_new=False)
        if given is not None and person.known(words, by):
            process = the_process()
            save(
                screen,
                lambda: revise_entry(
                    process.warehouse, process.programme_id, entry["entry_id"], by=by, at=board_now(), **given
                ),
            )


def save(screen: Screen, write: Callable[[], object], *, said: str = "ledgers.saved") -> None:
    """Writes, and starts the page over with what was written; says why where it could not be."""
    try:
        written = write()
    except WarehouseError as error:
        refusals.show(screen.words, error, within="ledgers.not_saved")
        return
    if isinstance(written, str):
        st.session_state.pop(_BEGUN, None)
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
        state.write_to_url(entry=written)
    st.toast(screen.words(said))
    st.rerun()
