"""Appraisal: the plan's looks, ratings and comparisons as far as they can be counted, ranked, every score opened."""

import streamlit as st

from ui import router

router.require_router("appraisal")

from ui import shell  # noqa: E402
from ui.appraisal import choosing, listing, reading, subject, what_if  # noqa: E402

screen = shell.begin("appraisal", choosing.title)
chosen = choosing.form_and_kind(screen)

if chosen is None:
    st.info(screen.words("appraisal.none"))
else:
    ranking = reading.ranking(screen, *chosen)
    opened = choosing.subject(screen, ranking.subject_kind)
    if opened is not None:
        subject.draw(screen, ranking, opened)
    else:
        listing.draw(screen, ranking)
        listing.criteria(screen, ranking)
        what_if.draw(screen, ranking)

shell.end(screen)
