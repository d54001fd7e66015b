"""One action: its leading indicators as charts, all its targets worst first, its task force."""

from ui import router

router.require_router("action")

from ui import action, shell  # noqa: E402

action_id = router.current_action()
screen = shell.begin(router.action_path(action_id), action.title_of(action_id))
action.show(screen, action_id)
shell.end(screen)
