"""The units' pieces: the table of all units, one unit's counts, reports and targets."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from rules.model import Status
from ui import html, links, owners, parts, router, tables
from ui.choose import current, one_of
from ui.shell import Screen
from warehouse import summaries

ALL = "all"


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


def targets(screen: Screen, unit_id: str, *, role: str) -> None:
    """The unit's targets as lead or as supporting unit, worst first."""
    words = screen.words
    found = tables.targets_table(screen).where(_names_unit(screen, unit_id, f"{role}_units"))
    if not found.rows.height:
        st.caption(words("overview.none"))
        return
    name = f"{words.of(screen.board.knowledge.units[unit_id])}_{words(f'column.{role}')}"
    chosen = parts.table(screen, found.shown, key=f"unit_{role}", what=name, download=found.download)
    if chosen is not None:
        parts.open_indicator(screen, found.rows["indicator_id"][chosen])


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


def all_units(screen: Screen) -> None:
    """Every unit with its counts; selecting a row opens the unit."""
    rows = [_unit_row(screen, unit_id) for unit_id in screen.board.knowledge.units]
    kept = [(unit_id, row) for unit_id, row in rows if row is not None]
    shown = pl.DataFrame([row for _, row in kept])
    order = shown.select(screen.words("status.behind")).to_series().arg_sort(descending=True)
    shown, unit_ids = shown[order], [kept[i][0] for i in order]
    chosen = parts.table(screen, shown, key="units", what=screen.words("nav.units"), download=shown)
    if chosen is not None:
        st.switch_page(router.page_at(router.UNITS), query_params=links.query(screen, unit=unit_ids[chosen]))


def _unit_row(screen: Screen, unit_id: str) -> tuple[str, dict[str, Any] | None]:
    words, board = screen.words, screen.board
    known = board.knowledge
    leads = [t for t in known.targets.values() if unit_id in owners.ids(t["lead_units"])]
    supports = sum(unit_id in owners.ids(t["supporting_units"]) for t in known.targets.values())
    reports = board.reports.filter(pl.col("unit_id") == unit_id)
    if not leads and not supports and not reports.height:
        return unit_id, None
    statuses = [board.deciding[i]["status"] for i in {t["indicator_id"] for t in leads} if _counts(board, i)]
    counted = {words(f"status.{status.value}"): statuses.count(status.value) for status in Status}
    return unit_id, {
        words("column.unit"): words.of(known.units[unit_id]),
        words("column.leads"): len(leads),
        **counted,
        words("column.supports"): supports,
        words("column.reports"): known.catalogue.indicators.filter(pl.col("reporting_unit") == unit_id).height,
        words("column.this_month"): _this_month(screen, reports),
        words("column.overdue"): reports.filter(pl.col("state") == "overdue").height,
    }


def _this_month(screen: Screen, reports: pl.DataFrame) -> str:
    """How the month's report stands, "" where the unit owes none."""
    states = reports.filter(pl.col("period") == screen.month)["state"].to_list()
    return screen.words(f"report_state.{states[0]}") if states else ""


def _counts(board: Any, indicator_id: str) -> bool:
    return bool(board.deciding[indicator_id]["counted"])
