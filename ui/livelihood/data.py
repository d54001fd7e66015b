"""What the livelihood screen shows, cached by both versions; keeps the public's spool and the warehouse in step."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import streamlit as st

from etl.ratings import Spool, collect_ballots, has_new_ballots, publish_openings, spool_path
from rules.periods import day_of
from ui import area
from ui.clock import board_now, on_board
from ui.data import board_at, knowledge_at, latest_day
from ui.kept import kept
from ui.keys import Key
from ui.process import the_process
from ui.screen import Screen
from warehouse.access import BOARD, acting_as
from warehouse.connection import utc_now
from warehouse.livelihood_board import LivelihoodBoard, read_livelihood
from warehouse.ratings import read_address, read_openings
from warehouse.settings import as_of as end_of_day

COLLECT_SECONDS = 30.0


@kept(max_entries=32)
def _livelihood(version: int, drive_version: int, as_of: datetime, month: date) -> LivelihoodBoard:
    del version, drive_version  # parts of the cache's key only
    return read_livelihood(the_process().warehouse, board_at(as_of, month))


def livelihood(screen: Screen) -> LivelihoodBoard:
    """The items at the screen's month and moment."""
    warehouse = the_process().warehouse
    return _livelihood(warehouse.version(), warehouse.drive_version(), screen.as_of, screen.month)


def livelihood_of(key: Key) -> LivelihoodBoard:
    """As `livelihood`, for a prepared piece's key."""
    return _livelihood(key.version, drive_version(), key.as_of, key.month)


def drive_version() -> int:
    """What the screen's prepared pieces depend on beside the board's key."""
    return the_process().warehouse.drive_version()


def is_elsewhere() -> bool:
    """Whether this is another area's board than the one whose items the public rates here."""
    return area.shown() is not None


def is_looking_back(screen: Screen) -> bool:
    return screen.as_of < end_of_day(screen.latest)


@dataclass
class _Collecting:
    """When this process may collect next: every collection makes the boards of all visitors read anew."""

    lock: threading.Lock
    not_before: float = 0.0


@st.cache_resource(show_spinner=False)
def _collecting() -> _Collecting:
    return _Collecting(threading.Lock())


def collect(screen: Screen) -> int:
    """Brings in what the public has said since and gives how many votes; nothing while looking back.

    Not more often than every COLLECT_SECONDS, however many visitors look.
    """
    process, collecting = the_process(), _collecting()
    if is_looking_back(screen) or is_elsewhere():
        return 0
    _tell_once(process.warehouse.version(), process.warehouse.drive_version(), _standing_day())
    spool = _spool(make=False)
    with collecting.lock:
        if spool is None or time.monotonic() < collecting.not_before or not has_new_ballots(process.warehouse, spool):
            return 0
        collecting.not_before = time.monotonic() + COLLECT_SECONDS
        with acting_as(BOARD):  # what the public said comes in whoever looks
            return collect_ballots(process.warehouse, process.programme_id, spool, at=board_now, clock=on_board)


@kept(max_entries=8)
def _tell_once(version: int, drive_version: int, standing_day: date | None) -> None:
    """Tells the rating server what is open, once a version and day: openings also come with a demonstration."""
    del version, drive_version  # parts of the cache's key only
    process, moment = the_process(), end_of_day(latest_day())
    decided = read_openings(process.warehouse, process.programme_id, moment)
    spool = _spool(make=decided.height > 0)
    if spool is not None:
        catalogue = knowledge_at(moment).catalogue
        publish_openings(process.warehouse, catalogue, spool, as_of=moment, standing_day=standing_day)


@st.cache_resource(show_spinner=False)
def _opened_spool() -> Spool:
    return Spool(_spool_path())


def _spool_path() -> Path:
    return spool_path(the_process().warehouse.path)


def _spool(*, make: bool) -> Spool | None:
    """The spool, opened once a process; None where there is none and it is not to be made."""
    return _opened_spool() if make or _spool_path().exists() else None


def _standing_day() -> date | None:
    """The board's day where it stands on another day than today; None where it does not."""
    latest = latest_day()
    return None if latest == day_of(utc_now()) else latest


@kept(max_entries=8)
def _entered_address(drive_version: int) -> str | None:
    del drive_version  # part of the cache's key only
    process = the_process()
    return read_address(process.warehouse, process.programme_id, end_of_day(latest_day()))


def rating_address() -> str | None:
    """Where the public reaches the rating pages: as set for the process, else as entered on the screen."""
    process = the_process()
    return process.settings.rating_address or _entered_address(process.warehouse.drive_version())
