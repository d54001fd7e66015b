"""Charts as `ui/charts.js` draws them: under the pointer, clicked, in another width and month, and when they fail."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Page, Route

from i18n import words_for
from tests.browser.conftest import ALL_DRAWN, choose, wait_for

pytestmark = pytest.mark.browser
EN = words_for("en")
DRAWN = ".ea-chart[data-state=drawn]"


def open_screen(page: Page, office: str, screen: str, query: str = "lang=en") -> None:
    page.goto(f"{office}/{'' if screen == 'overview' else screen}?{query}")
    wait_for(page, screen, "en", seconds=120)
    page.wait_for_function(ALL_DRAWN)


def test_a_mark_tells_what_it_is_under_the_pointer_and_leads_on_when_clicked(loaded_office: str, page: Page) -> None:
    open_screen(page, loaded_office, "overview", "lang=en&month=2024-10")
    cell = page.locator(f"{DRAWN} >> nth=1").locator("path[aria-roledescription=bar], .mark-rect path").nth(4)
    cell.hover(force=True)
    told = page.locator(".ea-told")
    told.wait_for(state="visible")
    first, month = told.locator("div").all_inner_texts()[:2]
    assert first == "Industry Cultivation"
    page.evaluate("window.isSameLoad = true")
    cell.click(force=True)
    wait_for(page, "action_a1", "en")
    assert page.evaluate("window.isSameLoad"), "a click stays in the session"
    asked = parse_qs(urlparse(page.url).query)
    assert EN.month_short(datetime.strptime(asked["month"][0], "%Y-%m").date()) in month
    assert not told.is_visible()


def test_charts_take_the_width_they_are_given_and_keep_their_drawing_over_a_month(
    loaded_office: str, page: Page
) -> None:
    open_screen(page, loaded_office, "action_a3", "lang=en&month=2024-10")
    wide = page.locator(f"{DRAWN} svg").first.bounding_box()
    assert wide
    page.set_viewport_size({"width": 1000, "height": 768})
    page.wait_for_function(
        "width => document.querySelector('.ea-chart svg').getBoundingClientRect().width < width - 50",
        arg=wide["width"],
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 1000
    page.evaluate("document.querySelectorAll('.ea-chart > div').forEach(host => { host.isKept = true; })")
    page.evaluate(
        "history.pushState({}, '', location.href.replace('2024-10', '2024-07'));"
        "window.dispatchEvent(new PopStateEvent('popstate'))"
    )
    page.wait_for_selector(".ea-end[data-month='2024-07']", state="attached")
    page.wait_for_function(ALL_DRAWN)
    assert page.evaluate("[...document.querySelectorAll('.ea-chart > div')].every(host => host.isKept)")


MARKS = """() => [...document.querySelectorAll('.ea-chart svg')].map((svg) => {
  const at = svg.getBoundingClientRect();
  const marks = [...svg.querySelectorAll('path, line, rect, text')].map((mark) => {
    const {x, y, width, height} = mark.getBoundingClientRect();
    const box = [x - at.x, y - at.y, width, height].map((one) => one.toFixed(1));
    return [mark.tagName, mark.textContent, mark.getAttribute('fill'), ...box].join(' ');
  });
  return marks.filter((mark) => !mark.includes('transparent')).sort();
})"""


@pytest.mark.parametrize("screen", ["overview", "action_a1", "action_a3"])
def test_a_drawing_that_got_other_rows_is_as_if_drawn_anew(loaded_office: str, page: Page, screen: str) -> None:
    open_screen(page, loaded_office, screen, "lang=en&month=2024-03")
    choose(page, "month", "Oct 2024")
    page.wait_for_selector(".ea-end[data-month='2024-10']", state="attached")
    page.wait_for_function(ALL_DRAWN)
    changed = page.evaluate(MARKS)
    open_screen(page, loaded_office, screen, "lang=en&month=2024-10")
    for again, first in zip(changed, page.evaluate(MARKS), strict=True):
        assert again == first


def test_a_chart_is_drawn_once(loaded_office: str, page: Page) -> None:
    page.add_init_script(
        "window.redrawn = 0; new MutationObserver((seen) => seen.forEach(({target}) => {"
        " window.redrawn += Boolean(target.closest?.('.ea-chart[data-state=drawn] svg')); }))"
        ".observe(document, {childList: true, attributes: true, subtree: true});"
    )
    open_screen(page, loaded_office, "action_a3")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("window.redrawn") == 0


def test_a_chart_below_the_window_is_drawn_without_being_looked_at(loaded_office: str, page: Page) -> None:
    page.set_viewport_size({"width": 1366, "height": 500})
    open_screen(page, loaded_office, "action_a3")
    last = page.locator(".ea-chart").last
    assert last.bounding_box()["y"] > 500  # type: ignore[index]
    assert last.locator("svg").count() == 1


def test_a_chart_that_cannot_be_drawn_says_so_and_the_rest_stands(loaded_office: str, page: Page) -> None:
    page.route(re.compile(r"/ea/[0-9a-f]{64}\.json"), _refuse)
    page.goto(f"{loaded_office}/?lang=en")
    wait_for(page, "overview", "en", seconds=120)
    page.wait_for_selector(".ea-chart[data-state=failed]")
    assert set(page.locator(".ea-chart").all_inner_texts()) == {EN("drawing.failed")}
    assert page.locator(".ea-tile").count() == 6


def _refuse(route: Route) -> None:
    route.fulfill(status=503, body="later")
