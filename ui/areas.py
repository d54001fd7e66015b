"""The areas the warehouse holds, which of them the address names, and the head's choice between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st

from i18n import Words
from ui import area, state
from ui.area import AREA
from ui.choose import kept_select
from ui.data import Knowledge, warehouse_version
from ui.process import home_programme, the_process
from warehouse.areas import Area, find_area, read_areas

PAGE = "areas"
"""The screen that compares them; the navigation has it where there are several."""


@st.cache_resource(show_spinner=False, max_entries=4)
def _areas(version: int) -> tuple[Area, ...]:
    del version  # part of the cache's key only
    return read_areas(the_process().warehouse)


def all_areas() -> tuple[Area, ...]:
    """Every plan of the warehouse with its area."""
    return _areas(warehouse_version())


def are_several() -> bool:
    """Whether there is anything to choose from."""
    return len(all_areas()) > 1


def own() -> Area:
    """The area whose board this run shows."""
    programme_id = the_process().programme_id
    return next(one for one in all_areas() if one.programme_id == programme_id)


def own_units(units: Iterable[str]) -> list[str]:
    """Those of an account's units that are of the board shown."""
    given = sorted(units)
    if not given or not are_several():
        return given
    here = own()
    return [unit for unit in given if here.has(unit)]


def unlisted() -> frozenset[str]:
    """The pages the navigation does not need."""
    return frozenset() if are_several() else frozenset({PAGE})


def settle() -> bool:
    """From here on this run shows the area asked for, the server's own where none is or nobody knows it.

    Gives whether the session was at another area before.
    """
    wanted, home = st.session_state.get(AREA), home_programme()
    if not wanted:
        return area.show(None)
    found = find_area(all_areas(), wanted, year=_year_of(home))
    if found is None:
        state.note_unknown(AREA, wanted)
    return area.show(found.programme_id if found is not None and found.programme_id != home else None)


def _year_of(programme_id: str) -> int | None:
    return next((one.year for one in all_areas() if one.programme_id == programme_id), None)


def leave_behind(known: Knowledge, page_choices: Mapping[str, str]) -> None:
    """At another area's board, forget what was chosen at the one before and this one does not have.

    Where a link brought the reader, what its address says counts; where the head's choice did, the address is still
    that of the board before.
    """
    came_by_link = st.query_params.get(AREA) == st.session_state.get(AREA)
    forgotten = [
        name
        for name, page in page_choices.items()
        if page != PAGE and not (name == "indicator" and st.session_state.get(name) in known.indicators)
    ]
    month = state.parse_month(st.session_state.get("month") or "")
    if month is not None and month.year != known.catalogue.year:
        forgotten += ["month", "as_of"]
    state.forget(*forgotten, written=came_by_link)


def in_address() -> str | None:
    """What the address says of the area: nothing where there is only one."""
    return the_process().programme_id if are_several() else None


def choose(words: Words, *, width: int) -> None:
    """The head's choice, where there are several."""
    if not are_several():
        return
    named = {one.programme_id: title(words, one) for one in all_areas()}
    chosen = the_process().programme_id
    kept_select(AREA, words("head.area"), list(named), chosen, write=named.__getitem__, width=width)


def title(words: Words, one: Area) -> str:
    """An area's name; with the plan's year where the warehouse holds plans of several years."""
    years = {other.year for other in all_areas()}
    place = words.named(one.place)
    return words("areas.of_year", place=place, year=one.year) if len(years) > 1 else place
