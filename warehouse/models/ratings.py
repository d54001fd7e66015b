"""The livelihood items beside their figures: stages people confirm, and the public's ratings. Append-only."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
from pandera.typing.polars import Series

from rules import model as rules
from warehouse.models.base import ID, IDS, Table

WORDS_LIMIT = 200


class LivelihoodStage(Table):
    """A person's word that a part has reached a stage, with the day; `stage` empty = taken back.

    Subject: the part (item_id, ordinal). `note` names the evidence.
    """

    programme_id: Series[str]
    item_id: Series[str] = pa.Field(str_matches=ID)
    ordinal: Series[pl.Int64] = pa.Field(ge=1)
    stage: Series[str] = pa.Field(isin=list(rules.STAGES), nullable=True)
    reached_on: Series[pl.Date] = pa.Field(nullable=True)
    note: Series[str] = pa.Field(nullable=True)
    confirmed_by: Series[str] = pa.Field(str_length={"min_value": 1})
    recorded_at: Series[pl.Datetime]


class RatingOpening(Table):
    """Until when the public may rate an item, that day included; empty = closed. Subject: the item."""

    programme_id: Series[str]
    item_id: Series[str] = pa.Field(str_matches=ID)
    open_until: Series[pl.Date] = pa.Field(nullable=True)
    opened_by: Series[str] = pa.Field(str_length={"min_value": 1})
    recorded_at: Series[pl.Datetime]


class RatingAddress(Table):
    """Where the public reaches the rating pages, as printed on the posters: scheme and host, no path."""

    programme_id: Series[str]
    address: Series[str] = pa.Field(str_matches=r"^https?://[^\s/?#]+$")
    entered_by: Series[str] = pa.Field(str_length={"min_value": 1})
    recorded_at: Series[pl.Datetime]


class RatingBallot(Table):
    """One vote as it was cast; of several from a device on an item the newest counts.

    `device_hash` is a keyed hash of a random number in the device's cookie; no address is kept. `spool_id` and
    `ballot_number` name the row of the rating server's spool, so that no ballot is collected twice.
    """

    programme_id: Series[str]
    item_id: Series[str] = pa.Field(str_matches=ID)
    device_hash: Series[str] = pa.Field(str_matches=r"^[0-9a-f]{32}$")
    stars: Series[pl.Int64] = pa.Field(ge=1, le=5)
    reasons: Series[str] = pa.Field(str_matches=IDS, nullable=True)
    words: Series[str] = pa.Field(str_length={"max_value": WORDS_LIMIT}, nullable=True)
    cast_at: Series[pl.Datetime]
    spool_id: Series[str]
    ballot_number: Series[pl.Int64] = pa.Field(ge=1)
    recorded_at: Series[pl.Datetime]
