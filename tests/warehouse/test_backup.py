"""A copy made while people work is whole, a flipped byte is found, and a restored warehouse is the one copied."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import places
from tests.faults.spoil import flip
from warehouse.__main__ import main
from warehouse.access import Right
from warehouse.backup import digests, list_backups, make_backup, restore_backup, rotate, verify_backup
from warehouse.connection import Warehouse, open_warehouse
from warehouse.errands import Errands
from warehouse.errands import folder_of as errands_of
from warehouse.errors import BackupUnfit, WarehouseBusy, WarehouseError

ROOT = Path(__file__).parents[2]
NOW = datetime(2031, 11, 20, 10)


def digest_of(warehouse: Warehouse) -> object:
    with warehouse.cursor() as cursor:
        return digests(cursor)


def test_a_backup_holds_every_row(warehouse: Warehouse, tmp_path: Path) -> None:
    made = make_backup(warehouse, tmp_path / "copies", at=NOW)
    assert made.tables == digest_of(warehouse)
    assert made.tables["target"].rows > 0
    assert verify_backup(made.path) == made
    assert {path.suffix for path in (tmp_path / "copies").iterdir()} == {".duckdb", ".json"}


def test_people_work_on_while_a_copy_is_made(warehouse: Warehouse, tmp_path: Path) -> None:
    """Each write puts one row into two tables; no copy may hold one without the other."""
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            with warehouse.writing("work", right=Right.SETTINGS) as cursor:
                cursor.execute("INSERT INTO schema_migration VALUES (0, 'work', TIMESTAMP '2031-01-01')")

    before = digest_of(warehouse)
    worker = threading.Thread(target=work)
    worker.start()
    try:
        copies = [make_backup(warehouse, tmp_path, at=NOW + timedelta(seconds=n)) for n in range(5)]
    finally:
        stop.set()
        worker.join()
    marks, versions = "schema_migration", "warehouse_version"
    for copy in copies:
        added = copy.tables[marks].rows - before[marks].rows  # type: ignore[index]
        assert copy.tables[versions].rows - before[versions].rows == added  # type: ignore[index]
        verify_backup(copy.path)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(min_value=0, max_value=1, exclude_max=True), bit=st.integers(min_value=0, max_value=7))
def test_a_single_flipped_bit_is_found(warehouse: Warehouse, tmp_path: Path, place: float, bit: int) -> None:
    made = list_backups(tmp_path / "one") or [make_backup(warehouse, tmp_path / "one", at=NOW)]
    assert flip(made[0].path, place, bit, tmp_path / "damaged" / made[0].path.name)


def test_a_note_that_tells_another_warehouse_is_found(warehouse: Warehouse, tmp_path: Path) -> None:
    made = make_backup(warehouse, tmp_path / "copies", at=NOW)
    note = made.path.with_suffix(".json")
    told = json.loads(note.read_text(encoding="utf-8"))
    told["tables"]["target"]["rows"] += 1
    note.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(BackupUnfit, match="differs from its note in target"):
        verify_backup(made.path)
    note.unlink()
    with pytest.raises(BackupUnfit, match="no note"):
        verify_backup(made.path)


@pytest.mark.file_only
def test_a_restored_warehouse_is_the_one_copied(warehouse: Warehouse, tmp_path: Path) -> None:
    made, then = make_backup(warehouse, tmp_path / "copies", at=NOW), digest_of(warehouse)
    with warehouse.writing("a mistake", right=Right.SETTINGS) as cursor:
        cursor.execute("DELETE FROM target")
    warehouse.close()
    kept = restore_backup(made.path, warehouse.path, at=NOW)
    again = open_warehouse(warehouse.path)
    assert digest_of(again) == then
    again.close()
    assert kept is not None
    assert kept.exists()


@pytest.mark.parametrize("content", [b"", b"no warehouse at all" * 1000])
def test_a_broken_warehouse_can_be_replaced(warehouse: Warehouse, tmp_path: Path, content: bytes) -> None:
    made = make_backup(warehouse, tmp_path / "copies", at=NOW)
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(content)
    restore_backup(made.path, broken, at=NOW)
    restored = open_warehouse(broken)
    assert digest_of(restored) == digest_of(warehouse)
    restored.close()


def test_nothing_is_restored_from_a_damaged_backup(warehouse: Warehouse, tmp_path: Path) -> None:
    made = make_backup(warehouse, tmp_path / "copies", at=NOW)
    made.path.write_bytes(made.path.read_bytes()[:-1])
    place = tmp_path / "other.duckdb"
    with pytest.raises(BackupUnfit):
        restore_backup(made.path, place)
    assert not place.exists()


def test_no_copy_without_room(warehouse: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(WarehouseError, match="could not be written"):
        make_backup(warehouse, tmp_path / "file" / "folder")


@given(
    days=st.lists(st.integers(min_value=0, max_value=900), min_size=1, max_size=40, unique=True),
    keep=st.integers(min_value=1, max_value=10),
)
def test_rotation_keeps_the_newest_and_one_a_month(
    tmp_path_factory: pytest.TempPathFactory, days: list[int], keep: int
) -> None:
    folder = tmp_path_factory.mktemp("copies")
    for day in days:
        moment = NOW - timedelta(days=day)
        path = folder / f"w-{moment:%Y%m%dT%H%M%S%f}Z.duckdb"
        path.write_bytes(b"")
        note = {"made_at": moment.isoformat(), "sha256": "", "tables": {}}
        path.with_suffix(".json").write_text(json.dumps(note), encoding="utf-8")
    before = list_backups(folder)
    gone = set(rotate(folder, keep=keep, keep_months=12))
    left = list_backups(folder)
    assert [one.path for one in left] == [one.path for one in before if one.path not in gone]
    assert [one.path for one in before[:keep]] == [one.path for one in left[:keep]]
    months = list(dict.fromkeys(f"{one.made_at:%Y-%m}" for one in before))[:12]
    assert set(months) <= {f"{one.made_at:%Y-%m}" for one in left}
    assert len(left) <= keep + 12


def test_the_commands_in_a_row(warehouse: Warehouse, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    then = digest_of(warehouse)
    warehouse.close()
    where = ["--warehouse", str(warehouse.path), "--folder", str(tmp_path / "copies")]
    assert main(["verify", *where]) == 2
    assert "There is no backup" in capsys.readouterr().err
    on_a_file = 2 if places.is_lake() else 0  # a lake is moved to instead
    assert [main([command, *where]) for command in ("backup", "list", "verify", "restore")] == [0, 0, 0, on_a_file]
    assert "verified; 0 old ones removed" in capsys.readouterr().out
    again = open_warehouse(warehouse.path)
    assert digest_of(again) == then
    again.close()


@pytest.mark.file_only
def test_an_open_warehouse_is_not_replaced(warehouse: Warehouse, tmp_path: Path) -> None:
    """Neither by this process nor, handed over, by the one that has it open."""
    made = make_backup(warehouse, tmp_path / "copies", at=NOW)
    with pytest.raises(WarehouseBusy, match="open in this process"):
        restore_backup(made.path, warehouse.path)
    assert warehouse.version() >= 0


def test_a_backup_does_not_replace_a_lake(warehouse: Warehouse, tmp_path: Path) -> None:
    made = make_backup(warehouse, tmp_path / "copies", at=NOW)
    address = tmp_path / "board.lake"
    address.write_text("ducklake:postgres:dbname=board data_path=/mnt/share/board", encoding="utf-8")
    with pytest.raises(WarehouseError, match="stands for a lake"):
        restore_backup(made.path, address)


@pytest.mark.file_only
def test_restoring_beside_the_open_dashboard_is_refused(warehouse: Warehouse, tmp_path: Path) -> None:
    made = make_backup(warehouse, tmp_path / "copies", at=NOW)
    owner = Errands(errands_of(warehouse.path), {"warehouse": main})
    owner.start()
    try:
        command = [sys.executable, "-m", "warehouse", "restore", "--warehouse", str(warehouse.path), str(made.path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT)
    finally:
        owner.stop()
    assert done.returncode == 2
    assert "another process" in done.stderr.lower()
    assert "Traceback" not in done.stderr
    assert digest_of(warehouse) == made.tables
