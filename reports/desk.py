"""From the warehouse to a report's content: the one way for the screen, the command line and what is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction

from i18n import Words
from reports.content.kinds import kind_of, refuse_other_shape
from reports.content.make import make_content
from reports.content.material import Material, Meeting
from reports.content.model import Content
from reports.errors import NothingToReport
from reports.periods import Period, Shape, parse_period
from rules.periods import day_of
from warehouse.appraisal import MASTER, appraisal_inputs, criteria_of, forms_of, read_marks, read_material, scores_from
from warehouse.board import BoardView, judge_month, read_knowledge
from warehouse.connection import Warehouse
from warehouse.ledger import EVER
from warehouse.ledgers import read_entries
from warehouse.meetings import read_decisions, read_meetings, read_remarks
from warehouse.notices import read_notices
from warehouse.settings import Unreviewed, as_of

Boards = Callable[[datetime, date], BoardView]
"""The judged board of a month at a moment; the screens give their cached one."""
APPRAISED = frozenset({"quarterly_review", "annual_review"})
"""The kinds that rank the actions by their appraisal."""


def boards_of(warehouse: Warehouse, programme_id: str, *, unreviewed: Unreviewed = Unreviewed.SHOW) -> Boards:
    """Boards read from the warehouse itself."""

    def board_at(moment: datetime, month: date) -> BoardView:
        return judge_month(read_knowledge(warehouse, programme_id, moment, unreviewed=unreviewed), month)

    return board_at


def material_for(
    warehouse: Warehouse,
    *,
    kind: str,
    period: Period | str,
    asked: datetime,
    words: Words,
    board_at: Boards,
    edits: Mapping[str, str] | None = None,
) -> Material:
    """All a report is made from, as known at `asked`; `period` may be its key (2024-10, a meeting's id).

    Raises UnknownKind, UnknownPeriod and NothingToReport.
    """
    key = period if isinstance(period, str) else period.key
    programme_id = board_at(asked, day_of(asked).replace(day=1)).knowledge.catalogue.programme_id
    meeting = _meeting(warehouse, programme_id, key) if kind_of(kind).shape is Shape.MEETING else None
    about = parse_period(key) if meeting is None else _day_of(meeting)
    refuse_other_shape(kind_of(kind), about)
    moment = _moment_of(about, asked) if meeting is None else meeting.row["figures_as_of"]
    month = _month_of(about, moment, board_at) if meeting is None else meeting.row["reference_period"]
    board, earlier = board_at(moment, month), _earlier(about, month, moment, board_at)
    is_appraised = kind in APPRAISED
    return Material(
        board=board,
        period=about,
        words=words,
        entries=read_entries(warehouse, board.knowledge.catalogue, moment),
        notices=read_notices(warehouse, programme_id, moment),
        earlier=earlier,
        edits=edits or {},
        scores=_scores(warehouse, board) if is_appraised else {},
        earlier_scores=_scores(warehouse, earlier) if is_appraised and earlier else {},
        meeting=meeting,
    )


def prepare(
    warehouse: Warehouse,
    *,
    kind: str,
    period: Period | str,
    asked: datetime,
    words: Words,
    board_at: Boards,
    edits: Mapping[str, str] | None = None,
) -> Content:
    """A report's content; as `material_for`. Raises UnknownFigure too."""
    material = material_for(
        warehouse, kind=kind, period=period, asked=asked, words=words, board_at=board_at, edits=edits
    )
    return make_content(material, kind)


def _moment_of(period: Period, asked: datetime) -> datetime:
    """What a report of a period knows: all up to `asked`; a ten-day brief nothing after its ten days."""
    return min(as_of(period.end), asked) if period.shape is Shape.TEN_DAYS else asked


def _month_of(period: Period, moment: datetime, board_at: Boards) -> date:
    """The month whose figures are judged: the period's last that has begun; for ten days the newest with figures."""
    if period.shape is not Shape.TEN_DAYS:
        last_begun = day_of(moment).replace(day=1)
        return max(min(period.end.replace(day=1), last_begun), period.start)
    newest = board_at(moment, period.start.replace(day=1)).knowledge.newest_month
    return newest or period.start.replace(day=1)


def _earlier(period: Period, month: date, moment: datetime, board_at: Boards) -> BoardView | None:
    """What a report compares with: the same month before the ten days began, or the quarter before at its end."""
    if period.shape is Shape.TEN_DAYS:
        return board_at(as_of(period.start - timedelta(days=1)), month)
    if period.shape is Shape.QUARTER and (before := period.before().end).year == month.year:
        return board_at(moment, before.replace(day=1))
    return None


def _scores(warehouse: Warehouse, board: BoardView) -> dict[str, Fraction]:
    """action_id -> its exact score by the master plan's form of appraisal; none where the plan has no such form."""
    known = board.knowledge
    if MASTER not in forms_of(known.catalogue):
        return {}
    marks = read_marks(warehouse, known.catalogue.programme_id, known.as_of)
    inputs = appraisal_inputs(read_material(warehouse, board), marks, form=MASTER, subject_kind="action")
    scores = scores_from(inputs, criteria_of(known.catalogue, MASTER))
    return {action_id: score.total for action_id, score in scores.items() if score.total is not None}


def _meeting(warehouse: Warehouse, programme_id: str, meeting_id: str) -> Meeting:
    """A meeting as it is known today. Raises NothingToReport."""
    rows = read_meetings(warehouse, programme_id, EVER).filter(meeting_id=meeting_id)
    if rows.is_empty():
        raise NothingToReport("There is no meeting {id!r}: its minutes cannot be written.", id=meeting_id)
    return Meeting(
        rows.row(0, named=True),
        read_remarks(warehouse, programme_id, EVER).filter(meeting_id=meeting_id),
        read_decisions(warehouse, programme_id, EVER).filter(meeting_id=meeting_id),
    )


def _day_of(meeting: Meeting) -> Period:
    held_on = meeting.row["held_on"]
    return Period(Shape.MEETING, held_on, held_on, 0, meeting.row["meeting_id"])
