"""A meeting in a real browser: keys turn pages but not while typing, a decision is a key task and opens the next."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bench.session import server
from i18n import words_for
from tests.browser.conftest import wait_for
from tests.places import copied
from tests.screens.conftest import full_file

pytestmark = pytest.mark.browser
EN = words_for("en")
HELD = date(2031, 11, 20)
__all__ = ["full_file"]  # the made-up county's year, a fixture

SMALLEST = """() => {
  let smallest = Infinity;
  const walk = (root) => {
    const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
      if (node.nodeType === 1) { if (node.shadowRoot) walk(node.shadowRoot); continue; }
      const parent = node.parentElement;
      if (!node.textContent.trim() || !parent || ['STYLE', 'SCRIPT'].includes(parent.tagName)) continue;
      const box = parent.getBoundingClientRect();
      if (box.width && box.height) smallest = Math.min(smallest, parseFloat(getComputedStyle(parent).fontSize));
    }
  };
  walk(document.querySelector('[data-testid=stMain]'));
  return smallest;
}"""


@pytest.fixture(scope="module")
def meeting_office(tmp_path_factory: pytest.TempPathFactory, full_file: Path, tiny_folder: Path) -> Iterator[str]:
    """A server over the made-up county's year."""
    path = tmp_path_factory.mktemp("meeting") / "office.duckdb"
    copied(full_file, path)
    settings = {
        "EIGHT_ACTIONS_WAREHOUSE": str(path),
        "EIGHT_ACTIONS_PROGRAMME": str(tiny_folder),
        "EIGHT_ACTIONS_DEMONSTRATION": "0",
        "EIGHT_ACTIONS_BOARD_DATE": HELD.isoformat(),
    }
    with server("app.py", **settings) as port:
        yield f"http://localhost:{port}"


@pytest.fixture
def projector(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="en-GB")
    yield context.new_page()
    context.close()


def settle(page: Page) -> None:
    wait_for(page, "meeting", "en")


def slide(page: Page) -> str:
    return page.locator(".ea-slide").get_attribute("data-slide") or ""


def turn(page: Page, key: str) -> str:
    """Press a key that must turn the page; the page then open."""
    before = slide(page)
    page.keyboard.press(key)
    page.wait_for_function("old => document.querySelector('.ea-slide')?.dataset.slide !== old", arg=before)
    settle(page)
    return slide(page)


def slides(page: Page, office: str, query: str) -> list[str]:
    """The codes of all pages of an agenda, gone through by key."""
    page.goto(f"{office}/meeting?lang=en&{query}")
    settle(page)
    found = [slide(page)]
    while found[-1] != "closing":
        found.append(turn(page, "PageDown"))
    return found


def start(page: Page, office: str, name: str) -> None:
    page.goto(f"{office}/meeting?lang=en")
    settle(page)
    for key, text in (("new_name", name), ("pick_person", "Wu")):
        page.locator(f".st-key-{key} input").fill(text)
        page.keyboard.press("Enter")
        settle(page)
    page.locator(".st-key-start_meeting button").click()
    page.wait_for_selector(".ea-slide", timeout=60000)
    settle(page)


def test_arrows_and_a_clicker_turn_pages_and_escape_leaves(meeting_office: str, projector: Page) -> None:
    codes = slides(projector, meeting_office, "agenda=behind")
    assert codes[0] == "opening"
    assert len(codes) > 4
    assert turn(projector, "Home") == "opening"
    assert turn(projector, "ArrowRight") == codes[1]
    assert turn(projector, "PageDown") == codes[2]
    assert turn(projector, "ArrowLeft") == codes[1]
    assert turn(projector, "PageUp") == "opening"
    assert turn(projector, "End") == "closing"
    projector.locator(".st-key-turn_back button").click()
    projector.wait_for_function("code => document.querySelector('.ea-slide').dataset.slide === code", arg=codes[-2])
    settle(projector)
    projector.keyboard.press("Escape")
    projector.wait_for_selector(".ea-slide", state="detached")
    projector.wait_for_function("!location.search.includes('agenda')")


def test_quick_presses_are_not_lost_and_none_comes_back(meeting_office: str, projector: Page) -> None:
    codes = slides(projector, meeting_office, "agenda=behind")
    turn(projector, "Home")
    for keys, place in ((["ArrowRight"] * 4, 4), (["ArrowLeft"] * 3, 1), (["PageDown"] * 3 + ["PageUp"], 3)):
        for key in keys:
            projector.keyboard.press(key)
        projector.wait_for_function(
            "code => document.querySelector('.ea-slide').dataset.slide === code", arg=codes[place]
        )
        settle(projector)
        projector.wait_for_timeout(800)
        assert slide(projector) == codes[place]


