"""Meetings: the figures they froze, what was said of each indicator, and what was decided.

A decision is kept twice in one transaction: here, as the meeting's own words, and as a key task of the ledgers,
which tells from then on how it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import polars as pl

from warehouse.access import Right
from warehouse.connection import DRIVE, Warehouse
from warehouse.errors import UnfitDecision, UnknownMeeting
from warehouse.ledger import EVER, Ledger, required
from warehouse.ledgers import write_entry

MEETINGS = Ledger("meeting", "Meeting", ("meeting_id",))
REMARKS = Ledger("meeting_remark", "MeetingRemark", ("remark_id",))
DECISIONS = Ledger("meeting_decision", "MeetingDecision", ("decision_id",))


def read_meetings(warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
    """Every meeting known at `as_of`, the newest first: columns of `models.Meeting`."""
    found = MEETINGS.newest(warehouse, programme_id, as_of)
    return found.sort("held_on", "started_at", descending=True, maintain_order=True)


def read_remarks(warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
    """The remarks that stand, oldest first: columns of `models.MeetingRemark`."""
    return REMARKS.newest(warehouse, programme_id, as_of).filter(~pl.col("removed")).sort("recorded_at")


def read_decisions(warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
    """The decisions of all meetings, oldest first: columns of `models.MeetingDecision`."""
    return DECISIONS.newest(warehouse, programme_id, as_of).sort("recorded_at")


def start_meeting(
    warehouse: Warehouse,
    programme_id: str,
    *,
    name: str,
    held_on: date,
    period: date,
    figures_as_of: datetime,
    agenda: str,
    kept_by: str,
    agenda_of: Sequence[str] = (),
    item_minutes: int | None = None,
    at: datetime,
) -> str:
    """Begins a meeting over the figures of `period` as they were known at `figures_as_of`; its id.

    Raises UnfitDecision where a name is missing, the agenda is unknown or an own selection is empty.
    """
    if agenda == "own" and not agenda_of:
        raise UnfitDecision("An own selection is empty: choose at least one indicator.", code="agenda_empty")
    row = {
        "programme_id": programme_id,
        "meeting_id": uuid4().hex,
        "name": required(name, "meeting_name"),
        "held_on": held_on,
        "reference_period": period,
        "figures_as_of": figures_as_of,
        "agenda": agenda,
        "agenda_of": ";".join(agenda_of) or None,
        "item_minutes": item_minutes,
        "kept_by": required(kept_by, "who"),
        "started_at": at,
        "ended_at": None,
    }
    with warehouse.writing(f"start meeting {held_on}", right=Right.MEETINGS, at=at, counter=DRIVE) as cursor:
        MEETINGS.append(cursor, row, at=at)
    return str(row["meeting_id"])


def end_meeting(warehouse: Warehouse, programme_id: str, meeting_id: str, *, at: datetime) -> None:
    """Ends a meeting; one that has ended stays as it is. Raises UnknownMeeting."""
    with warehouse.write_lock:
        row = _meeting(warehouse, programme_id, meeting_id)
        if row["ended_at"] is not None:
            return
        with warehouse.writing(f"end meeting {meeting_id}", right=Right.MEETINGS, at=at, counter=DRIVE) as cursor:
            MEETINGS.append(cursor, row | {"ended_at": at}, at=at)


def write_remark(
    warehouse: Warehouse,
    programme_id: str,
    meeting_id: str,
    *,
    words: str,
    author: str,
    indicator_id: str | None = None,
    at: datetime | None = None,
) -> str:
    """Keeps what was said of an indicator, or of the whole; the remark's id. Raises UnknownMeeting, UnfitDecision."""
    row = {
        "programme_id": programme_id,
        "remark_id": uuid4().hex,
        "meeting_id": meeting_id,
        "indicator_id": indicator_id,
        "words": required(words, "remark"),
        "author": required(author, "who"),
        "removed": False,
    }
    with warehouse.write_lock:
        _meeting(warehouse, programme_id, meeting_id)
        with warehouse.writing(f"remark at {meeting_id}", right=Right.MEETINGS, at=at, counter=DRIVE) as cursor:
            REMARKS.append(cursor, row, at=at)
    return str(row["remark_id"])


def remove_remark(
    warehouse: Warehouse, programme_id: str, remark_id: str, *, by: str, at: datetime | None = None
) -> None:
    """Takes a remark back. Raises UnknownMeeting, and UnfitDecision without a name."""
    with warehouse.write_lock:
        standing = read_remarks(warehouse, programme_id, EVER).filter(remark_id=remark_id)
        if standing.is_empty():
            raise UnknownMeeting(
                "No remark {id!r} stands: it has been removed already.", code="unknown_remark", id=remark_id
            )
        row = standing.row(0, named=True) | {"removed": True, "author": required(by, "who")}
        with warehouse.writing(f"remove remark {remark_id}", right=Right.MEETINGS, at=at, counter=DRIVE) as cursor:
            REMARKS.append(cursor, row, at=at)


def decide(
    warehouse: Warehouse,
    programme_id: str,
    meeting_id: str,
    *,
    words: str,
    lead_unit: str,
    due_on: date,
    by: str,
    lead_person: str = "",
    indicator_id: str | None = None,
    action_id: str | None = None,
    at: datetime | None = None,
) -> str:
    """Keeps a decision and opens the key task it becomes, both or neither; the decision's id.

    `action_id` None = a task of the whole county. Raises UnknownMeeting and UnfitDecision (words, a name or the
    unit missing, a day before the meeting's).
    """
    words, by = required(words, "decision"), required(by, "who")
    decision_id = uuid4().hex
    with warehouse.write_lock:
        meeting = _meeting(warehouse, programme_id, meeting_id)
        if due_on < meeting["held_on"]:
            raise UnfitDecision(
                "{due_on} is before the meeting of {held_on}: give a later day.",
                code="due_before_meeting",
                due_on=due_on,
                held_on=meeting["held_on"],
            )
        with warehouse.writing(f"decision at {meeting_id}", right=Right.MEETINGS, at=at, counter=DRIVE) as cursor:
            entry_id = write_entry(
                warehouse,
                programme_id,
                ledger="key_task",
                action_id=action_id,
                title=words,
                by=by,
                lead_person=lead_person,
                lead_units=[lead_unit],
                indicator_ids=[indicator_id] if indicator_id else [],
                due_on=due_on,
                origin="meeting",
                origin_id=decision_id,
                at=at,
                cursor=cursor,
            )
            row = {
                "programme_id": programme_id,
                "decision_id": decision_id,
                "meeting_id": meeting_id,
                "indicator_id": indicator_id,
                "words": words,
                "lead_unit": lead_unit,
                "lead_person": lead_person.strip() or None,
                "due_on": due_on,
                "entry_id": entry_id,
                "noted_by": by,
            }
            DECISIONS.append(cursor, row, at=at)
    return decision_id


def _meeting(warehouse: Warehouse, programme_id: str, meeting_id: str) -> dict[str, Any]:
    rows = MEETINGS.newest(warehouse, programme_id, EVER).filter(meeting_id=meeting_id)
    if rows.is_empty():
        raise UnknownMeeting("There is no meeting {id!r}: start one first.", id=meeting_id)
    return rows.row(0, named=True)
