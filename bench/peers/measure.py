"""Our overview and an action's screen against the same in Dash, Panel and a first Streamlit script.

`python -m bench.peers.measure [--rounds 5]`. Each server is warm; one Chromium visits them in turn (A B C D A B …); an
empty Streamlit page shows what of a visit and a reload is Streamlit's own. A step ends with the last change of the
picture: the browser tells each new frame, so canvas, SVG and shadow roots count alike. Steps: a cold visit (nothing
cached in the browser), a reload, another month, and from the overview to the action. `live` is when the page's own end
mark is there after a cold visit and a reload: ours shows a first picture of it before. Needs a package mirror once, for
an environment of the peers' own.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.peers.data import write_tables
from bench.redraw import FLAGS, browser_program
from bench.session import ROOT, free_port, wait_for_answer

HERE = Path(__file__).parent
ENVIRONMENT = ROOT / ".venv-peers"
EMPTY = "bench/pages/empty.py"
ACTION = "Industry Cultivation"
MONTHS = ("2024-08", "2024-09")
LABELS = {"2024-08": "Aug 2024", "2024-09": "Sep 2024"}
QUIET_SECONDS = 0.8
NO_CARET = "document.addEventListener('DOMContentLoaded', () => { const s = document.createElement('style');"
NO_CARET += " s.textContent = '* { caret-color: transparent !important }'; document.head.append(s); })"
Step = Callable[[Page, str], None]
Leave = Callable[[Page], None]


@dataclass(frozen=True)
class Peer:
    """One server: its name, command, start address, marks of its two pages, how a month is chosen and
    the page left, where it has other months and pages."""

    name: str
    command: list[str]
    health: str
    start: str
    mark: str
    within: tuple[Step, Leave] | None = None


def ours(page: Page, month: str) -> None:
    page.locator(".ea-pick[data-pick=month]").get_by_role("link", name=LABELS[month], exact=True).click()


def radio(page: Page, month: str) -> None:
    page.get_by_text(month, exact=True).first.click()


def peers(python: str) -> list[Peer]:
    """Ours and the others, each with its own idiom."""
    run = ["-m", "streamlit", "run", "--server.headless", "true", "--server.address", "localhost"]
    mark = ".end[data-page='{page}'][data-month='{month}']"
    return [
        Peer(
            "ours",
            [sys.executable, *run, "app.py"],
            "/_stcore/health",
            "/?lang=en&month=2024-09",
            ".ea-end[data-page='{page}'][data-month='{month}']",
            (ours, lambda page: page.locator("a[href*='action_a1']").last.click()),
        ),
        Peer(
            "Dash",
            [python, str(HERE / "dash_page.py")],
            "/",
            "/",
            mark,
            (radio, lambda page: page.locator("#to-action").click()),
        ),
        Peer(
            "Panel",
            [python, str(HERE / "panel_page.py")],
            "/overview",
            "/overview",
            mark,
            (radio, lambda page: page.get_by_text("Action", exact=True).first.click()),
        ),
        Peer(
            "naive Streamlit",
            [python, *run, str(HERE / "naive_page.py")],
            "/_stcore/health",
            "/",
            mark,
            (radio, lambda page: page.get_by_test_id("stTopNavLink").filter(has_text="Action").first.click()),
        ),
        Peer("empty Streamlit", [sys.executable, *run, EMPTY], "/_stcore/health", "/", "[data-testid=stMarkdown]"),
    ]


@contextlib.contextmanager
def served(peer: Peer, environment: dict[str, str]) -> Iterator[str]:
    port = free_port()
    command = [*peer.command, "--server.port", str(port)] if "streamlit" in peer.command else peer.command
    process = subprocess.Popen(
        command,
        cwd=ROOT if peer.command[-1] in ("app.py", EMPTY) else HERE,
        env={**os.environ, **environment, "PEER_PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for_answer(f"http://localhost:{port}{peer.health}", process)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


class Watch:
    """The moments at which the page's picture changed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.changes: list[float] = []
        self.marked = 0.0
        self._last = ""
        self._session = page.context.new_cdp_session(page)
        self._session.on("Page.screencastFrame", self._note)
        self._session.send("Page.startScreencast", {"format": "jpeg", "quality": 30, "everyNthFrame": 1})

    def _note(self, frame: dict[str, Any]) -> None:
        if frame["data"] != self._last:
            self._last = frame["data"]
            self.changes.append(frame["metadata"]["timestamp"])
        self._session.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

    def close(self) -> None:
        self._session.send("Page.stopScreencast")
        self._session.detach()

    def timed(self, act: Callable[[], object], mark: str) -> float:
        """Milliseconds from the start of `act` to the last change of the picture once `mark` is there."""
        self.changes.clear()
        start = time.time()
        act()
        self.page.locator(mark).wait_for(state="attached", timeout=120_000)
        self.marked = (time.time() - start) * 1000
        while time.time() - max([start, *self.changes]) < QUIET_SECONDS:
            self.page.wait_for_timeout(50)
        return (max([start, *self.changes]) - start) * 1000


