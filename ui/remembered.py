"""The name somebody works under, kept in the browser's own cookie, so that a reload need not ask for it again."""

from __future__ import annotations

import json
from urllib.parse import quote, unquote

import streamlit as st

COOKIE = "ea_person"
LONGEST = 40
_YEAR_SECONDS = 365 * 24 * 3600
_KEPT = "person_kept"


def remembered() -> str:
    """The name this browser gave before; "" where it gave none."""
    kept = st.context.cookies.get(COOKIE)
    return unquote(kept)[:LONGEST].strip() if isinstance(kept, str) else ""  # without a browser nothing is kept


def remember(name: str) -> None:
    """Keeps the name in the browser, where it is another than the one kept there."""
    if not name or name == st.session_state.get(_KEPT, remembered()):
        return
    st.session_state[_KEPT] = name
    cookie = json.dumps(f"{COOKIE}={quote(name, safe='')}; path=/; max-age={_YEAR_SECONDS}; SameSite=Lax")
    st.html(f"<script>document.cookie = {cookie}</script>", unsafe_allow_javascript=True)
