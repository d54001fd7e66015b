"""The audit: who did what, when and from where."""

from ui import router

router.require_router("audit")

from ui import audit, shell  # noqa: E402

screen = shell.begin("audit")
audit.draw(screen)
shell.end(screen)
