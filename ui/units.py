"""The units' pieces: the table of all units, one unit's counts, reports and targets."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from reports.wording.targets import ORDER
from rules.model import Status
from ui import grid, html, links, owners, parts, router, state, tables
from ui.choose import current, one_of
from ui.kept import kept
from ui.keys import BY_KEY, Key, key_of
from ui.screen import Screen
from warehouse import summaries
from warehouse.board import BoardView

ALL = "all"
SHOWS = (ALL, "behind", "missing", "late")
"""Which units the table lists: all, those that lead something behind, those whose report of the month is not complete,
those that owe a report of any month past its day."""


def title(screen: Screen) -> str:
    """The name of the unit shown, or of the page."""
    units = screen.board.knowledge.units
    chosen = current("unit", [ALL, *units], default=ALL)
    return screen.words.of(units[chosen]) if chosen in units else screen.words("nav.units")


def choose(screen: Screen) -> str | None:
    """The unit to show; None for the table of all."""
    words, units = screen.words, screen.board.knowledge.units

    def name(unit_id: str) -> str:
        return words("units.all") if unit_id == ALL else words.of(units[unit_id])

    chosen = one_of("unit", words("units.pick"), [ALL, *units], write=name, default=ALL)
    return None if chosen == ALL else chosen


def _names_unit(screen: Screen, unit_id: str, field: str) -> pl.Series:
    """Which rows of the targets table name the unit in `lead_units` or `supporting_units`."""
    known = screen.board.knowledge
    rows = tables.targets_table(screen).rows
    found = {t for t, row in known.targets.items() if unit_id in owners.ids(row[field])}
    return rows["target_id"].is_in(list(found))


def counts(screen: Screen, unit_id: str) -> None:
    """The unit's led indicators by status."""
    led = tables.targets_table(screen).rows.filter(_names_unit(screen, unit_id, "lead_units"))
    board = screen.board
    before = board.before.filter(pl.col("indicator_id").is_in(led["indicator_id"].unique().to_list()))
    mine = board.verdicts.filter(pl.col("indicator_id").is_in(led["indicator_id"].unique().to_list()))
    parts.status_tiles(screen, summaries.deciding_rows(mine), summaries.deciding_rows(before))
    st.html(html.caption(screen.words("units.counted")))


def targets(screen: Screen, unit_id: str, *, role: str) -> None:
    """The unit's targets as lead or as supporting unit, worst first."""
    words = screen.words
    found = tables.targets_table(screen).where(_names_unit(screen, unit_id, f"{role}_units"))
    if not found.rows.height:
        st.caption(words("overview.none"))
        return
    name = f"{words.of(screen.board.knowledge.units[unit_id])}_{words(f'column.{role}')}"
    tables.draw(screen, found, key=f"unit_{role}", what=name)


def reports(screen: Screen, unit_id: str) -> None:
    """Month by month: received in time, late, not yet due, overdue; and what is owed now."""
    words, board = screen.words, screen.board
    mine = board.reports.filter(pl.col("unit_id") == unit_id).sort("period")
    if not mine.height:
        st.caption(words("units.no_reports"))
        return
    owned = board.knowledge.catalogue.indicators.filter(pl.col("reporting_unit") == unit_id).height
    overdue = mine.filter(pl.col("state") == "overdue")["period"].to_list()
    sentence = (
        words("units.owes", months=words.join([words.month_short(m) for m in overdue]))
        if overdue
        else words("units.owes_nothing")
    )
    between = "" if words.is_chinese else " "
    st.write(words("units.reports_for", count=owned) + between + sentence)
    st.html(_report_strip(screen, mine.to_dicts()))


_REPORT_STATUS = {
    "received": Status.DONE,
    "late": Status.AT_RISK,
    "due": Status.NO_DATA,
    "overdue": Status.OVERDUE_REPORT,
}


def _report_strip(screen: Screen, rows: list[dict[str, Any]]) -> str:
    words = screen.words
    header = [words.month_short(row["period"]) for row in rows]
    cells = []
    for row in rows:
        figures = f"{row['figures_received']}/{row['figures_due']}"
        received: date | None = row["received_at"]
        day, _, hour = words.moment(row["received_at"]).rpartition(" ") if received else ("", "", "")
        state = escape(words(f"report_state.{row['state']}"))
        cells.append(
            f"<div>{html.shape(_REPORT_STATUS[row['state']])}{state}<br>{figures}"
            f'<br><span class="ea-muted"><span class="ea-oneline">{escape(day)}</span> {hour}</span></div>'
        )
    return f'<div class="ea-strip">{html.table(header, [cells])}</div>'


@dataclass(frozen=True)
class Standing:
    """How a unit stands: its led indicators by status, and what it owes."""

    unit_id: str
    led: Counter[str]
    leads: int
    supports: int
    reports: int
    this_month: str
    missing: int
    """Figures of the month that have not come."""
    overdue: int
    """Reports of the year so far that are past their day and not complete."""


