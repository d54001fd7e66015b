"""The rating pages over real HTTP: one voice a device and item, and everything that must be refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from bench.phone import Phone, pages, rating_process
from i18n import LANGUAGES, words_for
from rating.limits import PER_ADDRESS_AND_ITEM
from rating.page import REASONS
from rating.server import SECURITY_HEADERS
from rating.spool import Spool
from tests.rating.conftest import OFFERS, PLACE

EN = words_for("en")


@pytest.fixture
def port(spool: Spool) -> Iterator[int]:
    with pages(spool) as found:
        yield found


@pytest.fixture
def phone(port: int) -> Phone:
    return Phone(port)


def ballots(spool: Spool) -> list[tuple[str, int]]:
    return [(ballot.item_id, ballot.stars) for ballot in spool.ballots_after(0, limit=10_000)]


def devices(spool: Spool, item_id: str) -> set[str]:
    return {b.device_hash for b in spool.ballots_after(0, limit=10_000) if b.item_id == item_id}


def test_two_votes_of_one_device_are_one_voice(port: int, spool: Spool) -> None:
    phone = Phone(port)
    first = phone.rate("city_1", 2)
    assert EN("rating.thanks") in first.said
    second = phone.rate("city_1", 5)
    assert EN("rating.given", stars=5, day="1 Jun 2031") in second.said
    assert ballots(spool) == [("city_1", 2), ("city_1", 5)]
    assert len(devices(spool, "city_1")) == 1
    Phone(port).rate("city_1", 1)
    assert len(devices(spool, "city_1")) == 2


def test_a_process_of_its_own_serves_the_pages_and_gives_no_address_away(spool: Spool) -> None:
    with rating_process(spool.path) as port:
        phone = Phone(port)
        assert EN("rating.thanks") in phone.rate("city_1", 4, words="很好").said
        assert "server" not in phone.get("/health").headers
    assert ballots(spool) == [("city_1", 4)]
    assert b"127.0.0.1" not in spool.path.read_bytes() + spool.path.with_name("ratings.sqlite-wal").read_bytes()


def test_the_form_comes_back_with_what_was_said(phone: Phone) -> None:
    phone.rate("city_2", 3, reason=["speed", "upkeep"], words="  再快\n一点 ")
    body = phone.get("/r/city_2?lang=zh-Hans").body
    assert re.findall(r'value="(\w+)"[^>]* checked', body) == ["3", "speed", "upkeep"]
    assert ">再快 一点</textarea>" in body
    assert words_for("zh-Hans")("rating.change") in body


def test_a_phone_without_cookies_is_told_and_does_not_count(port: int, spool: Spool) -> None:
    answer = Phone(port, keeps=False).rate("city_1", 5)
    assert answer.status == 400
    assert answer.said == EN("rating.cookies")
    assert not ballots(spool)


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"stars": 5, "token": "0" * 32}, 403),
        ({"stars": 5}, 403),
        ({"stars": 9}, 400),
        ({"stars": "5 OR 1"}, 400),
        ({"stars": 5, "reason": "<script>"}, 400),
        ({"stars": 5, "words": "字" * 201}, 400),
        ({"stars": 5, "words": "a" * 9000}, 400),
        ({}, 403),
        (b"\xff\xfe=1", 400),
    ],
)
def test_a_form_that_is_none_of_ours_is_refused(phone: Phone, spool: Spool, form, status: int) -> None:  # type: ignore[no-untyped-def]
    phone.get("/r/city_1")
    assert phone.post("/r/city_1", form).status == status
    assert not ballots(spool)


def test_a_form_of_another_device_another_item_or_another_site_is_refused(port: int, spool: Spool) -> None:
    mine, theirs = Phone(port), Phone(port)
    token = mine.get("/r/city_1").token
    theirs.get("/r/city_1")
    assert theirs.post("/r/city_1", {"token": token, "stars": 1}).status == 403
    assert mine.post("/r/city_2", {"token": token, "stars": 1}).status == 403
    assert mine.post("/r/city_1", {"token": token, "stars": 1}, Sec_Fetch_Site="cross-site").status == 403
    assert mine.post("/r/city_1", {"token": token, "stars": 1}, Content_Type="text/plain").status == 400
    mine.cookies["rater"] = "0" * 32 + "." + "0" * 32
    assert mine.post("/r/city_1", {"token": token, "stars": 1}).status == 400
    assert not ballots(spool)


def test_no_stars_is_asked_for_again(phone: Phone, spool: Spool) -> None:
    token = phone.get("/r/city_1").token
    answer = phone.post("/r/city_1", {"token": token, "words": "好", "lang": "en"})
    assert (answer.status, answer.said) == (400, EN("rating.stars_wanted"))
    assert not ballots(spool)


def test_a_closed_item_answers_politely_and_takes_nothing(phone: Phone, spool: Spool) -> None:
    token = phone.get("/r/city_1").token
    shut = phone.get("/r/city_3?lang=en")
    assert (shut.status, shut.said) == (200, EN("rating.closed"))
    assert "<form" not in shut.body
    phone.rate("city_1", 4)
    spool.publish([], place={}, standing_day=None)
    assert phone.post("/r/city_1", {"token": token, "stars": 1}).status == 404
    assert ballots(spool) == [("city_1", 4)]


def test_the_window_closes_after_its_last_day(phone: Phone, spool: Spool) -> None:
    token = phone.get("/r/city_1").token
    phone.post("/r/city_1", {"token": token, "stars": 4})
    spool.publish(OFFERS, place=PLACE, standing_day=date(2031, 6, 2))
    answer = phone.post("/r/city_1", {"token": token, "stars": 1, "lang": "en"})
    assert (answer.status, answer.said) == (409, EN("rating.closed_given", stars=4))
    assert "/r/city_1" not in phone.get("/").body
    assert "/r/city_2" in phone.get("/").body


def test_an_address_may_not_vote_without_end(port: int, spool: Spool) -> None:
    for _ in range(PER_ADDRESS_AND_ITEM.count):
        assert Phone(port).rate("city_1", 1).status == 200
    refused = Phone(port).rate("city_1", 1)
    assert (refused.status, refused.said) == (429, EN("rating.too_often"))
    assert refused.headers["retry-after"] == "600"
    assert Phone(port).rate("city_2", 1).status == 200
    assert Phone(port, source="127.0.0.2").rate("city_1", 1).status == 200
    assert len(ballots(spool)) == PER_ADDRESS_AND_ITEM.count + 2


def test_every_answer_carries_the_security_headers_and_nothing_from_outside(phone: Phone) -> None:
    for path in ("/", "/r/city_1", "/r/city_3", "/r/none", "/nowhere", "/style.css"):
        answer = phone.get(path)
        assert {name: answer.headers[name.lower()] for name in SECURITY_HEADERS} == SECURITY_HEADERS
        assert not re.findall(r"https?://|<script|javascript:|style=|onclick", answer.body)
    cookie = Phone(phone.port).get("/r/city_1").headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "Secure" not in cookie


def test_behind_a_proxy_the_phone_is_the_one_it_names(spool: Spool) -> None:
    with rating_process(spool.path, "--behind-proxy", "127.0.0.1") as port:
        forwarded = {"X_Forwarded_For": "203.0.113.9", "X_Forwarded_Proto": "https"}
        assert "Secure" in Phone(port).get("/r/city_1", **forwarded).headers["set-cookie"]


def test_texts_are_escaped_everywhere(phone: Phone) -> None:
    bad = "</textarea><script>alert('1')</script>"
    phone.rate("city_1", 5, words=bad)
    for path in ("/", "/r/city_1?lang=en", '/r/%22%3E%3Cscript%3E?lang="><script>'):
        body = phone.get(path).body
        assert "<script" not in body
        assert "<for>" not in body
    assert "&lt;/textarea&gt;" in phone.get("/r/city_1").body


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("en-GB,en;q=0.8", "en"),
        ("zh-TW,zh;q=0.9", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-CN,en;q=0.8", "zh-Hans"),
        ("fr-FR,en;q=0.4,zh-CN;q=0.6", "zh-Hans"),
        ("en;q=0,zh-TW", "zh-Hant"),
        ("", "zh-Hans"),
        ("xx;q=abc, ;;", "zh-Hans"),
    ],
)
def test_the_page_speaks_the_phones_language(phone: Phone, accept: str, language: str) -> None:
    assert f'<html lang="{language}">' in phone.get("/r/city_1", Accept_Language=accept).body


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_can_be_changed_and_stays_with_the_vote(phone: Phone, language: str) -> None:
    words = words_for(language)
    body = phone.get(f"/r/city_1?lang={language}", Accept_Language="fr").body
    assert words("rating.ask") in body
    assert all(words(f"rating.reason.{code}") in body for code in REASONS)
    sent = phone.post("/r/city_1", {"token": phone.get("/r/city_1").token, "stars": 5, "lang": language})
    assert sent.headers["location"] == f"/r/city_1?lang={language}&said=thanks"
    if language == "en":
        shown = re.sub(r"<[^>]*>", "", body.replace("简体", "").replace("繁體", ""))
        assert not re.findall(r"[\u4e00-\u9fff]", shown)
