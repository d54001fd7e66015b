"""What the snapshots screen shows, and the moments it can be about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import streamlit as st

from i18n.typed import typed
from rules.periods import day_of
from ui import state
from ui.opened import all_snapshots
from ui.screen import Screen
from warehouse.snapshots import Snapshot

VIEWS = ("list", "compare", "export")
ON_SCREEN = "screen"
"""The moment the head stands at, beside the named ones."""


@dataclass(frozen=True)
class Choice:
    """A moment to compare or to write: a named one, or the board on the screen."""

    label: str
    month: date
    as_of: datetime
    snapshot: Snapshot | None = None


def choose_view(screen: Screen) -> str:
    """List, compare or export; kept in the address."""
    words = screen.words
    state.take_from_url("view")
    wanted = st.session_state.get("view")
    chosen: str = st.segmented_control(
        words("nav.snapshots"),
        VIEWS,
        default=wanted if wanted in VIEWS else VIEWS[0],
        required=True,
        format_func=lambda view: words(f"snapshots.view_{view}"),
        key="pick_view",
        label_visibility="collapsed",
    )
    st.session_state["view"] = chosen
    state.write_to_url(view=chosen)
    return chosen


def choices(screen: Screen) -> dict[str, Choice]:
    """The board on the screen first, then every snapshot, by id."""
    words = screen.words
    month, day = words.month(screen.month), words.day(day_of(screen.as_of))
    found = {ON_SCREEN: Choice(words("snapshots.on_screen", month=month, day=day), screen.month, screen.as_of)}
    for each in all_snapshots():
        found[each.snapshot_id] = Choice(told(screen, each), each.reference_period, each.as_of, each)
    return found


def told(screen: Screen, snapshot: Snapshot) -> str:
    """A snapshot in a list of choices: its name, month and day."""
    words = screen.words
    moment = words(
        "snapshots.take_what", month=words.month(snapshot.reference_period), day=words.day(day_of(snapshot.as_of))
    )
    return f"{typed(words, snapshot.name)} · {moment}"
