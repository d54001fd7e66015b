"""The audit on a screen: the rows the person at it may read, filtered, with a download."""

from __future__ import annotations

from datetime import date

import polars as pl
import streamlit as st

from i18n import Words
from reports.wording import owners
from ui import areas, grid, refusals
from ui.access.here import may
from ui.audit_subjects import subject_text
from ui.process import the_process
from ui.screen import Screen
from warehouse.access import Right
from warehouse.audit import broken_seal, read_audit
from warehouse.errors import NotPermitted

SHOWN = 2_000
"""Rows on the screen; the command line writes all."""
UNITS_SHOWN = 3
"""How many units a row names on the screen; the file has all."""


def draw(screen: Screen) -> None:
    """Filters and the table, newest first; an administrator also sees whether the log is whole."""
    words = screen.words
    try:
        rows = read_audit(the_process().warehouse, limit=SHOWN)
    except NotPermitted as refusal:
        refusals.show(words, refusal)
        return
    if may(Right.ACCOUNTS):
        _whole(words)
    if rows.height == SHOWN:
        st.caption(words("audit.newest", count=SHOWN))
    rows, names = _filtered(words, rows), _unit_names(screen)
    if rows.is_empty():
        st.caption(words("audit.none"))
        return
    told = audit_table(words, rows, names)
    units = [_units(words, names, unit_ids, limit=UNITS_SHOWN) for unit_ids in rows["unit_ids"]]
    shown = told.with_columns(pl.Series(words("column.unit"), units, dtype=pl.String))
    grid.table(screen, shown, key="audit", what=words("audit.file"), download=told)


def _units(words: Words, names: dict[str, str], unit_ids: str | None, *, limit: int | None = None) -> str:
    """The units of a row by name; of more than `limit` the rest are counted."""
    return owners.some(words, [names.get(unit, unit) for unit in owners.ids(unit_ids)], limit=limit)


def audit_table(words: Words, rows: pl.DataFrame, units: dict[str, str]) -> pl.DataFrame:
    """Rows of the audit in words."""
    told = [
        {
            words("audit.number"): row["audit_number"],
            words("audit.when"): words.moment(row["recorded_at"]),
            words("audit.who"): words("audit.way_is.board") if row["way"] == "board" else row["who"],
            words("accounts.role"): words(f"role.{row['role']}"),
            words("audit.way"): words(f"audit.way_is.{row['way']}"),
            words("audit.deed"): words(f"audit.deed_is.{row['deed']}"),
            words("audit.subject"): subject_text(words, row["subject"]),
            words("column.unit"): _units(words, units, row["unit_ids"]),
            words("audit.outcome"): words(f"audit.outcome_is.{row['outcome']}"),
            words("audit.client"): row["client"] or "",
        }
        for row in rows.iter_rows(named=True)
    ]
    return pl.DataFrame(told)


def _filtered(words: Words, rows: pl.DataFrame) -> pl.DataFrame:
    """By deed, outcome, day, and any text."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="audit_filters"):
        deed = _one(words, "deed", rows["deed"].unique().sort().to_list())
        outcome = _one(words, "outcome", rows["outcome"].unique().sort().to_list())
        since = st.date_input(words("audit.from"), value=None, format="YYYY-MM-DD", key="audit_from", width=220)
        sought = st.text_input(words("audit.search"), key="audit_search", max_chars=80, width=260).strip()
    if deed:
        rows = rows.filter(deed=deed)
    if outcome:
        rows = rows.filter(outcome=outcome)
    if isinstance(since, date):
        rows = rows.filter(pl.col("recorded_at").dt.offset_by("8h").dt.date() >= since)
    if sought:
        text = pl.concat_str("who", "subject", pl.col("unit_ids", "client").fill_null(""), separator=" ")
        rows = rows.filter(text.str.to_lowercase().str.contains(sought.lower(), literal=True))
    return rows


def _one(words: Words, name: str, options: list[str]) -> str:
    def write(value: str) -> str:
        return words(f"audit.{name}_is.{value}") if value else words("audit.all")

    return str(st.selectbox(words(f"audit.{name}"), ["", *options], format_func=write, key=f"audit_{name}", width=200))


def _unit_names(screen: Screen) -> dict[str, str]:
    board = areas.own()
    return {board.unit(unit_id): screen.words.of(row) for unit_id, row in screen.board.knowledge.units.items()}


def _whole(words: Words) -> None:
    broken, count = _checked(_rows())
    if broken is None:
        st.caption(words("audit.whole", count=words.number(count)))
    else:
        st.error(words("audit.broken", number=broken))


def _rows() -> int:
    return int(the_process().warehouse.frame("SELECT count(*) AS n FROM audit")["n"][0])


@st.cache_data(show_spinner=False, max_entries=1, ttl=600)
def _checked(count: int) -> tuple[int | None, int]:
    """The first broken row and how many there are; the whole log is read, so not at every look."""
    return broken_seal(the_process().warehouse), count
