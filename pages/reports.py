"""Reports: choose one, see it as paper, write its prose, issue it; the archive and what changed between two."""

from ui import router

router.require_router("reports")

from ui import shell  # noqa: E402
from ui.reports import archive, choice, desk  # noqa: E402

screen = shell.begin("reports", lambda screen: choice.title(screen, archive.known_ids(screen)))
reports = archive.known_reports(screen)
chosen = choice.current(screen, reports["report_id"].to_list())
choice.keep(chosen)

if chosen.report_id is None:
    desk.draft(screen, chosen, reports)
else:
    desk.issued(screen, reports, chosen.report_id)

shell.end(screen)
