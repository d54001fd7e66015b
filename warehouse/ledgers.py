"""The lists each action keeps: entries written, revised and closed, with their evidence; as known at a moment.

Rows are only added: the newest row of an entry is how it stands. The plan's own projects and dated tasks are
entries too (`warehouse.plan_entries`); they get a row of their own when somebody first writes to them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import duckdb
import polars as pl

from rules.periods import day_of
from warehouse.access import Right
from warehouse.catalogue import Catalogue
from warehouse.connection import DRIVE, Warehouse, utc_now
from warehouse.errors import UnfitDecision, UnknownEntry
from warehouse.evidence import EVIDENCE, read_all_evidence, read_evidence, remove_evidence, store_evidence
from warehouse.ledger import EVER, Ledger, required
from warehouse.plan_entries import ENTRY_SCHEMA, NAMES, PLACE, plan_entries
from warehouse.queries import read_catalogue

ENTRIES = Ledger("ledger_entry", "LedgerEntry", ("entry_id",))
ID_LISTS = ("lead_units", "supporting_units", "indicator_ids")
WORDS = ("description", "lead_person", "progress", "closing_words")
NEEDS_EVIDENCE = frozenset({"shortcoming"})
"""Lists whose entries close only with evidence."""


def read_entries(warehouse: Warehouse, catalogue: Catalogue, as_of: datetime) -> pl.DataFrame:
    """How every entry stands at `as_of`, the plan's first, then by list and moment.

    Columns of `models.LedgerEntry`; title_zh_hans, title_zh_hant, title_en and document, section, item where the
    plan brought it (the titles only while nobody wrote another); opened_at, evidence (how many pieces),
    is_overdue (open and due before the day of `as_of`).
    """
    rows = ENTRIES.read(warehouse, catalogue.programme_id, as_of)
    newest = rows.unique("entry_id", keep="last", maintain_order=True)
    opened = rows.group_by("entry_id").agg(opened_at=pl.col("recorded_at").min())
    plan = plan_entries(catalogue)
    written = newest.join(plan.select("entry_id", *NAMES, *PLACE), on="entry_id", how="left", maintain_order="left")
    same_title = pl.col("title") == pl.col("title_zh_hans")
    written = written.with_columns(pl.when(same_title).then(pl.col(name)).alias(name) for name in NAMES)
    untouched = plan.join(written.select("entry_id"), on="entry_id", how="anti", maintain_order="left")
    evidence = read_all_evidence(warehouse, catalogue.programme_id, as_of).group_by("entry_id").len("evidence")
    entries = (
        pl.concat([untouched, written.select(untouched.columns)])
        .join(opened, on="entry_id", how="left", maintain_order="left")
        .join(evidence, on="entry_id", how="left", maintain_order="left")
    )
    overdue = (pl.col("state") == "open") & (pl.col("due_on") < day_of(as_of))
    return entries.with_columns(
        opened_at=pl.coalesce("opened_at", "recorded_at"),
        evidence=pl.col("evidence").fill_null(0).cast(pl.Int64),
        is_overdue=overdue.fill_null(False),
    )


def read_entry_history(warehouse: Warehouse, catalogue: Catalogue, entry_id: str, as_of: datetime) -> pl.DataFrame:
    """How an entry has stood, oldest first, columns of `models.LedgerEntry`; what the plan brings comes first."""
    rows = ENTRIES.read(warehouse, catalogue.programme_id, as_of).filter(entry_id=entry_id)
    brought = plan_entries(catalogue).filter(entry_id=entry_id).select(list(ENTRY_SCHEMA))
    return pl.concat([brought, rows.select(list(ENTRY_SCHEMA))])


def write_entry(
    warehouse: Warehouse,
    programme_id: str,
    *,
    ledger: str,
    action_id: str | None,
    title: str,
    by: str,
    entry_id: str | None = None,
    description: str = "",
    lead_person: str = "",
    lead_units: Sequence[str] = (),
    supporting_units: Sequence[str] = (),
    indicator_ids: Sequence[str] = (),
    cited_indicator_id: str | None = None,
    cited_period: date | None = None,
    stage: str | None = None,
    due_on: date | None = None,
    progress: str = "",
    origin: str = "person",
    origin_id: str | None = None,
    at: datetime | None = None,
    cursor: duckdb.DuckDBPyConnection | None = None,
) -> str:
    """Writes an open entry, a new one or (with `entry_id`) an existing one anew; its id.

    `action_id` None = the whole county. A highlight must cite a figure that has been reported. With a `cursor`
    it becomes part of that transaction. Raises UnfitDecision (a shape that does not fit, an id the plan has not,
    no figure cited) and UnknownEntry.
    """
    fields = {
        "ledger": ledger,
        "action_id": action_id,
        "title": title,
        "description": description,
        "lead_person": lead_person,
        "lead_units": lead_units,
        "supporting_units": supporting_units,
        "indicator_ids": indicator_ids,
        "cited_indicator_id": cited_indicator_id,
        "cited_period": cited_period,
        "stage": stage,
        "due_on": due_on,
        "progress": progress,
        "origin": origin,
        "origin_id": origin_id,
        "state": "open",
    }
    entry = {"entry_id": entry_id, **fields}
    return write_entries(warehouse, programme_id, [entry], by=by, at=at, cursor=cursor)[0]


def write_entries(
    warehouse: Warehouse,
    programme_id: str,
    entries: Sequence[Mapping[str, Any]],
    *,
    by: str,
    at: datetime | None,
    cursor: duckdb.DuckDBPyConnection | None = None,
) -> list[str]:
    """Writes several entries, all or none; fields as `write_entry` takes them, and `state`, `closed_on`,
    `closing_words`, `links` (web addresses that become evidence). What an existing entry's mapping leaves out
    stays as it is. With a `cursor` they become part of that transaction. Their ids. Raises as `write_entry` and
    `close_entry`."""
    by = required(by, "who")
    with warehouse.write_lock:
        catalogue = read_catalogue(warehouse, programme_id, at or utc_now())
        known = _standing(warehouse, catalogue)
        rows = [_row(catalogue, known, entry, by) for entry in entries]
        links: list[Sequence[str]] = [entry.get("links") or () for entry in entries]
        for row, given in zip(rows, links, strict=True):
            _refuse_unfit(warehouse, catalogue, row)
            _refuse_unproved(row, known.get(row["entry_id"]), is_given=bool(given))
        own = warehouse.writing(f"{len(rows)} ledger entries", right=Right.LEDGERS, at=at, counter=DRIVE)
        with own if cursor is None else nullcontext(cursor) as writing:
            for row, given in zip(rows, links, strict=True):
                ENTRIES.append(writing, row, at=at)
                for link in given:
                    _keep(warehouse, row, by=by, link=link, at=at, cursor=writing)
    return [row["entry_id"] for row in rows]


def revise_entry(
    warehouse: Warehouse, programme_id: str, entry_id: str, *, by: str, at: datetime | None = None, **changes: Any
) -> None:
    """Writes an entry with some fields changed and the rest as they stand. Raises as `write_entry`."""
    write_entries(warehouse, programme_id, [{"entry_id": entry_id, **changes}], by=by, at=at)


def close_entry(
    warehouse: Warehouse,
    programme_id: str,
    entry_id: str,
    *,
    by: str,
    closed_on: date | None = None,
    words: str = "",
    state: str = "done",
    file: tuple[str, bytes] | None = None,
    link: str | None = None,
    at: datetime | None = None,
) -> None:
    """Closes an entry as `done` or `dropped`, with a piece of evidence where one is given.

    A shortcoming is done only with evidence, given now or before; what is dropped needs a reason in `words`.
    Raises UnfitDecision and UnknownEntry; nothing is stored then.
    """
    by = required(by, "who")
    with warehouse.write_lock:
        catalogue = read_catalogue(warehouse, programme_id, at or utc_now())
        known = _standing(warehouse, catalogue)
        changes = {"state": state, "closed_on": closed_on or day_of(at or utc_now()), "closing_words": words}
        row = _row(catalogue, known, {"entry_id": entry_id, **changes}, by)
        is_given = file is not None or link is not None
        _refuse_unproved(row, known[entry_id], is_given=is_given)
        with warehouse.writing(f"close {entry_id}", right=Right.LEDGERS, at=at, counter=DRIVE) as cursor:
            ENTRIES.append(cursor, row, at=at)
            if is_given:
                _keep(warehouse, row, by=by, file=file, link=link, at=at, cursor=cursor)


def _keep(warehouse: Warehouse, row: Mapping[str, Any], **evidence: Any) -> None:
    store_evidence(warehouse, row["programme_id"], row["entry_id"], **evidence)


def _standing(warehouse: Warehouse, catalogue: Catalogue) -> dict[str, dict[str, Any]]:
    """Every entry as its newest row has it, whatever the moment."""
    entries = read_entries(warehouse, catalogue, EVER)
    return {row["entry_id"]: row for row in entries.iter_rows(named=True)}


def _row(
    catalogue: Catalogue, known: Mapping[str, Mapping[str, Any]], entry: Mapping[str, Any], by: str
) -> dict[str, Any]:
    """An entry's whole row: what stands, then what is given; lists of ids joined, empty words left out."""
    entry_id = entry.get("entry_id")
    if entry_id is not None and entry_id not in known:
        raise UnknownEntry("No list has an entry {id!r}.", id=entry_id)
    standing = known.get(entry_id or "", {"state": "open", "origin": "person"})
    row = {name: entry.get(name, standing.get(name)) for name in ENTRY_SCHEMA}
    for name in ID_LISTS:
        given = row[name]
        row[name] = (given if isinstance(given, str) else ";".join(given or ())) or None
    for name in WORDS:
        row[name] = (row[name] or "").strip() or None
    row["title"] = required(row["title"] or "", "title")
    row["programme_id"] = catalogue.programme_id
    row["entry_id"] = entry_id or uuid4().hex[:12]
    row["written_by"] = by
    if row["state"] == "open":
        row["closed_on"] = row["closing_words"] = None
    return row


