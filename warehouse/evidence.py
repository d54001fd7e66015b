"""What shows that an entry's work was done: a file kept in the warehouse, or a link."""

from __future__ import annotations

import hashlib
from contextlib import nullcontext
from datetime import datetime
from uuid import uuid4

import duckdb
import polars as pl

from warehouse.access import Right
from warehouse.connection import DRIVE, Warehouse, insert_frame, read_frame, utc_now
from warehouse.errors import UnfitDecision, UnknownEvidence
from warehouse.ledger import EVER, Ledger, required, validated

EVIDENCE = Ledger("ledger_evidence", "LedgerEvidence", ("evidence_id",))
LARGEST_FILE = 25 * 1024 * 1024
"""Bytes of a file that are kept; more belongs behind a link."""


def read_all_evidence(warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
    """Every piece that stands at `as_of`, oldest first, columns of `models.LedgerEvidence`."""
    rows = EVIDENCE.read(warehouse, programme_id, as_of)
    return rows.unique("evidence_id", keep="last", maintain_order=True).filter(~pl.col("removed"))


def read_evidence(warehouse: Warehouse, evidence_id: str) -> tuple[str, bytes]:
    """A kept file's name and bytes, also after it was taken back. Raises UnknownEvidence."""
    rows = warehouse.frame(
        "SELECT name, content FROM ledger_evidence JOIN ledger_evidence_file USING (file_sha256)"
        " WHERE evidence_id = $evidence_id",
        evidence_id=evidence_id,
    )
    if rows.is_empty():
        raise UnknownEvidence("No file is kept as evidence {id!r}.", id=evidence_id)
    return str(rows["name"][0]), bytes(rows["content"][0])


def store_evidence(
    warehouse: Warehouse,
    programme_id: str,
    entry_id: str,
    *,
    by: str,
    file: tuple[str, bytes] | None = None,
    link: str | None = None,
    name: str = "",
    at: datetime | None = None,
    cursor: duckdb.DuckDBPyConnection | None = None,
) -> str:
    """Keeps a file (its name and bytes) or a link as evidence of an entry; its id. `cursor` = inside that
    transaction. Raises UnfitDecision: neither or both given, an empty or too large file, no web address."""
    if (file is None) == (link is None):
        raise UnfitDecision("Evidence is a file or a link: give one of them.", code="evidence_file_or_link")
    given = (link or "").strip() if file is None else file[0]
    row = {
        "programme_id": programme_id,
        "evidence_id": uuid4().hex[:12],
        "entry_id": entry_id,
        "name": required(name or given, "evidence_name"),
        "link": given if file is None else None,
        "file_sha256": None if file is None else _digest(file[1]),
        "removed": False,
        "given_by": required(by, "who"),
    }
    own = warehouse.writing(f"evidence for {entry_id}", right=Right.LEDGERS, at=at, counter=DRIVE)
    with warehouse.write_lock, own if cursor is None else nullcontext(cursor) as open_cursor:
        EVIDENCE.append(open_cursor, row, at=at)
        if file is not None:
            _keep_file(open_cursor, str(row["file_sha256"]), file[1], at or utc_now())
    return str(row["evidence_id"])


def remove_evidence(
    warehouse: Warehouse, programme_id: str, evidence_id: str, *, by: str, at: datetime | None = None
) -> None:
    """Takes a piece back; its file stays. Raises UnknownEvidence, and UnfitDecision where a closed shortcoming
    would be left without any."""
    with warehouse.write_lock:
        standing = read_all_evidence(warehouse, programme_id, EVER)
        found = standing.filter(evidence_id=evidence_id)
        if found.is_empty():
            raise UnknownEvidence("No evidence {id!r} stands.", id=evidence_id)
        row = found.row(0, named=True)
        if standing.filter(entry_id=row["entry_id"]).height == 1 and _rests_on_it(warehouse, row["entry_id"]):
            raise UnfitDecision(
                "A closed shortcoming rests on this evidence: give another piece first.", code="evidence_needed"
            )
        given_by = required(by, "who")
        with warehouse.writing(f"evidence {evidence_id} removed", right=Right.LEDGERS, at=at, counter=DRIVE) as cursor:
            EVIDENCE.append(cursor, {**row, "removed": True, "given_by": given_by}, at=at)


def _rests_on_it(warehouse: Warehouse, entry_id: str) -> bool:
    rows = warehouse.frame(
        "SELECT ledger, state FROM ledger_entry WHERE entry_id = $entry_id ORDER BY recorded_at DESC LIMIT 1",
        entry_id=entry_id,
    )
    return rows.rows() == [("shortcoming", "done")]


def _digest(content: bytes) -> str:
    if not content:
        raise UnfitDecision("The file is empty.", code="evidence_empty")
    if len(content) > LARGEST_FILE:
        raise UnfitDecision(
            "The file has {bytes} bytes, more than {largest}: give a link instead.",
            code="evidence_too_large",
            bytes=len(content),
            largest=LARGEST_FILE,
        )
    return hashlib.sha256(content).hexdigest()


def _keep_file(cursor: duckdb.DuckDBPyConnection, digest: str, content: bytes, at: datetime) -> None:
    sql = "SELECT count(*) AS n FROM ledger_evidence_file WHERE file_sha256 = $digest"
    if not read_frame(cursor, sql, {"digest": digest})["n"][0]:
        row = {"file_sha256": digest, "content": content, "recorded_at": at}
        insert_frame(cursor, "ledger_evidence_file", validated("LedgerEvidenceFile", row))
