"""What was said and decided at meetings and how it stands, read once per change for all visitors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from rules.model import Status
from rules.periods import day_of
from ui.data import knowledge_at, latest_day, warehouse_version
from ui.kept import kept
from ui.process import the_process
from warehouse import meetings
from warehouse.ledgers import read_entries
from warehouse.settings import as_of

Row = dict[str, Any]
SOON = timedelta(days=7)
"""How long before its day an open decision is said to be due."""
STANDINGS: Mapping[str, Status] = {
    "overdue": Status.BEHIND,
    "soon": Status.AT_RISK,
    "open": Status.ON_TRACK,
    "done": Status.DONE,
    "dropped": Status.NO_DATA,
}
"""How a decision can stand, the most pressing first, and the status whose shape and colour shows it."""


@dataclass(frozen=True)
class Record:
    """Meetings newest first by id; decisions with `standing`, `due_on` and `closed_on` as their key tasks have them;
    open shortcomings and key tasks by indicator, overdue first (rows of `read_entries`)."""

    meetings: Mapping[str, Row]
    remarks: tuple[Row, ...]
    decisions: tuple[Row, ...]
    tasks: Mapping[str, tuple[Row, ...]]

    def decisions_of(self, meeting_id: str, indicator_id: str | None = None) -> list[Row]:
        """A meeting's decisions as they were taken, all or those on one indicator."""
        return [d for d in self.decisions if d["meeting_id"] == meeting_id and _is_about(d, indicator_id)]

    def remarks_of(self, meeting_id: str, indicator_id: str | None = None) -> list[Row]:
        """A meeting's remarks as they were made, all or those on one indicator."""
        return [r for r in self.remarks if r["meeting_id"] == meeting_id and _is_about(r, indicator_id)]

    def brought_before(self, meeting: Row | None) -> list[Row]:
        """What opens a meeting, the most pressing first: the decisions of the last one held before it, and whatever
        is still open from earlier ones. Without a meeting: what would open one held now."""
        earlier = self._earlier(meeting)
        found = [d for m in earlier for d in self.decisions_of(m["meeting_id"])]
        last = next((m["meeting_id"] for m in earlier if self.decisions_of(m["meeting_id"])), None)
        return pressing_first(d for d in found if d["meeting_id"] == last or is_open(d))

    def said_before(self, meeting: Row | None, indicator_id: str) -> list[Row]:
        """What was said of an indicator at the last meeting held before this one."""
        earlier = self._earlier(meeting)
        return self.remarks_of(earlier[0]["meeting_id"], indicator_id) if earlier else []

    def _earlier(self, meeting: Row | None) -> list[Row]:
        """The meetings that had ended when this one began: one still open, or never closed, is nobody's last one."""
        ended = [m for m in self.meetings.values() if m["ended_at"] is not None]
        return [m for m in ended if meeting is None or m["ended_at"] <= meeting["started_at"]]


def is_open(decision: Row) -> bool:
    """Whether something is still to be done."""
    return decision["standing"] in ("overdue", "soon", "open")


def pressing_first(decisions: Iterable[Row]) -> list[Row]:
    """Overdue first, then by day; what is done comes last."""
    order = list(STANDINGS)
    return sorted(decisions, key=lambda d: (order.index(d["standing"]), d["due_on"]))


def live() -> datetime:
    """The moment the board has reached: what is noted in a meeting counts from then on."""
    return as_of(latest_day())


def record_at(moment: datetime) -> Record:
    """The record of all meetings as known at a moment."""
    return _record(the_process().warehouse.drive_version(), warehouse_version(), moment)


def _is_about(row: Row, indicator_id: str | None) -> bool:
    return indicator_id is None or row["indicator_id"] == indicator_id


@kept(max_entries=16)
def _record(drive_version: int, version: int, moment: datetime) -> Record:
    del drive_version, version  # part of the cache's key only
    process = the_process()
    asked = process.warehouse, process.programme_id, moment
    entries = read_entries(process.warehouse, knowledge_at(moment).catalogue, moment).to_dicts()
    by_id, today = {row["entry_id"]: row for row in entries}, day_of(moment)
    return Record(
        meetings={row["meeting_id"]: row for row in meetings.read_meetings(*asked).to_dicts()},
        remarks=tuple(meetings.read_remarks(*asked).to_dicts()),
        decisions=tuple(
            _standing(row, by_id[row["entry_id"]], today) for row in meetings.read_decisions(*asked).to_dicts()
        ),
        tasks=_open_tasks(entries),
    )


def _standing(decision: Row, entry: Row, today: date) -> Row:
    """A decision as its key task stands: its day may have been moved there."""
    due_on = entry["due_on"] or decision["due_on"]
    standing = entry["state"]
    if standing == "open" and due_on < today:
        standing = "overdue"
    elif standing == "open" and due_on <= today + SOON:
        standing = "soon"
    told = {name: entry[name] for name in ("action_id", "closed_on", "closing_words", "progress")}
    return decision | told | {"due_on": due_on, "standing": standing}


def _open_tasks(entries: list[Row]) -> dict[str, tuple[Row, ...]]:
    found: dict[str, list[Row]] = {}
    for entry in entries:
        if entry["ledger"] in ("shortcoming", "key_task") and entry["state"] == "open":
            for indicator_id in (entry["indicator_ids"] or "").split(";"):
                found.setdefault(indicator_id, []).append(entry)
    return {key: tuple(sorted(rows, key=_pressing)) for key, rows in found.items()}


def _pressing(entry: Row) -> tuple[bool, bool, date]:
    return not entry["is_overdue"], entry["ledger"] != "shortcoming", entry["due_on"] or date.max