def test_a_reload_keeps_the_page_and_the_clock(meeting_office: str, projector: Page) -> None:
    projector.goto(f"{meeting_office}/meeting?lang=en&agenda=behind")
    settle(projector)
    here = turn(projector, "ArrowRight")
    projector.wait_for_timeout(2100)
    projector.reload()
    settle(projector)
    assert slide(projector) == here
    spent = projector.locator(".presenter .item").inner_text()
    minutes, seconds = re.match(r"(\d+):(\d\d)", spent).groups()  # type: ignore[union-attr]
    assert int(minutes) * 60 + int(seconds) >= 2


def test_a_decision_is_typed_kept_as_a_key_task_and_opens_the_next_meeting(
    meeting_office: str, projector: Page
) -> None:
    page = projector
    start(page, meeting_office, "First meeting")
    here = turn(page, "ArrowRight")
    page.locator(".st-key-note button:visible").click()
    words = page.locator(".st-key-decision_words textarea")
    words.fill("Visit ten shops")
    for key in ("ArrowLeft", "ArrowRight", "PageDown", "Home", "End"):
        words.press(key)
    page.wait_for_timeout(500)
    assert slide(page) == here  # keys belong to the field while somebody types
    page.get_by_role("button", name=EN("meeting.save_decision")).focus()
    page.keyboard.press("Escape")  # closes the form, and nothing else
    page.wait_for_selector("[role=dialog]", state="detached")
    page.wait_for_timeout(500)
    assert slide(page) == here
    page.locator(".st-key-note button:visible").click()
    words.fill("Visit ten shops")
    page.get_by_role("button", name=EN("meeting.save_decision")).click()
    page.locator(".ea-m-block", has_text="Visit ten shops").wait_for(timeout=30000)
    settle(page)
    page.locator(".st-key-note button:visible").click()
    page.get_by_role("tab", name=EN("meeting.remark")).click()
    page.locator(".st-key-remark_words textarea").fill("Two of them are closed.")
    page.get_by_role("button", name=EN("meeting.save_remark")).click()
    page.locator(".ea-m-block", has_text="Two of them are closed.").wait_for(timeout=30000)
    settle(page)

    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("back", "outline", "note", "end", "pause", "on"):
        assert page.get_by_role("button", name=EN(f"meeting.{name}")).is_visible(), name
    for name in ("item", "whole"):
        assert page.get_by_role("timer", name=EN(f"meeting.clock_{name}_spoken")).is_visible()
        assert page.locator(f".{name}-name").inner_text() == EN(f"meeting.clock_{name}")
    assert page.locator(".st-key-meeting_bar").evaluate("bar => bar.scrollWidth - bar.clientWidth") <= 0
    page.set_viewport_size({"width": 1920, "height": 1080})
    turn(page, "End")
    page.locator(".st-key-end_meeting button").click()
    page.wait_for_selector(".ea-slide", state="detached")
    settle(page)
    assert page.locator(".ea-table", has_text="Visit ten shops").count() == 1
    with page.expect_download() as waiting:
        page.locator(".st-key-minutes_csv button").click()
    table = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert "Visit ten shops" in table
    assert (HELD + timedelta(days=14)).isoformat() in table

    page.goto(f"{meeting_office}/ledgers?lang=en&ledger=key_task")
    wait_for(page, "ledgers", "en")
    page.get_by_text("Visit ten shops").first.wait_for(timeout=30000)

    start(page, meeting_office, "Second meeting")
    assert slide(page) == "opening"
    assert page.locator(".ea-table", has_text="Visit ten shops").count() == 1


def test_everything_on_the_projector_is_large_and_in_the_window(meeting_office: str, projector: Page) -> None:
    for code in slides(projector, meeting_office, "agenda=behind"):
        projector.goto(f"{meeting_office}/meeting?lang=en&agenda=behind&slide={code}")
        settle(projector)
        projector.wait_for_timeout(300)  # the chart's letters come after the script rests
        assert projector.evaluate(SMALLEST) >= 16, code
        over = projector.evaluate(
            "(() => { const m = document.querySelector('[data-testid=stMain]');"
            " return [m.scrollWidth - innerWidth, m.scrollHeight - innerHeight]; })()"
        )
        assert max(over) <= 0, (code, json.dumps(over))
