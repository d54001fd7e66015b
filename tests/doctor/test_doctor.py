"""The doctor on real installations: a sound one, and one for each thing that can be wrong."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from doctor import machine, store
from doctor.__main__ import main
from doctor.findings import Finding, Grade
from tests.places import copied
from warehouse import backup as backups
from warehouse.access import Right
from warehouse.connection import Warehouse, open_warehouse, utc_now
from warehouse.errands import REQUEST, folder_of
from warehouse.settings import Settings, read_settings


@pytest.fixture
def settings(tmp_path: Path, loaded_file: Path) -> Settings:
    path = copied(loaded_file, tmp_path / "warehouse.duckdb")
    return read_settings({"EIGHT_ACTIONS_WAREHOUSE": str(path), "EIGHT_ACTIONS_DEMONSTRATION": "0"})


def about(subject: str, found: Iterator[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.subject == subject]


def graded(subject: str, found: Iterator[Finding]) -> Grade:
    return about(subject, found)[0].grade


def test_a_sound_warehouse_with_a_fresh_backup_is_fine(settings: Settings) -> None:
    opened = open_warehouse(settings.warehouse_path)
    backups.make_backup(opened, backups.folder_of(settings.warehouse_path))
    opened.close()
    assert {finding.grade for finding in store.examine(settings)} == {Grade.FINE}


def test_a_broken_file_is_told_with_the_way_back(settings: Settings) -> None:
    settings.warehouse_path.write_bytes(b"not a warehouse at all" * 200)
    found = about("warehouse", store.examine(settings))[0]
    assert found.grade is Grade.WRONG
    assert "restore" in found.remedy


def test_no_warehouse_yet_is_told(settings: Settings) -> None:
    settings.warehouse_path.unlink()
    assert graded("warehouse", store.examine(settings)) is Grade.LOOK


def test_a_clock_set_back_is_told(settings: Settings, warehouse: Warehouse) -> None:
    later = utc_now() + timedelta(days=400)
    with warehouse.writing("a test", right=Right.SETTINGS, at=later):
        pass
    warehouse.close()
    there = Settings(warehouse.path, settings.programme_folder, None, None)
    found = about("clock", store.examine(there))[0]
    assert found.grade is Grade.WRONG
    assert f"{later:%Y-%m-%d}" in found.seen


@pytest.mark.parametrize(
    ("days", "grade"), [(0, Grade.FINE), (7, Grade.FINE), (8, Grade.LOOK)], ids=["today", "a week", "older"]
)
def test_an_old_backup_wants_attention(settings: Settings, days: int, grade: Grade) -> None:
    made = datetime(2031, 5, 1, 12)
    opened = open_warehouse(settings.warehouse_path)
    backups.make_backup(opened, backups.folder_of(settings.warehouse_path), at=made)
    opened.close()
    assert graded("backup", store.kept_copies(settings.warehouse_path, made + timedelta(days=days))) is grade


def test_a_damaged_backup_is_wrong(settings: Settings) -> None:
    opened = open_warehouse(settings.warehouse_path)
    made = backups.make_backup(opened, backups.folder_of(settings.warehouse_path))
    opened.close()
    content = bytearray(made.path.read_bytes())
    content[len(content) // 2] ^= 1
    made.path.write_bytes(content)
    assert graded("backup", store.kept_copies(settings.warehouse_path, utc_now())) is Grade.WRONG


def test_commands_nobody_took_are_told(settings: Settings) -> None:
    folder = folder_of(settings.warehouse_path)
    folder.mkdir()
    left = folder / f"one{REQUEST}"
    left.write_text("{}")
    assert list(store.errands(settings.warehouse_path)) == []  # somebody may be about to take it
    os.utime(left, (0, 0))
    assert graded("commands", store.errands(settings.warehouse_path)) is Grade.LOOK


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="this account may write anywhere")
def test_a_folder_that_cannot_be_written_is_wrong(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert graded("disk", machine.disk(tmp_path)) is Grade.WRONG
    tmp_path.chmod(0o700)


def test_the_packages_of_this_environment_are_the_pinned_ones(tmp_path: Path) -> None:
    assert graded("packages", machine.packages()) is Grade.FINE
    other = tmp_path / "requirements.txt"
    other.write_text("polars==0.1\nno-such-package==1.0\nwinonly==1; sys_platform == 'none'\n")
    found = about("packages", machine.packages(other))[0]
    assert found.grade is Grade.WRONG
    assert "no-such-package missing instead of 1.0" in found.seen
    assert "winonly" not in found.seen


def test_the_command_tells_and_ends_with_the_gravest_finding(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EIGHT_ACTIONS_WAREHOUSE", str(settings.warehouse_path))
    monkeypatch.setenv("EIGHT_ACTIONS_DEMONSTRATION", "0")
    assert main([]) == 1  # no backup yet
    assert "look   backup: none" in capsys.readouterr().out
    monkeypatch.setenv("EIGHT_ACTIONS_BOARD_DATE", "tomorrow")
    assert main(["--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert [one["subject"] for one in told if one["grade"] == "wrong"] == ["settings"]


def test_a_board_of_another_day_keeps_its_own_time(settings: Settings, warehouse: Warehouse) -> None:
    with warehouse.writing("a test", right=Right.SETTINGS, at=utc_now() + timedelta(days=400)):
        pass
    warehouse.close()
    there = Settings(warehouse.path, settings.programme_folder, None, date(2031, 11, 20))
    assert graded("clock", store.examine(there)) is Grade.FINE
