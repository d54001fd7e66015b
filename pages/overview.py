"""Overview: the actions at a glance, month by month, the worst gaps, what moved, who has not reported."""

import streamlit as st

from ui import router

router.require_router(router.OVERVIEW)

from ui import drawing, overview, shell  # noqa: E402

screen = shell.begin(router.OVERVIEW)

overview.nothing_yet(screen)
told = overview.told(screen)
st.html(told.counts)
overview.draw_charts(screen, told)
st.html(told.lists)
shell.end(screen, likely_next=drawing.of_actions(screen))
