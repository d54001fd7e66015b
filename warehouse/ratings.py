"""The public's ratings of the livelihood items: which are open until when, the ballots collected, what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import polars as pl

from rules.ratings import STARS, opinion
from warehouse.access import Right
from warehouse.connection import DRIVE, Warehouse, insert_frame, utc_now
from warehouse.ledger import Ledger, required, validated
from warehouse.queries import read_sql

OPENINGS = Ledger("rating_opening", "RatingOpening", ("item_id",))
ADDRESSES = Ledger("rating_address", "RatingAddress", ())
NEWEST_REASONS = 5
STAR_COLUMNS = tuple(f"star_{star}" for star in STARS)
RATING_SCHEMA: Mapping[str, Any] = {
    "item_id": pl.String,
    **dict.fromkeys(STAR_COLUMNS, pl.Int64),
    "n": pl.Int64,
    "mean": pl.Float64,
    "spread": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "is_small_sample": pl.Boolean,
    "newest_at": pl.Datetime,
    "newest_reasons": pl.List(pl.String),
}


def read_ratings(warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
    """One row per rated item, as known at `as_of`; the newest ballot of a device on an item counts.

    Columns: item_id, star_1 … star_5 (how many gave so many), n, mean, spread (standard deviation), low and high
    (95 % interval of the mean), is_small_sample (n below 30), newest_at, newest_reasons (up to five texts).
    """
    ballots = read_ballots(warehouse, programme_id, as_of)
    texts = _newest_texts(ballots)
    given = [
        (pl.col("stars") == star).sum().cast(pl.Int64).alias(name)
        for star, name in zip(STARS, STAR_COLUMNS, strict=True)
    ]
    counts = ballots.group_by("item_id", maintain_order=True).agg(*given, newest_at=pl.col("cast_at").max())
    rows = [_rating(row, texts.get(row["item_id"], [])) for row in counts.iter_rows(named=True)]
    return pl.DataFrame(rows, schema=dict(RATING_SCHEMA))


def _rating(row: Mapping[str, Any], texts: list[str]) -> dict[str, Any]:
    said = opinion([row[name] for name in STAR_COLUMNS])
    numbers = {name: getattr(said, name) for name in ("n", "mean", "spread", "low", "high", "is_small_sample")}
    return {**row, **numbers, "newest_reasons": texts}


def _newest_texts(ballots: pl.DataFrame) -> dict[str, list[str]]:
    """item_id -> its newest free texts, newest first."""
    told = ballots.drop_nulls("words").sort("cast_at", descending=True)
    newest = told.group_by("item_id", maintain_order=True).agg(pl.col("words").head(NEWEST_REASONS))
    return dict(newest.iter_rows())


def read_ballots(warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
    """The ballots that count at `as_of`, oldest first: item_id, stars, reasons (`;`-separated), words, cast_at."""
    return warehouse.frame(read_sql("ballots"), programme_id=programme_id, as_of=as_of)


def newest_collected(warehouse: Warehouse, spool_id: str) -> int:
    """The number of the newest ballot collected from a spool; 0 where none was."""
    found = warehouse.frame(
        "SELECT coalesce(max(ballot_number), 0) AS number FROM rating_ballot WHERE spool_id = $spool_id",
        spool_id=spool_id,
    )
    return int(found["number"][0])


def store_ballots(
    warehouse: Warehouse, programme_id: str, ballots: Sequence[Mapping[str, Any]], *, at: datetime | None = None
) -> int:
    """Adds ballots of a spool in one transaction and gives how many; those stored before are passed over.

    Each has the columns of `models.RatingBallot` but programme_id and recorded_at. Raises UnfitDecision.
    """
    moment = at or utc_now()
    with warehouse.write_lock:
        known = {spool: newest_collected(warehouse, spool) for spool in {row["spool_id"] for row in ballots}}
        new = [row for row in ballots if row["ballot_number"] > known[row["spool_id"]]]
        if not new:
            return 0
        rows = [{**row, "programme_id": programme_id, "recorded_at": moment} for row in new]
        with warehouse.writing("collect ratings", right=Right.LIVELIHOOD, at=moment, counter=DRIVE) as cursor:
            insert_frame(cursor, "rating_ballot", validated("RatingBallot", *rows))
    return len(new)


def read_openings(warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
    """The newest decision on each item, columns of `models.RatingOpening`; open_until empty = closed."""
    return OPENINGS.newest(warehouse, programme_id, as_of)


def open_items(
    warehouse: Warehouse,
    programme_id: str,
    item_ids: Sequence[str],
    *,
    until: date | None,
    by: str,
    at: datetime | None = None,
) -> None:
    """Opens items to the public until a day, that day included; `until` None closes them. Raises UnfitDecision."""
    who = required(by, "who")
    with warehouse.writing(
        "open ratings" if until else "close ratings", right=Right.LIVELIHOOD, at=at, counter=DRIVE
    ) as cursor:
        for item_id in item_ids:
            row = {"programme_id": programme_id, "item_id": item_id, "open_until": until, "opened_by": who}
            OPENINGS.append(cursor, row, at=at)


def read_address(warehouse: Warehouse, programme_id: str, as_of: datetime) -> str | None:
    """Where the public reaches the rating pages, as entered last; None where nobody has."""
    found = ADDRESSES.read(warehouse, programme_id, as_of)["address"].to_list()
    return found[-1] if found else None


def enter_address(
    warehouse: Warehouse, programme_id: str, address: str, *, by: str, at: datetime | None = None
) -> None:
    """Keeps the address that goes on the posters (http or https and a host, no path). Raises UnfitDecision."""
    given = required(address, "address").rstrip("/")
    row = {"programme_id": programme_id, "address": given, "entered_by": required(by, "who")}
    with warehouse.writing("rating address", right=Right.LIVELIHOOD, at=at, counter=DRIVE) as cursor:
        ADDRESSES.append(cursor, row, at=at)
