"""Fifty people look, three load: `python -m bench.crowd [--minutes 10] [--viewers 50] [--analysts 3]`.

A server over the demonstration's figures but for some workbooks; viewers open screens at random with pauses,
analysts drop the held-back workbooks on the upload screen and store them. Told at the end: errors, uploads lost
(every stored file is looked for in the warehouse), waiting times against those of one person alone, and the
server's memory. `--sessions 2000` instead opens so many sessions one after the other and tells the memory.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.person import Person, ScreenFault
from bench.session import ROOT, Server, serving
from warehouse.connection import open_warehouse

RAW = ROOT / "data" / "raw"
MONTHS = tuple(f"2024-{month:02d}" for month in range(3, 11))
LANGUAGES = ("zh-Hans", "zh-Hant", "en")
PAGES = ("", "", "action_a1", "action_a3", "action_a8", "indicator", "units", "meeting", "notices", "ledgers")
INDICATORS = ("retail_sales_growth", "foreign_trade_growth", "major_hazards_open")
PAUSE_SECONDS = 4.0
REST_SECONDS = 10.0
PATIENCE = 4
MEMORY_SECONDS = 60.0


@dataclass
class Told:
    """What happened; threads append to it."""

    waits: list[float] = field(default_factory=list)
    uploads: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    stored: dict[str, str] = field(default_factory=dict)
    """Hash -> name of each file that is no draft any more once its analyst had pressed the button."""
    unready: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    sessions: int = 0


def any_address(chance: random.Random) -> tuple[str, str]:
    """A query and a page, as people open them."""
    page = chance.choice(PAGES)
    query = f"lang={chance.choice(LANGUAGES)}&month={chance.choice(MONTHS)}"
    return (query + f"&indicator={chance.choice(INDICATORS)}" if page == "indicator" else query), page


def look(port: int, told: Told, until: float, seed: int) -> None:
    """One viewer: screens with pauses, a new session after every ten."""
    chance = random.Random(seed)
    while time.monotonic() < until:
        try:
            with contextlib.closing(Person(port)) as person:
                told.sessions += 1
                for _ in range(10):
                    told.waits.append(person.open(*any_address(chance)))
                    time.sleep(min(chance.expovariate(1 / PAUSE_SECONDS), max(until - time.monotonic(), 0)))
                    if time.monotonic() >= until:
                        return
        except (ScreenFault, OSError, TimeoutError) as error:
            told.errors.append(f"viewer: {error!r}")


def load(port: int, told: Told, until: float, files: list[Path], name: str) -> None:
    """One analyst: a workbook, its report, stored; then the next."""
    while files and time.monotonic() < until:
        file = files.pop()
        try:
            with contextlib.closing(Person(port)) as person:
                told.sessions += 1
                start = time.perf_counter()
                person.open("lang=zh-Hans", "upload")
                person.write("pick_person", name)
                person.drop(person.key_like("drop_")[0], file)
                if store(person, file):
                    told.stored[hashlib.sha256(file.read_bytes()).hexdigest()] = file.name
                else:
                    told.unready.append(file.name)
                told.uploads.append(time.perf_counter() - start)
        except (ScreenFault, OSError, TimeoutError) as error:
            told.errors.append(f"{name} with {file.name}: {error!r}")
        time.sleep(min(REST_SECONDS, max(until - time.monotonic(), 0)))


def store(person: Person, file: Path) -> bool:
    """Give reasons and press the button until the file is no draft any more; what others store meanwhile may raise a
    doubt about it. Whether it came to that."""
    for _ in range(PATIENCE):
        for key in person.key_like("all_") or person.key_like("d_"):
            person.write(key, "已核实")
        for key in person.key_like("FormSubmitter:ask_"):
            person.press(key)
        if not person.widgets.get("commit_ready", ("", True))[1]:
            person.press("commit_ready")
        if not any(file.name in title for title in person.drawers):
            return True
    return False


@contextlib.contextmanager
def office(held_back: int) -> Iterator[tuple[Path, list[Path]]]:
    """A warehouse with the demonstration's figures but for `held_back` of the last months' workbooks."""
    with tempfile.TemporaryDirectory() as folder:
        path, rest = Path(folder) / "office.duckdb", Path(folder) / "raw"
        shutil.copytree(RAW, rest)
        later = sorted(file for month in sorted(rest.iterdir())[-4:] if month.is_dir() for file in month.glob("*.xlsx"))
        kept = random.Random(1).sample(later, min(held_back, len(later)))
        files = [Path(shutil.move(file, Path(folder) / f"{number}_{file.name}")) for number, file in enumerate(kept)]
        command = [sys.executable, "-m", "etl", "load", "--warehouse", str(path), "--received-by", "bench", str(rest)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if not path.exists():
            raise RuntimeError(done.stderr or done.stdout)
        yield path, files


def memory(server: Server) -> float:
    """Megabytes the server process holds (Linux: from /proc)."""
    lines = Path(f"/proc/{server.process_id}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def alone(port: int, told: Told, runs: int) -> None:
    """One person's waits with nobody else there, after a first round that fills the caches."""
    chance, first = random.Random(7), Told()
    with contextlib.closing(Person(port)) as person:
        for number in range(2 * runs):
            wait = person.open(*any_address(chance))
            (first if number < runs else told).waits.append(wait)


