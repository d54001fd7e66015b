"""Send what units and leaders asked to hear of, or show what would be sent."""

from __future__ import annotations

import argparse
from datetime import date

from reports.alerts.desk import open_office
from reports.alerts.run import Office, drafts, send_due
from reports.desk import boards_of
from reports.order import opened
from warehouse.alerts import read_subscriptions, told_before
from warehouse.ledger import EVER
from warehouse.settings import as_of, board_date


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("send",), help="send what is due, and try again what failed")
    parser.add_argument("--as-of", type=date.fromisoformat, help="the board of this day; today's where not given")
    parser.add_argument("--dry-run", action="store_true", help="print what would be sent, and send nothing")


def run(asked: argparse.Namespace) -> int:
    """One line a message: to whom, what, how it went. Exit 2 where one could not be sent."""
    with opened(asked) as (warehouse, programme_id):
        moment = as_of(asked.as_of or board_date(asked.settings, warehouse))
        boards = boards_of(warehouse, programme_id, unreviewed=asked.settings.unreviewed)
        office = open_office(warehouse, programme_id, boards, moment=moment)
        if asked.dry_run:
            return _show(office)
        rows = send_due(office)
    for row in rows:
        print(f"{row['subscriber']}  {row['channel']}  {row['subject']}  {row['state']}  {row['error'] or ''}".rstrip())
    return 0 if all(row["state"] == "sent" for row in rows) else 2


def _show(office: Office) -> int:
    """What a run would send, open way or not; what was told before is left out."""
    told = told_before(office.warehouse, office.programme_id)
    for subscription in read_subscriptions(office.warehouse, office.programme_id, EVER).iter_rows(named=True):
        for draft in drafts(office, subscription, told.get(subscription["subscription_id"], set())):
            print(f"{subscription['subscriber']}  {subscription['channel']}  {draft.subject}\n\n{draft.body}\n")
    return 0
