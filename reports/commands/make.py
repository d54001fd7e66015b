"""Write a report as a Word file, or as PDF where a converter is installed."""

from __future__ import annotations

import argparse
from pathlib import Path

from reports.order import add_order, opened, ordered
from reports.pdf import to_pdf
from reports.word import write_word
from warehouse.errands import here


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_order(parser)
    parser.add_argument("--out", required=True, type=here, help="the .docx or .pdf to write")


def run(asked: argparse.Namespace) -> int:
    """Writes the report as a draft, without number and red head."""
    with opened(asked) as (warehouse, programme_id):
        content = ordered(asked, warehouse, programme_id)
    document = write_word(content)
    out: Path = asked.out
    out.write_bytes(to_pdf(document) if out.suffix.lower() == ".pdf" else document)
    print(f"{out}: {content.title}, {len(content.figures)} figures, as known on {content.as_of:%Y-%m-%d %H:%M} UTC")
    return 0
