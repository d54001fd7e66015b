"""The way of the public's ratings: what is open goes out to the spool, what was said comes in, batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from rating.settings import spool_path
from rating.spool import Ballot, Offer, Spool
from warehouse.catalogue import Catalogue
from warehouse.connection import Warehouse
from warehouse.ratings import newest_collected, read_openings, store_ballots

__all__ = ["Spool", "collect_ballots", "has_new_ballots", "publish_openings", "spool_path"]
BATCH = 5000
LANGUAGE_FIELDS = ("zh_hans", "zh_hant", "en")


def publish_openings(
    warehouse: Warehouse, catalogue: Catalogue, spool: Spool, *, as_of: datetime, standing_day: date | None
) -> None:
    """Tells the rating server the items, their parts and until when each is open, as decided by `as_of`."""
    decided = read_openings(warehouse, catalogue.programme_id, as_of)
    until = dict(decided.select("item_id", "open_until").iter_rows())
    offers = [
        Offer(item["item_id"], _named(item), _parts(catalogue, item["item_id"]), until.get(item["item_id"]))
        for item in catalogue.livelihood_items.iter_rows(named=True)
    ]
    spool.publish(offers, place=catalogue.programme["place"], standing_day=standing_day)


def _named(row: Mapping[str, Any]) -> dict[str, str]:
    return {field: str(row[f"name_{field}"]) for field in LANGUAGE_FIELDS}


def _parts(catalogue: Catalogue, item_id: str) -> dict[str, list[str]]:
    rows = catalogue.livelihood_parts.filter(item_id=item_id).sort("ordinal")
    return {field: rows[f"name_{field}"].to_list() for field in LANGUAGE_FIELDS}


def has_new_ballots(warehouse: Warehouse, spool: Spool) -> bool:
    """Whether the spool holds ballots the warehouse does not."""
    return spool.newest_number() > newest_collected(warehouse, spool.spool_id)


def collect_ballots(
    warehouse: Warehouse,
    programme_id: str,
    spool: Spool,
    *,
    at: Callable[[], datetime] | None = None,
    clock: Callable[[datetime], datetime] | None = None,
) -> int:
    """Brings every new ballot into the warehouse and gives how many; a second call brings nothing twice.

    `at` gives the moment each batch is recorded at (now where not given); `clock` turns the moment a vote was
    cast into the board's time.
    """
    count, number = 0, newest_collected(warehouse, spool.spool_id)
    while ballots := spool.ballots_after(number, limit=BATCH):
        rows = [_row(ballot, spool.spool_id, clock) for ballot in ballots]
        count += store_ballots(warehouse, programme_id, rows, at=at() if at else None)
        number = ballots[-1].number
    return count


def _row(ballot: Ballot, spool_id: str, clock: Callable[[datetime], datetime] | None) -> dict[str, Any]:
    return {
        "item_id": ballot.item_id,
        "device_hash": ballot.device_hash,
        "stars": ballot.stars,
        "reasons": ";".join(ballot.reasons) or None,
        "words": ballot.words or None,
        "cast_at": clock(ballot.cast_at) if clock else ballot.cast_at,
        "spool_id": spool_id,
        "ballot_number": ballot.number,
    }
