"""Write an issued supervision notice as a Word file, word for word as it was sent."""

from __future__ import annotations

import argparse

from reports.errors import NothingToReport
from reports.notice import notice_file
from reports.order import opened
from warehouse.errands import here
from warehouse.ledger import EVER
from warehouse.notices import read_notices


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--number", required=True, help="the notice's number as printed, or its id")
    parser.add_argument("--out", required=True, type=here, help="the .docx to write")


def run(asked: argparse.Namespace) -> int:
    """Writes the notice's file."""
    with opened(asked) as (warehouse, programme_id):
        notices = read_notices(warehouse, programme_id, EVER).filter(decision="issued")
        ids = [i for i, number in notices.select("notice_id", "number").iter_rows() if asked.number in (i, number)]
        if len(ids) != 1:
            raise NothingToReport(f"{len(ids)} notices are called {asked.number!r}: give the number as printed.")
        asked.out.write_bytes(notice_file(warehouse, programme_id, ids[0]))
    print(asked.out)
    return 0
