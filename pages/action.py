"""One action: its leading indicators as charts, all its targets worst first, its task force."""

import streamlit as st

from ui import router

router.require_router("action")

from ui import action, drawing, shell  # noqa: E402
from ui.ledgers import brief  # noqa: E402

action_id = router.current_action()
screen = shell.begin(router.action_path(action_id), action.title_of(action_id))
words = screen.words

action.counts(screen, action_id)

st.subheader(words("action.headline"))
drawing.headlines(screen, action_id)

brief.of_action(screen, action_id)

st.subheader(words("action.all"), help=words("action.all_note"))
action.all_targets(screen, action_id)

action.task_force(screen, action_id)
shell.end(screen)
