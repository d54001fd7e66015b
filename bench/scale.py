"""How a county's board fares in a warehouse of many: `python -m bench.scale [--counties 1 122 2844] [--months 60]`.

Every county of a synthetic warehouse reports 250 indicators a month; files came in no order of counties, as they
do. Measured for one county: its figures as of a moment (the product's own query), its whole board judged anew, and
beside them in the same run what a raw scan of all figures and the same question by a window over them take. Also what
one county's snapshot, a warm run of its overview and the whole load take. Prints a table of medians in milliseconds,
draws it with `--picture PATH`; exit 1 where `--at-most` milliseconds for the as-of query are exceeded.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path

import altair as alt
import polars as pl

from bench.intake import PROGRAMME
from bench.page_run import warm
from bench.session import Visitor, serving
from reports.snapshot.bundle import write_bundle
from reports.snapshot.subject import subject_at
from rules.periods import add_months
from warehouse.board import judge_month, read_knowledge
from warehouse.connection import Warehouse, borrowed_warehouse, open_warehouse
from warehouse.moving import move
from warehouse.queries import read_observations, read_sql
from warehouse.seed import load_programme, read_programme

INDICATORS = 250
LAST = date(2024, 12, 1)
NOW = datetime(2025, 2, 1)

BATCHES = """
INSERT INTO batch
SELECT $programme || '-' || area || '-' || $month, CASE WHEN area = $mine THEN $programme ELSE 'county_' || area END,
    'statistics', $month::DATE, area || '.xlsx', md5(area || $month), $at, 'bench', '1', true, $indicators, 0, $at
FROM (SELECT unnest($areas::VARCHAR[]) AS area)
"""
FIGURES = """
INSERT INTO observation
SELECT $programme || '-' || area || '-' || $month, CASE WHEN area = $mine THEN $programme ELSE 'county_' || area END,
    area, indicator_id, $month::DATE, 50 + hash(area, indicator_id, $month) % 1000 / 10.0, 'F', NULL, '1',
    'C' || ordinal, '1', 1.0, false, NULL, $at
FROM (SELECT unnest($areas::VARCHAR[]) AS area),
    (SELECT unnest($names::VARCHAR[]) AS indicator_id, generate_subscripts($names::VARCHAR[], 1) AS ordinal)
ORDER BY hash(area, $month), ordinal
"""
RAW = "SELECT count(*), sum(obs_value) FROM observation"
WINDOW = """
SELECT * FROM observation WHERE programme_id = $programme AND recorded_at <= $as_of
QUALIFY row_number() OVER (PARTITION BY ref_area, indicator_id, reference_period ORDER BY recorded_at DESC) = 1
"""


@dataclass(frozen=True)
class Measured:
    """Milliseconds, and how many figures the warehouse holds."""

    counties: int
    figures: int
    query: float  # of the database for the as-of query; as_of: with its rows as a frame
    as_of: float
    board: float
    export: float
    page: float
    raw_scan: float
    window: float
    file_mb: float
    load_seconds: float


DRAWN = {
    "load_seconds": ("load of all", 1.0),
    "raw_scan": ("raw scan of all", 1000.0),
    "export": ("one county's snapshot", 1000.0),
    "board": ("one county's board", 1000.0),
    "page": ("its page, warm", 1000.0),
    "as_of": ("one county as of a moment", 1000.0),
}
"""What the picture shows: field -> its name there, and how many of its unit are a second."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counties", type=int, nargs="+", default=[1, 122, 2844])
    parser.add_argument("--months", type=int, default=60)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--sorted", action="store_true", help="as after `python -m warehouse move`: county by county")
    parser.add_argument("--at-most", type=float, help="milliseconds of the as-of query at the largest size")
    parser.add_argument("--picture", type=Path, help="where the course of costs is drawn, .svg or .png")
    asked = parser.parse_args()
    print("counties   figures     query    as of    board  snapshot     page   raw scan   window      file     load")
    rows = []
    for counties in asked.counties:
        with tempfile.TemporaryDirectory() as folder:
            found = measure(
                Path(folder) / "many.duckdb",
                counties=counties,
                months=asked.months,
                runs=asked.runs,
                is_sorted=asked.sorted,
            )
        print(
            f"{found.counties:8} {found.figures:10,} {found.query:6.1f} ms {found.as_of:5.1f} ms {found.board:5.0f} ms"
            f" {found.export:6.0f} ms {found.page:5.1f} ms {found.raw_scan:7.1f} ms {found.window:5.0f} ms"
            f" {found.file_mb:6.0f} MB {found.load_seconds:6.0f} s",
            flush=True,
        )
        rows.append(found)
    if asked.picture:
        draw(rows, asked.picture)
    return 1 if asked.at_most is not None and found.as_of > asked.at_most else 0


