"""Supervision notices: what the rule proposes, what is open, what was closed; one of them with its paper."""

from ui import router

router.require_router("notices")

from ui import shell  # noqa: E402
from ui.notices import page  # noqa: E402

screen = shell.begin("notices", page.title)
page.draw(screen)
shell.end(screen)
