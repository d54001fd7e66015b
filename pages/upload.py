"""Upload: files in, the report by cell, the difference, confirm, undo; calendar, review, templates, names."""

import streamlit as st

from ui import router

router.require_router(router.UPLOAD)

from ui import person, shell  # noqa: E402
from ui.intake import calendar, desk, history, names, review, templates  # noqa: E402

SECTIONS = ("desk", "history", "calendar", "review", "templates", "names")

screen = shell.begin(router.UPLOAD)
words = screen.words
who, section = st.columns([1, 3], vertical_alignment="bottom")
with who:
    by = person.ask(words)
with section:
    chosen = st.segmented_control(
        words("upload.section"),
        SECTIONS,
        default="desk",
        required=True,
        format_func=lambda name: words(f"upload.{name}"),
        key="upload_section",
        label_visibility="collapsed",
    )

if chosen == "desk":
    desk.draw(screen, by)
elif chosen == "history":
    history.draw(screen, by)
elif chosen == "calendar":
    calendar.draw(screen)
elif chosen == "review":
    review.draw(screen, by)
elif chosen == "templates":
    templates.draw(screen)
else:
    names.draw(screen, by)

shell.end(screen)
