"""Meeting: the list of meetings, the minutes of one, or full screen, one item of its agenda at a time."""

from ui import router

router.require_router("meeting")

from ui import shell  # noqa: E402
from ui.meeting import address, minutes, present, presenter, sitting, start  # noqa: E402

address.take()
agenda = address.agenda()
held = minutes.meeting_shown(address.meeting_id())
if held is None and address.meeting_id():
    address.refuse_meeting()
    agenda = None

if agenda is not None:
    shown = sitting.begin(agenda, is_narrow=presenter.is_narrow())
    present.draw(shown)
    screen = shown.screen
elif held is not None:
    screen = shell.begin("meeting", minutes.titled(held))
    address.write(slide=None)
    minutes.draw(screen, held)
else:
    screen = shell.begin("meeting")
    address.write(slide=None)
    start.draw(screen)

shell.end(screen)
