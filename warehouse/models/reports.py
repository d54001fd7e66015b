"""Official reports: what was issued, word for word and byte for byte, and the prose people write before that."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
from pandera.typing.polars import Series

from warehouse.models.base import Table


class IssuedReport(Table):
    """A report as it went out. One row a report, never another.

    `period` is the key of what it is about (2024-10, 2024-Q3, 2024-T32, a meeting's id); `reference_period` the month
    whose figures it judges, `as_of` the moment whose knowledge counts. `number` is as printed; kind, year and
    running number are used once. `content_json` holds its sections, prose and figures, `file_sha256` names its Word
    file; `seal` is a digest of the row, so that a change behind the warehouse's back is seen.
    """

    programme_id: Series[str]
    report_id: Series[str] = pa.Field(str_length={"min_value": 1})
    kind: Series[str] = pa.Field(str_length={"min_value": 1})
    period: Series[str] = pa.Field(str_length={"min_value": 1})
    language: Series[str] = pa.Field(isin=["zh-Hans", "zh-Hant", "en"])
    reference_period: Series[pl.Date]
    as_of: Series[pl.Datetime]
    number: Series[str] = pa.Field(str_length={"min_value": 1})
    number_year: Series[pl.Int64]
    number_running: Series[pl.Int64] = pa.Field(ge=1)
    title: Series[str] = pa.Field(str_length={"min_value": 1})
    content_json: Series[str]
    file_sha256: Series[str] = pa.Field(str_matches=r"^[0-9a-f]{64}$")
    seal: Series[str] = pa.Field(str_matches=r"^[0-9a-f]{64}$")
    issued_on: Series[pl.Date]
    issued_by: Series[str]
    recorded_at: Series[pl.Datetime]


class IssuedReportFile(Table):
    """The bytes of an issued report's Word file."""

    file_sha256: Series[str] = pa.Field(str_matches=r"^[0-9a-f]{64}$", unique=True)
    content: Series[pl.Binary]
    recorded_at: Series[pl.Datetime]


class ReportDraft(Table):
    """A report's prose as a person left it, part by part; `template` empty = as the report proposes it."""

    programme_id: Series[str]
    kind: Series[str]
    period: Series[str]
    language: Series[str]
    part_id: Series[str]
    template: Series[str] = pa.Field(nullable=True)
    edited_by: Series[str]
    recorded_at: Series[pl.Datetime]
