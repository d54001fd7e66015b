"""Ratings in the warehouse: collected once, the newest of a device counts, opened and closed by name."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.warehouse.batch_rows import PROGRAMME
from warehouse.connection import Warehouse
from warehouse.errors import UnfitDecision
from warehouse.livelihood import confirm_stage, read_stage_history, read_stages
from warehouse.ratings import (
    enter_address,
    newest_collected,
    open_items,
    read_address,
    read_openings,
    read_ratings,
    store_ballots,
)

EVER = datetime(9999, 1, 1)
NOON = datetime(2031, 6, 1, 12)


def ballot(number: int, *, device: int = 0, stars: int = 5, item: str = "city_1", **more: Any) -> dict[str, Any]:
    return {
        "item_id": item,
        "device_hash": f"{device:032x}",
        "stars": stars,
        "reasons": None,
        "words": None,
        "cast_at": NOON + timedelta(seconds=number),
        "spool_id": "spool",
        "ballot_number": number,
    } | more


def ratings(warehouse: Warehouse, as_of: datetime = EVER) -> dict[str, dict[str, Any]]:
    return {row["item_id"]: row for row in read_ratings(warehouse, PROGRAMME, as_of).iter_rows(named=True)}


def test_two_votes_of_a_device_count_once_and_the_last_counts(warehouse: Warehouse) -> None:
    store_ballots(warehouse, PROGRAMME, [ballot(1, stars=1), ballot(2, stars=4), ballot(3, device=7, stars=2)])
    (row,) = ratings(warehouse).values()
    assert (row["n"], row["mean"]) == (2, 3.0)
    assert [row[f"star_{n}"] for n in range(1, 6)] == [0, 1, 0, 1, 0]
    store_ballots(warehouse, PROGRAMME, [ballot(4, stars=5)])
    assert ratings(warehouse)["city_1"]["mean"] == 3.5
    assert warehouse.frame("SELECT count(*) AS n FROM rating_ballot")["n"][0] == 4


def test_the_same_device_may_rate_every_item(warehouse: Warehouse) -> None:
    store_ballots(warehouse, PROGRAMME, [ballot(1), ballot(2, item="provincial_1")])
    assert {item: row["n"] for item, row in ratings(warehouse).items()} == {"city_1": 1, "provincial_1": 1}


def test_a_ballot_is_collected_once(warehouse: Warehouse) -> None:
    rows = [ballot(1), ballot(2, device=1)]
    assert store_ballots(warehouse, PROGRAMME, rows) == 2
    drive = warehouse.drive_version()
    assert store_ballots(warehouse, PROGRAMME, rows) == 0
    assert store_ballots(warehouse, PROGRAMME, [*rows, ballot(3, device=2)]) == 1
    assert warehouse.drive_version() == drive + 1
    assert newest_collected(warehouse, "spool") == 3
    assert newest_collected(warehouse, "another") == 0


def test_a_spool_made_anew_counts_from_one_again(warehouse: Warehouse) -> None:
    store_ballots(warehouse, PROGRAMME, [ballot(1), ballot(2, device=1)])
    assert store_ballots(warehouse, PROGRAMME, [ballot(1, device=2, spool_id="new")]) == 1
    assert ratings(warehouse)["city_1"]["n"] == 3


def test_ratings_are_as_known_then_and_turn_no_verdict(warehouse: Warehouse) -> None:
    board = warehouse.version()
    store_ballots(warehouse, PROGRAMME, [ballot(1, stars=5)], at=NOON)
    store_ballots(warehouse, PROGRAMME, [ballot(2, stars=1)], at=NOON + timedelta(days=1))
    assert ratings(warehouse, NOON)["city_1"]["mean"] == 5.0
    assert ratings(warehouse)["city_1"]["mean"] == 1.0
    assert warehouse.version() == board


def test_the_newest_words_come_first_and_only_the_last_of_a_device(warehouse: Warehouse) -> None:
    said = [ballot(n, device=n, words=f"词{n}") for n in range(1, 8)]
    store_ballots(warehouse, PROGRAMME, [*said, ballot(8, device=7, words=None)])
    assert ratings(warehouse)["city_1"]["newest_reasons"] == ["词6", "词5", "词4", "词3", "词2"]


@pytest.mark.parametrize(
    "fault", [{"stars": 6}, {"stars": 0}, {"device_hash": "10.0.0.1"}, {"words": "长" * 201}, {"reasons": "DROP TABLE"}]
)
def test_a_ballot_out_of_shape_is_refused_with_its_whole_batch(warehouse: Warehouse, fault: dict[str, Any]) -> None:
    with pytest.raises(UnfitDecision):
        store_ballots(warehouse, PROGRAMME, [ballot(1), ballot(2, device=1) | fault])
    assert not ratings(warehouse)


def test_items_are_closed_until_somebody_opens_them(warehouse: Warehouse) -> None:
    assert read_openings(warehouse, PROGRAMME, EVER).is_empty()
    until = date(2031, 12, 31)
    open_items(warehouse, PROGRAMME, ["city_1", "provincial_1"], until=until, by="张某某")
    open_items(warehouse, PROGRAMME, ["city_1"], until=None, by="李某某")
    rows = read_openings(warehouse, PROGRAMME, EVER).select("item_id", "open_until", "opened_by").rows()
    assert rows == [("city_1", None, "李某某"), ("provincial_1", until, "张某某")]
    with pytest.raises(UnfitDecision):
        open_items(warehouse, PROGRAMME, ["city_1"], until=until, by=" ")


def test_the_newest_address_is_printed(warehouse: Warehouse) -> None:
    assert read_address(warehouse, PROGRAMME, EVER) is None
    enter_address(warehouse, PROGRAMME, "http://10.0.0.5:8600/", by="张某某")
    enter_address(warehouse, PROGRAMME, "https://pingjia.example.gov.cn", by="张某某")
    assert read_address(warehouse, PROGRAMME, EVER) == "https://pingjia.example.gov.cn"


@pytest.mark.parametrize(
    "address", ["", "javascript:alert(1)", "http://", "ftp://a", "http://a/b c", "http://a/?x=1", "http://a/b"]
)
def test_what_is_no_address_is_refused(warehouse: Warehouse, address: str) -> None:
    with pytest.raises(UnfitDecision):
        enter_address(warehouse, PROGRAMME, address, by="张某某")


def confirm(warehouse: Warehouse, stage: str | None, *, day: date | None = date(2031, 5, 6)) -> None:
    confirm_stage(
        warehouse, PROGRAMME, item_id="city_1", ordinal=1, stage=stage, reached_on=day, by="张某某", note="验收单"
    )


def test_a_confirmed_stage_stands_until_the_next_and_can_be_taken_back(warehouse: Warehouse) -> None:
    confirm(warehouse, "started")
    confirm(warehouse, "accepted")
    (row,) = read_stages(warehouse, PROGRAMME, EVER).iter_rows(named=True)
    assert (row["stage"], row["reached_on"], row["note"]) == ("accepted", date(2031, 5, 6), "验收单")
    confirm(warehouse, None)
    assert read_stages(warehouse, PROGRAMME, EVER).is_empty()
    assert read_stage_history(warehouse, PROGRAMME, EVER)["stage"].to_list() == ["started", "accepted", None]


def test_a_stage_needs_its_day_and_a_word_we_know(warehouse: Warehouse) -> None:
    for stage, day in (("started", None), ("half_done", date(2031, 5, 6))):
        with pytest.raises(UnfitDecision):
            confirm(warehouse, stage, day=day)
