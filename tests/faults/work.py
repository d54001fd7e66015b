"""The work that gets interrupted: a process that loads workbooks and writes decisions, telling of each as it stands."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from datetime import date, datetime
from multiprocessing.connection import Connection

import polars as pl

from warehouse.batches import withdraw_batch, write_batches
from warehouse.connection import Warehouse, open_warehouse
from warehouse.ledgers import write_entry
from warehouse.reviews import review_report

PROGRAMME = "tiny_2031"
UNIT = "statistics"
INDICATOR = "retail_growth"
MONTHS = [date(2031, month, 1) for month in range(2, 11)]
FILES = 12
COUNTIES = 400
"""Each file holds a figure of so many counties, so that half a batch would be seen."""
MARK = "the sweep's own entry"


def content_of(number: int) -> bytes:
    """The bytes of a file, by which it is known again."""
    return f"file {number}".encode()


def rows_of(number: int) -> pl.DataFrame:
    """What a file holds, in the columns of models.Observation without what the commit adds."""
    areas = [f"county_{area:04d}" for area in range(COUNTIES)]
    return pl.DataFrame(
        {
            "ref_area": areas,
            "indicator_id": INDICATOR,
            "reference_period": MONTHS[number % len(MONTHS)],
            "obs_value": [float(number) + area / 1000 for area in range(COUNTIES)],
            "obs_status": "F",
            "overdue_cases": pl.Series([None] * COUNTIES, dtype=pl.Int64),
            "sheet": "1",
            "cell": [f"B{area + 2}" for area in range(COUNTIES)],
            "cell_text": "8.1",
            "unit_factor": 1.0,
            "derived": False,
            "note": pl.Series([None] * COUNTIES, dtype=pl.String),
        }
    )


def file_contents(number: int) -> tuple[dict[str, object], pl.DataFrame, pl.DataFrame, bytes]:
    """A file as write_batches takes it."""
    batch = {
        "programme_id": PROGRAMME,
        "unit_id": UNIT,
        "reference_period": MONTHS[number % len(MONTHS)],
        "file_name": f"{number}.xlsx",
        "received_at": datetime(2031, 11, 1),
        "received_by": "sweep",
        "reader_version": "1",
        "is_demonstration": True,
    }
    findings = pl.DataFrame(
        schema=dict.fromkeys(("severity", "code", "sheet", "cell", "indicator_id", "found", "expected"), pl.String)
    )
    return batch, rows_of(number), findings, content_of(number)


def work(path: str, told: Connection) -> None:
    """Everything a busy morning writes, each told once it is committed; goes on where another process stopped."""
    warehouse = open_warehouse(path)
    done = {name for (name,) in _rows(warehouse, "SELECT file_name FROM batch")}
    for number in range(FILES):
        if f"{number}.xlsx" not in done:
            _load(warehouse, number, told)
        entry_id = write_entry(warehouse, PROGRAMME, ledger="key_task", action_id=None, title=MARK, by="sweep")
        told.send(("entry", entry_id))
    warehouse.close()
    told.send(("end", ""))
    told.close()


def load_files(path: str, numbers: range, told: Connection) -> None:
    """One of several loaders: its files one after the other, each told with the moment it was committed."""
    warehouse = open_warehouse(path)
    for number in numbers:
        write_batches(warehouse, [file_contents(number)])
        told.send((f"{number}.xlsx", time.monotonic()))
    warehouse.close()
    told.close()


def watch_files(path: str, wanted: int, told: Connection) -> None:
    """One of several dashboards: tells when it first saw each file, as it looks for a newer version."""
    warehouse, seen, version = open_warehouse(path), set[str](), -1
    told.send(("ready", time.monotonic()))
    while len(seen) < wanted:
        if warehouse.version() == version:
            time.sleep(0.05)
            continue
        version = warehouse.version()
        for (name,) in _rows(warehouse, "SELECT file_name FROM batch"):
            if name not in seen:
                seen.add(name)
                told.send((name, time.monotonic()))
    warehouse.close()
    told.close()


def _load(warehouse: Warehouse, number: int, told: Connection) -> None:
    name, period = f"{number}.xlsx", MONTHS[number % len(MONTHS)]
    (batch_id,) = write_batches(warehouse, [file_contents(number)])
    told.send(("batch", name))
    review_report(warehouse, PROGRAMME, unit_id=UNIT, period=period, state="accepted", by="sweep")
    told.send(("review", name))
    if number % 4 == 3:
        withdraw_batch(warehouse, batch_id, by="sweep", reason="tried")
        told.send(("withdrawn", name))


def _rows(warehouse: Warehouse, sql: str) -> Iterator[tuple[str, ...]]:
    with warehouse.cursor() as cursor:
        yield from cursor.execute(sql).fetchall()


def fill_the_disk(path: str, room: int, told: Connection) -> None:
    """As `work`, on a disk where no file may grow past `room` bytes."""
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    try:
        work(path, told)
    except Exception as error:  # noqa: BLE001 what it says is what is asked about
        told.send(("error", f"{type(error).__name__}: {error}"))
        told.close()


def open_without_rights(path: str, told: Connection) -> None:
    """Open and write as somebody who may only read; the system's least account where this one may do anything."""
    import os

    if os.geteuid() == 0:
        os.setuid(65534)
    try:
        work(path, told)
    except Exception as error:  # noqa: BLE001 what it says is what is asked about
        told.send(("error", f"{type(error).__name__}: {error}"))
        told.close()
