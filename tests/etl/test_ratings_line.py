"""From the spool to the warehouse: what is open goes out, every ballot comes in once."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from etl import ratings
from etl.__main__ import main
from etl.demonstration.ballots import FOLDER, write
from etl.ratings import collect_ballots, has_new_ballots, publish_openings
from rating.spool import Spool
from warehouse.catalogue import Catalogue
from warehouse.connection import Warehouse
from warehouse.queries import read_catalogue
from warehouse.ratings import open_items, read_ballots, read_ratings

PROGRAMME = "tiny_2031"
EVER = datetime(9999, 1, 1)


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    opened = Spool(tmp_path / "ratings.sqlite")
    yield opened
    opened.close()


def cast(spool: Spool, count: int, *, stars: int = 4) -> None:
    for n in range(count):
        spool.cast("city_1", f"{n:032x}", stars=stars, reasons=("speed",), words="")


def test_what_is_open_goes_out_with_names_and_parts(warehouse: Warehouse, spool: Spool) -> None:
    catalogue: Catalogue = read_catalogue(warehouse, PROGRAMME, EVER)
    open_items(warehouse, PROGRAMME, ["city_1"], until=date(2031, 12, 31), by="甲")
    publish_openings(warehouse, catalogue, spool, as_of=EVER, standing_day=date(2031, 11, 20))
    assert [offer.item_id for offer in spool.offers()] == ["provincial_1", "provincial_2", "assistance_1", "city_1"]
    city = spool.offer("city_1")
    assert city is not None
    assert city.is_open(spool.today())
    assert city.names["zh_hans"] == "保障性住房"
    assert city.parts["en"][0] == "Start 240 affordable homes"
    assert spool.place()["en"] == "Yueting County"
    assert not spool.offers()[0].is_open(spool.today())


def test_ballots_come_in_batches_each_once_on_the_boards_clock(
    warehouse: Warehouse, spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ratings, "BATCH", 3)
    cast(spool, 7, stars=2)
    cast(spool, 1, stars=5)
    moments = iter(datetime(2031, 11, 20, 1) + timedelta(seconds=n) for n in range(9))
    assert has_new_ballots(warehouse, spool)
    collected = collect_ballots(
        warehouse, PROGRAMME, spool, at=lambda: next(moments), clock=lambda _: datetime(2031, 11, 20)
    )
    assert collected == 8
    assert not has_new_ballots(warehouse, spool)
    assert collect_ballots(warehouse, PROGRAMME, spool) == 0
    (row,) = read_ratings(warehouse, PROGRAMME, EVER).iter_rows(named=True)
    assert (row["n"], row["star_2"], row["star_5"]) == (7, 6, 1)
    assert set(read_ballots(warehouse, PROGRAMME, EVER)["cast_at"]) == {datetime(2031, 11, 20)}


def test_a_thousand_ballots_are_collected_in_well_under_a_second(warehouse: Warehouse, spool: Spool) -> None:
    cast(spool, 1000)
    start = time.perf_counter()
    assert collect_ballots(warehouse, PROGRAMME, spool) == 1000
    assert time.perf_counter() - start < 1


def test_the_command_collects_and_lists(
    tmp_path: Path, tiny_folder: Path, spool: Spool, capsys: pytest.CaptureFixture[str]
) -> None:
    cast(spool, 2)
    where = ["--warehouse", str(tmp_path / "office.duckdb"), "--programme", str(tiny_folder)]
    for _ in range(2):
        assert main(["ratings", *where, "--json"]) == 0
        (row,) = json.loads(capsys.readouterr().out)
        assert (row["item_id"], row["n"], row["mean"], row["is_small_sample"]) == ("city_1", 2, 4.0, True)
    assert main(["ratings", *where]) == 0
    assert capsys.readouterr().out.startswith("city_1  2  4.0")


def test_the_demonstrations_votes_are_the_generators(tmp_path: Path) -> None:
    write(tmp_path)
    for name in ("rating_ballot.csv", "rating_opening.csv"):
        assert (tmp_path / name).read_text(encoding="utf-8") == (FOLDER / name).read_text(encoding="utf-8")
