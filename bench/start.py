"""From the command to the first chart: `python -m bench.start [--runs 5]`, beside an empty Streamlit page.

Every run starts a new process on a warehouse that holds the demonstration's figures, with a Chromium already open that
asks until it is answered, as the browser of somebody waiting does; it ends when the first chart has been drawn. Where
the machine lets us (root on Linux) the disk's cache is emptied before each run. `--at-most 5` makes it a check.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as BrowserError

from bench.redraw import FLAGS, browser_program
from bench.session import ROOT, free_port, serving

DROP = Path("/proc/sys/vm/drop_caches")
CHART = ".ea-chart svg"
PAGES = {"ours": ("app.py", CHART), "empty page": ("bench/pages/empty.py", "[data-testid=stMain]")}


def empty_disk_cache() -> bool:
    """Whether everything will be read from the disk again."""
    if not (DROP.exists() and os.access(DROP, os.W_OK)):
        return False
    os.sync()
    try:
        DROP.write_text("3")
    except OSError:
        return False
    return True


def started(browser: Browser, script: str, mark: str, warehouse: Path) -> float:
    """Seconds from the command to `mark` on the screen of a browser that was waiting."""
    port = free_port()
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    begun = time.perf_counter()
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    environment = {**os.environ, "EIGHT_ACTIONS_WAREHOUSE": str(warehouse)}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet)
    try:
        while True:
            try:
                page.goto(f"http://localhost:{port}/")
                break
            except BrowserError:
                if process.poll() is not None:
                    raise
                time.sleep(0.02)
        page.locator(mark).first.wait_for(timeout=120_000)
        return time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait(timeout=20)
        context.close()


def fill(path: Path) -> None:
    """A warehouse with the demonstration's figures, made by the dashboard's own first start."""
    with serving("app.py", EIGHT_ACTIONS_WAREHOUSE=str(path)) as running, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_program(), args=FLAGS)
        page = browser.new_page()
        page.goto(f"http://localhost:{running.port}/")
        page.locator(CHART).first.wait_for(timeout=300_000)
        browser.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--at-most", type=float, help="exit 1 where our median of seconds is above this")
    asked = parser.parse_args()
    found: dict[str, list[float]] = {name: [] for name in PAGES}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "start.duckdb"
        fill(path)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_program(), args=FLAGS)
            for _ in range(asked.runs):
                for name, (script, mark) in PAGES.items():
                    is_cold = empty_disk_cache()
                    found[name].append(started(browser, script, mark, path))
            browser.close()
    cache = "empty" if is_cold else "as it was"
    middle = {name: statistics.median(taken) for name, taken in found.items()}
    for name, taken in found.items():
        print(f"{name:10} {middle[name]:.2f} s ({min(taken):.2f} to {max(taken):.2f}), disk cache {cache}")
    print(f"ratio {middle['ours'] / middle['empty page']:.2f}")
    return 1 if asked.at_most is not None and middle["ours"] > asked.at_most else 0


if __name__ == "__main__":
    raise SystemExit(main())