def all_units(screen: Screen) -> None:
    """The units with their counts, the worst first, all or those asked for; a name opens the unit."""
    words, units = screen.words, _standings(key_of(screen))
    show = _choose_show(screen, units)
    listed = [unit for unit in units if _in_view(unit, show)]
    if not listed:
        st.caption(words("overview.none"))
        return
    shown = _table(key_of(screen), show)
    way = grid.Way(router.UNITS, links.query(screen), "unit", [unit.unit_id for unit in listed])
    grid.table(screen, shown, key="units", what=words("nav.units"), download=shown, way=way)


@kept(max_entries=24, hash_funcs=BY_KEY)
def _table(key: Key, show: str) -> pl.DataFrame:
    return pl.DataFrame([_told(key, unit) for unit in _standings(key) if _in_view(unit, show)])


def _choose_show(screen: Screen, units: tuple[Standing, ...]) -> str:
    """Which units to list, with how many there are of each; kept in the address."""
    state.take_from_url("units_show")
    asked = st.session_state.get("units_show")
    st.session_state["pick_units_show"] = asked if asked in SHOWS else ALL
    counts = {show: sum(_in_view(unit, show) for unit in units) for show in SHOWS}
    st.segmented_control(
        screen.words("ledgers.pick_state"),
        SHOWS,
        required=True,
        format_func=lambda show: f"{screen.words(f'units.show_{show}')} {counts[show]}",
        key="pick_units_show",
        label_visibility="collapsed",
        on_change=state.take_widget,
        args=("pick_units_show", "units_show"),
    )
    show = str(st.session_state["pick_units_show"])
    state.write_to_url(units_show=None if show == ALL else show)
    return show


def _in_view(unit: Standing, show: str) -> bool:
    counts = {"late": unit.overdue, "missing": unit.missing, "behind": unit.led[Status.BEHIND]}
    return show == ALL or bool(counts[show])


@kept(max_entries=24, hash_funcs=BY_KEY)
def _standings(key: Key) -> tuple[Standing, ...]:
    """Every unit that leads, supports or reports something: most behind first, then overdue, at risk, reports owed."""
    board, known = key.board, key.board.knowledge
    leads, supports = _indicators_of(board, "lead_units"), _indicators_of(board, "supporting_units")
    reported = Counter(known.catalogue.indicators["reporting_unit"])
    reports = board.reports.partition_by("unit_id", as_dict=True)
    found = [
        _standing(board, unit_id, leads[unit_id], len(supports[unit_id]), reported[unit_id], reports.get((unit_id,)))
        for unit_id in known.units
    ]
    return tuple(sorted((unit for unit in found if unit.leads or unit.supports or unit.reports), key=_need))


def _need(unit: Standing) -> tuple[int, ...]:
    worst = (Status.BEHIND, Status.OVERDUE_REPORT, Status.AT_RISK)
    return (*(-unit.led[status] for status in worst), -unit.overdue)


def _indicators_of(board: BoardView, field: str) -> dict[str, set[str]]:
    """unit_id -> the indicators of the targets that name it in `field`; every unit named."""
    found: dict[str, set[str]] = {unit_id: set() for unit_id in board.knowledge.units}
    for target in board.knowledge.targets.values():
        for unit_id in owners.ids(target[field]):
            found[unit_id].add(target["indicator_id"])
    return found


def _standing(
    board: BoardView, unit_id: str, leads: set[str], supports: int, reports: int, owed: pl.DataFrame | None
) -> Standing:
    rows = [] if owed is None else owed.select("period", "state", "figures_due", "figures_received").rows(named=True)
    now = [row for row in rows if row["period"] == board.month]
    return Standing(
        unit_id=unit_id,
        led=Counter(row["status"] for row in map(board.deciding.__getitem__, leads) if row["counted"]),
        leads=len(leads),
        supports=supports,
        reports=reports,
        this_month=now[0]["state"] if now else "",
        missing=sum(row["figures_due"] - row["figures_received"] for row in now),
        overdue=sum(row["state"] == "overdue" for row in rows),
    )


def _told(key: Key, unit: Standing) -> dict[str, Any]:
    """A line of the table: what it owes, how what it leads stands, how much it leads, supports and reports."""
    words = key.words
    statuses = sorted(Status, key=lambda status: ORDER[status])
    return {
        words("column.unit"): words.of(key.board.knowledge.units[unit.unit_id]),
        words("column.this_month"): words(f"report_state.{unit.this_month}") if unit.this_month else "–",
        words("column.missing"): unit.missing,
        words("column.overdue"): unit.overdue,
        **{words("units.led", status=words(f"status.{status}")): unit.led[status] for status in statuses},
        words("column.leads"): unit.leads,
        words("column.supports"): unit.supports,
        words("column.reports"): unit.reports,
    }
