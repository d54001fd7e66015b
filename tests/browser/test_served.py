"""The dashboard as servers run it: headers on every answer, compressed, and a page that keeps to the policy."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path

import pytest
from playwright.sync_api import Page

from bench.session import ROOT, free_port, serving, wait_for_answer
from tests.browser.conftest import wait_for
from ui.web import HEADERS

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty board under uvicorn."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    settings = {
        "EIGHT_ACTIONS_WAREHOUSE": str(tmp_path_factory.mktemp("served") / "served.duckdb"),
        "EIGHT_ACTIONS_PROGRAMME": str(Path("tests") / "data" / "tiny_2031"),
        "EIGHT_ACTIONS_DEMONSTRATION": "0",
        "EIGHT_ACTIONS_BOARD_DATE": "2031-11-20",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "asgi:app", "--port", str(port), "--ws-per-message-deflate", "false"],
        cwd=ROOT,
        env=os.environ | settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_for_answer(f"{address}/healthz", process)
    yield address
    process.terminate()
    process.wait(timeout=20)


def ask(address: str, **headers: str) -> HTTPResponse:
    answer = urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=30)
    assert isinstance(answer, HTTPResponse)
    return answer


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_a_board_that_would_stand_open_does_not_start(host: str) -> None:
    command = [sys.executable, "-m", "uvicorn", "asgi:app", "--host", host, "--port", str(free_port())]
    environment = {name: value for name, value in os.environ.items() if name != "EIGHT_ACTIONS_SIGN_IN"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0
    assert done.stderr.strip().endswith("and start it again.")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"X-Forwarded-For": "192.0.2.7"}])
def test_another_name_or_a_proxy_is_not_answered(served: str, headers: dict[str, str]) -> None:
    with pytest.raises(urllib.error.HTTPError) as refusal:
        ask(f"{served}/", **headers)
    assert refusal.value.code == 403


@pytest.mark.parametrize("path", ["/", "/healthz", "/static/index.html", "/_stcore/health"])
def test_every_answer_carries_the_headers(served: str, path: str) -> None:
    try:
        answer = ask(served + path)
    except urllib.error.HTTPError as error:
        answer = error  # type: ignore[assignment]
    for name, value in HEADERS:
        assert answer.headers[name.decode()] == value.decode()


def test_it_says_when_it_is_ready(served: str) -> None:
    told = json.load(ask(f"{served}/readyz"))
    assert told["status"] == "ready"


def test_what_is_large_goes_compressed(served: str) -> None:
    assert ask(f"{served}/", **{"Accept-Encoding": "gzip"}).headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("path", ["", "units"])
def test_the_page_names_the_programs_its_charts_will_want(served: str, page: Page, path: str) -> None:
    told = ask(f"{served}/{path}", Accept="text/html").read().decode()
    named = re.findall(r'(?:href|src)="\./((?:static/js|ea)/[^"]+\.js)"', told)
    assert any("embed" in name for name in named)
    assert any(name.startswith("ea/charts") for name in named)
    for name in named:
        assert "javascript" in ask(f"{served}/{name}").headers["content-type"]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{served}/{path}?lang=en")
    wait_for(page, path or "overview", "en")
    assert not [name for name in named if sum(url.endswith(name) for url in asked) != 1]


def test_the_page_keeps_to_the_policy(served: str, page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for screen in ("overview", "indicator", "upload", "meeting"):
        page.goto(f"{served}/{'' if screen == 'overview' else screen}?lang=en")
        wait_for(page, screen, "en")
    assert not [text for text in said if "Content Security Policy" in text]


def test_a_desk_opens_its_board_before_anybody_comes(tmp_path: Path) -> None:
    path = tmp_path / "desk.duckdb"
    with serving("app.py", EIGHT_ACTIONS_WAREHOUSE=str(path), EIGHT_ACTIONS_DEMONSTRATION="0") as running:
        end = time.monotonic() + 60
        while not path.exists() and time.monotonic() < end:
            ask(f"http://localhost:{running.port}/_stcore/health").close()
        assert path.exists()


def test_a_board_that_cannot_be_opened_shows_a_sentence_and_no_menu(tmp_path: Path, page: Page) -> None:
    path = tmp_path / "broken.duckdb"
    path.write_bytes(b"no warehouse")
    with serving("app.py", EIGHT_ACTIONS_WAREHOUSE=str(path), EIGHT_ACTIONS_DEMONSTRATION="0") as running:
        page.goto(f"http://localhost:{running.port}/units?lang=en")
        page.get_by_test_id("stAlert").wait_for()
        assert page.get_by_test_id("stSidebarNav").count() == 0
        assert page.locator(".ea-nav").count() == 0
