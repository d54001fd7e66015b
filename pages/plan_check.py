"""Plan check: every target with its place, the contradictions and which row is in force, what lacks owner or number."""

import streamlit as st

from ui import router

router.require_router(router.PLAN_CHECK)

from ui import plan_check, shell  # noqa: E402

screen = shell.begin(router.PLAN_CHECK)
words = screen.words

plan_check.summary(screen)
st.subheader(words("check.contradictions"), help=words("check.contradictions_note"))
plan_check.contradictions(screen)
plan_check.decisions(screen)
plan_check.mark_in_force(screen)
st.subheader(words("check.all"))
plan_check.targets(screen)

shell.end(screen)
