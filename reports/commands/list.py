"""List the issued reports, newest first; or write one's Word file."""

from __future__ import annotations

import argparse
import json
from datetime import datetime

from reports.order import opened
from warehouse.errands import here
from warehouse.errors import UnknownReport
from warehouse.issued import read_issued, read_issued_file
from warehouse.ledger import EVER

COLUMNS = ("report_id", "number", "kind", "period", "language", "issued_on", "issued_by", "title")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--report", help="a report's id, or its beginning: write its file to --out")
    parser.add_argument("--out", type=here, help="the .docx to write")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of lines")


def run(asked: argparse.Namespace) -> int:
    """Lists, or writes one file."""
    with opened(asked) as (warehouse, programme_id):
        issued = read_issued(warehouse, programme_id, EVER)
        if asked.report:
            found = [i for i in issued["report_id"] if i.startswith(asked.report)]
            if len(found) != 1 or asked.out is None:
                raise UnknownReport(f"{len(found)} issued reports begin with {asked.report!r}: name one, and --out.")
            asked.out.write_bytes(read_issued_file(warehouse, found[0]))
            return 0
    if asked.json:
        print(json.dumps(issued.to_dicts(), ensure_ascii=False, indent=1, default=_plain))
        return 0
    for row in issued.select(COLUMNS).iter_rows():
        print("  ".join(str(value) for value in row))
    return 0


def _plain(value: object) -> str:
    assert hasattr(value, "isoformat")
    return value.isoformat() if isinstance(value, datetime) else str(value)