def measure(path: Path, *, counties: int, months: int, runs: int, is_sorted: bool = False) -> Measured:
    """One size, on a file of its own."""
    begun = time.perf_counter()
    warehouse = open_warehouse(path)
    programme = load_programme(warehouse, PROGRAMME)
    write_counties(warehouse, programme, counties=counties, months=months)
    warehouse.close()
    if is_sorted:
        path = _moved(path)
    loaded, warehouse = time.perf_counter() - begun, open_warehouse(path)
    given = {"programme": programme, "as_of": NOW}
    found = Measured(
        counties=counties,
        figures=warehouse.frame("SELECT count(*) AS n FROM observation")["n"][0],
        query=_queried(warehouse, programme, runs),
        as_of=_median(runs, lambda: read_observations(warehouse, programme, NOW)),
        board=_median(3, lambda: judge_month(read_knowledge(warehouse, programme, NOW), LAST)),
        export=_median(3, lambda: _snapshot(warehouse, programme, path.with_suffix(".zip"))),
        page=0.0,
        raw_scan=_median(runs, lambda: warehouse.frame(RAW)),
        window=_median(runs, lambda: warehouse.frame(WINDOW, **given)),
        file_mb=path.stat().st_size / 1e6,
        load_seconds=loaded,
    )
    warehouse.close()
    return replace(found, page=_page(path, runs))


def _queried(warehouse: Warehouse, programme: str, runs: int) -> float:
    """What `read_observations` asks, without taking the rows out of the database."""
    sql, given = read_sql("observations"), {"programme_id": programme, "as_of": NOW}
    with warehouse.cursor() as cursor:
        return _median(runs, lambda: cursor.execute(sql, given))


def _page(path: Path, runs: int) -> float:
    """A warm run of the county's overview by a server of its own."""
    settings = {"EIGHT_ACTIONS_DEMONSTRATION": "0", "EIGHT_ACTIONS_BOARD_DATE": f"{NOW:%Y-%m-%d}"}
    with serving("app.py", EIGHT_ACTIONS_WAREHOUSE=str(path), **settings) as running:
        visitor = Visitor(running.port)
        warm(visitor, "lang=en", "", seconds=120)
        found = _median(5 * runs, lambda: visitor.run("lang=en"))
        visitor.close()
    return found


def _snapshot(warehouse: Warehouse, programme: str, path: Path) -> None:
    write_bundle(subject_at(warehouse, programme, month=LAST, as_of=NOW), path)


def draw(rows: list[Measured], path: Path) -> None:
    """Each cost by the number of counties, both in powers of ten, so that what grows with the size climbs."""
    long = pl.DataFrame([asdict(row) for row in rows]).unpivot(list(DRAWN), index="counties", variable_name="cost")
    named = pl.DataFrame([(cost, *said) for cost, said in DRAWN.items()], ["cost", "name", "units"], orient="row")
    shown = long.join(named, on="cost").with_columns(seconds=pl.col("value") / pl.col("units"))
    across = alt.X("counties:Q", scale=alt.Scale(type="log", nice=False), title="counties")
    across = across.axis(values=[row.counties for row in rows], format="d")
    chart = alt.Chart(shown).encode(
        x=across,
        y=alt.Y("seconds:Q", scale=alt.Scale(type="log"), title="seconds", axis=alt.Axis(format="~g", tickCount=6)),
        color=alt.Color("name:N", legend=None),
    )
    ends = chart.transform_filter(f"datum.counties == {max(row.counties for row in rows)}")
    words = ends.mark_text(align="left", dx=8).encode(text="name:N")
    alt.layer(chart.mark_line(point=True), words).properties(width=480, height=320).save(path)


def _moved(path: Path) -> Path:
    with borrowed_warehouse(path) as source:
        move(source, path.with_name("sorted.duckdb"))
    path.unlink()
    return path.with_name("sorted.duckdb")


def write_counties(warehouse: Warehouse, programme: str, *, counties: int, months: int) -> None:
    """So many counties' figures of so many months up to LAST; the first county is the plan's own."""
    catalogue = read_programme(PROGRAMME)
    mine, named = catalogue.programme["ref_area"], catalogue.indicators["indicator_id"].to_list()
    indicators = (named + [f"other_{number:03d}" for number in range(INDICATORS)])[:INDICATORS]
    areas = [mine] + [f"{990000 + number}" for number in range(1, counties)]
    for number in range(months):
        month = add_months(LAST, number - months + 1)
        given = {"programme": programme, "mine": mine, "month": month.isoformat(), "areas": areas}
        given["at"] = datetime.combine(add_months(month, 1).replace(day=12), datetime.min.time())
        with warehouse.noting() as cursor:
            cursor.execute(FIGURES, given | {"names": indicators})
            cursor.execute(BATCHES, given | {"indicators": INDICATORS})


def _median(runs: int, what: Callable[[], object]) -> float:
    what()
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        what()
        taken.append(time.perf_counter() - begun)
    return 1000 * statistics.median(taken)


if __name__ == "__main__":
    raise SystemExit(main())
