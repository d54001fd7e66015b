"""A small set in a real browser: what only a browser shows."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Browser, Page

from bench.session import server
from i18n import words_for
from tests.browser.conftest import choose, wait_for

pytestmark = pytest.mark.browser
HANS, EN = words_for("zh-Hans"), words_for("en")
SIZES = {"projector": (1920, 1080), "office": (1366, 768), "phone": (390, 844)}


def query(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlparse(page.url).query).items()}


def test_a_first_start_ends_in_the_overview_with_eight_actions(loaded_office: str, page: Page) -> None:
    page.goto(f"{loaded_office}/?lang=zh-Hans")
    wait_for(page, "overview", "zh-Hans", seconds=120)
    assert query(page)["month"] == "2024-10"
    page.wait_for_selector(".ea-chart svg")
    tiles = page.locator(".ea-tile")
    assert tiles.count() == 6
    assert sum(int(n) for n in page.locator(".ea-tile .n").all_inner_texts()) > 150
    actions = page.locator(".ea-ways a").all_inner_texts()
    assert len(actions) == 8
    assert actions[2].strip() == "激发需求行动"


@pytest.mark.parametrize(
    "address", ["units?lang=en", "indicator?lang=en&indicator=retail_sales_growth", "action_a3?lang=en"]
)
def test_a_deep_link_on_a_fresh_server_opens_its_page_and_keeps_the_first_choice(
    browser: Browser, tmp_path: Path, address: str
) -> None:
    """Until the router has run once, a fresh server is in another mode: the link and the first change must hold."""
    screen = address.split("?")[0]
    with server(
        "app.py",
        EIGHT_ACTIONS_WAREHOUSE=str(tmp_path / "fresh.duckdb"),
        EIGHT_ACTIONS_DEMONSTRATION="0",
        EIGHT_ACTIONS_BOARD_DATE="2024-11-20",
    ) as port:
        page = browser.new_page()
        page.goto(f"http://localhost:{port}/{address}")
        wait_for(page, screen, "en")
        choose(page, "month", "May 2024")
        page.wait_for_selector(".ea-end[data-month='2024-05']", state="attached")
        assert urlparse(page.url).path == f"/{screen}"
        assert query(page)["month"] == "2024-05"
        page.close()


@pytest.mark.parametrize("address", ["nonsense", "action_a99", "网页"])
def test_a_page_there_is_none_of_is_told_in_the_reader_s_language(loaded_office: str, page: Page, address: str) -> None:
    page.goto(f"{loaded_office}/{address}?lang=zh-Hans&month=2024-09")
    wait_for(page, "overview", "zh-Hans")
    said = HANS("address.unknown", what=HANS("address.what.page"), value=address, shown=HANS("nav.overview"))
    page.get_by_text(said).wait_for()
    assert page.locator("[role=dialog]").count() == 0
    assert (urlparse(page.url).path, query(page)["month"]) == ("/", "2024-09")


def test_the_overview_answers_to_its_name_too(loaded_office: str, page: Page) -> None:
    page.goto(f"{loaded_office}/overview?lang=en")
    wait_for(page, "overview", "en")
    assert urlparse(page.url).path == "/"
    assert page.locator("[role=dialog], [data-testid=stAlert]").count() == 0


def test_the_language_changes_everything_and_stays(loaded_office: str, page: Page) -> None:
    page.goto(f"{loaded_office}/?lang=zh-Hans")
    wait_for(page, "overview", "zh-Hans", seconds=120)
    choose(page, "lang", "English")
    wait_for(page, "overview", "en")
    assert query(page)["lang"] == "en"
    page.locator(".ea-nav summary", has_text=EN("nav.plan")).click()
    page.locator(".ea-nav").get_by_role("link", name=EN("nav.plan_check")).click()
    wait_for(page, "plan_check", "en")
    assert query(page)["lang"] == "en"


def test_another_month_shows_and_reopens(loaded_office: str, page: Page) -> None:
    page.goto(f"{loaded_office}/?lang=en")
    wait_for(page, "overview", "en", seconds=120)
    choose(page, "month", "Jul 2024")
    page.wait_for_selector(".ea-end[data-month='2024-07']", state="attached")
    page.reload()
    wait_for(page, "overview", "en")
    assert page.locator(".ea-end").get_attribute("data-month") == "2024-07"


@pytest.mark.parametrize("address", ["", "action_a1", "units", "indicator?in_status=behind&month=2024-10"])
def test_one_step_back_leaves_a_screen_whose_address_left_things_open(
    loaded_office: str, page: Page, address: str
) -> None:
    page.goto("about:blank")
    page.goto(f"{loaded_office}/{address}")
    wait_for(page, urlparse(f"/{address}").path.strip("/") or "overview", seconds=120)
    assert "as_of" in query(page)
    page.go_back()
    assert page.url == "about:blank"


def test_keys_move_the_page_before_anything_was_clicked(loaded_office: str, page: Page) -> None:
    page.goto(f"{loaded_office}/?lang=en")
    wait_for(page, "overview", "en", seconds=120)
    scrolled = "document.querySelector('[data-testid=stMain]').scrollTop"
    for key, least, most in (("PageDown", 500, 700), ("ArrowUp", 400, 650), ("End", 701, 9999), ("Home", 0, 0)):
        page.keyboard.press(key)
        assert least <= page.evaluate(scrolled) <= most, key


def test_chart_or_table_is_a_place_in_the_address(loaded_office: str, page: Page) -> None:
    page.goto(f"{loaded_office}/action_a3?lang=en&month=2024-10")
    wait_for(page, "action_a3", "en", seconds=120)
    page.evaluate("window.isSameLoad = true")
    page.get_by_role("link", name=EN("drawing.as_table")).press("Enter")
    page.wait_for_selector("[data-table=targets_a3]")
    assert query(page)["targets_as"] == "table"
    assert page.evaluate("document.activeElement.textContent") == EN("drawing.as_table"), "the keyboard stays there"
    choose(page, "month", "Jul 2024")
    page.wait_for_selector(".ea-end[data-month='2024-07']", state="attached")
    assert page.locator("[data-table=targets_a3]").count() == 1
    page.get_by_role("link", name=EN("drawing.as_chart")).click()
    page.wait_for_selector("[data-table=targets_a3]", state="detached")
    assert "targets_as" not in query(page)
    page.evaluate("history.back()")
    page.wait_for_selector("[data-table=targets_a3]")
    assert page.evaluate("window.isSameLoad")


def test_a_table_downloads_as_csv_that_opens_in_excel(loaded_office: str, page: Page) -> None:
    page.goto(f"{loaded_office}/action_a3?lang=zh-Hans&month=2024-10")
    wait_for(page, "action_a3", "zh-Hans", seconds=120)
    page.get_by_role("link", name=HANS("drawing.as_table")).click()
    page.locator(".st-key-targets_a3_files button").first.click()
    with page.expect_download() as waiting:
        page.locator(".st-key-targets_a3_csv button").click()
    content = Path(waiting.value.path()).read_bytes()
    assert waiting.value.suggested_filename == "激发需求行动_2024-10_截至2024-11-20.csv"
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert lines[0].split(",")[0] == HANS("column.status")
    assert any("社会消费品零售总额增速" in line for line in lines)


def test_two_clicks_lead_from_the_overview_to_the_worst_items_history(loaded_office: str, page: Page) -> None:
    page.goto(f"{loaded_office}/?lang=en")
    wait_for(page, "overview", "en", seconds=120)
    link = page.locator(".ea-lines[data-list=worst] a").first
    name = link.locator("strong").inner_text().strip()
    address = urlparse(link.get_attribute("href"))
    page.evaluate("window.isSameLoad = true")
    link.click()
    wait_for(page, "indicator", "en")
    assert page.evaluate("window.isSameLoad"), "the link stays in the session"
    assert (urlparse(page.url).path, urlparse(page.url).query) == ("/indicator", address.query)
    assert page.locator(".ea-head h1").inner_text() == name


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("screen", ["", "action_a1", "indicator", "units", "plan_check"])
def test_nothing_runs_out_of_the_window(loaded_office: str, browser: Browser, screen: str, size: str) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{loaded_office}/{screen}?lang=zh-Hans" + ("&size=phone" if size == "phone" else ""))
    wait_for(page, screen or "overview", "zh-Hans", seconds=120)
    wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth - window.innerWidth")
    assert wide <= 0
    context.close()


def test_nothing_is_fetched_from_outside(loaded_office: str, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{loaded_office}/?lang=zh-Hans")
    wait_for(page, "overview", "zh-Hans", seconds=120)
    outside = [url for url in asked if not re.match(r"(https?|wss?)://localhost:|data:|blob:", url)]
    assert not outside


def test_a_heading_sorts_english_days_by_their_time(loaded_office: str, page: Page) -> None:
    page.goto(f"{loaded_office}/ledgers?lang=en&ledger=key_task&show=all")
    wait_for(page, "ledgers", "en", seconds=120)
    heading = page.locator(".ea-grid th", has_text=EN("ledger_column.due_on"))
    heading.get_by_role("button").click()
    place = heading.evaluate("head => head.cellIndex")
    told = page.locator(f".ea-grid tbody td:nth-child({place + 1})").all_inner_texts()
    days = [datetime.strptime(text, "%d %b %Y") for text in told if text]
    assert days == sorted(days)
    assert len({(day.year, day.month) for day in days}) > 1


def test_a_tile_opens_its_indicators_and_back_leads_the_same_way_home(loaded_office: str, page: Page) -> None:
    page.goto(f"{loaded_office}/?lang=en")
    wait_for(page, "overview", "en", seconds=120)
    tile = page.locator(".ea-tile a", has_text=EN("status.behind"))
    count = tile.locator(".n").inner_text()
    tile.click()
    wait_for(page, "indicator", "en")
    found = page.get_by_text(re.compile(rf"^{count} of \d+ indicators"))
    found.wait_for()
    assert query(page)["in_status"] == "behind"
    first = page.locator(".ea-grid tbody a").first
    names = page.locator(".ea-grid tbody a").all_inner_texts()
    heading = page.locator(".ea-grid th", has_text=EN("column.indicator"))
    up = page.evaluate("names => names.toSorted(new Intl.Collator(undefined, {numeric: true}).compare)", names)
    assert names != up
    for order, expected in (("ascending", up), ("descending", up[::-1]), (None, names)):
        heading.get_by_role("button").click()
        assert heading.get_attribute("aria-sort") == order
        assert page.locator(".ea-grid tbody a").all_inner_texts() == expected
    first.focus()
    for key, place in (("ArrowDown", 1), ("End", len(names) - 1), ("ArrowUp", len(names) - 2), ("Home", 0)):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.innerText") == names[place]
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('.ea-grid')")
    first.click()
    page.wait_for_url(re.compile("indicator="))
    wait_for(page, "indicator", "en")
    page.wait_for_timeout(2500)  # an address that changes back at once is the browser lagging behind
    page.go_back()
    found.wait_for()
    page.go_back()
    wait_for(page, "overview", "en")
    more = page.locator("details.ea-more").first
    rest = more.locator("a").first
    assert not rest.is_visible()
    more.locator("summary").click()
    rest.wait_for(state="visible")


def test_a_choice_by_keyboard_keeps_the_address_the_keyboard_s_place_and_goes_back(
    loaded_office: str, page: Page
) -> None:
    page.goto(f"{loaded_office}/indicator?lang=en&indicator=retail_sales_growth&month=2024-10")
    wait_for(page, "indicator", "en", seconds=120)
    choice = page.locator(".ea-pick[data-pick=month]")
    choice.locator("summary").focus()
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".ea-end[data-month='2024-09']", state="attached")
    assert query(page)["indicator"] == "retail_sales_growth"
    page.wait_for_function("document.activeElement.matches('.ea-pick[data-pick=month] > summary')")
    assert page.locator("details.ea-menu[open]").count() == 0
    page.go_back()
    page.wait_for_selector(".ea-end[data-month='2024-10']", state="attached")


def test_menus_close_by_escape_by_a_click_elsewhere_and_when_another_opens(loaded_office: str, page: Page) -> None:
    page.goto(f"{loaded_office}/?lang=en")
    wait_for(page, "overview", "en", seconds=120)
    opened = page.locator("details.ea-menu[open]")
    page.locator(".ea-nav summary", has_text=EN("nav.actions")).click()
    assert opened.count() == 1
    page.locator(".ea-pick[data-pick=month] summary").click()
    page.wait_for_function("document.querySelectorAll('details.ea-menu[open]').length === 1")
    assert opened.get_attribute("data-pick") == "month"
    page.keyboard.press("Escape")
    assert opened.count() == 0
    page.locator(".ea-nav summary", has_text=EN("nav.plan")).click()
    page.locator(".ea-head h1").click()
    assert opened.count() == 0


def test_on_a_phone_the_pages_open_behind_one_button(loaded_office: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, locale="en-GB")
    page = context.new_page()
    page.goto(f"{loaded_office}/?lang=en&size=phone")
    wait_for(page, "overview", "en", seconds=120)
    link = page.locator(".ea-nav").get_by_role("link", name=EN("nav.units"))
    assert not link.is_visible()
    page.locator(".ea-burger").tap()
    link.tap()
    wait_for(page, "units", "en")
    assert not link.is_visible()
    page.locator(".ea-behind > summary").tap()
    choose(page, "month", "Jul 2024")
    page.wait_for_selector(".ea-end[data-page=units][data-month='2024-07']", state="attached")
    context.close()


def test_in_a_narrow_window_the_choices_stay_inside_it(loaded_office: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{loaded_office}/?lang=en")
    wait_for(page, "overview", "en", seconds=120)
    boxes = [box.bounding_box() for box in page.locator(".ea-pick > summary").all()]
    assert [round(box["x"] + box["width"]) <= 390 for box in boxes if box] == [True] * 4
    context.close()
