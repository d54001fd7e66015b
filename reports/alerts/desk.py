"""What a sending run works with, put together from the warehouse; screen and command use the same."""

from __future__ import annotations

from datetime import datetime

from i18n import words_for
from reports.alerts.events import Beside
from reports.alerts.post import Attachment
from reports.alerts.run import Office, Paper
from reports.alerts.settings import Ways, read_ways
from reports.desk import Boards, prepare
from reports.periods import Period
from reports.word import write_word
from rules.periods import day_of
from warehouse.board import BoardView
from warehouse.connection import Warehouse
from warehouse.issued import read_issued
from warehouse.ledgers import read_entries
from warehouse.notices import read_notices
from warehouse.report_drafts import read_report_draft


def read_beside(warehouse: Warehouse, board: BoardView) -> Beside:
    """What stands beside a board at its as-of."""
    as_of, catalogue = board.knowledge.as_of, board.knowledge.catalogue
    return Beside(
        notices=read_notices(warehouse, catalogue.programme_id, as_of),
        issued=read_issued(warehouse, catalogue.programme_id, as_of),
        entries=read_entries(warehouse, catalogue, as_of),
    )


def open_office(
    warehouse: Warehouse, programme_id: str, boards: Boards, *, moment: datetime, ways: Ways | None = None
) -> Office:
    """The office of the board at a moment, on its newest month with figures; `ways` as set where not given."""
    this_month = day_of(moment).replace(day=1)
    newest = boards(moment, this_month).knowledge.newest_month
    board = boards(moment, newest or this_month)
    return Office(
        warehouse=warehouse,
        programme_id=programme_id,
        board=board,
        beside=read_beside(warehouse, board),
        ways=ways or read_ways(),
        paper=_papers(warehouse, programme_id, boards, moment),
    )


def _papers(warehouse: Warehouse, programme_id: str, boards: Boards, moment: datetime) -> Paper:
    """Makes the documents as the screen would, with the prose people have edited."""

    def paper(kind: str, period: Period, language: str) -> Attachment:
        words = words_for(language)
        edits = read_report_draft(warehouse, programme_id, kind=kind, period=period.key, language=language)
        content = prepare(warehouse, kind=kind, period=period, asked=moment, words=words, board_at=boards, edits=edits)
        return Attachment(f"{words(f'alert.topic.{kind}')}_{period.key}.docx", write_word(content))

    return paper
