"""A snapshot opened on the screens: the whole board stands at its moment until another month or day is chosen."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from i18n import Words
from i18n.typed import typed
from rules.periods import day_of
from ui import html, state
from ui.kept import kept
from ui.process import the_process
from warehouse.snapshots import Snapshot, read_snapshots

SNAPSHOT = "snapshot"
"""The address parameter and session key: the snapshot's id."""


@kept(max_entries=8)
def _snapshots(drive_version: int) -> list[Snapshot]:
    del drive_version  # part of the cache's key only
    process = the_process()
    return read_snapshots(process.warehouse, process.programme_id, datetime.max)


def all_snapshots() -> list[Snapshot]:
    """Every snapshot that has a name now, the newest taken first."""
    return _snapshots(the_process().warehouse.drive_version())


def opened() -> Snapshot | None:
    """The snapshot the address or the session names, while month and day are its own."""
    state.take_from_url(SNAPSHOT)
    wanted = st.session_state.get(SNAPSHOT)
    if wanted and not _is_known(wanted):
        state.note_unknown(SNAPSHOT, wanted)
        return None
    found = next((each for each in all_snapshots() if each.snapshot_id == wanted), None) if wanted else None
    if found is not None:
        for name, own in choices_of(found).items():
            if st.session_state.setdefault(name, own) != own:
                found = None
                break
    if found is None:
        st.session_state.pop(SNAPSHOT, None)
    return found


def _is_known(snapshot_id: str) -> bool:
    return any(each.snapshot_id == snapshot_id for each in all_snapshots())


def choices_of(snapshot: Snapshot) -> dict[str, str]:
    """The head's choices at which a snapshot's board stands."""
    return {"month": f"{snapshot.reference_period:%Y-%m}", "as_of": day_of(snapshot.as_of).isoformat()}


def open_snapshot(snapshot: Snapshot) -> None:
    """From the next run on the board stands at the snapshot."""
    st.session_state.update(choices_of(snapshot), **{SNAPSHOT: snapshot.snapshot_id})


def leave() -> None:
    """Back to what is known now, at the same month."""
    for name in (SNAPSHOT, "as_of"):
        st.session_state.pop(name, None)


def mark(words: Words, snapshot: Snapshot) -> None:
    """The line across the head that says which snapshot the board stands at, and the way back."""
    month, day = words.month(snapshot.reference_period), words.moment(snapshot.as_of)
    with st.container(horizontal=True, vertical_alignment="center", key="snapshot_mark"):
        with st.container(width="stretch"):
            st.html(html.note(words("snapshots.opened", name=typed(words, snapshot.name), month=month, day=day)))
        st.button(words("snapshots.leave"), icon=":material/history:", on_click=leave, key="snapshot_leave")
