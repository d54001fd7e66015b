"""A screen's first picture: what an address showed last goes with Streamlit's page, until its own run takes its place.

Streamlit's programs take a browser longer to start than a screen takes to be drawn. Kept in the process, by what an
address says, for the warehouse's version and the board's day: of an older board nothing is shown. Only what everybody
sees is kept: where people sign in, what those see who have not. `ui/early.js` puts the run's screen in its place.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import product

import streamlit as st
from starlette.datastructures import Headers, QueryParams
from starlette.types import Scope

from ui import html, links, state
from ui.access import here
from ui.access.visitor import look_of_request
from ui.data import latest_day
from ui.process import the_process
from ui.router import OVERVIEW
from ui.screen import Screen
from ui.shell import month_first_shown
from warehouse.errors import WarehouseError

log = logging.getLogger(__name__)

MOST = 160
"""How many addresses' pictures are kept; one is some 100 kB, and several addresses have the same."""
Moment = tuple[int, int, date]
"""The versions of the figures and of what is kept beside them, and the board's day."""
BLANK = '<div class="ea-blank"></div>'
"""Room for a button that comes with the run."""


@dataclass(frozen=True)
class Address:
    """What a picture is of, as an address says it: "" for a month or a day it does not name."""

    page: str
    look: str
    """As of `look_of_request`."""
    language: str
    size: str
    month: str
    as_of: str


@dataclass(frozen=True)
class _Picture:
    of: Moment
    html: str


class _Album:
    """The pictures, the newest last."""

    def __init__(self) -> None:
        self._pictures: OrderedDict[Address, _Picture] = OrderedDict()
        self._changing = threading.Lock()

    def of(self, address: Address) -> _Picture | None:
        with self._changing:
            return self._pictures.get(address)

    def add(self, addresses: Iterable[Address], picture: _Picture) -> None:
        with self._changing:
            for address in addresses:
                self._pictures[address] = picture
                self._pictures.move_to_end(address)
            while len(self._pictures) > MOST:
                self._pictures.popitem(last=False)


@st.cache_resource(show_spinner=False)
def _album() -> _Album:
    """Of this process and its warehouse."""
    return _Album()


def piece(text: str) -> str:
    """One piece of HTML of the screen, where Streamlit puts one of `st.html`."""
    return f'<div class="stHtml">{text}</div>'


def beside(*columns: tuple[int, Iterable[str]]) -> str:
    """Columns as `st.columns` makes them, each with its share of the width and its pieces."""
    whole = sum(share for share, _ in columns)
    made = (
        f'<div class="ea-stack" style="--part:{share / whole:%}">{"".join(pieces)}</div>' for share, pieces in columns
    )
    return f'<div class="ea-beside">{"".join(made)}</div>'


def keep(screen: Screen, pieces: Iterable[str], *, of: Moment) -> None:
    """Keeps the picture of the screen just drawn: its head and the first of its `pieces`, of `piece` and `beside`.

    `of` is `now` from before they were made: what has changed since is not in them. Nothing is kept of a screen whose
    head says more than its board (`Screen.top` is empty) or that not everybody sees.
    """
    look = here.look_of_run()
    if look is None or not screen.top:
        return
    addresses = _addresses(screen, look)
    have = _album().of(addresses[-1])
    if of[0] == screen.board.knowledge.version and (have is None or have.of != of):
        _album().add(addresses, _Picture(of, _page(screen, pieces)))


def now() -> Moment:
    """As it stands."""
    warehouse = the_process().warehouse
    return warehouse.version(), warehouse.drive_version(), latest_day()


def _addresses(screen: Screen, look: str) -> list[Address]:
    """Every address that shows this screen: what it would show by itself need not be said. The fullest comes last."""
    asked = links.query(screen)
    as_of = date.fromisoformat(asked["as_of"])
    is_first = month_first_shown(screen.board.knowledge, as_of) == screen.month
    months = ["", asked["month"]] if is_first else [asked["month"]]
    days = ["", asked["as_of"]] if as_of == screen.latest else [asked["as_of"]]
    return [Address(screen.page, look, screen.words.language, screen.size, *said) for said in product(months, days)]


def _page(screen: Screen, pieces: Iterable[str]) -> str:
    """The picture, with the classes by which `ui/style.css` knows Streamlit's own boxes, and the page's title."""
    style, account = html.style(screen.words.language, screen.size), here.way_in(screen.words)
    title = escape(screen.words.named(screen.board.knowledge.catalogue.programme["name"]))
    badge = f'<div class="st-key-badge">{piece(account)}</div>' if account else ""
    inside = f"{piece(screen.top)}{''.join(pieces)}<div></div>"
    return (
        f'<div id="ea-early" class="stApp" data-page="{screen.page}" data-title="{title}">{style}{badge}'
        f'<main><div class="stMainBlockContainer"><div class="ea-stack">{inside}</div></div></main></div>'
    )


def found(scope: Scope) -> str:
    """The picture for a request of a page; "" where there is none, or only one of an older board.

    May ask the warehouse for its version, so not for the server's own thread.
    """
    address = _asked(scope)
    picture = _album().of(address) if address else None
    try:
        return picture.html if picture is not None and picture.of == now() else ""
    except WarehouseError as error:  # the run will say so on the screen
        log.warning("no first picture: %s", error)
        return ""


def _asked(scope: Scope) -> Address | None:
    """What a request asks for; None where its address says more than a picture is kept by."""
    headers, asked = Headers(scope=scope), QueryParams(scope["query_string"])
    look = look_of_request(scope)
    if look is None or not set(asked) <= {"lang", "month", "as_of", "size"}:
        return None
    return Address(
        page=scope["path"].strip("/") or OVERVIEW,
        look=look,
        language=_language(asked, headers),
        size=asked.get("size") or state.size_of_device(headers.get("user-agent")),
        month=asked.get("month", ""),
        as_of=asked.get("as_of", ""),
    )


def _language(asked: Mapping[str, str], headers: Mapping[str, str]) -> str:
    """The language asked for, else the first the browser asks for, which is the one it tells the run."""
    first = headers.get("accept-language", "").split(",")[0].split(";")[0].strip()
    return asked.get("lang") or state.language_of(first)
