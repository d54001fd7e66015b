"""Ledgers: the lists every action keeps; what is overdue, what is behind and on no list; one entry in full."""

import streamlit as st

from ui import router

router.require_router("ledgers")

from ui import person, shell  # noqa: E402
from ui.ledgers import entry, flags, forms, listing, workbook  # noqa: E402
from ui.ledgers.data import lists_of  # noqa: E402

screen = shell.begin("ledgers")
words = screen.words
entry_id = listing.entry_wanted(lists_of(screen))

if entry_id is not None:
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        if st.button(words("ledgers.back"), icon=":material/arrow_back:", key="back_to_lists"):
            listing.open_entry(None)
        with st.container(width=260):
            by = person.ask(words, "ledgers")
    entry.draw(screen, by, entry_id)
else:
    with st.container(horizontal=True, vertical_alignment="bottom", key="ledger_choices"):
        view = listing.choose(screen)
        with st.container(width=200):
            by = person.ask(words, "ledgers")
        if st.button(words("ledgers.add"), icon=":material/add:", key="begin_entry"):
            forms.begin_new(ledger=view.ledger, action_id=view.action_id)
    listing.tiles(screen, view)
    if view.ledger in (None, "shortcoming"):
        flags.warn(screen, action_id=view.action_id)
    forms.add(screen, by)
    listing.table(screen, view)
    workbook.draw(screen, by, action_id=view.action_id)

shell.end(screen)
