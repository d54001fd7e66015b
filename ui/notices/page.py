"""Which part of the notices' screen the address asks for: the lists, one proposal, one notice."""

from __future__ import annotations

import polars as pl
import streamlit as st

from i18n.typed import typed
from ui import links, router, state
from ui.notices import deciding, listing, reading, showing
from ui.screen import Screen

LISTS = "all"


def title(screen: Screen) -> str:
    """The number or the indicator of what is open, else the page's name."""
    words, chosen = screen.words, _chosen()
    notice = reading.notices(screen).filter(pl.col("notice_id") == chosen)
    if notice.height:
        row = notice.row(0, named=True)
        return typed(words, row["number"] or "") or words("notices.state.declined")
    known = screen.board.knowledge
    if chosen in known.indicators:
        return f"{words('notices.proposed')} · {words.of(known.indicators[chosen])}"
    return words("nav.notices")


def _chosen() -> str:
    state.take_from_url("notice")
    return str(st.session_state.get("notice", LISTS))


def draw(screen: Screen) -> None:
    """The lists, or the one thing the address names."""
    chosen = _chosen()
    notice = reading.notices(screen).filter(pl.col("notice_id") == chosen)
    is_proposal = chosen in screen.board.knowledge.indicators
    if not notice.height and not is_proposal:
        state.write_to_url(notice=None)
        listing.tiles(screen)
        listing.proposed(screen)
        listing.open_ones(screen)
        listing.register(screen)
        return
    state.write_to_url(notice=chosen)
    st.query_params["notice"] = chosen  # a link to the page itself reaches the session, but not the address bar
    with st.container(key="notices_back"):
        st.page_link(
            router.page_at("notices"),
            label=screen.words("notices.back"),
            icon=":material/arrow_back:",
            query_params=links.query(screen, notice=LISTS),
        )
    if notice.height:
        showing.draw(screen, notice.row(0, named=True))
    else:
        deciding.draw(screen, chosen)
