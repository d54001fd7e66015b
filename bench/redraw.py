"""Switching month or action in a real browser, against a bare page of as many charts: `python -m bench.redraw`.

Two servers and one Chromium with a tab on each, switched in turn (A B A B), both warm. A switch begins with the click
and ends with the last change anywhere on the page, charts included: the page keeps the moment of its last change, and
the switch is over when the end mark names what was asked for, the script rests and nothing has changed for a while.
`--at-most 1.5` makes it a check.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bench.session import Server, serving

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
MONTHS = {"2024-08": "Aug 2024", "2024-09": "Sep 2024"}
ACTIONS = {"action_a6": 6, "action_a7": 7}
"""Two actions with as many charts as each other: address and place in the navigation."""
BLOCK = 6
QUIET = 400
WATCH = """() => {
  window.clicked = window.changed = performance.now();
  addEventListener('click', () => { window.clicked = performance.now(); }, {capture: true});
  new MutationObserver(() => { window.changed = performance.now(); })
    .observe(document.querySelector('[data-testid=stMain]') || document.body,
             {subtree: true, childList: true, attributes: true, characterData: true});
}"""
OVER = """([mark, quiet]) => document.querySelector(mark)
  && document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]')
  && !document.querySelector('[data-stale=true]')
  && window.changed > window.clicked && performance.now() - window.changed > quiet"""
CHARTS = ".ea-chart"


def browser_program() -> str:
    """The browser to measure in: EIGHT_ACTIONS_BROWSER, else the first that is installed."""
    return os.environ.get("EIGHT_ACTIONS_BROWSER") or next(filter(None, map(shutil.which, PROGRAMS)))


class Tab:
    """One page in the browser with a watch on its changes."""

    def __init__(self, browser: Browser, address: str, mark: str) -> None:
        self.page: Page = browser.new_context(viewport={"width": 1366, "height": 768}, locale="en-GB").new_page()
        self.page.set_default_timeout(180_000)
        self.page.goto(address)
        self.page.wait_for_selector(mark, state="attached")
        self.page.wait_for_timeout(2500)
        self.page.evaluate(WATCH)

    @property
    def charts(self) -> int:
        return self.page.locator(CHARTS).count()

    def timed(self, click: Callable[[], None], mark: str) -> float:
        """Milliseconds from the last click of `click` to the page's last change."""
        click()
        self.page.wait_for_function(OVER, arg=[mark, QUIET], polling=50)
        return float(self.page.evaluate("window.changed - window.clicked"))

    def pick(self, key: str, option: str) -> None:
        self.page.locator(f".st-key-{key} input").first.click()
        self.page.get_by_role("option", name=option, exact=True).click()

    def choose(self, name: str, option: str) -> None:
        choice = self.page.locator(f".ea-pick[data-pick={name}]")
        choice.locator("summary").click()
        choice.get_by_role("link", name=option, exact=True).click()

    def close(self) -> None:
        self.page.context.close()


def month_turns(ours: Tab, bare: Tab) -> tuple[Callable[[int], float], Callable[[int], float]]:
    """What a switch of the month is on either page."""
    months = list(MONTHS.items())

    def turn_ours(turn: int) -> float:
        month, label = months[turn % 2]
        return ours.timed(lambda: ours.choose("month", label), f".ea-end[data-month='{month}']")

    def turn_bare(turn: int) -> float:
        month = int(months[turn % 2][0][-2:])
        return bare.timed(lambda: bare.pick("month", str(month)), f".end[data-month='{month}']")

    return turn_ours, turn_bare


def action_turns(ours: Tab, bare: Tab) -> tuple[Callable[[int], float], Callable[[int], float]]:
    """What a switch of the action is: a link in our navigation, a choice on the bare page."""
    actions = list(ACTIONS.items())

    def turn_ours(turn: int) -> float:
        address, _ = actions[turn % 2]

        def click() -> None:
            ours.page.locator(".ea-nav summary", has_text="Actions").click()
            ours.page.locator(f".ea-nav a[href*='{address}']").click()

        return ours.timed(click, f".ea-end[data-page='{address}']")

    def turn_bare(turn: int) -> float:
        _, action = actions[turn % 2]
        return bare.timed(lambda: bare.pick("action", str(action)), f".end[data-action='{action}']")

    return turn_ours, turn_bare


def compare(name: str, turns: tuple[Callable[[int], float], Callable[[int], float]], pairs: int) -> float:
    """Prints and returns the median ratio of neighbouring blocks of switches."""
    ours, bare = turns
    for warm in range(4):
        ours(warm)
        bare(warm)
    found = [
        (statistics.median(bare(n) for n in range(BLOCK)), statistics.median(ours(n) for n in range(BLOCK)))
        for _ in range(pairs)
    ]
    ratios = sorted(b / a for a, b in found)
    middle = statistics.median(ratios)
    print(
        f"{name:34} bare {statistics.median(a for a, _ in found):6.0f} ms, ours "
        f"{statistics.median(b for _, b in found):6.0f} ms, ratio {middle:.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})",
        flush=True,
    )
    return middle


def run(browser: Browser, plain: Server, board: Server, pairs: int) -> list[float]:
    """All comparisons: month on the overview and on an action, and from action to action."""
    found = []
    for name, path, make in (
        ("month on the overview", "", month_turns),
        ("month on an action", "action_a7", month_turns),
        ("from action to action", "action_a7", action_turns),
    ):
        mark = f".ea-end[data-page='{path or 'overview'}']"
        ours = Tab(browser, f"http://localhost:{board.port}/{path}?lang=en&month=2024-09", mark)
        bare = Tab(browser, f"http://localhost:{plain.port}/?charts={ours.charts}", ".end")
        found.append(compare(f"{name}, {ours.charts} charts", make(ours, bare), pairs))
        ours.close()
        bare.close()
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--at-most", type=float, help="exit 1 where a ratio is above this")
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        serving("bench/pages/bare.py") as plain,
        serving("app.py", EIGHT_ACTIONS_WAREHOUSE=str(Path(folder) / "redraw.duckdb")) as board,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=browser_program(), args=FLAGS)
        found = run(browser, plain, board, asked.pairs)
        browser.close()
    return 1 if asked.at_most is not None and max(found) > asked.at_most else 0


if __name__ == "__main__":
    raise SystemExit(main())
