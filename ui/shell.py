"""The frame of every screen: head, the three choices, the marks for invented figures and past moments, the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from i18n import Words, words_for
from ui import areas, bar, head, html, refusals, state
from ui.access import here
from ui.area import AREA
from ui.data import Knowledge, board_at, knowledge_at, latest_day
from ui.markup import Prepared, escape_markdown
from ui.opened import SNAPSHOT, mark, opened
from ui.router import INDICATOR, UNITS, hide_menu
from ui.screen import Screen
from warehouse.errors import WarehouseError
from warehouse.settings import as_of

_PAGE = "page_shown"
OWN_CHOICES = {
    "indicator": INDICATOR,
    "rank_by": areas.PAGE,
    "rank_as": areas.PAGE,
    "in_action": INDICATOR,
    "in_status": INDICATOR,
    "of_unit": INDICATOR,
    "of_kind": INDICATOR,
    "sought": INDICATOR,
    "unit": UNITS,
    "units_show": UNITS,
    "item": "livelihood",
    "ledger": "ledgers",
    "entry": "ledgers",
    "ledger_action": "ledgers",
    "show": "ledgers",
    "notice": "notices",
    "form": "appraisal",
    "by": "appraisal",
    "subject": "appraisal",
    "report": "reports",
    "view": "snapshots",
    "meeting": "meeting",
    "agenda": "meeting",
    "slide": "meeting",
}
"""Address parameters that belong to one page; the others take them out."""


def open_programme(words: Words) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The programme and its actions in order; one clear sentence and nothing else where the warehouse won't open."""
    try:
        _settle_area()
        known = knowledge_at(as_of(latest_day()))
    except WarehouseError as error:
        hide_menu(words)
        refusals.show(words, error, within="head.cannot_open")
        st.stop()
    return known.catalogue.programme, known.actions_in_order


def _settle_area() -> None:
    """To the board of the area asked for; nothing stays chosen that only the board before has."""
    state.take_from_url(AREA)
    if areas.settle():
        known = knowledge_at(as_of(latest_day()))
        areas.leave_behind(known, {**OWN_CHOICES, SNAPSHOT: "snapshots"})


def _months_of(year: int, newest: date) -> list[date]:
    return [date(year, n, 1) for n in range(1, 13) if date(year, n, 1) <= newest]


def _as_of_choice(latest: date) -> date:
    """The day asked for; the latest where none is, or it is no day of the programme's years up to then."""
    wanted = st.session_state.get("as_of")
    chosen = state.parse_day(wanted or "")
    if chosen is not None and _first_day(latest) <= chosen <= latest:
        return chosen
    if wanted:
        state.note_unknown("as_of", wanted)
    return latest


def _first_day(latest: date) -> date:
    """The day from which on there can be figures: the programme's own year and the one before it have some."""
    return date(int(knowledge_at(as_of(latest)).catalogue.programme["year"]) - 1, 1, 1)


def _month_choice(months: list[date], default: date, latest: date) -> date:
    """The month asked for; the default where none is, it is no month of the year so far, or later than the day."""
    wanted = st.session_state.get("month")
    chosen = state.parse_month(wanted or "")
    if chosen in months:
        return chosen
    if wanted and not _month_to_come(months, latest):
        state.note_unknown("month", wanted)
    return default


def _month_to_come(months: list[date], latest: date) -> date | None:
    """The month asked for where it is later than the day looked back to; another is shown in its place."""
    wanted = state.parse_month(st.session_state.get("month") or "")
    return wanted if wanted in _months_of(months[0].year, latest) and wanted not in months else None


def _months_until(known: Knowledge, as_of_day: date) -> list[date]:
    year = int(known.catalogue.programme["year"])
    return _months_of(year, as_of_day.replace(day=1)) or [date(year, 1, 1)]


def month_first_shown(known: Knowledge, as_of_day: date) -> date:
    """The month of a visitor who asks for none: the newest with figures, else the newest of the programme's year."""
    months = _months_until(known, as_of_day)
    return known.newest_month if known.newest_month in months else months[-1]


