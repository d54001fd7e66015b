"""Upload, difference, confirm, undo in a real browser: few clicks, and a reload in the middle loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bench.session import server
from etl.known import Known
from etl.plan import Plan
from etl.template import write_template
from i18n import words_for
from tests.browser.conftest import wait_for
from tests.places import copied
from warehouse.catalogue import Catalogue

pytestmark = pytest.mark.browser
EN = words_for("en")


@pytest.fixture
def office(tmp_path: Path, loaded_file: Path, tiny_folder: Path) -> Iterator[str]:
    """A server over the made-up county's empty warehouse."""
    path = copied(loaded_file, tmp_path / "office.duckdb")
    settings = {
        "EIGHT_ACTIONS_WAREHOUSE": str(path),
        "EIGHT_ACTIONS_PROGRAMME": str(tiny_folder),
        "EIGHT_ACTIONS_DEMONSTRATION": "0",
        "EIGHT_ACTIONS_BOARD_DATE": "2031-11-20",
    }
    with server("app.py", **settings) as port:
        yield f"http://localhost:{port}"


@pytest.fixture
def report(tmp_path: Path, tiny_catalogue: Catalogue) -> Path:
    """The human resources office's October workbook, filled in."""
    values = {
        "urban_jobs": (3400, "终值", None),
        "living_standard": (700, "终值", None),
        "zero_employment_families": (0, "终值", None, 0),
    }
    content = write_template(
        Plan.of(tiny_catalogue), unit_id="human_resources", period=date(2031, 10, 1), known=Known(), values=values
    )
    path = tmp_path / "october.xlsx"
    path.write_bytes(content)
    return path


def settle(page: Page) -> None:
    wait_for(page, "upload", "en")


def test_upload_difference_confirm_undo(office: str, report: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    clicks = 0
    page.goto(f"{office}/upload?lang=en")
    settle(page)
    page.locator(".st-key-pick_person input").fill("Wu")
    page.keyboard.press("Enter")
    settle(page)
    page.locator("input[type=file]").set_input_files(str(report))
    page.locator("[data-testid=stExpander]", has_text="october.xlsx").wait_for(timeout=60000)

    page.reload()  # in the middle: the file and its report are still there
    settle(page)
    page.locator("[data-testid=stExpander]", has_text="october.xlsx").wait_for(timeout=60000)
    page.locator(".st-key-pick_person input").fill("Wu")
    page.keyboard.press("Enter")
    settle(page)

    page.locator(".st-key-commit_ready button").click()
    clicks += 1
    page.get_by_text("Files stored: 1").wait_for(timeout=60000)

    page.get_by_text(EN("upload.history"), exact=True).click()
    clicks += 1
    settle(page)
    page.locator("[data-table=batch] tbody a").first.click()
    clicks += 1
    page.get_by_label(EN("history.reason")).fill("sent by mistake")
    page.get_by_role("button", name=EN("history.withdraw")).click()
    clicks += 1
    page.get_by_text(EN("history.withdrawn")).wait_for(timeout=60000)
    assert clicks < 10
    page.close()
