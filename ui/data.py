"""What the screens ask, cached by warehouse version: computed once for all visitors, never copied.

Everything here is keyed by the version (bumped with each write), the moment asked about and the month; the
cached frames are shared between sessions and must not be changed in place.
"""

from __future__ import annotations

from datetime import date, datetime

import streamlit as st

from ui.kept import kept
from ui.process import the_process
from warehouse.board import BoardView, Knowledge, judge_month, read_knowledge
from warehouse.settings import board_date

__all__ = ["BoardView", "Knowledge", "board_at", "knowledge_at", "latest_day", "warehouse_version"]


@kept(max_entries=24)
def _knowledge(version: int, as_of: datetime) -> Knowledge:
    del version  # part of the cache's key only
    process = the_process()
    return read_knowledge(process.warehouse, process.programme_id, as_of, unreviewed=process.settings.unreviewed)


@kept(max_entries=64)
def _board(version: int, as_of: datetime, month: date) -> BoardView:
    return judge_month(_knowledge(version, as_of), month)


def warehouse_version() -> int:
    return the_process().warehouse.version()


def knowledge_at(as_of: datetime) -> Knowledge:
    """What was known at a moment, by the newest warehouse version."""
    return _knowledge(warehouse_version(), as_of)


def board_at(as_of: datetime, month: date) -> BoardView:
    """The judged board of a month at a moment, by the newest warehouse version."""
    return _board(warehouse_version(), as_of, month)


@st.cache_resource(show_spinner=False, max_entries=4)
def _latest_day(version: int) -> date:
    del version  # part of the cache's key only
    process = the_process()
    return board_date(process.settings, process.warehouse)


def latest_day() -> date:
    """The day the board stands on."""
    settings = the_process().settings
    if settings.board_date is None and settings.demonstration_folder is None:
        return board_date(settings, the_process().warehouse)
    return _latest_day(warehouse_version())
