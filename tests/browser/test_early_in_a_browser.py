"""A screen's first picture in a real browser: as the run's own screen, which takes its place unseen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.conftest import ALL_DRAWN, wait_for

pytestmark = pytest.mark.browser
STREAMLIT = "**/static/js/react-dom.*.js"
"""A program without which nothing of Streamlit's starts."""
PHONE = {"user_agent": "Mozilla/5.0 (Linux; Android 14) Mobile Safari", "is_mobile": True, "has_touch": True}
ROOMS: list[tuple[str, dict[str, Any]]] = [
    ("?lang=en", {"viewport": {"width": 1366, "height": 768}, "color_scheme": "light"}),
    ("?lang=zh-Hant&size=projector", {"viewport": {"width": 1920, "height": 1080}, "color_scheme": "dark"}),
    ("?lang=zh-Hans", {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"} | PHONE),
    ("action_a1?lang=en", {"viewport": {"width": 800, "height": 1000}, "color_scheme": "dark"}),
    ("?lang=zh-Hans&month=2024-08", {"viewport": {"width": 768, "height": 1024}, "color_scheme": "light"}),
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
    page.wait_for_function(ALL_DRAWN)
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
    page.wait_for_function(ALL_DRAWN)
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
    page.wait_for_function(ALL_DRAWN)
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


@pytest.mark.parametrize(
    ("link", "screen", "said"),
    [
        (".ea-ways a >> nth=1", "action_a2", {"month": "2024-09"}),
        (".ea-lines[data-list=worst] a >> nth=0", "indicator", {"month": "2024-09"}),
        (".ea-tile a >> nth=0", "indicator", {"in_status": "done"}),
        ("[data-pick=month] a[href$='month=2024-07']", "overview", {"month": "2024-07", "lang": "en"}),
    ],
)
def test_a_link_of_the_picture_leads_where_it_says(
    loaded_office: str, browser: Browser, page: Page, held: list[Route], link: str, screen: str, said: dict[str, str]
) -> None:
    address = f"{loaded_office}/?lang=en&month=2024-09"
    look_first(browser, address, viewport={"width": 1366, "height": 768})
    page.goto(address, wait_until="commit")
    page.wait_for_selector("#ea-early .ea-chart[data-state=drawn]")
    clicked = page.locator(f"#ea-early {link}")
    leads_to = parse_qs(urlsplit(clicked.get_attribute("href") or "").query)
    clicked.evaluate("one => one.click()")
    page.wait_for_url(lambda url: urlsplit(url).query != urlsplit(address).query, wait_until="commit")
    release(held)
    page.unroute_all()
    wait_for(page, screen, "en")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}
    assert said.items() <= asked.items()
    assert asked.get("indicator") == leads_to.get("indicator", [None])[0]
    assert page.locator(".ea-end").get_attribute("data-month") == asked["month"]
    assert page.locator("#ea-early").count() == 0


def test_a_place_has_its_charts_height_before_it_is_drawn(loaded_office: str, browser: Browser) -> None:
    for path, room in ROOMS:
        context = browser.new_context(**room)
        page = context.new_page()
        page.goto(f"{loaded_office}/{path}")
        wait_for(page, urlsplit(f"/{path}").path.strip("/") or "overview", seconds=120)
        page.wait_for_function(ALL_DRAWN)
        found = page.evaluate(
            "[...document.querySelectorAll('.ea-chart')].map(one =>"
            " [parseFloat(one.style.minHeight), one.querySelector('svg').getBoundingClientRect().height])"
        )
        context.close()
        is_course = path.startswith("action")
        for kept, drawn in found[:-1] if is_course else found:
            assert kept <= drawn + 0.5, path
            assert drawn - kept <= (81 if is_course else 1), f"{path}: lines of signs above a course differ, no more"
        assert not is_course or found[-1][0] == pytest.approx(found[-1][1], abs=1)


def test_a_picture_whose_screen_does_not_come_goes(loaded_office: str, browser: Browser, page: Page) -> None:
    look_first(browser, f"{loaded_office}/?lang=en", viewport={"width": 1366, "height": 768})
    page.clock.install()
    page.route(STREAMLIT, lambda route: route.abort())
    page.goto(f"{loaded_office}/?lang=en")
    page.wait_for_selector("#ea-early")
    page.clock.fast_forward(21_000)
    page.wait_for_selector("#ea-early", state="detached")
