"""Through a real OpenID Connect provider: somebody with an account comes in as that account, a stranger does not."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bench.session import ROOT, free_port, server, wait_for_answer
from tests.browser.conftest import wait_for
from warehouse.access import Role
from warehouse.accounts import add_account
from warehouse.connection import borrowed_warehouse
from warehouse.seed import load_programme

pytestmark = pytest.mark.browser
TINY = ROOT / "tests" / "data" / "tiny_2031"
SECRETS = """
[auth]
redirect_uri = "http://localhost:{{port}}/oauth2callback"
cookie_secret = "{secret}"
client_id = "board"
client_secret = "board-secret"
server_metadata_url = "http://localhost:{provider}/.well-known/openid-configuration"
"""


@contextmanager
def provider() -> Iterator[int]:
    """A process of its own that speaks OpenID Connect and believes any name."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for_answer(f"http://localhost:{port}/.well-known/openid-configuration", process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a board that shows itself to people who came through the provider, and its warehouse."""
    folder = tmp_path_factory.mktemp("outside")
    path = folder / "outside.duckdb"
    with borrowed_warehouse(path) as warehouse:
        load_programme(warehouse, TINY)
        add_account(warehouse, "wu", name="Wu", role=Role.REPORTER, units=["statistics"], claim="wu@county.example")
    with provider() as provider_port:
        secrets = folder / "secrets.toml"
        secrets.write_text(SECRETS.format(provider=provider_port, secret="x" * 40), encoding="utf-8")
        settings = {
            "EIGHT_ACTIONS_WAREHOUSE": str(path),
            "EIGHT_ACTIONS_PROGRAMME": str(TINY),
            "EIGHT_ACTIONS_DEMONSTRATION": "0",
            "EIGHT_ACTIONS_BOARD_DATE": "2031-11-20",
            "EIGHT_ACTIONS_SIGN_IN": "viewing",
            "STREAMLIT_SECRETS_FILES": str(secrets),
        }
        with server("app.py", **settings) as port:
            yield f"http://localhost:{port}", path


def come_in(page: Page, address: str, subject: str) -> None:
    page.goto(f"{address}/?lang=en")
    page.locator(".st-key-sign_in_outside button").click()
    page.wait_for_url("**/oauth2/authorize**")
    page.fill("input[name=sub]", subject)
    page.locator("button").first.click()
    page.wait_for_url(f"{address}/**")


def test_an_account_is_found_by_its_claim(board: tuple[str, Path], browser: Browser) -> None:
    address, _ = board
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    come_in(page, address, "wu@county.example")
    wait_for(page, "overview", "en")
    assert page.get_by_text("Wu, Unit reporter").is_visible()
    stranger = browser.new_context(locale="en-US").new_page()
    come_in(stranger, address, "eve@county.example")
    stranger.get_by_text("eve@county.example is known to the office's sign-in").wait_for()
    assert stranger.locator(".ea-end").count() == 0
