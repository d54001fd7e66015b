"""What is prepared once for all visitors, kept apart by area: what was made of one county is never shown of another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import streamlit as st

from ui import area

Given = ParamSpec("Given")
Made = TypeVar("Made")


def kept(
    *, max_entries: int, hash_funcs: Mapping[str | type[Any], Callable[[Any], Any]] | None = None
) -> Callable[[Callable[Given, Made]], Callable[Given, Made]]:
    """Keeps what a function gives for its arguments and for the programme of the run, as `st.cache_resource` does."""

    def keeping(make: Callable[Given, Made]) -> Callable[Given, Made]:
        @wraps(make)
        def made(*args: Any, of_area: str | None = None, **named: Any) -> Made:
            del of_area  # part of the cache's key only
            return make(*args, **named)

        keep = st.cache_resource(
            show_spinner=False, max_entries=max_entries, hash_funcs=dict(hash_funcs) if hash_funcs else None
        )
        cached: Any = keep(made)

        @wraps(make)
        def asked(*args: Given.args, **named: Given.kwargs) -> Made:
            other = area.shown()
            found: Made = cached(*args, **named) if other is None else cached(*args, of_area=other, **named)
            return found

        asked.clear = cached.clear  # type: ignore[attr-defined]
        return asked

    return keeping
