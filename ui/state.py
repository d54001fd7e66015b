"""What the board shows: language, month, as-of. URL first, then the session, then what fits the visitor.

Kept under plain session keys (widget values do not survive a change of page) and mirrored to the URL on each
run (navigation links drop the query), so that the address always reopens exactly this screen.
"""

from __future__ import annotations

from datetime import date, datetime
from time import monotonic

import streamlit as st

from charts.theme import SIZES, Size
from i18n import LANGUAGES

_WRITTEN = "url_written"
_REPLACED = "url_replaced"
_UNKNOWN = "url_unknown"
LAG = 2.0
"""Seconds the browser's address may lag behind choices that follow each other quickly."""


def parse_month(text: str) -> date | None:
    """`2024-10` as the first of that month; None where it is no month."""
    try:
        return datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        return None


def parse_day(text: str) -> date | None:
    """`2024-11-20` as a date; None where it is no date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def visitor_language() -> str:
    """The browser's language as one of ours."""
    return language_of(st.context.locale or "")


def language_of(locale: str) -> str:
    """A browser's language (`zh-TW`) as one of ours; simplified Chinese where it says nothing useful."""
    locale = locale.lower()
    if locale.startswith(("zh-tw", "zh-hk", "zh-mo", "zh-hant")):
        return "zh-Hant"
    if locale.startswith("en"):
        return "en"
    return "zh-Hans"


def take_from_url(*names: str) -> None:
    """Take over what the address says, where it says something we did not write there ourselves."""
    written: dict[str, str] = st.session_state.setdefault(_WRITTEN, {})
    for name in names:
        value = st.query_params.get(name)
        if value is not None and value != written.get(name) and not _lags(name, value):
            st.session_state[name] = value
            st.session_state.get(_UNKNOWN, {}).pop(name, None)


def note_unknown(name: str, value: object) -> None:
    """Notes that what the address gave for `name` is nothing known, and forgets it, so that the screen can say so."""
    st.session_state.setdefault(_UNKNOWN, {})[name] = str(value)
    st.session_state.pop(name, None)


def unknown_in_address() -> dict[str, str]:
    """Parameters of the address that named nothing known, with what they said, until something is chosen."""
    return dict(st.session_state.get(_UNKNOWN, {}))


def has_left_address(name: str) -> bool:
    """Whether the address of this page said it and says it no more: the reader went back to before it was chosen."""
    return name not in st.query_params and has_written(name) and not _lags(name, None)


def forget_unknown(*names: str) -> None:
    """What these parameters said is of no interest any more."""
    for name in names:
        st.session_state.get(_UNKNOWN, {}).pop(name, None)


def has_written(name: str) -> bool:
    """Whether an address of this session has said it already."""
    return name in st.session_state.get(_WRITTEN, {})


def forget(*names: str, written: bool) -> None:
    """These choices were about something else; `written`: what the address says of them counts anew."""
    forget_unknown(*names)
    for name in names:
        st.session_state.pop(name, None)
        if written:
            st.session_state.get(_WRITTEN, {}).pop(name, None)


def _lags(name: str, value: str | None) -> bool:
    """Whether the address still says what was chosen just before: two quick choices, and the browser is behind."""
    before, at = st.session_state.get(_REPLACED, {}).get(name, (None, 0.0))
    return value == before and monotonic() - at < LAG


def write_to_url(**values: str | None) -> None:
    """Mirror values to the address in one message; a None is taken out of it."""
    written: dict[str, str] = st.session_state.setdefault(_WRITTEN, {})
    shown = st.query_params.to_dict()
    gone = {name for name, value in values.items() if value is None}
    kept = {name: value for name, value in values.items() if value is not None}
    for name in gone & written.keys():
        st.session_state.setdefault(_REPLACED, {})[name] = (written.pop(name), monotonic())
    for name, value in kept.items():
        if written.get(name) != value != shown.get(name):  # else the browser has said it itself and is not behind
            st.session_state.setdefault(_REPLACED, {})[name] = (written.get(name), monotonic())
        written[name] = value
    wanted = {name: value for name, value in (shown | kept).items() if name not in gone}
    if wanted != shown:
        st.query_params.from_dict(wanted)


def current_language() -> str:
    """The language of this run."""
    wanted = st.session_state.get("lang")
    if wanted not in LANGUAGES:
        if wanted:
            note_unknown("lang", wanted)
        wanted = st.session_state["lang"] = visitor_language()
    return wanted


def current_size() -> Size:
    """How large the charts are drawn: as chosen, else by the visitor's device."""
    wanted = st.session_state.get("size")
    if wanted in SIZES:
        return wanted
    if wanted:
        note_unknown("size", wanted)
    st.session_state["size"] = size = _size_of_own_device()
    return size


def size_in_address(size: Size) -> Size | None:
    """What the address says of it: nothing of what the device asks for itself, as a link is opened on others too."""
    return None if size == _size_of_own_device() else size


def _size_of_own_device() -> Size:
    return size_of_device(st.context.headers.get("User-Agent"))


def size_of_device(user_agent: str | None) -> Size:
    """How large the charts are for a browser that has not been told."""
    return "phone" if "Mobile" in (user_agent or "") else "screen"


def take_widget(widget: str, name: str) -> None:
    """Keep a widget's choice under the plain session key `name`, where it survives a change of page."""
    st.session_state[name] = st.session_state[widget]
    forget_unknown(name)
