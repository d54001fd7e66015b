"""Altair, imported when the first specification has to be built by it.

Most are in the store (`charts.store`), and importing Altair costs a start half a second.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

__all__ = ["alt"]


@cache
def _altair() -> Any:
    import altair
    from altair.utils import schemapi

    schemapi.disable_debug_mode()  # what a specification may say the tests ask of each, not every process anew
    return altair


class _Later:
    """Altair's names, each looked up when it is used."""

    def __getattr__(self, name: str) -> Any:
        return getattr(_altair(), name)


if TYPE_CHECKING:
    import altair as alt
else:
    alt = _Later()