def _refuse_unfit(warehouse: Warehouse, catalogue: Catalogue, row: Mapping[str, Any]) -> None:
    known = {
        "action_id": set(catalogue.actions["action_id"]),
        "cited_indicator_id": set(catalogue.indicators["indicator_id"]),
        "indicator_ids": set(catalogue.indicators["indicator_id"]),
        "lead_units": set(catalogue.units["unit_id"]),
        "supporting_units": set(catalogue.units["unit_id"]),
    }
    for name, ids in known.items():
        unknown = sorted(set((row[name] or "").split(";")) - ids - {""})
        if unknown:
            raise UnfitDecision(
                "{column}: the plan has no {unknown}.", code="not_of_the_plan", column=name, unknown=tuple(unknown)
            )
    if row["state"] != "open" and row["closed_on"] is None:
        raise UnfitDecision(
            "{title}: an entry that is {state} needs the day it was closed.",
            code="entry_without_day",
            title=row["title"],
            state=row["state"],
        )
    if row["ledger"] == "highlight":
        _refuse_uncited(warehouse, row)


def _refuse_unproved(row: Mapping[str, Any], standing: Mapping[str, Any] | None, *, is_given: bool) -> None:
    """What is done needs its proof where the plan asks for one; what is dropped needs a reason."""
    has_evidence = is_given or bool(standing and standing["evidence"])
    if row["state"] == "done" and row["ledger"] in NEEDS_EVIDENCE and not has_evidence:
        raise UnfitDecision(
            "{title}: a shortcoming closes only with evidence: give a file or a link.",
            code="shortcoming_without_evidence",
            title=row["title"],
        )
    if row["state"] == "dropped":
        required(row["closing_words"] or "", "drop_reason")


