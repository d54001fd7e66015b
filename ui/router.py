"""The screens and the way between them. The pages are named by the programme, so next year's has its own."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

import streamlit as st
from streamlit.navigation.page import Page

from i18n import Words
from ui import state

OVERVIEW = "overview"
INDICATOR = "indicator"
UNITS = "units"
PLAN_CHECK = "plan_check"
UPLOAD = "upload"
ACTIONS = "actions"
SECTIONS: dict[str, tuple[str, ...]] = {
    "": (OVERVIEW, INDICATOR, UNITS, "areas", "meeting", UPLOAD),
    ACTIONS: (),
    "drive": ("ledgers", "livelihood", "notices", "appraisal"),
    "papers": ("reports", "snapshots", "alerts"),
    "plan": (PLAN_CHECK, "organisation"),
    "office": ("accounts", "audit"),
}
"""The navigation: a heading (`nav.<name>`) to its pages (files of pages/); the actions come from the programme."""
FOLDER = Path(__file__).parent.parent / "pages"
_PAGES = "router_pages"
_MADE = "router_made"
_WANTED = "router_wanted"
_ACTION = "router_action"


@cache
def page_names() -> tuple[str, ...]:
    """The pages that are one file each."""
    return tuple(name for names in SECTIONS.values() for name in names if (FOLDER / f"{name}.py").exists())


def action_path(action_id: str) -> str:
    """The address of an action's screen."""
    return f"action_{action_id}"


def all_pages(
    words: Words, actions: list[dict[str, Any]], *, unlisted: frozenset[str] = frozenset()
) -> dict[str, list[Page]]:
    """The navigation: a section heading to its pages; one page per action, all of one file. `unlisted` are there
    but not shown: they say themselves who may not read them. Made once per session and what it is made of: each page
    has its file looked for on the disk."""
    own = {action_path(row["action_id"]) for row in actions}
    elsewhere = _of_other_areas(own)
    page = _asked_page()
    if page and page not in {*own, *page_names(), *elsewhere}:
        elsewhere = (*elsewhere, page)
        state.note_unknown("page", page)
    titles = tuple((action_path(row["action_id"]), f"{row['ordinal']} {words.of(row)}") for row in actions)
    asked = (words.language, titles, unlisted, elsewhere)
    if st.session_state.get(_MADE, (None,))[0] != asked:
        st.session_state[_MADE] = (asked, *_made(words, dict(titles), unlisted, elsewhere))
    _, found, st.session_state[_PAGES] = st.session_state[_MADE]
    return dict(found)


def _made(
    words: Words, titles: dict[str, str], unlisted: frozenset[str], elsewhere: tuple[str, ...]
) -> tuple[dict[str, list[Page]], dict[str, Page]]:
    """The navigation, and each address' page."""
    single = {
        name: st.Page(
            f"pages/{name}.py",
            title=words(f"nav.{name}"),
            url_path=name,
            default=name == OVERVIEW,
            visibility="hidden" if name in unlisted else "visible",
        )
        for name in page_names()
    }
    of_actions = {path: st.Page("pages/action.py", title=title, url_path=path) for path, title in titles.items()}
    of_actions |= {
        path: st.Page("pages/action.py", title=path, url_path=path, visibility="hidden") for path in elsewhere
    }
    found = {words(f"nav.{heading}") if heading else "": _listed(single, heading) for heading in SECTIONS}
    found[words("nav.actions")] = list(of_actions.values())
    return {heading: pages for heading, pages in found.items() if pages}, single | of_actions


def hide_menu(words: Words) -> None:
    """In place of the navigation where there is no board: the pages keep their addresses and none is listed."""
    pages, _ = _made(words, {}, frozenset(), ())
    st.navigation(pages, position="hidden")


def _of_other_areas(own: set[str]) -> tuple[str, ...]:
    """The actions this session has seen at other areas' boards, unlisted: their addresses lead on to the overview."""
    before: dict[str, Page] = st.session_state.get(_PAGES, {})
    return tuple(path for path in before if path.startswith(action_path("")) and path not in own)


def _asked_page() -> str | None:
    """The page the address names; Streamlit would tell in English of one that it does not know."""
    asked = unquote(urlsplit(st.context.url or "").path).strip("/")
    return asked if asked and "/" not in asked else None


def _listed(single: dict[str, Page], heading: str) -> list[Page]:
    return [single[name] for name in SECTIONS[heading] if name in single]


def menu() -> list[tuple[str, list[tuple[str, str]]]]:
    """What is listed: each heading (none for the first pages) with the addresses and titles of its pages."""
    found = []
    for heading, pages in st.session_state[_MADE][1].items():
        shown = [(page.url_path or OVERVIEW, page.title) for page in pages if page.visibility == "visible"]
        if shown:
            found.append((heading, shown))
    return found


def page_at(path: str) -> Page:
    """The page of an address, for links and switches."""
    return st.session_state[_PAGES][path]


def enter(page: Page, actions: list[dict[str, Any]]) -> None:
    """Note which action the page about to run is for; from one there is none of in this plan, go to the overview."""
    by_path = {action_path(row["action_id"]): row["action_id"] for row in actions}
    if page.url_path not in ("", *page_names(), *by_path):
        st.switch_page(page_at(OVERVIEW), query_params=st.query_params.to_dict())
    st.session_state[_ACTION] = by_path.get(page.url_path)


def current_action() -> str:
    """The action_id of the action screen running; the first action's where the address names none."""
    first = next(path for path in st.session_state[_PAGES] if path.startswith(action_path("")))
    return st.session_state.get(_ACTION) or first.removeprefix(action_path(""))


def require_router(path: str) -> None:
    """A page's first line: on a fresh server a deep link may run the page without the router; go through it."""
    if _PAGES not in st.session_state:
        st.session_state[_WANTED] = path
        st.switch_page("app.py", query_params=st.query_params.to_dict())


def wanted_page() -> Page | None:
    """The page a deep link asked for before the router had run, once."""
    path = st.session_state.pop(_WANTED, None)
    return page_at(path) if path else None


@st.cache_resource(show_spinner=False)
def _process_flag() -> dict[str, bool]:
    return {"router_has_run": False}


def settle_first_run(page: Page) -> None:
    """Start the process' first run over, now that st.navigation has run.

    Until then Streamlit knows only the files of pages/: the first change of a widget would be lost, and the
    browser has been told that an address like an action's does not exist, which only a reload takes back.
    """
    flag = _process_flag()
    if flag["router_has_run"]:
        return
    flag["router_has_run"] = True
    if page.url_path in ("", *page_names()):
        st.rerun()
    address = json.dumps(f"/{page.url_path}?{urlencode(st.query_params.to_dict())}")
    st.html(f"<script>window.location.replace({address})</script>", unsafe_allow_javascript=True)
    st.stop()
