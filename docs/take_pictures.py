"""Takes the pictures of the README and the guides anew: `python docs/take_pictures.py`, so that they stay true.

Starts the dashboard on the demonstration set in a temporary warehouse and photographs it in a real browser.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.session import server  # noqa: E402
from tests.browser.conftest import FLAGS, browser_program, wait_for  # noqa: E402

PICTURES = {
    "overview": ("?lang=en", "overview", (1500, 1000), "light"),
    "overview_zh": ("?lang=zh-Hans", "overview", (1500, 1000), "light"),
    "action_dark": ("action_a3?lang=zh-Hans", "action_a3", (1500, 1000), "dark"),
    "indicator": ("indicator?lang=en&indicator=retail_sales_growth", "indicator", (1500, 1000), "light"),
    "plan_check": ("plan_check?lang=zh-Hant", "plan_check", (1500, 1000), "light"),
}
"""Name -> address, screen, window, colour scheme."""


def take(browser: Browser, port: int, name: str) -> None:
    """One picture into docs/pictures."""
    address, screen, (width, height), scheme = PICTURES[name]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"http://localhost:{port}/{address}")
    wait_for(page, screen, seconds=180)
    page.wait_for_timeout(2500)
    page.screenshot(path=ROOT / "docs" / "pictures" / f"{name}.png")
    context.close()


def main() -> int:
    with (
        tempfile.TemporaryDirectory() as folder,
        server("app.py", EIGHT_ACTIONS_WAREHOUSE=str(Path(folder) / "pictures.duckdb")) as port,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=browser_program(), args=FLAGS)
        for name in PICTURES:
            take(browser, port, name)
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
