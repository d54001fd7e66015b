"""A table as CSV that opens in Excel: UTF-8 with a byte-order mark, CRLF, formula cells defused."""

from __future__ import annotations

import csv
import io
import re

import polars as pl

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
NUMBER = r"^-[0-9][0-9,]*(?:\.[0-9]+)?%?$"
"""A text that is wholly a negative number; nothing of it can be run. With a plus it may be a telephone's."""
_NUMBER = re.compile(NUMBER.removesuffix("$") + r"\Z")


def defuse(cell: object) -> object:
    """Text that a spreadsheet would run as a formula, made plain text by a leading apostrophe.

    Numbers stay numbers, those written as text (-38.7) too.
    """
    if isinstance(cell, str) and cell.startswith(STARTS) and not _NUMBER.match(cell):
        return "'" + cell
    if isinstance(cell, float):
        return int(cell) if cell == int(cell) else round(cell, 10)
    return "" if cell is None else cell


def csv_bytes(frame: pl.DataFrame) -> bytes:
    """The frame's columns and rows as they stand, headers included."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([defuse(name) for name in frame.columns])
    writer.writerows([defuse(cell) for cell in row] for row in frame.iter_rows())
    return out.getvalue().encode("utf-8-sig")
