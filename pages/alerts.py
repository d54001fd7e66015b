"""Alerts: who asked to hear of what, what would be told today, what was sent."""

import streamlit as st

from ui import router

router.require_router("alerts")

from ui import alerts, person, shell  # noqa: E402

screen = shell.begin("alerts")
words = screen.words

alerts.ways(screen)
st.subheader(words("alerts.preview"))
alerts.preview(screen)
st.subheader(words("alerts.subscriptions"))
by = person.ask(words, "alerts")
alerts.subscriptions(screen, by)
alerts.add(screen, by)
st.subheader(words("alerts.log"))
alerts.log(screen)

shell.end(screen)
