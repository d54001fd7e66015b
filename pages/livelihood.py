"""Livelihood items: start, completion, acceptance of each group; every item; one in full with the public rating."""

import streamlit as st

from ui import router

router.require_router("livelihood")

from ui import indicator, person, shell  # noqa: E402
from ui.livelihood import choosing, confirming, data, item, listing, opening, opinions  # noqa: E402

screen = shell.begin("livelihood", choosing.title)
words = screen.words
collected = data.collect(screen)
if collected:
    st.toast(words("opening.collected", count=collected))
board = data.livelihood(screen)
chosen = choosing.choose(screen, board)

if chosen is None:
    listing.head(screen)
    opening.for_all(screen, board)
    listing.items(screen, board)
    listing.download(screen)
else:
    item.facts(screen, chosen)
    parts, public = st.columns([3, 2], gap="large")
    with parts:
        item.parts(screen, chosen)
        indicator_id = item.course(screen, chosen)
    with public:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(words("livelihood.rating"))
            opening.badge(screen, chosen)
        opinions.results(screen, chosen)
        with st.expander(words("opening.this"), icon=":material/qr_code_2:"):
            by = person.ask(words, "livelihood")
            opening.for_item(screen, chosen, by)
        with st.expander(words("confirming.title"), icon=":material/verified:"):
            confirming.form(screen, chosen, by)
    if indicator_id is not None:
        st.subheader(words("livelihood.detail"), help=words("indicator.figures_note"))
        indicator.figures(screen, indicator_id)

shell.end(screen)
