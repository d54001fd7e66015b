"""`python -m tests.faults.spoil --times 200`: disks that fill up at a random size, backups with one bit flipped.

A process works as in the sweep on a disk where no file may grow past so many bytes: it must come to its end or say in
one sentence of ours why not, and all it had told of must be there, whole. Of a backup with a bit turned over anywhere
`verify` must say that it is damaged.
"""

from __future__ import annotations

import argparse
import math
import random
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tests.faults import work
from tests.faults.processes import heard, start
from tests.faults.sweep import Tally, Told, look, prepare
from tests.places import copied
from warehouse.backup import make_backup, verify_backup
from warehouse.connection import borrowed_warehouse
from warehouse.errors import BackupUnfit

SMALLEST, LARGEST = 4_000, 8_000_000
"""Bytes a file may grow to: from less than the first commit to more than the whole work."""


@dataclass(frozen=True)
class Filled:
    """How the work on a disk that filled up ended: its last word (end, error or none) and what stood afterwards."""

    ended: str
    words: str
    tally: Tally


def work_until_full(prepared: Path, path: Path, room: int) -> Filled:
    """Works at `path`, a copy of `prepared`, where no file may grow past `room` bytes."""
    copied(prepared, path)
    worker, way = start(work.fill_the_disk, str(path), room)
    facts = list(heard(way))
    worker.join()
    ended, words = facts[-1] if facts and facts[-1][0] in ("end", "error") else ("none", "")
    tally = Tally()
    look(path, Told({fact for fact in facts if fact[0] != "error"}), tally)
    return Filled(ended, words, tally)


def flip(backup: Path, place: float, bit: int, damaged: Path) -> bool:
    """Turns one bit over in a copy at `damaged`; whether `verify` finds it."""
    content = bytearray(backup.read_bytes())
    content[int(place * len(content))] ^= 1 << bit
    damaged.parent.mkdir(exist_ok=True)
    damaged.write_bytes(content)
    shutil.copy(backup.with_suffix(".json"), damaged.with_suffix(".json"))
    try:
        verify_backup(damaged)
    except BackupUnfit as found:
        return "damaged" in str(found)
    return False


def full_disks(folder: Path, times: int, chance: random.Random) -> bool:
    """Prints what became of so many works; whether nothing was lost, half or without a word."""
    prepared, path = prepare(folder), folder / "full.duckdb"
    ends, sum_of = {"end": 0, "error": 0, "none": 0}, Tally()
    for _ in range(times):
        room = int(math.exp(chance.uniform(math.log(SMALLEST), math.log(LARGEST))))
        found = work_until_full(prepared, path, room)
        ends[found.ended if found.ended != "error" or found.words.startswith("Warehouse") else "none"] += 1
        for name in ("committed", "lost", "half", "unopenable"):
            setattr(sum_of, name, getattr(sum_of, name) + getattr(found.tally, name))
        for left in folder.glob("full*"):
            left.unlink()
    print(
        f"{times} full disks: {ends['error']} told, {ends['end']} came to their end, {ends['none']} without a word;"
        f" {sum_of.committed} commits held against the file, {sum_of.lost} lost, {sum_of.half} half,"
        f" {sum_of.unopenable} files that would not open"
    )
    return sum_of.is_clean and not ends["none"]


def flipped_bits(folder: Path, times: int, chance: random.Random) -> bool:
    """Prints how many flips in a backup were found; whether all were."""
    with borrowed_warehouse(prepare(folder)) as warehouse:
        backup = make_backup(warehouse, folder / "copies", at=datetime(2031, 11, 20, 10)).path
    damaged = folder / "damaged" / backup.name
    found = sum(flip(backup, chance.random(), chance.randrange(8), damaged) for _ in range(times))
    print(f"{times} flipped bits: {found} found, {times - found} missed")
    return found == times


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=None)
    asked = parser.parse_args()
    seed = random.randrange(2**32) if asked.seed is None else asked.seed
    print(f"seed {seed}")
    faults: tuple[Callable[[Path, int, random.Random], bool], ...] = (flipped_bits, full_disks)
    is_fine = True
    for fault in faults:
        with tempfile.TemporaryDirectory() as folder:
            is_fine &= fault(Path(folder), asked.times, random.Random(seed))
    return 0 if is_fine else 1


if __name__ == "__main__":
    raise SystemExit(main())
