"""Snapshots: moments under a name: open, compare two, write the whole board to files."""

import streamlit as st

from ui import router

router.require_router("snapshots")

from ui import shell  # noqa: E402
from ui.snapshots import comparing, exporting, listing, taking  # noqa: E402
from ui.snapshots.views import choose_view  # noqa: E402

screen = shell.begin("snapshots")
view = choose_view(screen)

if view == "list":
    listed = st.container()
    by = taking.take(screen)
    with listed:
        listing.snapshots(screen, by)
elif view == "compare":
    chosen = comparing.choose(screen)
    if chosen:
        comparing.show(screen, *chosen)
else:
    exporting.write(screen)

shell.end(screen)
