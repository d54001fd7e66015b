"""What people decide about the intake, append-only: the newest row of a subject counts."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
from pandera.typing.polars import Series

from warehouse.models.base import Table


class AliasConfirmed(Table):
    """A name a person confirmed: `alias` as the workbook writes it means `meaning`, an id or a unit of measure.

    `removed` = the confirmation is taken back. One subject is a kind and an alias.
    """

    programme_id: Series[str]
    kind: Series[str] = pa.Field(isin=["indicator", "unit", "unit_measure"])
    alias: Series[str] = pa.Field(str_length={"min_value": 1})
    meaning: Series[str] = pa.Field(str_length={"min_value": 1})
    removed: Series[bool]
    confirmed_by: Series[str]
    recorded_at: Series[pl.Datetime]


class ReportReview(Table):
    """A decision on what a unit reported for a period, as it stood at `recorded_at`.

    `words` say why a report is returned. Figures that come later are not covered: they are submitted anew.
    """

    programme_id: Series[str]
    unit_id: Series[str]
    reference_period: Series[pl.Date]
    state: Series[str] = pa.Field(isin=["submitted", "accepted", "returned"])
    words: Series[str] = pa.Field(nullable=True)
    reviewed_by: Series[str]
    recorded_at: Series[pl.Datetime]


class MonthLock(Table):
    """A period closed to new figures, or opened again with a reason."""

    programme_id: Series[str]
    reference_period: Series[pl.Date]
    locked: Series[bool]
    locked_by: Series[str]
    reason: Series[str] = pa.Field(nullable=True)
    recorded_at: Series[pl.Datetime]


class IntakeDraft(Table):
    """A file somebody is working on, stored before anything of it counts, so that a reload loses nothing."""

    programme_id: Series[str]
    draft_id: Series[str] = pa.Field(unique=True)
    drafted_by: Series[str]
    file_name: Series[str]
    file_sha256: Series[str] = pa.Field(str_matches=r"^[0-9a-f]{64}$")
    content: Series[pl.Binary]
    recorded_at: Series[pl.Datetime]


class IntakeDraftStep(Table):
    """How far the work on a draft is: all answers given so far, and whether it is over (stored or given up)."""

    draft_id: Series[str]
    answers_json: Series[str]
    closed: Series[bool]
    recorded_at: Series[pl.Datetime]
