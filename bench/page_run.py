"""Server run of a page against an empty Streamlit page: `python -m bench.page_run [--page overview]`.

Two servers, one visitor each, blocks of runs in turn (A B A B), both warm. The cost of a run is the processor
time of the server process; the time is what the visitor waits for. Each ratio is of two neighbouring blocks.
"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import dataclass

from bench.session import Server, Visitor, serving

RUNS_A_BLOCK = 50


@dataclass(frozen=True)
class Block:
    """Milliseconds a run of one block: processor time and median waiting time."""

    cost: float
    wait: float


def warm(visitor: Visitor, query: str, page: str, *, seconds: float) -> None:
    """Run until the first load is over and caches are filled: ten quick runs in a row."""
    end, quick = time.monotonic() + seconds, 0
    while quick < 10 and time.monotonic() < end:
        is_quick = visitor.run(query, page) < 0.5
        quick = quick + 1 if is_quick and not visitor.is_loading else 0
        if visitor.is_loading:
            time.sleep(0.5)


def run_block(running: Server, visitor: Visitor, query: str = "", page: str = "") -> Block:
    """One block of runs of one page."""
    before = running.processor_seconds()
    waits = [visitor.run(query, page) for _ in range(RUNS_A_BLOCK)]
    spent = running.processor_seconds() - before
    return Block(cost=spent / RUNS_A_BLOCK * 1000, wait=statistics.median(waits) * 1000)


def measure(query: str, page: str, pairs: int) -> list[tuple[Block, Block]]:
    """Blocks of the empty page and of ours, in turn."""
    with serving("bench/pages/empty.py") as plain, serving("app.py") as board:
        empty, ours = Visitor(plain.port), Visitor(board.port)
        warm(empty, "", "", seconds=20)
        warm(ours, query, page, seconds=180)
        found = [(run_block(plain, empty), run_block(board, ours, query, page)) for _ in range(pairs)]
        empty.close()
        ours.close()
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--page", default="")
    parser.add_argument("--query", default="lang=zh-Hans&month=2024-10")
    parser.add_argument("--pairs", type=int, default=7)
    arguments = parser.parse_args()
    found = measure(arguments.query, arguments.page, arguments.pairs)
    for name, field in (("processor time a run", "cost"), ("waiting time a run", "wait")):
        empty = [getattr(plain, field) for plain, _ in found]
        ours = [getattr(board, field) for _, board in found]
        ratios = sorted(b / a for a, b in zip(empty, ours, strict=True))
        print(
            f"{name:22} empty {statistics.median(empty):6.1f} ms, this page {statistics.median(ours):6.1f} ms, "
            f"ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
