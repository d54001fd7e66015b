"""What there is to be told: found on the board and beside it, each with a key that is told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl

from i18n import Words
from i18n.typed import typed
from reports.wording import owners, reasons, targets
from rules.periods import day_of
from warehouse import summaries
from warehouse.board import BoardView

NEAR_DAYS = 3
"""A figure or task due within so many days is near."""


@dataclass(frozen=True)
class Event:
    """One thing to tell. No unit and no action = it concerns everybody."""

    key: str
    topic: str
    line: str
    unit_ids: frozenset[str] = frozenset()
    action_ids: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Beside:
    """What stands beside the board at its as-of: rows of the notices, the issued reports and the ledgers' entries."""

    notices: pl.DataFrame = field(default_factory=pl.DataFrame)
    issued: pl.DataFrame = field(default_factory=pl.DataFrame)
    entries: pl.DataFrame = field(default_factory=pl.DataFrame)


def find_events(board: BoardView, words: Words, beside: Beside) -> list[Event]:
    """Everything to tell of a board, verdicts first."""
    return [
        *_turned(board, words),
        *_reports(board, words),
        *_tasks(board, words, beside.entries),
        *_notices(words, board, beside.notices),
        *_issued(words, beside.issued),
    ]


def concerns(event: Event, *, topics: Iterable[str], unit_ids: Iterable[str], action_ids: Iterable[str]) -> bool:
    """Whether somebody who asked for these topics, units and actions (none = all) is told of the event."""
    units, actions = set(unit_ids), set(action_ids)
    if event.topic not in set(topics):
        return False
    asks_all, is_for_all = not (units or actions), not (event.unit_ids or event.action_ids)
    return asks_all or is_for_all or bool(units & event.unit_ids or actions & event.action_ids)


def _turned(board: BoardView, words: Words) -> Iterator[Event]:
    """Verdicts that are another than the month before's."""
    if not board.before.height:
        return
    known = board.knowledge
    for row in summaries.changes(board.verdicts, board.before).iter_rows(named=True):
        indicator_id, rows = row["indicator_id"], known.targets_of[row["indicator_id"]]
        leads = owners.lead_units(known, indicator_id) or [known.indicators[indicator_id]["reporting_unit"]]
        supports = [unit for target in rows for unit in owners.ids(target["supporting_units"])]
        line = words(
            f"alert.line.{'better' if row['step'] > 0 else 'worse'}",
            indicator=words.of(known.indicators[indicator_id]),
            before=words(f"status.{row['status_before']}"),
            now=targets.status_word(words, row),
            reason=reasons.reason_text(words, known, row),
            units=owners.names(words, known, leads, limit=2),
        )
        yield Event(
            key=f"verdict:{indicator_id}:{board.month:%Y-%m}:{row['status']}",
            topic="verdict_turned",
            line=line,
            unit_ids=frozenset([*leads, *supports]),
            action_ids=frozenset(target["action_id"] for target in rows),
        )


def _reports(board: BoardView, words: Words) -> Iterator[Event]:
    """Figures that are late, and those that are due within NEAR_DAYS."""
    today = day_of(board.knowledge.as_of)
    for row in board.reports.iter_rows(named=True):
        unit = words.of(board.knowledge.units[row["unit_id"]])
        missing = row["figures_due"] - row["figures_received"]
        told = {"unit": unit, "month": words.month(row["period"]), "count": missing}
        name, scope = f"{row['unit_id']}:{row['period']:%Y-%m}", frozenset([row["unit_id"]])
        if row["state"] == "overdue":
            line = words("alert.line.overdue", day=words.day(row["due_on"]), **told)
            yield Event(f"overdue:{name}", "report_overdue", line, scope)
        elif row["state"] == "due" and _is_near(row["due_on"], today):
            line = words("alert.line.due", day=words.day(row["due_on"]), **told)
            yield Event(f"due:{name}", "due_near", line, scope)


def _tasks(board: BoardView, words: Words, entries: pl.DataFrame) -> Iterator[Event]:
    """Open entries of the ledgers whose day is near or has just gone by."""
    today = day_of(board.knowledge.as_of)
    if entries.is_empty():
        return
    for row in entries.filter((pl.col("state") == "open") & pl.col("due_on").is_not_null()).iter_rows(named=True):
        is_late = row["due_on"] < today
        if not is_late and not _is_near(row["due_on"], today):
            continue
        own = frozenset([*owners.ids(row["lead_units"]), *owners.ids(row["supporting_units"])])
        line = words(
            "alert.line.task_late" if is_late else "alert.line.task_due",
            title=words.of(row, "title") if row.get("title_en") else typed(words, row["title"]),
            day=words.day(row["due_on"]),
            units=owners.names(words, board.knowledge, owners.ids(row["lead_units"]), limit=2),
        )
        yield Event(
            key=f"task:{row['entry_id']}:{row['due_on']}:{'late' if is_late else 'near'}",
            topic="due_near",
            line=line,
            unit_ids=own,
            action_ids=frozenset([row["action_id"]] if row["action_id"] else []),
        )


def _notices(words: Words, board: BoardView, notices: pl.DataFrame) -> Iterator[Event]:
    known = board.knowledge
    if notices.is_empty():
        return
    for row in notices.filter(pl.col("decision") == "issued").iter_rows(named=True):
        unit = words.of(known.units[row["unit_id"]])
        number, title = (typed(words, row[name] or "") for name in ("number", "title"))
        line = words("alert.line.notice", number=number, title=title, unit=unit)
        actions = frozenset(target["action_id"] for target in known.targets_of.get(row["indicator_id"] or "", []))
        yield Event(f"notice:{row['notice_id']}", "notice_issued", line, frozenset([row["unit_id"]]), actions)


def _issued(words: Words, issued: pl.DataFrame) -> Iterator[Event]:
    for row in issued.iter_rows(named=True):
        line = words("alert.line.issued", title=row["title"], number=row["number"] or "")
        yield Event(f"issued:{row['report_id']}", "report_issued", line.strip())


def _is_near(due_on: date, today: date) -> bool:
    return today <= due_on <= today + timedelta(days=NEAR_DAYS)
