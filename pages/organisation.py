"""Organisation: the general task force and its office, the actions' task forces, the plan's mechanisms."""

from ui import router

router.require_router("organisation")

from ui import organisation, shell  # noqa: E402

screen = shell.begin("organisation")
organisation.county(screen)
organisation.task_forces(screen)
organisation.mechanisms(screen)
shell.end(screen)
