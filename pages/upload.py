"""Upload: files in, the report by cell, the difference, confirm, undo; calendar, review, templates, names."""

import streamlit as st

from ui import router

router.require_router(router.UPLOAD)

from ui import person, shell  # noqa: E402
from ui.access.here import may_do  # noqa: E402
from ui.intake import calendar, desk, history, names, review, templates  # noqa: E402

SECTIONS = {"desk": "drafts", "history": "", "calendar": "", "review": "review", "templates": "", "names": "names"}
"""Each part and the right it is for; "" = everybody's."""

screen = shell.begin(router.UPLOAD)
words = screen.words
sections = [name for name, right in SECTIONS.items() if not right or may_do(right)]
who, section = st.columns([1, 3], vertical_alignment="bottom")
with who:
    by = person.ask(words)
with section:
    chosen = st.segmented_control(
        words("upload.section"),
        sections,
        default=sections[0],
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
