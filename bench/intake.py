"""Files in: `python -m bench.intake [--files 1000] [--rows 30] [--runs 3]`: into the warehouse, against bare calamine.

The workbooks are forms of as many made-up units as it takes, a month each, written into a folder of their own; both
sides read the same bytes from it, in turn. Prints seconds of both, their ratio in each run, and milliseconds a file.
"""

from __future__ import annotations

import argparse
import io
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from python_calamine import CalamineWorkbook

from etl.commands.outcome import show_progress
from etl.desk import Desk
from etl.plan import Plan, PlanIndicator
from etl.template import write_template
from rules.model import Measure
from warehouse.connection import open_warehouse
from warehouse.seed import load_programme, read_programme

PROGRAMME = Path(__file__).parent.parent / "data" / "seed" / "xupu_2024"
MONTHS = [date(2024, month, 1) for month in range(2, 13)]
RECEIVED = datetime(2025, 1, 20, 2)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--rows", type=int, default=30)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--at-most", type=float, help="exit 1 where the median ratio is above this")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths = list(write_workbooks(Path(folder), files=asked.files, rows=asked.rows))
        run_ours(paths[:20], Path(folder) / "warm.duckdb")
        ratios = []
        for run in range(asked.runs):
            bare, ours = run_bare(paths), run_ours(paths, Path(folder) / f"{run}.duckdb")
            ratios.append(ours / bare)
            print(
                f"bare calamine {bare:.2f} s, read, checked and stored {ours:.2f} s, ratio {ours / bare:.1f}"
                f" ({1000 * ours / len(paths):.2f} ms a file of {asked.rows} rows)"
            )
    middle = statistics.median(ratios)
    print(f"median ratio {middle:.1f} over {len(paths)} files")
    return 1 if asked.at_most is not None and middle > asked.at_most else 0


def run_bare(paths: list[Path]) -> float:
    """Seconds that reading every sheet's cells takes with nothing made of them."""
    begun = time.perf_counter()
    for path in paths:
        book = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()
    return time.perf_counter() - begun


def run_ours(paths: list[Path], place: Path) -> float:
    """Seconds that the same files take into a fresh warehouse, every one of them stored."""
    warehouse = open_warehouse(place)
    desk = Desk(warehouse, load_programme(warehouse, PROGRAMME), stores=True)
    begun = time.perf_counter()
    received = desk.receive_all(paths, received_at=RECEIVED, received_by="bench", progress=show_progress)
    states = [outcome.state for outcome in received]
    seconds = time.perf_counter() - begun
    warehouse.close()
    if set(states) != {"loaded"}:
        raise RuntimeError(f"{len(states) - states.count('loaded')} of {len(states)} files were not stored")
    return seconds


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
