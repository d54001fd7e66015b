"""A screen's first picture in a real browser: as the run's own screen, which takes its place unseen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.conftest import wait_for

pytestmark = pytest.mark.browser
STREAMLIT = "**/static/js/react-dom.*.js"
"""A program without which nothing of Streamlit's starts."""
PHONE = {"user_agent": "Mozilla/5.0 (Linux; Android 14) Mobile Safari", "is_mobile": True, "has_touch": True}
ROOMS: list[tuple[str, dict[str, Any]]] = [
    ("?lang=en", {"viewport": {"width": 1366, "height": 768}, "color_scheme": "light"}),
    ("?lang=zh-Hant&size=projector", {"viewport": {"width": 1920, "height": 1080}, "color_scheme": "dark"}),
    ("?lang=zh-Hans", {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"} | PHONE),
    ("action_a1?lang=en", {"viewport": {"width": 800, "height": 1000}, "color_scheme": "dark"}),
    ("action_a3?lang=zh-Hant", {"viewport": {"width": 1920, "height": 1080}, "color_scheme": "light"}),
    ("action_a5?lang=zh-Hans", {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"} | PHONE),
]
LOOK = (
    "fontFamily fontSize lineHeight fontWeight letterSpacing color backgroundColor textDecorationLine cursor opacity "
    "fontVariantEastAsian listStyleType textAlign wordBreak overflowWrap borderTopColor visibility"
)
PLACES = f"""() => {{
  const at = document.getElementById('ea-early') ?? document.getElementById('root');
  const whole = [...at.querySelectorAll('.stHtml *')];
  return whole.filter((one) => one.tagName !== 'STYLE' && !one.closest('.ea-end')).map((one) => {{
    const {{x, y, width, height}} = one.getBoundingClientRect(), style = getComputedStyle(one);
    const shown = width && height ? '{LOOK}'.split(' ').map((name) => `${{name}}: ${{style[name]}}`) : [];
    return {{what: one.tagName + '.' + one.getAttribute('class'), box: [x, y, width, height], shown}};
  }});
}}"""
DRAWN = "![...document.querySelectorAll('.ea-chart')].some(one => one.dataset.state !== 'drawn')"


@pytest.fixture
def held(page: Page) -> Iterator[list[Route]]:
    """The requests for Streamlit's programs, answered when the test lets them go."""
    waiting: list[Route] = []
    page.route(STREAMLIT, lambda route: waiting.append(route))
    yield waiting
    release(waiting)


def release(waiting: list[Route]) -> None:
    while waiting:
        waiting.pop().continue_()


def look_first(browser: Browser, address: str, **context: Any) -> list[dict[str, Any]]:
    """A visitor who sees the whole screen, after whom the next has its picture; where everything stood."""
    opened = browser.new_context(**context)
    page = opened.new_page()
    page.goto(address)
    wait_for(page, urlsplit(address).path.strip("/") or "overview", seconds=120)
    page.wait_for_function(DRAWN)
    found: list[dict[str, Any]] = page.evaluate(PLACES)
    opened.close()
    return found


@pytest.mark.parametrize(("path", "room"), ROOMS, ids=[path for path, _ in ROOMS])
def test_nothing_moves_when_the_screen_takes_the_pictures_place(
    loaded_office: str, browser: Browser, path: str, room: dict[str, Any]
) -> None:
    whole = look_first(browser, f"{loaded_office}/{path}", **room)
    context = browser.new_context(**room)
    page = context.new_page()
    page.route(STREAMLIT, lambda route: route.abort())
    page.goto(f"{loaded_office}/{path}")
    page.wait_for_function(DRAWN)
    picture = page.evaluate(PLACES)
    assert page.locator("#ea-early").is_visible()
    context.close()
    assert picture[-1]["what"] == whole[len(picture) - 1]["what"]
    assert len(picture) == len(whole) or picture[-1]["box"][1] > room["viewport"]["height"], "all that is in sight"
    for early, later in zip(picture, whole, strict=False):
        assert early["shown"] == later["shown"], later["what"]
        assert early["what"] == later["what"]
        assert early["box"] == pytest.approx(later["box"], abs=0.05), later["what"]


def test_what_the_reader_did_with_the_picture_stays(
    loaded_office: str, browser: Browser, page: Page, held: list[Route]
) -> None:
    look_first(browser, f"{loaded_office}/?lang=en", viewport={"width": 1366, "height": 768})
    page.goto(f"{loaded_office}/?lang=en", wait_until="commit")
    page.wait_for_selector("#ea-early .ea-chart[data-state=drawn]")
    page.wait_for_function(DRAWN)
    page.locator("#ea-early .ea-help summary").first.click()
    page.locator("#ea-early .ea-lines a").nth(2).focus()
    focused = page.evaluate("document.activeElement.textContent")
    page.evaluate(
        "document.querySelector('#ea-early main').scrollTop = 300;"
        "window.drawn = [...document.querySelectorAll('#ea-early .ea-chart svg')]"
    )
    release(held)
    wait_for(page, "overview", "en")
    assert page.locator("#ea-early").count() == 0
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 300
    assert page.evaluate("document.activeElement.textContent") == focused
    assert page.locator("#root .ea-help").first.get_attribute("open") is not None
    assert page.evaluate("[...document.querySelectorAll('#root .ea-chart svg')].every((one, at) => one === drawn[at])")
    assert page.evaluate("window.drawn.length") == 2


def test_a_link_of_the_picture_leads_on(loaded_office: str, browser: Browser, page: Page, held: list[Route]) -> None:
    look_first(browser, f"{loaded_office}/?lang=en", viewport={"width": 1366, "height": 768})
    page.goto(f"{loaded_office}/?lang=en", wait_until="commit")
    page.wait_for_selector("#ea-early .ea-chart[data-state=drawn]")
    page.evaluate("window.isSameLoad = true")
    page.locator("#ea-early .ea-ways a").nth(1).click()
    release(held)
    wait_for(page, "action_a2", "en")
    assert page.locator(".ea-head h1").all_inner_texts() == ["2. Innovation Upgrade"]
    assert page.locator("#ea-early").count() == 0
    assert page.evaluate("window.isSameLoad"), "a click stays in the session"
    page.evaluate("history.back()")
    wait_for(page, "overview", "en")


def test_a_picture_whose_screen_does_not_come_goes(loaded_office: str, browser: Browser, page: Page) -> None:
    look_first(browser, f"{loaded_office}/?lang=en", viewport={"width": 1366, "height": 768})
    page.clock.install()
    page.route(STREAMLIT, lambda route: route.abort())
    page.goto(f"{loaded_office}/?lang=en")
    page.wait_for_selector("#ea-early")
    page.clock.fast_forward(21_000)
    page.wait_for_selector("#ea-early", state="detached")
