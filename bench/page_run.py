"""Server run of a page against an empty Streamlit page: `python -m bench.page_run [--page overview] [--runs 60]`.

Two servers, one visitor each, runs in turn (A B A B), both warm; prints the medians and the ratio of each pair.
"""

from __future__ import annotations

import argparse
import statistics
import time

from bench.session import Visitor, server


def warm(visitor: Visitor, query: str, page: str, *, seconds: float) -> None:
    """Run until the first load is over and caches are filled: ten quick runs in a row."""
    end, quick = time.monotonic() + seconds, 0
    while quick < 10 and time.monotonic() < end:
        quick = quick + 1 if visitor.run(query, page) < 0.5 else 0


def measure(query: str, page: str, runs: int) -> tuple[list[float], list[float]]:
    """Seconds of each run of the empty page and of ours."""
    with server("bench/pages/empty.py") as empty_port, server("app.py") as port:
        empty, ours = Visitor(empty_port), Visitor(port)
        warm(empty, "", "", seconds=20)
        warm(ours, query, page, seconds=180)
        pairs = [(empty.run(), ours.run(query, page)) for _ in range(runs)]
        empty.close()
        ours.close()
    return [a for a, _ in pairs], [b for _, b in pairs]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--page", default="")
    parser.add_argument("--query", default="lang=zh-Hans&month=2024-10")
    parser.add_argument("--runs", type=int, default=60)
    arguments = parser.parse_args()
    empty, ours = measure(arguments.query, arguments.page, arguments.runs)
    ratios = sorted(b / a for a, b in zip(empty, ours, strict=True))
    print(f"empty page   median {statistics.median(empty) * 1000:6.1f} ms")
    print(f"this page    median {statistics.median(ours) * 1000:6.1f} ms")
    tenth, ninth = ratios[len(ratios) // 10], ratios[-len(ratios) // 10]
    print(f"ratio        median {statistics.median(ratios):.2f} (from {tenth:.2f} to {ninth:.2f}, {len(ratios)} pairs)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
