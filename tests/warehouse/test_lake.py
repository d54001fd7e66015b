"""A lake over a PostgreSQL of the test's own: several processes at once, the move there and back, a database away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests import lakes, places
from tests.faults import processes, work
from warehouse.__main__ import main
from warehouse.access import Right
from warehouse.address import lake_at, without_password
from warehouse.backup import digests, make_backup, restore_backup, verify_backup
from warehouse.batches import write_batches
from warehouse.connection import FRESH_SECONDS, Warehouse, borrowed_warehouse, open_warehouse
from warehouse.errors import WarehouseBroken, WarehouseError
from warehouse.moving import move
from warehouse.tidying import tidy

pytestmark = pytest.mark.skipif(lakes.programs() is None, reason="PostgreSQL's programs (initdb, psql) are not here")
FILES = 4
WRITTEN = {"batch", "batch_file", "observation", "warehouse_version", "audit"}
SECONDS = 5.0
"""How long another process may take to see a batch; a busy machine is meant."""


@pytest.fixture(scope="module")
def loaded_lake(loaded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed lake with the tiny programme, moved there from a file."""
    if places.is_lake():
        return loaded_file
    place = lakes.new_lake(tmp_path_factory.mktemp("lake") / "loaded.lake")
    source = open_warehouse(loaded_file)
    move(source, place)
    source.close()
    open_warehouse(place).close()
    return place


@pytest.fixture
def lake(loaded_lake: Path, tmp_path: Path) -> Iterator[Warehouse]:
    opened = open_warehouse(lakes.copied_lake(loaded_lake, tmp_path / "own.lake"))
    yield opened
    opened.close()


def test_there_and_back_every_table_is_the_same(
    lake: Warehouse, loaded_file: Path, tmp_path: Path, capsys: Any
) -> None:
    write_batches(lake, [work.file_contents(0), work.file_contents(1)])
    assert main(["move", "--warehouse", str(lake.path), "--to", str(tmp_path / "back.duckdb")]) == 0
    assert "equal in each" in capsys.readouterr().out
    found = []
    for path in (loaded_file, lake.path, tmp_path / "back.duckdb"):
        with borrowed_warehouse(path) as opened, opened.cursor() as cursor:
            found.append(digests(cursor))
    origin, moved, back = found
    assert moved == back
    assert moved["observation"].rows == 2 * work.COUNTIES
    assert {name for name in moved if moved[name] != origin[name]} <= WRITTEN


def test_a_place_that_holds_something_is_not_moved_to(lake: Warehouse, loaded_lake: Path, tmp_path: Path) -> None:
    filled, file = lakes.copied_lake(loaded_lake, tmp_path / "filled.lake"), tmp_path / "w.duckdb"
    file.write_bytes(b"something")
    for place in (filled, file):
        with pytest.raises(WarehouseError, match="already"):
            move(lake, place)
    assert file.read_bytes() == b"something"


def test_a_tidied_lake_holds_the_same_rows_in_fewer_files(lake: Warehouse) -> None:
    for number in range(3):
        write_batches(lake, [work.file_contents(number)])
    with lake.cursor() as cursor:
        before = digests(cursor)
    done = tidy(lake)
    assert (done.merged, done.removed) == (3, 0), "files that may still be read stay for some days"
    assert done.flushed > 0
    with lake.cursor() as cursor:
        assert digests(cursor) == before


def test_a_lake_is_backed_up_to_a_file_and_not_replaced_by_one(lake: Warehouse, tmp_path: Path) -> None:
    made = make_backup(lake, tmp_path / "copies")
    assert verify_backup(made.path).tables == made.tables
    with pytest.raises(WarehouseError, match="python -m warehouse move"):
        restore_backup(made.path, lake.path)


def test_a_failed_transaction_leaves_nothing(lake: Warehouse) -> None:
    version = lake.version()

    def fail() -> None:
        with lake.writing("half", right=Right.FIGURES) as cursor:
            cursor.execute("DELETE FROM catalogue_load")
            raise ValueError("on purpose")

    with pytest.raises(ValueError, match="on purpose"):
        fail()
    assert lake.frame("SELECT count(*) AS n FROM catalogue_load")["n"][0] == 1
    assert lake.version() == version


def test_queries_reach_nothing_of_the_machine(lake: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a\n1\n")
    with pytest.raises(duckdb.PermissionException), lake.cursor() as cursor:
        cursor.execute("FROM read_csv($path)", {"path": str(tmp_path / "x.csv")}).fetchall()


def test_two_loaders_and_two_dashboards_lose_nothing_and_see_each_other(lake: Warehouse) -> None:
    """Each loader is a process, so is the second dashboard; the first is this one."""
    watcher, watched = processes.start(work.watch_files, str(lake.path), 2 * FILES)
    sights = processes.heard(watched)
    assert next(sights)[0] == "ready"
    loaders = [processes.start(work.load_files, str(lake.path), range(n, n + FILES))[1] for n in (0, FILES)]
    at = dict(told for way in loaders for told in processes.heard(way))
    assert len(at) == 2 * FILES
    seen = dict(sights)
    watcher.join()
    assert at.keys() == seen.keys() == {f"{number}.xlsx" for number in range(2 * FILES)}
    assert max(seen[name] - moment for name, moment in at.items()) < FRESH_SECONDS + SECONDS
    rows = lake.frame("SELECT batch_id, count(*) AS n FROM observation JOIN batch USING (batch_id) GROUP BY batch_id")
    assert rows["n"].to_list() == [work.COUNTIES] * 2 * FILES
    versions = lake.frame("SELECT version FROM warehouse_version ORDER BY version")["version"].to_list()
    assert versions == list(range(1, len(versions) + 1)), "no two commits were counted as one"
    assert lake.version() == versions[-1]


def test_a_database_that_was_away_is_found_again(lake: Warehouse) -> None:
    version = lake.version()
    lakes.server().restart()
    with suppress(WarehouseError):  # what was open at that moment is lost, and said
        write_batches(lake, [work.file_contents(0)])
    write_batches(lake, [work.file_contents(1)])
    assert lake.version() > version
    assert "1.xlsx" in lake.frame("SELECT file_name FROM batch")["file_name"].to_list()


def test_a_database_that_is_not_there_is_a_sentence_without_its_password(tmp_path: Path) -> None:
    place = tmp_path / "nowhere.lake"
    place.write_text(f"ducklake:postgres:host={tmp_path} dbname=x password=hunter2 data_path={tmp_path}/files\n")
    with pytest.raises(WarehouseBroken, match="see whether its database runs") as said:
        open_warehouse(place)
    assert "hunter2" not in str(said.value)
    assert without_password(str(lake_at(place))).count("hunter2") == 0
