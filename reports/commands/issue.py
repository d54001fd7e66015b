"""Issue a report: give it a number, archive it unchangeable, and write its Word file."""

from __future__ import annotations

import argparse
import getpass
from datetime import date

from reports.issuing import issue
from reports.order import add_order, opened, ordered
from warehouse.clock import now_on
from warehouse.errands import here
from warehouse.issued import next_running, read_issued_file, read_issued_report
from warehouse.queries import read_catalogue
from warehouse.settings import board_date


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_order(parser)
    parser.add_argument("--by", default=getpass.getuser(), help="who issues")
    parser.add_argument("--number", type=int, help="the running number; the next one where not given")
    parser.add_argument("--on", type=date.fromisoformat, help="the day printed; the board's day where not given")
    parser.add_argument("--out", type=here, help="also write the .docx here")


def run(asked: argparse.Namespace) -> int:
    """Issues the report as it stands."""
    with opened(asked) as (warehouse, programme_id):
        content = ordered(asked, warehouse, programme_id)
        today = board_date(asked.settings, warehouse)
        day = asked.on or today
        running = asked.number or next_running(warehouse, programme_id, content.kind, day.year)
        programme = read_catalogue(warehouse, programme_id, content.as_of).programme
        report_id = issue(
            warehouse,
            programme,
            content,
            running=running,
            issued_on=day,
            by=asked.by,
            at=now_on(warehouse, today),
        )
        if asked.out:
            asked.out.write_bytes(read_issued_file(warehouse, report_id))
        number = read_issued_report(warehouse, report_id)["number"]
    print(f"{report_id}  {number}  {content.title}")
    return 0
