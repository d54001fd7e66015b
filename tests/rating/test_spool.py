"""The spool between two processes, device cookies, limits, where the spool is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rating.device import Devices
from rating.limits import Limit, Limiter, address_of
from rating.reading import plain
from rating.settings import ROOT, spool_path
from rating.spool import Spool
from tests.rating.conftest import OFFERS, PLACE


def test_what_one_process_writes_the_other_reads(make_spool: Callable[[], Spool]) -> None:
    board, server = make_spool(), make_spool()
    board.publish(OFFERS, place=PLACE, standing_day=None)
    assert server.offers() == OFFERS
    assert server.offer("city_3") == OFFERS[2]
    assert server.offer("none") is None
    assert (server.spool_id, server.secret) == (board.spool_id, board.secret)
    server.cast("city_1", "a" * 32, stars=4, reasons=("speed", "quality"), words="好")
    (ballot,) = board.ballots_after(0, limit=10)
    assert (ballot.number, ballot.stars, ballot.reasons, ballot.words) == (1, 4, ("speed", "quality"), "好")
    assert board.newest_number() == 1
    assert not board.ballots_after(1, limit=10)


def test_publishing_again_replaces_what_is_open_and_keeps_the_votes(spool: Spool) -> None:
    spool.cast("city_1", "a" * 32, stars=4, reasons=(), words="")
    spool.publish(OFFERS[:1], place={}, standing_day=date(2031, 6, 2))
    assert [offer.item_id for offer in spool.offers()] == ["city_1"]
    assert (spool.today(), spool.newest_number()) == (date(2031, 6, 2), 1)


def test_without_a_standing_day_it_is_today(make_spool: Callable[[], Spool]) -> None:
    made = make_spool()
    assert made.place() == {}
    assert made.today() >= date(2024, 1, 1)


def test_the_file_is_its_owners_alone(spool: Spool) -> None:
    assert spool.path.stat().st_mode & 0o077 == 0


def test_the_spool_is_beside_the_warehouse_or_as_set(tmp_path: Path) -> None:
    assert spool_path(tmp_path / "w.duckdb", {}) == tmp_path / "ratings.sqlite"
    assert spool_path(None, {"EIGHT_ACTIONS_WAREHOUSE": "x/w.duckdb"}) == ROOT / "x" / "ratings.sqlite"
    lake = {"EIGHT_ACTIONS_WAREHOUSE": "ducklake:postgres:dbname=board data_path=/mnt/board"}
    assert spool_path(None, lake) == ROOT / "data" / "warehouse" / "ratings.sqlite"
    named = {"EIGHT_ACTIONS_RATINGS": str(tmp_path / "r.sqlite")}
    assert spool_path(tmp_path / "w.duckdb", named) == tmp_path / "r.sqlite"
    assert spool_path(None, {}).name == "ratings.sqlite"


def test_a_cookie_is_ours_only_as_we_made_it() -> None:
    devices, others = Devices(b"one"), Devices(b"two")
    cookie = devices.new()
    number = devices.known(cookie)
    assert number
    assert others.known(cookie) is None
    assert devices.hashed(number) != number
    assert others.hashed(number) != devices.hashed(number)
    assert devices.fits(devices.token(number, "a"), number, "a")
    assert not devices.fits(devices.token(number, "a"), number, "b")


@given(st.one_of(st.none(), st.text()))
def test_no_other_text_is_a_cookie_or_a_token(text: str | None) -> None:
    devices = Devices(b"secret")
    assert devices.known(text) is None
    assert not devices.fits(text or "", "number", "item")


def test_a_window_ends_and_a_refusal_counts_nothing() -> None:
    now = [0.0]
    limiter = Limiter(clock=lambda: now[0])
    narrow, wide = (("narrow",), Limit(2, 60)), (("wide",), Limit(3, 60))
    assert [limiter.allows(narrow, wide) for _ in range(3)] == [True, True, False]
    assert limiter.allows(wide)
    assert not limiter.allows(wide)
    now[0] = 61
    assert limiter.allows(narrow, wide)


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 30)), max_size=60))
def test_nobody_ever_gets_more_than_twice_the_limit_in_one_window(asked: list[tuple[int, float]]) -> None:
    now, allowed = 0.0, []
    limiter = Limiter(clock=lambda: now)
    for who, wait in asked:
        now += wait
        if limiter.allows(((str(who),), Limit(3, 60))):
            allowed.append((who, now))
    for who, moment in allowed:
        assert sum(w == who and moment <= t < moment + 60 for w, t in allowed) <= 6


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("10.0.0.7", "10.0.0.7"),
        ("2001:db8:1:2:3::9", "2001:db8:1:2::/64"),
        ("::ffff:10.0.0.7", "10.0.0.7"),
        (None, "unknown"),
        ("testclient", "unknown"),
    ],
)
def test_the_address_counted(host: str | None, address: str) -> None:
    assert address_of(host) == address


@given(st.text())
def test_a_text_is_kept_on_one_line_without_unseen_signs(text: str) -> None:
    made = plain(text)
    assert made == plain(made)
    assert all(sign.isprintable() for sign in made)