def visit(browser: Browser, peer: Peer, address: str) -> dict[str, float]:
    """One visit with an empty cache: its four steps in milliseconds."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="en-GB")
    context.add_init_script(NO_CARET)
    page = context.new_page()
    page.goto("about:blank")
    watch = Watch(page)
    first = MONTHS[1] if peer.name == "ours" else "2024-10"

    def mark(name: str, month: str) -> str:
        return peer.mark.format(page=name, month=month)

    found: dict[str, float] = {}
    for step, act in (("cold", lambda: page.goto(address + peer.start)), ("reload", page.reload)):
        found[step] = watch.timed(act, mark("overview", first))
        found[f"{step} live"] = watch.marked
    if peer.within:
        found |= _month_and_page(watch, peer, *peer.within, mark)
    watch.close()
    context.close()
    return found


def _month_and_page(
    watch: Watch, peer: Peer, choose: Step, leave: Leave, mark: Callable[[str, str], str]
) -> dict[str, float]:
    """The two steps inside a visit; the mouse leaves what it has clicked, as what it comes to lie on may light up."""
    page, month = watch.page, MONTHS[0]
    if peer.name == "ours":
        page.locator(".ea-pick[data-pick=month] summary").click()
        page.wait_for_timeout(300)

    def away(act: Callable[[], object]) -> Callable[[], object]:
        def acted() -> None:
            act()
            page.mouse.move(1, 1)

        return acted

    found = {"month": watch.timed(away(lambda: choose(page, month)), mark("overview", month))}
    name = "action_a1" if peer.name == "ours" else "action"
    after = "2024-10" if peer.name == "Panel" else month
    end = mark(name, after) if peer.name in ("ours", "Dash", "Panel") else f".end[data-page='{name}']"
    found["page"] = watch.timed(away(lambda: leave(page)), end)
    return found


def prepare_environment() -> str:
    """The Python of the peers' environment, made where it is missing."""
    python = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        subprocess.check_call([sys.executable, "-m", "venv", str(ENVIRONMENT)])
        subprocess.check_call([str(python), "-m", "pip", "install", "-q", "-r", str(HERE / "requirements.txt")])
    return str(python)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--python", help="the Python of an environment that has the peers' packages")
    asked = parser.parse_args()
    known = peers(asked.python or prepare_environment())
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        write_tables(folder, folder / "board.duckdb")
        environment = {
            "PEER_DATA": name,
            "PEER_ACTION": ACTION,
            "BOKEH_RESOURCES": "server",
            "EIGHT_ACTIONS_WAREHOUSE": str(folder / "board.duckdb"),
        }
        addresses = {peer.name: stack.enter_context(served(peer, environment)) for peer in known}
        browser = stack.enter_context(sync_playwright()).chromium.launch(executable_path=browser_program(), args=FLAGS)
        for peer in known:  # the first visit fills the servers' caches
            visit(browser, peer, addresses[peer.name])
        found: dict[str, list[dict[str, float]]] = {peer.name: [] for peer in known}
        for _ in range(asked.rounds):
            for peer in known:
                found[peer.name].append(visit(browser, peer, addresses[peer.name]))
    tell(found)
    return 0


def tell(found: dict[str, list[dict[str, float]]]) -> None:
    """A table: step by peer, medians and their ratio to ours."""
    for step in ("cold", "cold live", "reload", "reload live", "month", "page"):
        taken = {name: [visit[step] for visit in visits if step in visit] for name, visits in found.items()}
        middle = {name: statistics.median(times) for name, times in taken.items() if times}
        told = ", ".join(f"{name} {value:5.0f} ms ({value / middle['ours']:.2f})" for name, value in middle.items())
        print(f"{step:11} {told}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
