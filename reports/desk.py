"""From the warehouse to a report's content: the one way for the screen, the command line and what is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from i18n import Words
from reports.content.kinds import kind_of, refuse_other_shape
from reports.content.make import make_content
from reports.content.material import Material
from reports.content.model import Content
from reports.periods import Period, Shape
from rules.periods import day_of
from warehouse.board import BoardView, judge_month, read_knowledge
from warehouse.connection import Warehouse
from warehouse.ledgers import read_entries
from warehouse.notices import read_notices
from warehouse.settings import Unreviewed, as_of

Boards = Callable[[datetime, date], BoardView]
"""The judged board of a month at a moment; the screens give their cached one."""


def boards_of(warehouse: Warehouse, programme_id: str, *, unreviewed: Unreviewed = Unreviewed.SHOW) -> Boards:
    """Boards read from the warehouse itself."""

    def board_at(moment: datetime, month: date) -> BoardView:
        return judge_month(read_knowledge(warehouse, programme_id, moment, unreviewed=unreviewed), month)

    return board_at


def moment_of(period: Period, asked: datetime) -> datetime:
    """What a report of a period knows: all up to `asked`; a ten-day brief nothing after its ten days."""
    return min(as_of(period.end), asked) if period.shape is Shape.TEN_DAYS else asked


def material_for(
    warehouse: Warehouse,
    *,
    kind: str,
    period: Period,
    asked: datetime,
    words: Words,
    board_at: Boards,
    edits: Mapping[str, str] | None = None,
) -> Material:
    """All a report is made from, as known at `asked`. Raises UnknownKind and UnknownPeriod."""
    refuse_other_shape(kind_of(kind), period)
    moment = moment_of(period, asked)
    month = _month_of(period, moment, board_at)
    board = board_at(moment, month)
    catalogue = board.knowledge.catalogue
    return Material(
        board=board,
        period=period,
        words=words,
        entries=read_entries(warehouse, catalogue, moment),
        notices=read_notices(warehouse, catalogue.programme_id, moment),
        earlier=_earlier(period, month, moment, board_at),
        edits=edits or {},
    )


def prepare(warehouse: Warehouse, **asked: object) -> Content:
    """A report's content; arguments as `material_for`'s. Raises UnknownFigure too."""
    return make_content(material_for(warehouse, **asked), str(asked["kind"]))  # type: ignore[arg-type]


def _month_of(period: Period, moment: datetime, board_at: Boards) -> date:
    """The month whose figures are judged: the period's last that has begun; for ten days the newest with figures."""
    if period.shape is not Shape.TEN_DAYS:
        last_begun = day_of(moment).replace(day=1)
        return max(min(period.end.replace(day=1), last_begun), period.start)
    newest = board_at(moment, period.start.replace(day=1)).knowledge.newest_month
    return newest or period.start.replace(day=1)


def _earlier(period: Period, month: date, moment: datetime, board_at: Boards) -> BoardView | None:
    """What a report compares with: the same month before the ten days began, or the period before at its end."""
    if period.shape is Shape.TEN_DAYS:
        return board_at(as_of(period.start - timedelta(days=1)), month)
    before = period.before().end.replace(day=1)
    if period.shape is Shape.QUARTER and before.year == month.year:
        return board_at(moment, before)
    return None
