"""All indicators as a list; one in full: verdict and why, its course, its targets and their places, sources."""

import streamlit as st

from ui import router

router.require_router(router.INDICATOR)

from ui import drawing, indicator, indicator_list, notes, outlook, shell  # noqa: E402
from ui.ledgers import brief  # noqa: E402
from ui.notices import brief as notices  # noqa: E402

indicator.take()
screen = shell.begin(router.INDICATOR, indicator.title)
words = screen.words
indicator_id = indicator.shown(screen)

if indicator_id is None:
    indicator_list.draw(screen)
else:
    indicator.choose(screen, indicator_id)
    course, verdict = st.columns([3, 2], gap="large")
    with course:
        drawing.course(screen, indicator_id)
        notes.draw(screen, indicator_id)
    with verdict:
        indicator.verdict(screen, indicator_id)
        outlook.draw(screen, indicator_id)

    notices.of_indicator(screen, indicator_id)
    brief.of_indicator(screen, indicator_id)
    st.subheader(words("indicator.targets"))
    indicator.targets(screen, indicator_id)
    st.subheader(words("indicator.figures"), help=words("indicator.figures_note"))
    indicator.figures(screen, indicator_id)

shell.end(screen)
