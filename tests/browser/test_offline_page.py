"""The board in one file: it opens in a real browser without a network, draws its charts, finds and filters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from i18n import words_for
from reports.snapshot.page import write_page
from reports.snapshot.subject import subject_at
from tests.screens.conftest import full_file
from tests.warehouse.batch_rows import PROGRAMME
from warehouse.connection import open_warehouse
from warehouse.settings import as_of

__all__ = ["full_file"]
EN = words_for("en")
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def board_file(full_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up county's October as a page."""
    opened = open_warehouse(full_file)
    subject = subject_at(opened, PROGRAMME, month=date(2031, 10, 1), as_of=as_of(date(2031, 11, 20)))
    path = tmp_path_factory.mktemp("page") / "board.html"
    write_page(subject, path, language="en")
    opened.close()
    return path


@pytest.fixture
def offline(browser: Browser) -> Iterator[Page]:
    """A page that fails the test when it asks for anything or meets an error."""
    context = browser.new_context(offline=True, viewport={"width": 1366, "height": 768})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: asked.append(str(error)))
    yield page
    assert all(each.startswith("file://") and each.endswith(".html") for each in (url.split("#")[0] for url in asked))
    context.close()


def shown(page: Page) -> list[str]:
    return page.evaluate("Array.from(document.querySelectorAll('section')).filter(s => s.offsetParent).map(s => s.id)")


def test_one_view_at_a_time_and_a_chart_drawn_when_its_view_is_shown(board_file: Path, offline: Page) -> None:
    offline.goto(board_file.as_uri())
    assert shown(offline) == ["overview"]
    assert offline.locator(".chart svg").count() == 0
    offline.locator("#overview a[href^='#i_']").first.click()
    offline.locator("section.shown .chart svg").wait_for()
    (view,) = shown(offline)
    assert view.startswith("i_")


def test_search_and_status_filter_lead_to_the_indicators(board_file: Path, offline: Page) -> None:
    offline.goto(board_file.as_uri())
    offline.locator("#search").fill("industry")
    offline.wait_for_function("location.hash === '#indicators'")
    names = offline.locator("section.shown tbody tr:visible").all_inner_texts()
    assert names
    assert all("ndustr" in name for name in names)
    offline.locator("#search").fill("nothing of the kind")
    offline.locator("#nothing").wait_for()
    offline.locator("#search").fill("")
    offline.locator("#status").select_option("behind")
    statuses = offline.locator("section.shown tbody tr:visible .chip").all_inner_texts()
    assert statuses
    assert all(EN("status.behind") in status for status in statuses)


def test_it_prints_one_view_and_fits_a_phone(board_file: Path, offline: Page) -> None:
    offline.goto(board_file.as_uri() + "#about")
    offline.emulate_media(media="print")
    assert not offline.locator("nav").is_visible()
    offline.emulate_media(media="screen")
    offline.set_viewport_size({"width": 390, "height": 844})
    assert offline.evaluate("document.documentElement.scrollWidth <= 391")
