"""What the notices' screen reads, prepared once per version of the figures and of what is kept beside them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import polars as pl

from i18n.notice_text import Subject
from rules.notices import MonthlyVerdict, months_caught_up, run_behind
from rules.periods import day_of
from ui import links
from ui.data import Knowledge, board_at
from ui.kept import kept
from ui.process import the_process
from ui.screen import Screen
from warehouse.ledgers import read_entries
from warehouse.notices import read_notice_events, read_notices
from warehouse.proposals import courses_of, propose_notices
from warehouse.shortcomings import open_shortcomings

Row = dict[str, Any]


def indicator_label(screen: Screen, indicator_id: str) -> str:
    """The link to an indicator's own screen, seen to be one."""
    return f"**{links.escape_markdown(screen.words.of(screen.board.knowledge.indicators[indicator_id]))}** →"


@kept(max_entries=24)
def _notices(drive_version: int, as_of: datetime) -> pl.DataFrame:
    del drive_version  # part of the cache's key only
    process = the_process()
    return read_notices(process.warehouse, process.programme_id, as_of)


@kept(max_entries=24)
def _events(drive_version: int, as_of: datetime) -> pl.DataFrame:
    del drive_version  # part of the cache's key only
    process = the_process()
    return read_notice_events(process.warehouse, process.programme_id, as_of)


@kept(max_entries=24)
def _shortcomings(version: int, drive_version: int, as_of: datetime, month: date) -> dict[str, list[str]]:
    del version, drive_version  # parts of the cache's key only
    catalogue = board_at(as_of, month).knowledge.catalogue
    return open_shortcomings(read_entries(the_process().warehouse, catalogue, as_of))


@kept(max_entries=24)
def _proposals(version: int, drive_version: int, as_of: datetime, month: date) -> pl.DataFrame:
    del version  # part of the cache's key only
    board = board_at(as_of, month)
    return propose_notices(board.knowledge.catalogue, board.history, _notices(drive_version, as_of), month=month)


@kept(max_entries=24)
def _courses(version: int, as_of: datetime, month: date) -> dict[str, list[MonthlyVerdict]]:
    del version  # part of the cache's key only
    board = board_at(as_of, month)
    return {c.indicator_id: list(c.months) for c in courses_of(board.knowledge.catalogue, board.history)}


def notices(screen: Screen) -> pl.DataFrame:
    """`read_notices` as known at the screen's moment."""
    return _notices(the_process().warehouse.drive_version(), screen.as_of)


def events_of(screen: Screen, notice_id: str) -> list[Row]:
    """What followed a notice, oldest first."""
    rows = _events(the_process().warehouse.drive_version(), screen.as_of)
    return rows.filter(notice_id=notice_id).to_dicts()


def proposals(screen: Screen) -> pl.DataFrame:
    """`propose_notices` for the screen's month and moment."""
    known = screen.board.knowledge
    return _proposals(known.version, the_process().warehouse.drive_version(), known.as_of, screen.month)


def shortcomings(screen: Screen) -> dict[str, list[str]]:
    """indicator_id -> the open shortcomings that name it."""
    known = screen.board.knowledge
    return _shortcomings(known.version, the_process().warehouse.drive_version(), known.as_of, screen.month)


def months_of(screen: Screen, indicator_id: str) -> list[MonthlyVerdict]:
    """An indicator's months up to the screen's, oldest first; empty where it is judged no more."""
    known = screen.board.knowledge
    return _courses(known.version, known.as_of, screen.month).get(indicator_id, [])


def since_then(screen: Screen, notice: Row) -> str:
    """What became of a notice's cause by the screen's month: a key of `notices.`, "" before any newer month."""
    months = months_of(screen, notice["indicator_id"])
    if not months:
        return ""
    newest = months[-1]
    if notice["cause"] == "overdue":
        return "still_overdue" if newest.status.value == "overdue_report" else "now_reported"
    later = [month for month in months_caught_up(months) if month > notice["reference_period"]]
    if run_behind(months).months:
        return "behind_again" if later else "still_behind"
    return "caught_up" if later else ""


def subject_of(known: Knowledge, row: Row) -> Subject:
    """The rows of the catalogue that a proposal or a notice is about."""
    target = known.targets[row["target_id"]]
    return Subject(
        unit=known.units[row["unit_id"]],
        indicator=known.indicators[row["indicator_id"]],
        measure=known.measure_of(row["indicator_id"]),
        target=target,
        other=known.indicators.get(target["relative_to"] or ""),
        programme=known.catalogue.programme,
    )


def is_past(screen: Screen) -> bool:
    """Whether the screen shows an earlier moment, at which nothing can be decided any more."""
    return day_of(screen.as_of) < screen.latest


def step_name(screen: Screen, step: str) -> str:
    """A step's name as the programme's rule has it; the code itself where the rule has dropped it since."""
    rules = screen.board.knowledge.catalogue.notice_rules.filter(step=step)
    return screen.words.of(rules.row(0, named=True)) if rules.height else step
