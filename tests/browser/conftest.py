"""A real server on a free port and a real Chromium looking at it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from bench.session import server

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "msedge", "chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
ALL_DRAWN = "![...document.querySelectorAll('.ea-chart')].some(one => one.dataset.state !== 'drawn')"
"""What is true of a page whose charts all stand."""
WINDOWS = (r"Microsoft\Edge\Application\msedge.exe", r"Google\Chrome\Application\chrome.exe")


def browser_program() -> str:
    """The browser installed on this machine; `python start.py test` installs one where there is none."""
    found = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if found:
        return found
    for folder in filter(None, (os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)"))):
        for program in WINDOWS:
            if (Path(folder) / program).exists():
                return str(Path(folder) / program)
    raise RuntimeError("No Chromium, Chrome or Edge found: run python start.py test, which installs one.")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser_program(), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def loaded_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the demonstration set, loaded by its first visitor."""
    path = tmp_path_factory.mktemp("office") / "office.duckdb"
    with server("app.py", EIGHT_ACTIONS_WAREHOUSE=str(path)) as port:
        yield f"http://localhost:{port}"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    opened = context.new_page()
    yield opened
    context.close()


def wait_for(page: Page, screen: str, language: str | None = None, *, seconds: float = 60) -> None:
    """Until the screen's end mark stands, the script rests and nothing on it is stale."""
    mark = f".ea-end[data-page='{screen}']" + (f"[data-language='{language}']" if language else "")
    page.wait_for_selector(mark, state="attached", timeout=seconds * 1000)
    page.wait_for_selector(
        "[data-testid=stApp][data-test-script-state=notRunning][data-test-connection-state=CONNECTED]",
        timeout=seconds * 1000,
    )
    page.wait_for_function("!document.querySelector('[data-stale=true]')", timeout=seconds * 1000)


def choose(page: Page, name: str, option: str) -> None:
    """Follow one of the links of a choice of the head by its label."""
    choice = page.locator(f".ea-pick[data-pick={name}]")
    choice.locator("summary").click()
    choice.get_by_role("link", name=option, exact=True).click()
