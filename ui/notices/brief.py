"""Open supervision notices in brief on other screens: a unit's, an indicator's."""

from __future__ import annotations

import polars as pl
import streamlit as st

from ui.notices import listing, reading
from ui.screen import Screen


def of_unit(screen: Screen, unit_id: str) -> None:
    """What was sent to a unit and is not closed."""
    _lines(screen, pl.col("unit_id") == unit_id)


def of_indicator(screen: Screen, indicator_id: str) -> None:
    """What was sent about an indicator and is not closed."""
    _lines(screen, pl.col("indicator_id") == indicator_id)


def _lines(screen: Screen, mine: pl.Expr) -> None:
    rows = listing.most_urgent(reading.notices(screen).filter(mine & pl.col("state").is_in(listing.OPEN)))
    if rows.height:
        st.subheader(screen.words("notices.open_of"))
        listing.open_lines(screen, rows, key="list_brief_notices")
