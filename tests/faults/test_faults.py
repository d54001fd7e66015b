"""Short sweeps; the long ones are `python -m tests.faults.sweep --kills 200` and `.spoil`."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

import pytest

from tests import places
from tests.faults import work
from tests.faults.processes import heard, start
from tests.faults.spoil import work_until_full
from tests.faults.sweep import cut_log, prepare, sweep
from tests.places import copied


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
    room = room // 30 if places.is_lake() else room  # of a lake's many small files each is held to it
    found = work_until_full(prepare(tmp_path), tmp_path / "full.duckdb", room)
    assert found.ended == "error"
    assert found.words.startswith("Warehouse")
    assert found.tally.is_clean, found


@pytest.mark.file_only
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
