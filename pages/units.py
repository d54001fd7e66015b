"""Units: what each leads and supports, with status, and the reports it owes; one unit's page as a link."""

import streamlit as st

from ui import router

router.require_router(router.UNITS)

from ui import shell, units  # noqa: E402
from ui.ledgers import brief  # noqa: E402
from ui.notices import brief as notices  # noqa: E402

screen = shell.begin(router.UNITS, units.title)
words = screen.words
unit_id = units.choose(screen)

if unit_id is None:
    st.caption(words("units.all_note"))
    units.all_units(screen)
else:
    units.counts(screen, unit_id)
    st.subheader(words("units.reports"))
    units.reports(screen, unit_id)
    notices.of_unit(screen, unit_id)
    brief.of_unit(screen, unit_id)
    st.subheader(words("units.leads"))
    units.targets(screen, unit_id, role="lead")
    st.subheader(words("units.supports"))
    units.targets(screen, unit_id, role="supporting")

shell.end(screen)
