"""Which area's board this run is for: the one the address or the head names, else the one the server was started for.

Known to every cache and to `ui.process.the_process`, so that no screen has to think of it. Where the warehouse holds
one programme there is nothing to choose, and nothing here asks anything but a session's key.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

AREA = "area"
"""The address parameter and session key: a programme's id, or its area's."""
_SHOWN = "area_shown"
_elsewhere: set[str] = set()
"""The other programmes anybody was shown in this process; as long as it is empty, no look needs to ask."""
_standing_in: ContextVar[str | None] = ContextVar("area_standing_in", default=None)


def shown() -> str | None:
    """The programme this run, or this download, is for; None: the one the server was started for."""
    if not _elsewhere:
        return None
    if get_script_run_ctx(suppress_warning=True) is None:
        return _standing_in.get()
    return st.session_state.get(_SHOWN)


def show(programme_id: str | None) -> bool:
    """From here on this session is at that programme's board; whether that is another than before."""
    if programme_id is not None:
        _elsewhere.add(programme_id)
    if shown() == programme_id:
        return False
    st.session_state[_SHOWN] = programme_id
    return True


@contextmanager
def standing_in(programme_id: str | None) -> Iterator[None]:
    """Inside, a thread nobody's browser stands behind works for that programme's board."""
    mark = _standing_in.set(programme_id)
    try:
        yield
    finally:
        _standing_in.reset(mark)