def crowd(server: Server, path_files: list[Path], *, minutes: float, viewers: int, analysts: int) -> Told:
    """All of them at once until the time is over; their last steps are waited for."""
    told, until = Told(), time.monotonic() + 60 * minutes
    threads = [threading.Thread(target=look, args=(server.port, told, until, seed)) for seed in range(viewers)]
    threads += [
        threading.Thread(target=load, args=(server.port, told, until, path_files, f"analyst {number}"))
        for number in range(analysts)
    ]
    for thread in threads:
        thread.start()
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(left, MEMORY_SECONDS))
        told.memory.append(memory(server))
    for thread in threads:
        thread.join()
    return told


def lost(path: Path, stored: set[str]) -> set[str]:
    """The hashes of files said to be stored that are not in the warehouse."""
    opened = open_warehouse(path)
    there = set(opened.frame("SELECT file_sha256 FROM batch")["file_sha256"].to_list())
    opened.close()
    return stored - there


def quantiles(waits: list[float]) -> str:
    cuts = statistics.quantiles(waits, n=100)
    return f"median {cuts[49] * 1000:.0f} ms, p95 {cuts[94] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--viewers", type=int, default=50)
    parser.add_argument("--analysts", type=int, default=3)
    parser.add_argument("--held-back", type=int, default=90)
    parser.add_argument("--sessions", type=int, default=0)
    asked = parser.parse_args()
    settings = {"EIGHT_ACTIONS_BOARD_DATE": "2024-11-20", "EIGHT_ACTIONS_DEMONSTRATION": "0"}
    with office(asked.held_back) as (path, files):
        with serving("app.py", EIGHT_ACTIONS_WAREHOUSE=str(path), **settings) as running:
            single = Told()
            alone(running.port, single, 60)
            print(f"one person alone: {quantiles(single.waits)}; memory {memory(running):.0f} MB", flush=True)
            if asked.sessions:
                return many_sessions(running, asked.sessions)
            told = crowd(running, files, minutes=asked.minutes, viewers=asked.viewers, analysts=asked.analysts)
            print(f"{asked.viewers} viewers, {asked.analysts} analysts, {asked.minutes:g} minutes:")
            print(f"  {len(told.waits)} screens in {told.sessions} sessions: {quantiles(told.waits)}")
            print(f"  p95 is {p95(told.waits) / p95(single.waits):.1f} times that of one person alone")
            print(f"  {len(told.uploads)} uploads, {statistics.median(told.uploads or [0]):.2f} s each (median)")
            print(f"  {len(told.unready)} not ready to be stored: {told.unready[:3]}")
            print(f"  memory minute by minute: {', '.join(f'{each:.0f}' for each in told.memory)} MB")
        missing = lost(path, set(told.stored))
        print(f"  {len(told.stored)} files stored, {len(missing)} lost; {len(told.errors)} errors: {told.errors[:5]}")
    for name in missing:
        print(f"  lost: {told.stored[name]}")
    return 1 if missing or told.errors else 0


def p95(waits: list[float]) -> float:
    return statistics.quantiles(waits, n=20)[18]


def many_sessions(server: Server, count: int) -> int:
    """Sessions one after the other, each one screen; the memory after every tenth of them."""
    chance = random.Random(3)
    for number in range(1, count + 1):
        with contextlib.closing(Person(server.port)) as person:
            person.open(*any_address(chance))
        if number % max(count // 10, 1) == 0:
            print(f"  after {number} sessions: {memory(server):.0f} MB", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
