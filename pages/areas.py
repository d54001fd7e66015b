"""Areas: how the counties of one warehouse stand in a month, and one indicator of all of them ranked."""

import streamlit as st

from ui import router

router.require_router("areas")

from ui import area_ranking, area_standings, shell  # noqa: E402

screen = shell.begin("areas")
words = screen.words

if not area_standings.said_alone(screen):
    st.subheader(words("areas.standings"), help=words("areas.standings_note"))
    area_standings.standings(screen)
    st.subheader(words("areas.indicator"), help=words("areas.indicator_note"))
    area_ranking.one_indicator(screen)

shell.end(screen)
