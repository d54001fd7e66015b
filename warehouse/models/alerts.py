"""Who wants to hear of what, and what was sent to whom: append-only, the newest row of a subject counts."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
from pandera.typing.polars import Series

from warehouse.models.base import IDS, Table

TOPICS = ("verdict_turned", "report_overdue", "due_near", "notice_issued", "report_issued")
PAPERS = ("ten_day_brief", "monthly_bulletin", "quarterly_review", "monthly_work")
_TOPICS = "|".join((*TOPICS, *PAPERS))


class AlertSubscription(Table):
    """What somebody asked to hear of. `topics` are events and papers, `;` between them; no unit or action = all."""

    programme_id: Series[str]
    subscription_id: Series[str]
    subscriber: Series[str] = pa.Field(str_length={"min_value": 1, "max_value": 60})
    channel: Series[str] = pa.Field(isin=["email", "wecom", "dingtalk", "webhook"])
    address: Series[str] = pa.Field(str_length={"min_value": 3, "max_value": 500})
    topics: Series[str] = pa.Field(str_matches=rf"^({_TOPICS})(;({_TOPICS}))*$")
    unit_ids: Series[str] = pa.Field(str_matches=IDS, nullable=True)
    action_ids: Series[str] = pa.Field(str_matches=IDS, nullable=True)
    language: Series[str] = pa.Field(isin=["zh-Hans", "zh-Hant", "en"])
    removed: Series[bool]
    subscribed_by: Series[str]
    recorded_at: Series[pl.Datetime]


class AlertMessage(Table):
    """One message and how its sending went; `event_keys` (lines) name what it told, so nothing is told twice.

    A failed message is tried again (`attempt` grows) until it is `sent` or `given_up`. `attachment` names a file.
    """

    programme_id: Series[str]
    message_id: Series[str]
    subscription_id: Series[str]
    subscriber: Series[str]
    channel: Series[str]
    address: Series[str]
    event_keys: Series[str]
    subject: Series[str]
    body: Series[str]
    attachment: Series[str] = pa.Field(nullable=True)
    state: Series[str] = pa.Field(isin=["sent", "failed", "given_up"])
    attempt: Series[pl.Int64] = pa.Field(ge=1)
    error: Series[str] = pa.Field(nullable=True)
    recorded_at: Series[pl.Datetime]
