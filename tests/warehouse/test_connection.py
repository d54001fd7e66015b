"""One owner a file, a cursor a use, one writer at a time."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.places import new
from warehouse.access import Right
from warehouse.connection import Warehouse, insert_frame, open_warehouse
from warehouse.errors import WarehouseBroken, WarehouseBusy, WarehouseError

ROOT = Path(__file__).parent.parent.parent
THREADS, READS = 8, 200


def in_another_process(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_a_path_has_one_warehouse_in_the_process(warehouse: Warehouse) -> None:
    assert open_warehouse(warehouse.path) is warehouse
    assert open_warehouse(str(warehouse.path)) is warehouse


def test_a_closed_warehouse_opens_anew(tmp_path: Path) -> None:
    place = new(tmp_path / "w.duckdb")
    first = open_warehouse(place)
    first.close()
    second = open_warehouse(place)
    assert second is not first
    assert second.version() == 0
    second.close()


@pytest.mark.file_only
def test_a_second_process_is_refused_with_a_sentence(warehouse: Warehouse) -> None:
    done = in_another_process(
        "import sys\n"
        "from warehouse.connection import open_warehouse\n"
        "from warehouse.errors import WarehouseBusy\n"
        "try:\n    open_warehouse(sys.argv[1])\n"
        "except WarehouseBusy as error:\n    print(error)\n",
        str(warehouse.path),
    )
    assert done.stdout.startswith(f"Another process has the warehouse {warehouse.path} open."), done.stderr


def test_the_owner_waits_for_no_process_that_has_gone(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    in_another_process(
        "import sys, os\nfrom warehouse.connection import open_warehouse\nopen_warehouse(sys.argv[1])\nos._exit(1)\n",
        str(path),
    )
    opened = open_warehouse(path)
    assert opened.version() == 0
    opened.close()


def test_a_file_that_is_no_warehouse_is_told(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    path.write_bytes(b"this is not a database" * 1000)
    with pytest.raises(WarehouseBroken, match="cannot be opened") as caught:
        open_warehouse(path)
    assert not isinstance(caught.value, WarehouseBusy)


def test_each_thread_gets_its_own_rows(warehouse: Warehouse) -> None:
    def wrong_answers(thread: int) -> int:
        asked = range(thread * READS, (thread + 1) * READS)
        frames = (warehouse.frame("SELECT $n AS n FROM range(50)", n=n) for n in asked)
        return sum(frame["n"].to_list() != [n] * 50 for n, frame in zip(asked, frames, strict=True))

    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(wrong_answers, range(THREADS))) == [0] * THREADS


def test_writers_wait_for_each_other_and_readers_do_not(warehouse: Warehouse) -> None:
    before = warehouse.version()
    inside, go_on = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with warehouse.writing("slow", right=Right.SETTINGS):
            inside.set()
            assert go_on.wait(10)

    def write() -> None:
        with warehouse.writing("quick", right=Right.SETTINGS):
            pass

    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(write_slowly)
        assert inside.wait(10)
        quick = pool.submit(write)
        assert warehouse.version() == before
        assert not quick.done()
        go_on.set()
        slow.result(10)
        quick.result(10)
    causes = warehouse.frame("SELECT cause FROM warehouse_version ORDER BY version DESC LIMIT 2")
    assert causes["cause"].to_list() == ["quick", "slow"]


def test_many_writers_number_their_versions_without_gaps(warehouse: Warehouse) -> None:
    def write(number: int) -> None:
        with warehouse.writing(f"write {number}", right=Right.SETTINGS):
            pass

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(write, range(40)))
    versions = warehouse.frame("SELECT version FROM warehouse_version ORDER BY version")["version"].to_list()
    assert versions == list(range(1, 42))


def test_an_exception_while_writing_leaves_nothing(warehouse: Warehouse) -> None:
    before = warehouse.version()
    row = pl.DataFrame({"batch_id": ["b"], "content": [b"x"]})

    def break_off() -> None:
        with warehouse.writing("broken off", right=Right.SETTINGS) as cursor:
            insert_frame(cursor, "batch_file", row)
            raise KeyError("b")

    with pytest.raises(KeyError):
        break_off()
    assert warehouse.version() == before
    assert warehouse.frame("SELECT * FROM batch_file").is_empty()


def test_nothing_outside_the_file_can_be_reached(warehouse: Warehouse, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a\n1\n")
    for sql in ("FROM read_csv($path)", "SET enable_external_access = true", "INSTALL httpfs"):
        with pytest.raises(duckdb.Error), warehouse.cursor() as cursor:
            cursor.execute(sql, {"path": str(other)} if "$path" in sql else None)


def test_limits_can_be_set_at_opening(tmp_path: Path) -> None:
    opened = open_warehouse(new(tmp_path / "w.duckdb"), memory_limit="512MB", threads=1)
    found = opened.frame("SELECT current_setting('threads') AS threads, current_setting('memory_limit') AS memory")
    opened.close()
    assert found.row(0) == (1, "488.2 MiB")


@pytest.mark.file_only
def test_a_file_takes_a_load_before_it_stops_to_put_it_in_order(tmp_path: Path) -> None:
    """The log holds a thousand workbooks, and what is in it is there again however the process ends."""
    path = new(tmp_path / "w.duckdb")
    code = (
        "import os, sys; from warehouse.access import Right; from warehouse.connection import open_warehouse\n"
        "warehouse = open_warehouse(sys.argv[1])\n"
        "rows = 'SELECT md5(i::VARCHAR), repeat(md5(i::VARCHAR), 900)::BLOB FROM range(1000) t(i)'\n"
        "with warehouse.writing(right=Right.FIGURES) as cursor:\n"
        "    cursor.execute('INSERT INTO batch_file (batch_id, content) ' + rows)\n"
        "os._exit(0)"
    )
    assert in_another_process(code, str(path)).returncode == 0
    log = path.with_name("w.duckdb.wal")
    assert log.stat().st_size > 25_000_000
    opened = open_warehouse(path)
    assert opened.frame("SELECT count(*) AS n FROM batch_file")["n"][0] == 1000
    opened.close()
    assert not log.exists()


def test_a_given_up_engine_is_started_anew_at_the_next_use(warehouse: Warehouse) -> None:
    before = warehouse.version()

    def fail() -> None:
        with warehouse.writing("never", right=Right.SETTINGS):
            raise duckdb.FatalException("database has been invalidated\nstack trace")

    with pytest.raises(WarehouseBroken, match=r"opened anew.*invalidated\)$"):
        fail()
    assert warehouse.version() == before
    with warehouse.writing("again", right=Right.SETTINGS):
        pass
    assert warehouse.version() == before + 1
    assert open_warehouse(warehouse.path) is warehouse


def test_a_disk_that_fails_is_told(warehouse: Warehouse) -> None:
    def fail() -> None:
        with warehouse.cursor():
            raise duckdb.IOException("No space left on device")

    with pytest.raises(WarehouseError, match="No space left"):
        fail()


def test_a_closed_warehouse_says_so(tmp_path: Path) -> None:
    opened = open_warehouse(new(tmp_path / "w.duckdb"))
    opened.close()
    with pytest.raises(WarehouseError, match="has been closed"):
        opened.version()


def test_the_version_is_remembered_until_the_next_commit(warehouse: Warehouse) -> None:
    before = warehouse.version()
    assert warehouse.version() == before
    with pytest.raises(RuntimeError), warehouse.writing("undone", right=Right.SETTINGS):
        raise RuntimeError("undone")
    assert warehouse.version() == before
    with warehouse.writing("done", right=Right.SETTINGS):
        assert warehouse.version() == before
    assert warehouse.version() == before + 1
