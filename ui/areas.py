"""The areas the warehouse holds, which of them the address names, and the head's choice between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import streamlit as st

from i18n import Words, words_for
from ui import area, state
from ui.area import AREA
from ui.choose import kept_select
from ui.data import Knowledge
from ui.process import home_programme, the_process
from warehouse.areas import Area, find_area, read_areas
from warehouse.connection import Warehouse

PAGE = "areas"
"""The screen that compares them; the navigation has it where there are several."""


@dataclass(frozen=True)
class Held:
    """The areas of a warehouse version, in their order and by programme."""

    version: int
    areas: tuple[Area, ...]
    by_programme: dict[str, Area]


_newest: WeakKeyDictionary[Warehouse, Held] = WeakKeyDictionary()
"""What each warehouse held last: asked several times a run, and answered faster than from a cache."""


def _held() -> Held:
    warehouse = the_process().warehouse
    version, known = warehouse.version(), _newest.get(warehouse)
    if known is None or known.version != version:
        found = read_areas(warehouse)
        known = _newest[warehouse] = Held(version, found, {one.programme_id: one for one in found})
    return known


@st.cache_resource(show_spinner=False, max_entries=12)
def _titles(version: int, language: str) -> dict[str, str]:
    """programme_id -> its area's name, with the plan's year where the warehouse holds several plans of that area."""
    del version  # part of the cache's key only
    held, words = all_areas(), words_for(language)
    plans = Counter(one.ref_area for one in held)
    return {
        one.programme_id: words("areas.of_year", place=words.named(one.place), year=str(one.year))
        if plans[one.ref_area] > 1
        else words.named(one.place)
        for one in held
    }


def all_areas() -> tuple[Area, ...]:
    """Every plan of the warehouse with its area."""
    return _held().areas


def titles(words: Words) -> dict[str, str]:
    """What each programme's area is called where all of them are listed."""
    return _titles(_held().version, words.language)


def are_several() -> bool:
    """Whether there is anything to choose from."""
    return len(all_areas()) > 1


def own() -> Area:
    """The area whose board this run shows."""
    return _held().by_programme[the_process().programme_id]


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
    was_here = state.has_written(AREA)
    if not wanted:
        return area.show(None) and was_here
    found = find_area(all_areas(), wanted, year=_held().by_programme[home].year)
    if found is None:
        state.note_unknown(AREA, wanted)
    other = found.programme_id if found is not None and found.programme_id != home else None
    return area.show(other) and was_here


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


def choose(words: Words) -> None:
    """The choice of an area below the head, where there are several: a list long enough to search in."""
    if not are_several():
        return
    named, chosen = titles(words), the_process().programme_id
    kept_select(AREA, words("head.area"), list(named), chosen, write=named.__getitem__, width=300)
