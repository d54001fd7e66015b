"""Which item the livelihood screen shows: the address', or all."""

from __future__ import annotations

import streamlit as st

from ui import links, router, state
from ui.choose import current, one_of
from ui.livelihood import texts
from ui.livelihood.data import livelihood
from ui.screen import Screen
from warehouse.livelihood_board import ItemView, LivelihoodBoard

ALL = "all"


def title(screen: Screen) -> str:
    """The name of the item shown, or of the page."""
    items = livelihood(screen).by_id
    chosen = current("item", [ALL, *items], default=ALL)
    return texts.number_and_name(screen.words, items[chosen]) if chosen in items else screen.words("nav.livelihood")


def choose(screen: Screen, board: LivelihoodBoard) -> ItemView | None:
    """The item to show; None for the list of all."""
    words, items = screen.words, board.by_id

    def name(item_id: str) -> str:
        return words("livelihood.all") if item_id == ALL else texts.number_and_name(words, items[item_id])

    if current("item", [ALL, *items], default=ALL) == ALL:
        state.write_to_url(item=None)
        return None
    with st.container(horizontal=True, vertical_alignment="center", key="choose_item"):
        query = links.query(screen, item=ALL)
        st.page_link(router.page_at("livelihood"), label=f"← **{words('livelihood.back')}**", query_params=query)
        chosen = one_of("item", words("livelihood.pick"), [ALL, *items], write=name, default=ALL)
    if chosen in items:
        st.query_params["item"] = chosen  # a link within the page hands it over without showing it in the address
    return items.get(chosen or ALL)
