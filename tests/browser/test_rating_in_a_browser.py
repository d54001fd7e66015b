"""The rating page on a phone, without scripts: what a person sees, votes, changes, in three languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from bench.phone import rating_process
from i18n import words_for
from rating.spool import Offer, Spool

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
NAMES = {
    "zh_hans": "城镇新增就业和“三合一”数字服务",
    "zh_hant": "城鎮新增就業和“三合一”數字服務",
    "en": "New urban jobs",
}
PARTS = {name: [text] * 5 for name, text in {"zh_hans": "4100人", "zh_hant": "4100人", "en": "4,100 people"}.items()}
PLACE = {"zh_hans": "青禾县", "zh_hant": "青禾縣", "en": "Qinghe County"}


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    opened = Spool(tmp_path / "ratings.sqlite")
    opened.publish([Offer("city_1", NAMES, PARTS, date(2099, 12, 31))], place=PLACE, standing_day=None)
    yield opened
    opened.close()


def phone(browser: Browser, locale: str) -> BrowserContext:
    return browser.new_context(viewport=PHONE, locale=locale, java_script_enabled=False)  # type: ignore[arg-type]


@pytest.mark.parametrize(("locale", "language"), [("zh-CN", "zh-Hans"), ("zh-TW", "zh-Hant"), ("en-GB", "en")])
def test_a_person_votes_and_changes_the_vote_without_a_script(
    browser: Browser, spool: Spool, locale: str, language: str
) -> None:
    words = words_for(language)
    with rating_process(spool.path) as port:
        context = phone(browser, locale)
        page = context.new_page()
        troubles: list[str] = []
        page.on("console", lambda message: troubles.append(message.text))
        page.on("requestfailed", lambda request: troubles.append(request.url))
        page.goto(f"http://localhost:{port}/r/city_1")
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1").inner_text() == words.named(NAMES)
        page.locator(".star", has=page.locator("input[value='2']")).click()
        page.get_by_text(words("rating.reason.speed")).click()
        page.get_by_role("button", name=words("rating.send")).click()
        assert words("rating.thanks") in page.locator(".say").inner_text()
        page.locator(".star", has=page.locator("input[value='5']")).click()
        page.get_by_role("button", name=words("rating.change")).click()
        assert page.locator("input[name=stars]:checked").get_attribute("value") == "5"
        assert page.locator("input[name=reason]:checked").get_attribute("value") == "speed"
        assert not troubles
        context.close()
    assert [ballot.stars for ballot in spool.ballots_after(0, limit=9)] == [2, 5]
    assert len({ballot.device_hash for ballot in spool.ballots_after(0, limit=9)}) == 1


def test_nothing_runs_out_of_a_phone_and_every_choice_is_large_enough_for_a_thumb(
    browser: Browser, spool: Spool
) -> None:
    with rating_process(spool.path) as port:
        for language in ("zh-Hans", "zh-Hant", "en"):
            page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
            page.goto(f"http://localhost:{port}/r/city_1?lang={language}")
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
            for choice in page.locator(".star, .chip, button").all():
                box = choice.bounding_box()
                assert box is not None
                assert box["height"] >= 36
            page.close()