def _refuse_uncited(warehouse: Warehouse, row: Mapping[str, Any]) -> None:
    """A highlight without a figure is an opinion."""
    if row["cited_indicator_id"] is None or row["cited_period"] is None:
        raise UnfitDecision(
            "{title}: a highlight must cite a figure, an indicator and its period.",
            code="highlight_without_figure",
            title=row["title"],
        )
    found = warehouse.frame(
        "SELECT 1 FROM observation WHERE programme_id = $programme_id AND indicator_id = $indicator_id"
        " AND reference_period = $period AND obs_value IS NOT NULL"
        " AND batch_id NOT IN (SELECT batch_id FROM batch_withdrawal) LIMIT 1",
        programme_id=row["programme_id"],
        indicator_id=row["cited_indicator_id"],
        period=row["cited_period"],
    )
    if found.is_empty():
        raise UnfitDecision(
            "{title}: no figure has been reported for {indicator} {period:%Y-%m}: cite one that has.",
            code="highlight_unreported",
            title=row["title"],
            indicator=row["cited_indicator_id"],
            period=row["cited_period"],
        )


__all__ = [
    "ENTRIES",
    "EVIDENCE",
    "close_entry",
    "read_all_evidence",
    "read_entries",
    "read_entry_history",
    "read_evidence",
    "remove_evidence",
    "revise_entry",
    "store_evidence",
    "write_entries",
    "write_entry",
]
