"""Everything measured, one after the other: `python -m bench [--only NAME ...] [--write docs/measured.md]`.

Each part is a command of its own and holds what is ours against something else in one run; here they run in turn on a
machine that does nothing else (half an hour on two cores), and what they print is kept as a table beside a description
of the machine. Exit status 1 where a part fails.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from bench.redraw import browser_program
from bench.session import ROOT

LIBRARIES = ("streamlit", "duckdb", "polars", "pyarrow", "altair", "pandera", "python-calamine")


@dataclass(frozen=True)
class Part:
    """One command and what it holds against what."""

    name: str
    told: str
    arguments: tuple[str, ...]

    @property
    def command(self) -> str:
        return f"python -m {' '.join(self.arguments)}"


PARTS = (
    Part("run", "a warm run of the overview against one of an empty Streamlit page", ("bench.page_run",)),
    Part("run-action", "the same of an action with its charts", ("bench.page_run", "--page", "action_a3")),
    Part("redraw", "another month and action in the browser against a bare page of as many charts", ("bench.redraw",)),
    Part(
        "peers",
        "a visit in the browser against pages in Dash, Panel and Streamlit",
        ("bench.peers.measure",),
    ),
    Part("start", "from the command to the first chart against an empty page", ("bench.start",)),
    Part("intake", "1,000 workbooks into the warehouse against the bare reader", ("bench.intake", "--runs", "5")),
    Part("scale", "one county's questions from a county to the nation, as files arrive", ("bench.scale",)),
    Part("scale-sorted", "the same as `warehouse move` leaves the figures", ("bench.scale", "--sorted")),
    Part("export", "a bundle that loads back against DuckDB's COPY", ("bench.export",)),
    *(
        Part(
            f"viewers-{count}",
            f"{count} people who look on at once",
            ("bench.crowd", "--minutes", "1", "--viewers", str(count), "--analysts", "0"),
        )
        for count in (1, 10, 50, 100)
    ),
)


def machine() -> list[str]:
    """What the machine is and what runs on it, a line each."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else 0
    browser = subprocess.run([browser_program(), "--version"], capture_output=True, text=True, check=False).stdout
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return [
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB; {_system()}",
        f"Python {platform.python_version()}, {browser.strip()}; {libraries}",
    ]


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, AttributeError):  # no Linux
        return f"{platform.system()} {platform.release()}"


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text().splitlines() if listed.exists() else []
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def run(part: Part) -> tuple[list[str], int]:
    """The lines a part prints, shown as they come, and its exit status."""
    print(f"\n{part.name}: {part.told}\n  {part.command}", flush=True)
    lines = []
    with subprocess.Popen(
        [sys.executable, "-m", *part.arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(f"    {line.rstrip()}", flush=True)
            lines.append(line.rstrip())
    return lines, process.returncode


def table(found: list[tuple[Part, list[str], float]], about: list[str], day: date) -> str:
    """A page of Markdown: the machine, then a row a part with what it printed and how long it took."""
    head = ["# Measured", "", f"`python -m bench --write docs/measured.md`, {day.isoformat()}.", ""]
    head += [f"- {line}" for line in about]
    rows = ["", "| What | Found | Repeated by | Took |", "|---|---|---|---|"]
    for part, lines, seconds in found:
        said = "<br>".join(f"`{line.strip()}`" for line in lines if line.strip()).replace("|", "\\|")
        rows.append(f"| {part.told} | {said} | `{part.command}` | {seconds:.0f} s |")
    return "\n".join([*head, *rows, ""])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=[part.name for part in PARTS], metavar="NAME")
    parser.add_argument("--write", type=Path, metavar="FILE", help="keep the results as a page of Markdown")
    asked = parser.parse_args()
    found, failed = [], []
    for part in PARTS:
        if asked.only and part.name not in asked.only:
            continue
        begun = time.monotonic()
        lines, status = run(part)
        found.append((part, lines, time.monotonic() - begun))
        if status:
            failed.append(part.name)
        if asked.write:
            asked.write.write_text(table(found, machine(), date.today()), encoding="utf-8")
    if failed:
        print(f"\nnot measured to its end: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
