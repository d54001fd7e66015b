"""The lists each action keeps, append-only: a row is how an entry stands, the newest row of an entry counts."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
from pandera.typing.polars import Series

from rules.model import STAGES
from warehouse.models.base import ID, IDS, Table
from warehouse.plan_entries import LEDGERS


class LedgerEntry(Table):
    """An entry of one of the lists as it stands from `recorded_at` on.

    `action_id` empty = the whole county. `cited_indicator_id` and `cited_period` are the figure a highlight
    cites. `stage` is how far a project is. `state`: open, done (closed), dropped. `origin` says where the entry
    comes from, with the id of the thing there in `origin_id` (a meeting's decision, a notice).
    """

    programme_id: Series[str]
    entry_id: Series[str] = pa.Field(str_length={"min_value": 1})
    ledger: Series[str] = pa.Field(isin=list(LEDGERS))
    action_id: Series[str] = pa.Field(str_matches=ID, nullable=True)
    title: Series[str] = pa.Field(str_length={"min_value": 1})
    description: Series[str] = pa.Field(nullable=True)
    lead_person: Series[str] = pa.Field(nullable=True)
    lead_units: Series[str] = pa.Field(str_matches=IDS, nullable=True)
    supporting_units: Series[str] = pa.Field(str_matches=IDS, nullable=True)
    indicator_ids: Series[str] = pa.Field(str_matches=IDS, nullable=True)
    cited_indicator_id: Series[str] = pa.Field(str_matches=ID, nullable=True)
    cited_period: Series[pl.Date] = pa.Field(nullable=True)
    stage: Series[str] = pa.Field(isin=list(STAGES), nullable=True)
    due_on: Series[pl.Date] = pa.Field(nullable=True)
    progress: Series[str] = pa.Field(nullable=True)
    state: Series[str] = pa.Field(isin=["open", "done", "dropped"])
    closed_on: Series[pl.Date] = pa.Field(nullable=True)
    closing_words: Series[str] = pa.Field(nullable=True)
    origin: Series[str] = pa.Field(isin=["plan", "meeting", "notice", "person", "spreadsheet"])
    origin_id: Series[str] = pa.Field(nullable=True)
    written_by: Series[str]
    recorded_at: Series[pl.Datetime]


class LedgerEvidence(Table):
    """What shows that an entry's work was done: a file kept in the warehouse, or a link. `removed` takes it back.

    `name` is the file's name or what the link is called; `file_sha256` is set for files, `link` for links.
    """

    programme_id: Series[str]
    evidence_id: Series[str] = pa.Field(str_length={"min_value": 1})
    entry_id: Series[str] = pa.Field(str_length={"min_value": 1})
    name: Series[str] = pa.Field(str_length={"min_value": 1})
    link: Series[str] = pa.Field(str_matches=r"^https?://\S+$", nullable=True)
    file_sha256: Series[str] = pa.Field(str_matches=r"^[0-9a-f]{64}$", nullable=True)
    removed: Series[bool]
    given_by: Series[str]
    recorded_at: Series[pl.Datetime]


class LedgerEvidenceFile(Table):
    """The bytes of a file given as evidence, once however often it is given."""

    file_sha256: Series[str] = pa.Field(str_matches=r"^[0-9a-f]{64}$", unique=True)
    content: Series[pl.Binary]
    recorded_at: Series[pl.Datetime]
