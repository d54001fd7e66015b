"""Moments with a name, append-only: the newest row of a snapshot counts."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
from pandera.typing.polars import Series

from warehouse.models.base import Table

_DIGEST = r"^[0-9a-f]{64}$"


class Snapshot(Table):
    """The board of `reference_period` as it was known at `as_of`, under a name.

    `unreviewed`: whether figures nobody had accepted were shown or held. `catalogue_version` and the preset are
    the plan and the rules that judged. The digests are of the tables known and of the verdicts when it was taken;
    empty where it was not taken here. `removed` takes the name away, never the figures.
    """

    programme_id: Series[str]
    snapshot_id: Series[str] = pa.Field(str_length={"min_value": 1})
    name: Series[str] = pa.Field(str_length={"min_value": 1, "max_value": 80})
    words: Series[str] = pa.Field(str_length={"max_value": 500}, nullable=True)
    reference_period: Series[pl.Date]
    as_of: Series[pl.Datetime]
    unreviewed: Series[str] = pa.Field(isin=["show", "hold"])
    catalogue_version: Series[pl.Int64] = pa.Field(ge=1)
    preset_name: Series[str]
    preset_version: Series[pl.Int64] = pa.Field(ge=1)
    tables_digest: Series[str] = pa.Field(str_matches=_DIGEST, nullable=True)
    verdicts_digest: Series[str] = pa.Field(str_matches=_DIGEST, nullable=True)
    taken_by: Series[str]
    taken_at: Series[pl.Datetime]
    removed: Series[bool]
    recorded_by: Series[str]
    recorded_at: Series[pl.Datetime]
