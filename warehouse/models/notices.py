"""Supervision notices: the rule that proposes them, what went out, what came back."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
from pandera.typing.polars import Series

from rules.notices import Cause, Step
from warehouse.models.base import ID, Table, values_of


class NoticeRule(Table):
    """notice_rules.csv: from how many months behind in a row, on how many figures, a step is proposed.

    `for_overdue_report`: also proposed where a report is overdue. `reply_days` from issue to the reply's due
    day. `number_word` begins the notice's number (督〔2024〕3号); each word runs on its own in a year.
    """

    step: Series[str] = pa.Field(isin=values_of(Step), unique=True)
    behind_months: Series[pl.Int64] = pa.Field(ge=1, le=12)
    behind_figures: Series[pl.Int64] = pa.Field(ge=1, le=12)
    for_overdue_report: Series[bool]
    reply_days: Series[pl.Int64] = pa.Field(ge=1, le=90)
    number_word: Series[str] = pa.Field(str_length={"min_value": 1, "max_value": 12})
    name_zh_hans: Series[str]
    name_zh_hant: Series[str]
    name_en: Series[str]


class Notice(Table):
    """A proposal decided: issued with its text, or declined with a reason. One row a notice, never another.

    `as_of` is the knowledge the figures were quoted from, `facts_json` those figures as numbers; `paragraphs_json`
    is a JSON list of {"role", "text"}: what was sent, word for word. `number`, `title`, `addressee` and `reply_due_on`
    are empty where it was declined.
    """

    programme_id: Series[str]
    notice_id: Series[str] = pa.Field(str_matches=r"^[a-z0-9_]+$")
    decision: Series[str] = pa.Field(isin=["issued", "declined"])
    step: Series[str] = pa.Field(isin=values_of(Step))
    cause: Series[str] = pa.Field(isin=values_of(Cause))
    unit_id: Series[str] = pa.Field(str_matches=ID)
    indicator_id: Series[str] = pa.Field(str_matches=ID)
    target_id: Series[str] = pa.Field(str_matches=ID)
    reference_period: Series[pl.Date]
    as_of: Series[pl.Datetime]
    months_behind: Series[pl.Int64] = pa.Field(ge=0)
    facts_json: Series[str]
    number_word: Series[str] = pa.Field(nullable=True)
    number_year: Series[pl.Int64] = pa.Field(nullable=True)
    number_running: Series[pl.Int64] = pa.Field(ge=1, nullable=True)
    language: Series[str] = pa.Field(nullable=True)
    title: Series[str] = pa.Field(nullable=True)
    addressee: Series[str] = pa.Field(nullable=True)
    paragraphs_json: Series[str] = pa.Field(nullable=True)
    reply_due_on: Series[pl.Date] = pa.Field(nullable=True)
    reason: Series[str] = pa.Field(nullable=True)
    decided_by: Series[str]
    recorded_at: Series[pl.Datetime]


class NoticeEvent(Table):
    """What followed a notice: the unit's reply as it came in, the close-out with its words; the newest counts."""

    programme_id: Series[str]
    notice_id: Series[str]
    event: Series[str] = pa.Field(isin=["replied", "closed"])
    words: Series[str] = pa.Field(str_length={"min_value": 1})
    written_by: Series[str]
    recorded_at: Series[pl.Datetime]
