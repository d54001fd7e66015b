"""Every screen in three languages, light and dark, on wall, desk and phone: `python docs/look.py FOLDER [--only TEXT]`.

Writes a picture each and contact sheets of six into FOLDER, to be looked at one by one. Starts the dashboard on the
demonstration set in a temporary warehouse, or looks at one that runs: `--at http://localhost:8501`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.session import server  # noqa: E402
from i18n import LANGUAGES  # noqa: E402
from tests.browser.conftest import FLAGS, browser_program, wait_for  # noqa: E402
from ui.router import page_names  # noqa: E402

ROOMS = {"projector": (1920, 1080), "screen": (1366, 768), "phone": (390, 844)}
SCHEMES = ("light", "dark")
SHEET, THUMB = 6, (640, 900)
LONGEST = 4000


ONE_OF_MANY = {
    "indicator_growth": "indicator?indicator=retail_sales_growth",
    "indicator_cases": "indicator?indicator=major_hazards_open",
    "unit_alone": "units?unit=commerce",
}
"""Screens that show one thing of a list: a picture's name and the address."""


def addresses() -> dict[str, str]:
    """Picture's name -> path of every screen: one of the actions stands for the others."""
    return {name: name for name in [*page_names(), "action_a1"]} | {"overview": ""} | ONE_OF_MANY


def take(browser: Browser, base: str, folder: Path, screen: str, language: str, scheme: str, room: str) -> Path:
    """The whole of one screen, up to a length, as a picture."""
    width, height = ROOMS[room]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    path = addresses()[screen]
    page.goto(f"{base}/{path}{'&' if '?' in path else '?'}lang={language}&size={room}")
    wait_for(page, path.partition("?")[0] or screen, language, seconds=240)
    page.wait_for_timeout(1200)
    full = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": width, "height": min(max(height, int(full) + 20), LONGEST)})
    page.wait_for_timeout(900)
    made = folder / f"{screen}_{language}_{scheme}_{room}.png"
    page.screenshot(path=made, animations="disabled")
    context.close()
    return made


def sheet(pictures: list[Path], path: Path) -> None:
    """Pictures side by side, as large as a sheet allows."""
    made = Image.new("RGB", (THUMB[0] * 3, THUMB[1] * 2), "#777777")
    for index, picture in enumerate(pictures):
        thumb = Image.open(picture).convert("RGB")
        thumb.thumbnail((THUMB[0] - 8, THUMB[1] - 8))
        made.paste(thumb, (index % 3 * THUMB[0] + 4, index // 3 * THUMB[1] + 4))
    made.save(path)


@contextmanager
def dashboard(address: str | None) -> Iterator[str]:
    """The address of the dashboard to look at."""
    if address:
        yield address
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        server("app.py", EIGHT_ACTIONS_WAREHOUSE=str(Path(folder) / "look.duckdb")) as port,
    ):
        yield f"http://localhost:{port}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--at")
    parser.add_argument(
        "--only", default="", help="texts in the picture's name, separated by commas, one must be there"
    )
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    wanted = asked.only.split(",")
    with dashboard(asked.at) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_program(), args=FLAGS)
        for screen, room in product(addresses(), ROOMS):
            kinds = list(product(LANGUAGES, SCHEMES))
            chosen = [kind for kind in kinds if any(text in f"{screen}_{kind[0]}_{kind[1]}_{room}" for text in wanted)]
            made = [take(browser, base, asked.folder, screen, *kind, room) for kind in chosen]
            if made:
                sheet(made, asked.folder / f"sheet_{screen}_{room}.png")
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
