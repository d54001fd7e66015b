"""A large bundle out: `python -m bench.export [--rows 1000000]`, against DuckDB's own COPY of the same rows.

Both read the observations of one warehouse file in the same order; the bundle also compresses, hashes and describes
them. Prints seconds of both, their ratio, and the most memory the process of each has held; and apart from it what
it takes to read and judge the board before, with all its figures in memory as on a screen.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime
from pathlib import Path

import duckdb

from reports.snapshot.bundle import write_bundle
from reports.snapshot.subject import subject_at
from warehouse.access import Right
from warehouse.connection import open_warehouse
from warehouse.extract import moment_of, select_rows
from warehouse.kept import kept_table
from warehouse.seed import load_programme, read_programme

PROGRAMME = Path(__file__).parent.parent / "data" / "seed" / "xupu_2024"
AS_OF = datetime(2024, 11, 20, 15, 59)
ROWS_A_BATCH = 500
FILL = """
INSERT INTO observation
SELECT
    printf('%032x', i // $size) AS batch_id,
    $programme AS programme_id,
    'CN_OTHER_' || (i // 60000) AS ref_area,
    names.indicator_id,
    DATE '2019-01-01' + to_months((i // $count)::INTEGER % 60) AS reference_period,
    round(random() * 10000, 2) AS obs_value,
    'A', NULL, '月报表', 'C' || (i % 40), round(random() * 10000, 2)::VARCHAR, 1.0, false,
    CASE WHEN i % 50 = 0 THEN '更正：上期漏报' END,
    TIMESTAMP '2020-01-01' + to_seconds(i * 100)
FROM range($rows) AS numbers (i)
JOIN (SELECT indicator_id, row_number() OVER (ORDER BY indicator_id) - 1 AS place FROM indicator) AS names
    ON names.place = i % $count
"""
"""Figures of other areas: as many rows as a province sends, none of them judged on this county's board."""
FILL_BATCHES = """
INSERT INTO batch
SELECT
    printf('%032x', i), $programme, 'statistics', DATE '2019-01-01', '月报表_' || i || '.xlsx', repeat('a', 64),
    TIMESTAMP '2020-01-01', '数据员', '1', false, $size, 0, TIMESTAMP '2020-01-01'
FROM range($batches) AS numbers (i)
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--at-most", type=float, help="exit 1 where the ratio is above this")
    parser.add_argument("--side", choices=("copy", "bundle"), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.side:
        {"copy": run_copy, "bundle": run_bundle}[asked.side](asked.file)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "warehouse.duckdb"
        fill(path, asked.rows)
        copy, ours = (measured(side, path) for side in ("copy", "bundle"))
    ratio = ours[0] / copy[0]
    print(
        f"{asked.rows} observations: COPY {copy[0]:.2f} s ({copy[1]:.0f} MB held),"
        f" bundle {ours[0]:.2f} s ({ours[1]:.0f} MB held, {ours[1] - ours[2]:.0f} MB more than before it was written),"
        f" ratio {ratio:.2f}; the board read before in {ours[3]:.2f} s ({ours[2]:.0f} MB held)"
    )
    return 1 if asked.at_most and ratio > asked.at_most else 0


def fill(path: Path, rows: int) -> None:
    """A warehouse with the plan and so many observations."""
    warehouse = open_warehouse(path)
    load_programme(warehouse, PROGRAMME)
    programme_id = read_programme(PROGRAMME).programme_id
    with warehouse.writing("bench", right=Right.SETTINGS, at=AS_OF) as cursor:
        count = cursor.execute("SELECT count(*) FROM indicator").fetchall()[0][0]
        given = {"programme": programme_id, "size": ROWS_A_BATCH}
        cursor.execute(FILL, {**given, "rows": rows, "count": count})
        cursor.execute(FILL_BATCHES, {**given, "batches": rows // ROWS_A_BATCH + 1})
    warehouse.close()


def measured(side: str, path: Path) -> list[float]:
    """Of one side in a process of its own: seconds, MB held at most, MB held before, seconds before."""
    asked = [sys.executable, "-m", "bench.export", "--side", side, "--file", str(path)]
    done = subprocess.run(asked, check=True, capture_output=True, text=True, env=os.environ)
    return [float(number) for number in done.stdout.split()]


def run_copy(path: Path) -> None:
    """DuckDB's own COPY of the observations, in the order of the bundle."""
    warehouse = open_warehouse(path)
    sql, params = select_rows(kept_table("observation"), moment_of(warehouse, "xupu_2024", AS_OF))
    warehouse.close()
    connection = duckdb.connect(str(path))
    before = _held()
    start = time.perf_counter()
    connection.execute(f"COPY ({sql}) TO '{path.with_suffix('.csv')}' (HEADER)", params)
    print(time.perf_counter() - start, _held(), before, 0.0)


def run_bundle(path: Path) -> None:
    """The whole bundle for programs; the board it is about is read before."""
    warehouse = open_warehouse(path)
    begin = time.perf_counter()
    subject = subject_at(warehouse, "xupu_2024", month=date(2024, 10, 1), as_of=AS_OF)
    before, start = _held(), time.perf_counter()
    write_bundle(subject, path.with_suffix(".zip"))
    print(time.perf_counter() - start, _held(), before, start - begin)


def _held() -> float:
    """The most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    raise SystemExit(main())
