"""What explains a figure and what a meeting said about it, append-only: the newest row of a subject counts."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
from pandera.typing.polars import Series

from warehouse.models.base import ID, Table


class EventNote(Table):
    """An event that explains an indicator's figure of a period; `happened_on` where the day itself is known."""

    programme_id: Series[str]
    note_id: Series[str] = pa.Field(str_length={"min_value": 1})
    indicator_id: Series[str] = pa.Field(str_matches=ID)
    reference_period: Series[pl.Date]
    happened_on: Series[pl.Date] = pa.Field(nullable=True)
    words: Series[str] = pa.Field(str_length={"min_value": 1})
    author: Series[str] = pa.Field(str_length={"min_value": 1})
    removed: Series[bool]
    recorded_at: Series[pl.Datetime]


class Meeting(Table):
    """A meeting over the figures of one period, frozen as they were known at `figures_as_of`.

    `agenda` says how its items were chosen and `agenda_of` from what: the action, the unit, or the indicators of
    an own selection separated by `;`; empty = from all. `item_minutes` is the time meant for one item. Without
    `ended_at` the meeting is going on.
    """

    programme_id: Series[str]
    meeting_id: Series[str] = pa.Field(str_length={"min_value": 1})
    name: Series[str] = pa.Field(str_length={"min_value": 1})
    held_on: Series[pl.Date]
    reference_period: Series[pl.Date]
    figures_as_of: Series[pl.Datetime]
    agenda: Series[str] = pa.Field(isin=["behind", "action", "unit", "own"])
    agenda_of: Series[str] = pa.Field(nullable=True)
    item_minutes: Series[pl.Int64] = pa.Field(nullable=True, gt=0)
    kept_by: Series[str] = pa.Field(str_length={"min_value": 1})
    started_at: Series[pl.Datetime]
    ended_at: Series[pl.Datetime] = pa.Field(nullable=True)
    recorded_at: Series[pl.Datetime]


class MeetingRemark(Table):
    """What was said at a meeting about an indicator, or about the whole where `indicator_id` is empty."""

    programme_id: Series[str]
    remark_id: Series[str] = pa.Field(str_length={"min_value": 1})
    meeting_id: Series[str]
    indicator_id: Series[str] = pa.Field(nullable=True, str_matches=ID)
    words: Series[str] = pa.Field(str_length={"min_value": 1})
    author: Series[str] = pa.Field(str_length={"min_value": 1})
    removed: Series[bool]
    recorded_at: Series[pl.Datetime]


class MeetingDecision(Table):
    """What a meeting decided. How it stands is told by the key task of the ledgers it became, `entry_id`."""

    programme_id: Series[str]
    decision_id: Series[str] = pa.Field(str_length={"min_value": 1})
    meeting_id: Series[str]
    indicator_id: Series[str] = pa.Field(nullable=True, str_matches=ID)
    words: Series[str] = pa.Field(str_length={"min_value": 1})
    lead_unit: Series[str] = pa.Field(str_matches=ID)
    lead_person: Series[str] = pa.Field(nullable=True)
    due_on: Series[pl.Date]
    entry_id: Series[str] = pa.Field(str_length={"min_value": 1})
    noted_by: Series[str] = pa.Field(str_length={"min_value": 1})
    recorded_at: Series[pl.Datetime]
