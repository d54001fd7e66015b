"""Overview: the actions at a glance, month by month, the worst gaps, what moved, who has not reported."""

from ui import router

router.require_router(router.OVERVIEW)

from ui import drawing, overview, shell  # noqa: E402

screen = shell.begin(router.OVERVIEW)

overview.show(screen)
shell.end(screen, likely_next=drawing.of_actions(screen))
