"""What 1,000 public ratings a minute cost the board: `python -m bench.ratings [--seconds 60] [--ballots 1000]`.

A board and a rating server, both real processes. The board's livelihood screen is run in blocks, quiet and while
phones open the page and vote, in turn; then the ballots are collected. Each phone is a new device of an address
of its own on the loopback network (Linux).
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bench.phone import Phone, rating_process
from bench.session import ROOT, Visitor, serving
from etl.ratings import Spool, collect_ballots, publish_openings
from warehouse.connection import open_warehouse
from warehouse.queries import read_catalogue
from warehouse.ratings import open_items
from warehouse.seed import load_programme
from warehouse.settings import as_of

PROGRAMME = ROOT / "data" / "seed" / "xupu_2024"
PAGE, QUERY = "livelihood", "lang=zh-Hans&month=2024-10"
BOARD_DAY = date(2024, 11, 20)
BLOCKS, WARM = 4, 10.0
EVERY = 0.25
"""Seconds between two runs of the board's page: a visitor who clicks without a pause."""


@dataclass(frozen=True)
class Voting:
    """Phones that vote evenly over a time; each is a new device of an address of its own."""

    port: int
    items: list[str]
    numbers: range
    seconds: float

    def run(self) -> list[float]:
        """The milliseconds each vote took, page and form together."""
        start = time.monotonic()
        with ThreadPoolExecutor(max_workers=16) as phones:
            waiting = []
            for place, n in enumerate(self.numbers):
                time.sleep(max(0.0, start + place * self.seconds / len(self.numbers) - time.monotonic()))
                waiting.append(phones.submit(self._vote, n))
            return [each.result() for each in waiting]

    def _vote(self, n: int) -> float:
        begun = time.perf_counter()
        phone = Phone(self.port, source=f"127.{n // 62500 + 1}.{n // 250 % 250}.{n % 250 + 1}")
        answer = phone.rate(self.items[n % len(self.items)], n % 5 + 1, words="好")
        if answer.status != 200:
            raise RuntimeError(f"vote {n} was answered with {answer.status}")
        return (time.perf_counter() - begun) * 1000


def prepare(folder: Path) -> list[str]:
    """A warehouse with the plan and all items open, its spool beside it; the items' ids."""
    warehouse = open_warehouse(folder / "office.duckdb")
    programme_id = load_programme(warehouse, PROGRAMME)
    moment = as_of(BOARD_DAY)
    catalogue = read_catalogue(warehouse, programme_id, moment)
    items = [str(item_id) for item_id in catalogue.livelihood_items["item_id"]]
    open_items(warehouse, programme_id, items, until=BOARD_DAY + timedelta(days=30), by="bench", at=moment)
    spool = Spool(folder / "ratings.sqlite")
    publish_openings(warehouse, catalogue, spool, as_of=moment, standing_day=BOARD_DAY)
    spool.close()
    warehouse.close()
    return items


def board_waits(visitor: Visitor, seconds: float) -> list[float]:
    """Milliseconds of each run of the board's page over a time."""
    waits, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        waits.append(visitor.run(QUERY, PAGE) * 1000)
        time.sleep(max(0.0, EVERY - waits[-1] / 1000))
    return waits


def measure(folder: Path, *, ballots: int, seconds: float) -> None:
    items = prepare(folder)
    environment = {
        "EIGHT_ACTIONS_WAREHOUSE": str(folder / "office.duckdb"),
        "EIGHT_ACTIONS_RATINGS": str(folder / "ratings.sqlite"),
        "EIGHT_ACTIONS_DEMONSTRATION": "0",
        "EIGHT_ACTIONS_BOARD_DATE": BOARD_DAY.isoformat(),
    }
    with rating_process(folder / "ratings.sqlite") as port, serving("app.py", **environment) as board:
        visitor = Visitor(board.port)
        board_waits(visitor, WARM)
        quiet, busy, votes = [], [], []
        for part in range(BLOCKS):
            quiet += board_waits(visitor, seconds / BLOCKS)
            numbers = range(ballots * part // BLOCKS, ballots * (part + 1) // BLOCKS)
            with ThreadPoolExecutor(max_workers=1) as public:
                voting = public.submit(Voting(port, items, numbers, seconds / BLOCKS).run)
                busy += board_waits(visitor, seconds / BLOCKS)
                votes += voting.result()
        visitor.close()
    tell("board's page, quiet", quiet)
    tell(f"board's page, {ballots} votes in {seconds:.0f} s", busy)
    print(f"{'ratio of the medians':36} {statistics.median(busy) / statistics.median(quiet):.2f}")
    tell("a vote, page and form", votes)


def tell(name: str, waits: list[float]) -> None:
    high = statistics.quantiles(waits, n=20)[-1]
    print(f"{name:36} median {statistics.median(waits):6.1f} ms, p95 {high:6.1f} ms, {len(waits)} times")


def measure_collecting(folder: Path, ballots: int) -> None:
    """Collecting into a fresh warehouse, apart from the board."""
    warehouse = open_warehouse(folder / "apart.duckdb")
    programme_id = load_programme(warehouse, PROGRAMME)
    spool = Spool(folder / "ratings.sqlite")
    start = time.perf_counter()
    count = collect_ballots(warehouse, programme_id, spool)
    print(f"{'collecting':36} {count} ballots in {(time.perf_counter() - start) * 1000:.0f} ms (cast {ballots})")
    warehouse.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ballots", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=60)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), ballots=arguments.ballots, seconds=arguments.seconds)
        measure_collecting(Path(folder), arguments.ballots)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