def begin(page: str, title: Callable[[Screen], str] | None = None, *, bare: bool = False) -> Screen:
    """Draw the head of a page and return what it works with. `title` defaults to the page's name.

    A `bare` page draws a head of its own and gets the style alone.
    """
    state.take_from_url("lang", "month", "as_of", "size")
    words = words_for(state.current_language())
    here.stop_at_gate(words)
    _settle_area()
    latest = latest_day()
    snapshot = opened()
    as_of_day = _as_of_choice(latest)
    known = knowledge_at(snapshot.as_of if snapshot else as_of(as_of_day))
    months = _months_until(known, as_of_day)
    month = _month_choice(months, month_first_shown(known, as_of_day), latest)
    board = board_at(known.as_of, month)
    if not bare:
        _leave_notes_of_other_pages(page)
    screen = Screen(page=page, words=words, board=board, latest=latest, size=state.current_size(), snapshot=snapshot)
    state.write_to_url(
        **{name: None for name, owner in OWN_CHOICES.items() if owner != page},
        **{"lang": words.language, "month": f"{month:%Y-%m}", "as_of": as_of_day.isoformat()},
        size=state.size_in_address(screen.size),
        snapshot=snapshot.snapshot_id if snapshot else None,
        area=areas.in_address(),
    )
    if bare:
        st.html(html.style(words.language, screen.size))
        return screen
    return replace(screen, top=_head(screen, title(screen) if title else words(f"nav.{page}"), months, as_of_day))


def _leave_notes_of_other_pages(page: str) -> None:
    """What an address got wrong is told on the page it opened, until something else is chosen or opened."""
    if st.session_state.get(_PAGE, page) != page:
        state.forget_unknown(*state.unknown_in_address())
    st.session_state[_PAGE] = page


def _say_unknown(screen: Screen, title: str, as_of_day: date) -> None:
    """For each parameter of the address that names nothing known: that it does, and what is shown instead."""
    words = screen.words
    shown = {
        "month": words.month(screen.month),
        "as_of": words.day(as_of_day),
        "lang": head.LANGUAGE_NAMES[words.language],
        "size": words(f"size.{screen.size}"),
        "meeting": words("meeting.all_meetings"),
        AREA: words.named(screen.board.knowledge.catalogue.programme["place"]),
        SNAPSHOT: words("address.board_of", day=words.day(as_of_day)),
    }
    for name, value in state.unknown_in_address().items():
        what = words(f"address.what.{name}") if words.has(f"address.what.{name}") else words("address.what.other")
        said = words("address.unknown", what=what, value=escape_markdown(value), shown=shown.get(name, title))
        st.warning(said, icon=":material/link_off:")


def _head(screen: Screen, title: str, months: list[date], as_of_day: date) -> str:
    """Draws the head; gives it as HTML where that is all of it."""
    words = screen.words
    st.html(html.style(words.language, screen.size))
    here.badge(words)
    to_come = _month_to_come(months, screen.latest)
    told = _marks(screen, as_of_day, to_come)
    top = Prepared(bar.navigation(screen) + head.head(screen, title, months, as_of_day) + told)
    st.html(top)
    areas.choose(words)
    _say_unknown(screen, title, as_of_day)
    if screen.snapshot:
        mark(words, screen.snapshot)
    is_all = not (screen.snapshot or to_come or areas.are_several() or state.unknown_in_address())
    return top if is_all else ""


def _marks(screen: Screen, as_of_day: date, to_come: date | None) -> str:
    """That figures are invented, that nobody has reported, that this is a day past, before the month asked for."""
    words, known = screen.words, screen.board.knowledge
    received, due = screen.board.reported
    told = [html.demonstration_mark(words)] if known.has_demonstration else []
    if due and not received and known.observations.height:
        told.append(html.note(words("head.none_reported")))
    if not screen.snapshot and as_of_day < screen.latest:
        told.append(html.note(words("head.past", day=words.day(as_of_day))))
    if not screen.snapshot and to_come:
        said = words("head.to_come", month=words.month(to_come), shown=words.month(screen.month))
        told.append(html.note(said))
    return "".join(told)


def end(screen: Screen, *, likely_next: str = "") -> None:
    """The page's last line: a mark that says which page, language and moment is on the screen.

    `likely_next`: what the screens this one leads to draw by, prepared by the browser while the reader reads.
    """
    st.html(
        f'<div class="ea-end" data-page="{screen.page}" data-language="{screen.words.language}" '
        f'data-month="{screen.month:%Y-%m}" data-as-of="{screen.as_of:%Y-%m-%d}" data-next="{likely_next}"></div>'
    )
