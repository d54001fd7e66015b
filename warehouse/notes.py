"""Event notes: what happened that explains an indicator's figure of a period, by whom it was noted."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

import polars as pl

from warehouse.access import Right
from warehouse.connection import DRIVE, Warehouse
from warehouse.errors import UnknownNote
from warehouse.ledger import EVER, Ledger, required

NOTES = Ledger("event_note", "EventNote", ("note_id",))


def read_notes(warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
    """The notes that stand at `as_of`, by indicator, then period and day: columns of `models.EventNote`."""
    standing = NOTES.newest(warehouse, programme_id, as_of).filter(~pl.col("removed"))
    return standing.sort("indicator_id", "reference_period", "happened_on", "recorded_at")


def read_note_history(warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
    """Every note and removal, oldest first: columns of `models.EventNote`."""
    return NOTES.read(warehouse, programme_id, as_of)


def write_note(
    warehouse: Warehouse,
    programme_id: str,
    *,
    indicator_id: str,
    period: date,
    words: str,
    author: str,
    happened_on: date | None = None,
    at: datetime | None = None,
) -> str:
    """Keeps what happened in `period` (the first of its month) and bears on an indicator; the note's id.

    Raises UnfitDecision where words or author are missing.
    """
    row = {
        "programme_id": programme_id,
        "note_id": uuid4().hex,
        "indicator_id": indicator_id,
        "reference_period": period.replace(day=1),
        "happened_on": happened_on,
        "words": required(words, "event"),
        "author": required(author, "who"),
        "removed": False,
    }
    with warehouse.writing(f"note {indicator_id} {period:%Y-%m}", right=Right.NOTES, at=at, counter=DRIVE) as cursor:
        NOTES.append(cursor, row, at=at)
    return str(row["note_id"])


def remove_note(warehouse: Warehouse, programme_id: str, note_id: str, *, by: str, at: datetime | None = None) -> None:
    """Takes a note back; what was known before keeps it. Raises UnknownNote, and UnfitDecision without a name."""
    with warehouse.write_lock:
        standing = read_notes(warehouse, programme_id, EVER).filter(note_id=note_id)
        if standing.is_empty():
            raise UnknownNote("No note {id!r} stands: it has been removed already.", id=note_id)
        row = standing.row(0, named=True) | {"removed": True, "author": required(by, "who")}
        with warehouse.writing(f"remove note {note_id}", right=Right.NOTES, at=at, counter=DRIVE) as cursor:
            NOTES.append(cursor, row, at=at)
