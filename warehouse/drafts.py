"""Drafts: files somebody is working on with the answers given so far, so that a reload loses nothing.

A draft counts nowhere and raises no version. Its bytes are stored once; each answer adds a step, and the newest
step counts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

import polars as pl

from warehouse.access import Right, current
from warehouse.connection import Warehouse, insert_frame, utc_now
from warehouse.errors import UnknownDraft
from warehouse.ledger import TICK, required, validated
from warehouse.queries import read_sql


@dataclass(frozen=True, slots=True)
class Draft:
    """One open draft; `answers` is what save_draft was last given, moments are naive UTC."""

    draft_id: str
    programme_id: str
    drafted_by: str
    file_name: str
    file_sha256: str
    content: bytes
    answers: Mapping[str, Any]
    begun_at: datetime
    saved_at: datetime


def begin_draft(warehouse: Warehouse, programme_id: str, *, by: str, file_name: str, content: bytes) -> str:
    """Stores a file before anything is asked of it; the draft's id. The same open file again is the same draft."""
    digest = hashlib.sha256(content).hexdigest()
    by = current().name if current().is_limited else by
    with warehouse.write_lock:
        same = _open_steps(warehouse, programme_id).filter(drafted_by=by, file_sha256=digest, file_name=file_name)
        if same.height:
            return str(same["draft_id"][0])
        row = {
            "programme_id": programme_id,
            "draft_id": uuid4().hex,
            "drafted_by": required(by, "who"),
            "file_name": file_name,
            "file_sha256": digest,
            "content": content,
            "recorded_at": utc_now(),
        }
        draft = validated("IntakeDraft", row)
        with warehouse.writing(right=Right.DRAFTS) as cursor:
            insert_frame(cursor, "intake_draft", draft)
            insert_frame(cursor, "intake_draft_step", _step(str(row["draft_id"]), "{}", closed=False, after=None))
    return str(row["draft_id"])


def save_draft(warehouse: Warehouse, draft_id: str, *, answers: Mapping[str, Any]) -> None:
    """Keeps all answers given so far (what JSON can hold). Raises UnknownDraft."""
    _add_step(warehouse, draft_id, json.dumps(dict(answers), ensure_ascii=False, sort_keys=True), closed=False)


def is_open_draft(warehouse: Warehouse, draft_id: str) -> bool:
    """Whether somebody still works on a draft."""
    return not _open_steps(warehouse, None).filter(draft_id=draft_id).is_empty()


def close_draft(warehouse: Warehouse, draft_id: str) -> None:
    """Ends the work on a draft: its figures are stored, or it is given up. Raises UnknownDraft."""
    _add_step(warehouse, draft_id, None, closed=True)


def read_drafts(warehouse: Warehouse, programme_id: str, *, by: str | None = None) -> list[Draft]:
    """The open drafts, oldest first; `by` only those of one person."""
    rows = _own(_open_steps(warehouse, programme_id))
    if by is not None:
        rows = rows.filter(drafted_by=by)
    return [_draft(row, _content(warehouse, row["draft_id"])) for row in rows.to_dicts()]


def read_draft(warehouse: Warehouse, draft_id: str) -> Draft:
    """One open draft. Raises UnknownDraft; another's draft is as unknown to a reporter."""
    rows = _own(_open_steps(warehouse, None)).filter(draft_id=draft_id)
    if rows.is_empty():
        raise UnknownDraft("No draft {id!r} is open: send the file again.", id=draft_id)
    return _draft(rows.row(0, named=True), _content(warehouse, draft_id))


def _open_steps(warehouse: Warehouse, programme_id: str | None) -> pl.DataFrame:
    """The open drafts without their bytes, each with its newest step."""
    rows = warehouse.frame(read_sql("drafts")).filter(~pl.col("closed"))
    return rows if programme_id is None else rows.filter(programme_id=programme_id)


def _own(rows: pl.DataFrame) -> pl.DataFrame:
    """Of open drafts those the person at work may see: a reporter its own, who may not upload none."""
    who = current()
    if not who.may(Right.DRAFTS):
        return rows.clear()
    return rows.filter(drafted_by=who.name) if who.is_limited else rows


def _content(warehouse: Warehouse, draft_id: str) -> bytes:
    rows = warehouse.frame("SELECT content FROM intake_draft WHERE draft_id = $draft_id", draft_id=draft_id)
    return bytes(rows["content"][0])


def _draft(row: Mapping[str, Any], content: bytes) -> Draft:
    return Draft(
        draft_id=row["draft_id"],
        programme_id=row["programme_id"],
        drafted_by=row["drafted_by"],
        file_name=row["file_name"],
        file_sha256=row["file_sha256"],
        content=content,
        answers=json.loads(row["answers_json"]),
        begun_at=row["begun_at"],
        saved_at=row["saved_at"],
    )


def _add_step(warehouse: Warehouse, draft_id: str, answers_json: str | None, *, closed: bool) -> None:
    with warehouse.write_lock:
        draft = _own(_open_steps(warehouse, None)).filter(draft_id=draft_id)
        if draft.is_empty():
            raise UnknownDraft("No draft {id!r} is open: send the file again.", id=draft_id)
        last = draft.row(0, named=True)
        given = last["answers_json"] if answers_json is None else answers_json
        with warehouse.writing(right=Right.DRAFTS) as cursor:
            step = _step(draft_id, given, closed=closed, after=last["saved_at"])
            insert_frame(cursor, "intake_draft_step", step)


def _step(draft_id: str, answers_json: str, *, closed: bool, after: datetime | None) -> pl.DataFrame:
    moment = utc_now() if after is None else max(utc_now(), after + TICK)
    row = {"draft_id": draft_id, "answers_json": answers_json, "closed": closed, "recorded_at": moment}
    return validated("IntakeDraftStep", row)
