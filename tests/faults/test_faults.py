"""Short sweeps; the long one is `python -m tests.faults.sweep --kills 200`."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

import pytest

from tests.faults import work
from tests.faults.processes import heard, start
from tests.faults.sweep import cut_log, prepare, sweep
from tests.places import copied
from warehouse.connection import open_warehouse


def test_a_killed_load_loses_nothing_and_leaves_nothing_half(tmp_path: Path) -> None:
    tally = sweep(tmp_path, kills=8, seed=20241120)
    assert tally.is_clean, tally
    assert tally.committed > 0


def test_a_cut_log_never_leaves_half_a_batch(tmp_path: Path) -> None:
    """The last commits may be gone with the log's end, as after a power cut; what is there is whole."""
    tally = sweep(tmp_path, kills=8, seed=7, harm=cut_log)
    assert (tally.half, tally.unopenable) == (0, 0), tally


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on a file's size there")
@pytest.mark.parametrize("room", [20_000, 90_000])
def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path, room: int) -> None:
    prepared = prepare(tmp_path)
    path = copied(prepared, tmp_path / "full.duckdb")
    worker, way = start(work.fill_the_disk, str(path), room)
    told = list(heard(way))
    worker.join()
    kind, words = told[-1]
    assert kind == "error"
    assert words.startswith("Warehouse")
    opened = open_warehouse(path)
    batches = opened.frame("SELECT file_name FROM batch")["file_name"].to_list()
    rows = opened.frame("SELECT count(*) AS n FROM observation JOIN batch USING (batch_id)")["n"][0]
    opened.close()
    assert {name for fact, name in told if fact == "batch"} <= set(batches)
    assert rows == len(batches) * work.COUNTIES


@pytest.mark.skipif(sys.platform == "win32", reason="folders are protected in another way there")
def test_a_read_only_disk_is_told_and_changes_nothing() -> None:
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to other accounts
        folder = Path(name)
        path = copied(prepare(folder), folder / "fixed.duckdb")
        before = path.read_bytes()
        path.chmod(0o444)
        folder.chmod(0o555)
        worker, way = start(work.open_without_rights, str(path))
        told = list(heard(way))
        worker.join()
        folder.chmod(0o755)
        assert [kind for kind, _ in told] == ["error"]
        assert re.match(r"Warehouse\w+: .*rights", told[0][1]), told
        assert path.read_bytes() == before
