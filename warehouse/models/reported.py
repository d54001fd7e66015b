"""What departments report, and which row of the plan is in force: append-only."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
from pandera.typing.polars import Series

from rules import model as rules
from warehouse.models.base import Table, values_of


class Batch(Table):
    """One file taken in. Its row is written last: observations count only once it stands."""

    batch_id: Series[str] = pa.Field(unique=True)
    programme_id: Series[str]
    unit_id: Series[str]
    reference_period: Series[pl.Date]
    file_name: Series[str]
    file_sha256: Series[str] = pa.Field(str_matches=r"^[0-9a-f]{64}$")
    received_at: Series[pl.Datetime]
    received_by: Series[str]
    reader_version: Series[str]
    is_demonstration: Series[bool]
    observation_count: Series[pl.Int64] = pa.Field(ge=0)
    finding_count: Series[pl.Int64] = pa.Field(ge=0)
    recorded_at: Series[pl.Datetime]


class BatchFile(Table):
    """The original bytes of a batch's file."""

    batch_id: Series[str]
    content: Series[pl.Binary]


class BatchWithdrawal(Table):
    """A batch taken back: its figures stop counting from `recorded_at` on."""

    batch_id: Series[str]
    withdrawn_by: Series[str]
    reason: Series[str]
    recorded_at: Series[pl.Datetime]


class Observation(Table):
    """One figure as one file gave it. `obs_value` empty with status M = reported as missing, never 0.

    `cell_text` is what the cell showed, `unit_factor` what it was multiplied by to reach the indicator's unit.
    """

    batch_id: Series[str]
    programme_id: Series[str]
    ref_area: Series[str]
    indicator_id: Series[str]
    reference_period: Series[pl.Date]
    obs_value: Series[float] = pa.Field(nullable=True)
    obs_status: Series[str] = pa.Field(isin=values_of(rules.ObsStatus))
    overdue_cases: Series[pl.Int64] = pa.Field(nullable=True)
    sheet: Series[str]
    cell: Series[str] = pa.Field(str_matches=r"^[A-Z]{1,3}[0-9]+$")
    cell_text: Series[str]
    unit_factor: Series[float]
    derived: Series[bool]
    note: Series[str] = pa.Field(nullable=True)
    recorded_at: Series[pl.Datetime]


class Finding(Table):
    """One thing the check said of a cell of a committed file: an error (the cell was refused) or a doubt."""

    batch_id: Series[str]
    severity: Series[str] = pa.Field(isin=["error", "doubt", "info"])
    code: Series[str]
    sheet: Series[str]
    cell: Series[str] = pa.Field(nullable=True)
    indicator_id: Series[str] = pa.Field(nullable=True)
    found: Series[str] = pa.Field(nullable=True)
    expected: Series[str] = pa.Field(nullable=True)
    recorded_at: Series[pl.Datetime]


class TargetInForce(Table):
    """A person's decision which of an indicator's contradicting rows is in force; the newest row counts.

    `target_id` empty = the decision is taken back.
    """

    programme_id: Series[str]
    indicator_id: Series[str]
    target_id: Series[str] = pa.Field(nullable=True)
    marked_by: Series[str]
    reason: Series[str]
    recorded_at: Series[pl.Datetime]
