"""Issued reports: kept word for word and byte for byte, never changed, never replaced."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import duckdb
import polars as pl

from warehouse.access import Right
from warehouse.connection import DRIVE, Warehouse, insert_frame, read_frame
from warehouse.errors import NumberTaken, ReportDamaged, UnknownReport
from warehouse.ledger import Ledger, required, validated

REPORTS = Ledger("issued_report", "IssuedReport", ("report_id",))
SEALED = (
    "programme_id",
    "report_id",
    "kind",
    "period",
    "language",
    "reference_period",
    "as_of",
    "number",
    "number_year",
    "number_running",
    "title",
    "content_json",
    "file_sha256",
    "issued_on",
    "issued_by",
)
"""What the seal covers."""
_LISTED = ", ".join(name for name in (*SEALED, "recorded_at") if name != "content_json")


@dataclass(frozen=True, slots=True)
class ToIssue:
    """A report ready to go out; fields as in `models.IssuedReport`, `document` the Word file."""

    kind: str
    period: str
    language: str
    reference_period: date
    as_of: datetime
    number: str
    number_year: int
    number_running: int
    title: str
    content_json: str
    document: bytes
    issued_on: date


def read_issued(warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
    """Every report issued by `as_of`, newest first: columns of `models.IssuedReport` without content and seal."""
    return warehouse.frame(
        f"SELECT {_LISTED} FROM issued_report"  # noqa: S608 our own names
        " WHERE programme_id = $programme_id AND recorded_at <= $as_of ORDER BY recorded_at DESC, report_id",
        programme_id=programme_id,
        as_of=as_of,
    )


def next_running(warehouse: Warehouse, programme_id: str, kind: str, year: int) -> int:
    """The number after the highest used for a kind of report in a year."""
    with warehouse.cursor() as cursor:
        return _highest(cursor, programme_id, kind, year) + 1


def issue_report(
    warehouse: Warehouse, programme_id: str, report: ToIssue, *, by: str, at: datetime | None = None
) -> str:
    """Keeps a report as issued; its id. Raises NumberTaken, and UnfitDecision where a name or number is missing."""
    row: dict[str, Any] = {
        **{name: getattr(report, name) for name in SEALED if hasattr(report, name)},
        "programme_id": programme_id,
        "report_id": uuid4().hex,
        "number": required(report.number, "report_number"),
        "file_sha256": hashlib.sha256(report.document).hexdigest(),
        "issued_by": required(by, "who"),
    }
    row["seal"] = _seal(row)
    with (
        warehouse.write_lock,
        warehouse.writing(f"issue {report.number}", right=Right.REPORTS, at=at, counter=DRIVE) as cursor,
    ):
        _refuse_taken(cursor, programme_id, report)
        moment = REPORTS.append(cursor, row, at=at)
        _keep_file(cursor, row["file_sha256"], report.document, moment)
    return str(row["report_id"])


def read_issued_report(warehouse: Warehouse, report_id: str) -> dict[str, Any]:
    """One issued report, columns of `models.IssuedReport`. Raises UnknownReport and ReportDamaged."""
    rows = warehouse.frame("SELECT * FROM issued_report WHERE report_id = $report_id", report_id=report_id)
    if rows.is_empty():
        raise UnknownReport("No report {id!r} was issued.", id=report_id)
    row = rows.row(0, named=True)
    if rows.height > 1 or row["seal"] != _seal(row):
        raise ReportDamaged(
            "The issued report {number} was changed after it was issued: restore a backup.", number=row["number"]
        )
    return row


def read_issued_file(warehouse: Warehouse, report_id: str) -> bytes:
    """An issued report's Word file, as it went out. Raises UnknownReport and ReportDamaged."""
    row = read_issued_report(warehouse, report_id)
    rows = warehouse.frame(
        "SELECT content FROM issued_report_file WHERE file_sha256 = $digest", digest=row["file_sha256"]
    )
    content = bytes(rows["content"][0]) if rows.height else b""
    if hashlib.sha256(content).hexdigest() != row["file_sha256"]:
        raise ReportDamaged(
            "The file of the issued report {number} was changed: restore a backup.", number=row["number"]
        )
    return content


def _seal(row: Mapping[str, Any]) -> str:
    sealed = json.dumps([str(row[name]) for name in SEALED], ensure_ascii=False)
    return hashlib.sha256(sealed.encode()).hexdigest()


def _highest(cursor: duckdb.DuckDBPyConnection, programme_id: str, kind: str, year: int) -> int:
    sql = (
        "SELECT coalesce(max(number_running), 0) AS highest FROM issued_report"
        " WHERE programme_id = $programme_id AND kind = $kind AND number_year = $year"
    )
    return int(read_frame(cursor, sql, {"programme_id": programme_id, "kind": kind, "year": year})["highest"][0])


def _refuse_taken(cursor: duckdb.DuckDBPyConnection, programme_id: str, report: ToIssue) -> None:
    sql = (
        "SELECT title FROM issued_report WHERE programme_id = $programme_id AND kind = $kind"
        " AND number_year = $year AND number_running = $running"
    )
    asked = {
        "programme_id": programme_id,
        "kind": report.kind,
        "year": report.number_year,
        "running": report.number_running,
    }
    taken = read_frame(cursor, sql, asked)
    if taken.height:
        raise NumberTaken(
            "Number {number} of {year} was given to “{title}”:"
            " an issued report is not replaced, give this one the next number.",
            number=str(report.number_running),
            year=str(report.number_year),
            title=taken["title"][0],
        )


def _keep_file(cursor: duckdb.DuckDBPyConnection, digest: str, content: bytes, at: datetime) -> None:
    sql = "SELECT count(*) AS n FROM issued_report_file WHERE file_sha256 = $digest"
    if not read_frame(cursor, sql, {"digest": digest})["n"][0]:
        row = {"file_sha256": digest, "content": content, "recorded_at": at}
        insert_frame(cursor, "issued_report_file", validated("IssuedReportFile", row))
