"""One run of the dashboard for one visitor: language, navigation, the first load, the page."""

import streamlit as st

from i18n import words_for
from ui import areas, first_start, refusals, router, shell, state
from ui.access import here as access


def run() -> None:
    """Everything the screen shows, from the address and the session."""
    state.take_from_url("lang")
    words = words_for(state.current_language())
    programme, actions = shell.open_programme(words)
    st.set_page_config(page_title=words.named(programme["name"]), page_icon="ui/icon.png", layout="wide")
    may_look = access.may_look()
    pages = router.all_pages(words, actions, unlisted=access.unlisted() | areas.unlisted())
    page = st.navigation(pages, position="hidden")

    router.settle_first_run(page)
    wanted = router.wanted_page()
    if wanted is not None:
        st.switch_page(wanted, query_params=st.query_params.to_dict())

    if not may_look:
        access.draw_gate(words)
    elif first_start.is_ready():
        first_start.draw_error(words)
        router.enter(page, actions)
        with refusals.said(words):
            page.run()
    else:
        first_start.draw(words)
