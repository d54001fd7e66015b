"""Overview: the actions at a glance, month by month, the worst gaps, what moved, who has not reported."""

import streamlit as st

from ui import router

router.require_router(router.OVERVIEW)

from ui import drawing, overview, shell  # noqa: E402

screen = shell.begin(router.OVERVIEW)
words = screen.words

overview.nothing_yet(screen)
told = overview.told(screen)
st.html(told.counts)

actions, months = st.columns([2, 3], gap="medium")
with actions:
    st.subheader(words("overview.actions"), help=words("overview.actions_note"))
    drawing.composition(screen)
    st.html(told.actions)
with months:
    st.subheader(words("overview.matrix"), help=words("overview.matrix_note"))
    drawing.offer_picture(screen, drawing.matrix(screen), key="matrix", title=words("overview.matrix"))

st.html(told.lists)
shell.end(screen, likely_next=drawing.of_actions(screen))
