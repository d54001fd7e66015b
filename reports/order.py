"""What a command line asks of a report: kind, period, as-of and language, and its content from the warehouse."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from i18n import LANGUAGES, words_for
from reports.content.kinds import KINDS
from reports.content.model import Content
from reports.desk import boards_of, prepare
from warehouse.connection import Warehouse, borrowed_warehouse
from warehouse.report_drafts import read_report_draft
from warehouse.seed import programme_in
from warehouse.settings import as_of, board_date


def add_order(parser: argparse.ArgumentParser) -> None:
    """The arguments that say which report."""
    parser.add_argument("--kind", required=True, choices=list(KINDS), help="which report")
    parser.add_argument(
        "--period",
        "--month",
        required=True,
        help="what it is about: 2024-10, 2024-Q3, 2024-T32 (the year's 32nd ten days), 2024, or a meeting's id",
    )
    parser.add_argument(
        "--as-of", type=date.fromisoformat, help="as known on this day; the board's day where not given"
    )
    parser.add_argument("--language", choices=LANGUAGES, default="zh-Hans")
    parser.add_argument("--as-proposed", action="store_true", help="leave out the prose people have edited")


@contextmanager
def opened(asked: argparse.Namespace) -> Iterator[tuple[Warehouse, str]]:
    """The warehouse with the programme in it, and the programme's id."""
    with borrowed_warehouse(asked.warehouse) as warehouse:
        yield warehouse, programme_in(warehouse, asked.programme)


def ordered(asked: argparse.Namespace, warehouse: Warehouse, programme_id: str) -> Content:
    """The report asked for. Raises UnknownPeriod, NothingToReport and UnknownFigure."""
    about = {"kind": asked.kind, "period": asked.period}
    return prepare(
        warehouse,
        **about,
        asked=_asked_moment(asked, warehouse),
        words=words_for(asked.language),
        board_at=boards_of(warehouse, programme_id, unreviewed=asked.settings.unreviewed),
        edits=None
        if asked.as_proposed
        else read_report_draft(warehouse, programme_id, **about, language=asked.language),
    )


def _asked_moment(asked: argparse.Namespace, warehouse: Warehouse) -> datetime:
    return as_of(asked.as_of or board_date(asked.settings, warehouse))
