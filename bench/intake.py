"""Files in: `python -m bench.intake [--files 1000] [--rows 30] [--runs 3]`: into the warehouse, against bare calamine.

The workbooks are forms of the plan's units in turn, month by month, written into a folder of their own; both sides
read the same bytes from it, in turn, the disk's cache warm for both. Most files revise what another said, so that they
bring two findings a row: more than real ones. The bare reader works in one process; ours reads in worker processes
beside the one that checks and stores. So beside the seconds of both and their ratio the processor's seconds are
printed, of this process and of the workers: on two cores with nothing else to do the ratio is near the greater of
the main one and half of both.

With `--peers PYTHON` (of an environment with bench/peers/requirements.txt) the same files, or the first `--peer-files`
of them, are taken in once with pandas and openpyxl (bench/peers/intake.py), and a file's time is held against ours.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from python_calamine import CalamineWorkbook

from etl.commands.outcome import show_progress
from etl.desk import Desk
from etl.plan import Plan, PlanIndicator
from etl.template import write_template
from etl.worker import WORKERS
from rules.model import Measure
from warehouse.connection import open_warehouse
from warehouse.seed import load_programme, read_programme

PROGRAMME = Path(__file__).parent.parent / "data" / "seed" / "xupu_2024"
PEER = Path(__file__).parent / "peers" / "intake.py"
MONTHS = [date(2024, month, 1) for month in range(2, 13)]
RECEIVED = datetime(2025, 1, 20, 2)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--rows", type=int, default=30)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--at-most", type=float, help="exit 1 where the median ratio is above this")
    parser.add_argument("--peers", type=Path, metavar="PYTHON", help="an interpreter that has pandas and openpyxl")
    parser.add_argument("--peer-files", type=int, help="how many of the files the peer takes in (default all)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workbooks = Path(folder) / "workbooks"
        workbooks.mkdir()
        paths = list(write_workbooks(workbooks, files=asked.files, rows=asked.rows))
        run_bare(paths)
        run_ours(paths[: WORKERS * 40], Path(folder) / "warm.duckdb")
        runs = [_in_turn(paths, Path(folder) / f"{run}.duckdb") for run in range(asked.runs)]
        middle = statistics.median(ours.seconds / bare.seconds for bare, ours in runs)
        busy = statistics.median(ours.busy / bare.busy for bare, ours in runs)
        print(f"median ratio {middle:.1f} (processor's time {busy:.1f}) over {len(paths)} files, {WORKERS} workers")
        if asked.peers:
            own = statistics.median(ours.seconds for _, ours in runs) / len(paths)
            _show_peer(asked.peers, paths[: asked.peer_files], Path(folder) / "peer", own)
    return 1 if asked.at_most is not None and middle > asked.at_most else 0


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds by the clock, and of the processor in this process and in the workers."""

    seconds: float
    main: float
    workers: float

    @property
    def busy(self) -> float:
        return self.main + self.workers


def timed(work: Callable[[], object]) -> Taken:
    """What the work takes."""
    workers, main, begun = _seconds_of_children(), time.process_time(), time.perf_counter()
    work()
    return Taken(time.perf_counter() - begun, time.process_time() - main, _seconds_of_children() - workers)


def _seconds_of_children() -> float:
    """The processor's seconds of the processes this one has begun and that still run; nought without a /proc."""
    ticks = 0
    for place in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
            fields = place.read_text().rpartition(")")[2].split()
            if int(fields[1]) == os.getpid():
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK") if ticks else 0.0


def _in_turn(paths: list[Path], place: Path) -> tuple[Taken, Taken]:
    bare, ours = run_bare(paths), run_ours(paths, place)
    print(
        f"bare calamine {bare.seconds:.2f} s (processor {bare.busy:.2f}), read, checked and stored {ours.seconds:.2f} s"
        f" (main {ours.main:.2f}, workers {ours.workers:.2f}), ratio {ours.seconds / bare.seconds:.1f}"
        f" (main {ours.main / bare.busy:.1f}, workers {ours.workers / bare.busy:.1f}),"
        f" {1000 * ours.seconds / len(paths):.2f} ms a file"
    )
    return bare, ours


def _show_peer(python: Path, paths: list[Path], folder: Path, own: float) -> None:
    """Runs the peer on these files and prints how it stands to our seconds a file."""
    folder.mkdir()
    for path in paths:
        (folder / path.name).hardlink_to(path)
    command = [python, PEER, folder, PROGRAMME, folder / "peer.sqlite"]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    each = told["seconds"] / told["files"]
    print(f"pandas and openpyxl {1000 * each:.1f} ms a file over {told['files']}, {each / own:.0f} times ours")


def run_bare(paths: list[Path]) -> Taken:
    """What reading every sheet's cells takes with nothing made of them."""

    def read() -> None:
        for path in paths:
            book = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python()

    return timed(read)


def run_ours(paths: list[Path], place: Path) -> Taken:
    """What the same files take into a fresh warehouse, every one of them stored."""
    warehouse = open_warehouse(place)
    desk = Desk(warehouse, load_programme(warehouse, PROGRAMME), stores=True)
    states: list[str] = []

    def receive() -> None:
        received = desk.receive_all(paths, received_at=RECEIVED, received_by="bench", progress=show_progress)
        states.extend(outcome.state for outcome in received)

    taken = timed(receive)
    warehouse.close()
    if set(states) != {"loaded"}:
        raise RuntimeError(f"{len(states) - states.count('loaded')} of {len(states)} files were not stored")
    return taken


def write_workbooks(folder: Path, *, files: int, rows: int) -> Iterator[Path]:
    """Forms with `rows` filled in, of the plan's units in turn, month by month."""
    plan = Plan.of(read_programme(PROGRAMME))
    units = list(plan.units)
    for number in range(files):
        month = MONTHS[number * len(MONTHS) // files]
        given = [one for one in plan.indicators.values() if one.is_owed and one.has_period(month)]
        first = number * rows % len(given)
        chosen = (given * 2)[first : first + rows]
        values: dict[str, tuple[object, ...]] = {
            one.indicator_id: (_figure(one, number), "终值", None) for one in chosen
        }
        own = replace(plan, indicators={one.indicator_id: one for one in chosen})
        unit = units[number % len(units)]
        path = folder / f"{number:04d}.xlsx"
        path.write_bytes(write_template(own, unit_id=unit, period=month, values=values))
        yield path


def _figure(indicator: PlanIndicator, number: int) -> object:
    """A figure within the indicator's range near what the plan asks, a little other in each file."""
    if indicator.measure is Measure.STAGE:
        return "主体"
    aim = next((value for value in indicator.target_values if value), indicator.allowed_min or 1.0)
    value = aim * (1 - (number % 97) / 1000)
    return round(value) if indicator.is_integer else round(value, indicator.decimals)


if __name__ == "__main__":
    raise SystemExit(main())
