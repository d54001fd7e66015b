"""How the areas of one warehouse stand in a month: counts by status, as many areas as there is patience to judge."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date, datetime
from html import escape

import polars as pl
import streamlit as st

from charts.areas import MARK
from rules.model import Status
from ui import areas, downloads, html, links, router
from ui.data import warehouse_version
from ui.process import the_process
from ui.screen import Screen
from warehouse.area_ranking import Standing, judge_area
from warehouse.areas import Area

JUDGED = 30
"""How many areas are judged for one look; at a nation's size nobody waits for all of them."""
PATIENCE = 1.0
"""Seconds of judging after which a page is shown with what is judged by then."""
LONG, SCROLLS = 12, 460
"""From how many areas on the list scrolls, and how high it then is, in pixels."""


def rivals() -> tuple[Area, ...]:
    """The areas with a plan for the year of the board shown, that board's own among them."""
    year = areas.own().year
    return tuple(one for one in areas.all_areas() if one.year == year)


def said_alone(screen: Screen) -> bool:
    """Where there is nothing to compare, one sentence says so."""
    if len(rivals()) > 1:
        return False
    word = "areas.only_one_of_year" if areas.are_several() else "areas.only_one"
    st.info(screen.words(word, year=areas.own().year))
    return True


@st.cache_resource(show_spinner=False, max_entries=512)
def _standing(version: int, programme_id: str, as_of: datetime, month: date) -> Standing:
    del version  # part of the cache's key only
    process = the_process()
    return judge_area(process.warehouse, programme_id, month=month, as_of=as_of, unreviewed=process.settings.unreviewed)


def _judged(screen: Screen, wanted: Sequence[Area]) -> dict[str, Standing]:
    """The board's own area first, then as many as there is patience for; what was judged before costs nothing."""
    version, begun, found = warehouse_version(), time.monotonic(), dict[str, Standing]()
    for one in wanted:
        if found and time.monotonic() - begun > PATIENCE:
            break
        found[one.programme_id] = _standing(version, one.programme_id, screen.as_of, screen.month)
    return found


def standings(screen: Screen) -> None:
    """Counts by status of the areas judged, the best share on track first, each with the way to its board."""
    words, own = screen.words, areas.own()
    wanted = sorted(rivals(), key=lambda one: one.programme_id != own.programme_id)[:JUDGED]
    found = _judged(screen, wanted)
    shown = sorted((one for one in wanted if one.programme_id in found), key=lambda one: _order(found, one))
    with st.container(height=SCROLLS) if len(shown) > LONG else nullcontext():
        st.html(_standings_table(screen, shown, found))
    with st.container(horizontal=True, vertical_alignment="center", key="areas_standings_files"):
        table = _standings_frame(screen, shown, found)
        downloads.offer_table(screen, table, key="area_standings", what=words("areas.file"))
        if len(found) < len(wanted):
            st.button(words("areas.judge_on", count=len(wanted) - len(found)), key="judge_on")
    if len(found) < len(rivals()):
        st.caption(words("areas.judged_some", all=words.number(len(rivals())), judged=len(found)))


def _order(found: dict[str, Standing], one: Area) -> tuple[float, str]:
    share = found[one.programme_id].share_on_track
    return (-1.0 if share is None else share) * -1, one.programme_id


def _standings_table(screen: Screen, shown: Sequence[Area], found: dict[str, Standing]) -> str:
    words = screen.words
    header = [
        words("column.area"),
        words("areas.share"),
        *(words(f"status.{s}") for s in Status),
        words("areas.counted"),
    ]
    rows = [[_way(screen, one), *_cells(screen, found[one.programme_id])] for one in shown]
    return html.table(header, rows, numeric=frozenset(range(1, len(header))))


def _way(screen: Screen, one: Area) -> str:
    """An area's name; of another one, a link to its board."""
    name = escape(screen.words.named(one.place))
    if one.programme_id == areas.own().programme_id:
        return f"<b>{MARK} {name}</b>"
    return links.anchor(router.OVERVIEW, f"<strong>{name}</strong>", links.query(screen, area=one.programme_id))


def _cells(screen: Screen, standing: Standing) -> list[str]:
    counts = [f"<span>{html.shape(status.value)} {standing.counts[status.value]}</span>" for status in Status]
    return [_percent(screen, standing.share_on_track), *counts, str(standing.counted)]


def _percent(screen: Screen, share: float | None) -> str:
    return "–" if share is None else f"{screen.words.number(share, 1)}%"


def _standings_frame(screen: Screen, shown: Sequence[Area], found: dict[str, Standing]) -> pl.DataFrame:
    words = screen.words
    return pl.DataFrame(
        [
            {
                words("column.area"): words.named(one.place),
                words("areas.share"): found[one.programme_id].share_on_track,
                **{words(f"status.{s}"): found[one.programme_id].counts[s.value] for s in Status},
                words("areas.counted"): found[one.programme_id].counted,
            }
            for one in shown
        ],
        infer_schema_length=None,
    )
