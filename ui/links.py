"""Links between screens that keep language, month and as-of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from urllib.parse import urlencode

import streamlit as st

from ui import router, state
from ui.area import AREA
from ui.markup import escape_markdown
from ui.screen import Screen

__all__ = ["anchor", "escape_markdown", "listed", "opening", "query", "to_action", "to_indicator", "to_unit"]


ALL = "all"
FILTERS = ("in_action", "in_status", "of_unit", "of_kind")
"""What the list of indicators is narrowed by, as the address names it: one of each, or ALL."""
SOUGHT = "sought"
"""The words looked for in that list, in the address."""


def query(screen: Screen, **extra: str) -> dict[str, str]:
    """The address parameters that reopen another screen at the same month and moment."""
    written = st.session_state.get("url_written", {})
    size = state.size_in_address(screen.size)
    return {
        "lang": screen.words.language,
        "month": f"{screen.month:%Y-%m}",
        "as_of": str(written.get("as_of", "")),
        **({"size": size} if size else {}),
        **({AREA: written[AREA]} if AREA in written else {}),
        **extra,
    }


def to_indicator(screen: Screen, indicator_id: str, *, label: str | None = None) -> None:
    """A link to an indicator's screen under its name, or under `label`, which may hold markup."""
    name = label or escape_markdown(screen.words.of(screen.board.knowledge.indicators[indicator_id]))
    st.page_link(router.page_at(router.INDICATOR), label=name, query_params=query(screen, indicator=indicator_id))


def to_action(screen: Screen, action_id: str) -> None:
    """A link to an action's screen under its name."""
    row = screen.board.knowledge.actions[action_id]
    page = router.page_at(router.action_path(action_id))
    st.page_link(page, label=escape_markdown(screen.words.of(row)), query_params=query(screen))


def to_unit(screen: Screen, unit_id: str, *, label: str | None = None) -> None:
    """A link to a unit's screen under its name, or under `label`, which may hold markup."""
    name = label or escape_markdown(screen.words.of(screen.board.knowledge.units[unit_id]))
    st.page_link(router.page_at(router.UNITS), label=name, query_params=query(screen, unit=unit_id))


def listed(asked: Mapping[str, str], **filters: str) -> Callable[[str, str], str]:
    """Makes links, given a status and HTML, to the list of the indicators of that status and of `filters`."""
    whole = dict(asked) | dict.fromkeys(FILTERS, ALL) | {SOUGHT: ""} | filters

    def link(status: str, content: str) -> str:
        return anchor(router.INDICATOR, content, whole | {"in_status": status})

    return link


def anchor(page: str, content: str, asked: Mapping[str, str]) -> str:
    """A link as HTML to `page` with the parameters of `query`; `content` is HTML already.

    Many links in one piece of HTML cost a fraction of as many elements. The browser stays in the session
    (`ui/page.js`).
    """
    return f'{opening(page, asked)}">{content}</a>'


def pattern(page: str, asked: Mapping[str, str], **fields: str) -> str:
    """As the address of `anchor`, for a chart's marks: names in braces in `page` and `fields` are those of the columns
    that say what stands there."""
    rest = {name: value for name, value in asked.items() if name not in fields}
    return f"./{page}?{urlencode(rest)}" + "".join(f"&{name}={value}" for name, value in fields.items())


def opening(page: str, asked: Mapping[str, str]) -> str:
    """The beginning of `anchor`, up to where its address may go on."""
    path = "" if page == router.OVERVIEW else page
    return f'<a class="ea-to" href="./{path}?{escape(urlencode(asked))}'
