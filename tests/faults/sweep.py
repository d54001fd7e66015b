"""`python -m tests.faults.sweep --kills 200`: loads killed at random moments; counts what was lost, half or unopenable.

Every round a process writes batches, withdrawals, reviews and ledger entries, telling of each once it is committed,
and is killed (SIGKILL; on Windows TerminateProcess) at a random moment; the next round goes on with the same file,
until all is written and a new one begins. `--log` also cuts the end off the log the killed process left, as a power
cut does: then the last commits may be gone, but never half of one.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults import processes, work
from tests.lakes import stop_server
from tests.places import FILE, LAKE, choose_engine, copied, new
from warehouse.connection import open_warehouse
from warehouse.errors import WarehouseError
from warehouse.seed import load_programme

ROOT = Path(__file__).parents[2]
TINY = ROOT / "tests" / "data" / "tiny_2031"


@dataclass
class Tally:
    """What a sweep found."""

    kills: int = 0
    committed: int = 0
    lost: int = 0
    half: int = 0
    unopenable: int = 0
    wholes: int = 0
    sentences: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.half or self.unopenable)


@dataclass
class Told:
    """What one file's processes said they had committed."""

    facts: set[tuple[str, str]] = field(default_factory=set)
    reviews_gone: int = 0


def prepare(folder: Path) -> Path:
    """A closed warehouse with the made-up programme."""
    path = new(folder / "prepared.duckdb")
    opened = open_warehouse(path)
    load_programme(opened, TINY)
    opened.close()
    return path


def sweep(folder: Path, *, kills: int, seed: int, harm: Callable[[Path, random.Random], None] | None = None) -> Tally:
    """Kills a working process `kills` times and looks after each what stands."""
    chance, tally = random.Random(seed), Tally()
    prepared, path, told, files = prepare(folder), folder / "swept.duckdb", Told(), 0
    duration = _timed(copied(prepared, folder / "timed.duckdb"))
    copied(prepared, path)
    while tally.kills < kills:
        is_over = _killed_run(path, told, chance.uniform(0, duration), tally)
        if harm is not None and not is_over:
            harm(path, chance)
        still_good = look(path, told, tally)
        if is_over or not still_good:
            files += 1
            tally.wholes += is_over
            told = Told()
            for left in folder.glob("swept*"):
                left.unlink()
            copied(prepared, path)
    return tally


def _timed(path: Path) -> float:
    """How long the whole work takes undisturbed."""
    worker, way = processes.start(work.work, str(path))
    begun = time.monotonic()
    for _ in processes.heard(way):
        pass
    worker.join()
    return time.monotonic() - begun


def _killed_run(path: Path, told: Told, patience: float, tally: Tally) -> bool:
    """Lets a process work for `patience` seconds and kills it; whether it had come to its end."""
    worker, way = processes.start(work.work, str(path))
    worker.join(patience)
    worker.kill()
    worker.join()
    tally.kills += 1
    facts = set(processes.heard(way))
    told.facts |= facts
    return ("end", "") in facts


def look(path: Path, told: Told, tally: Tally) -> bool:
    """Opens what a process left and holds it against what was told; whether it can go on."""
    try:
        opened = open_warehouse(path)
    except WarehouseError as error:
        tally.unopenable += 1
        tally.sentences.append(str(error))
        return False
    batches = opened.frame(
        "SELECT b.file_name, count(o.batch_id) AS rows, any_value(w.batch_id) IS NOT NULL AS withdrawn"
        " FROM batch b LEFT JOIN observation o USING (batch_id) LEFT JOIN batch_withdrawal w USING (batch_id)"
        " GROUP BY b.batch_id, b.file_name"
    )
    found = {("batch", name) for name in batches["file_name"]}
    found |= {("withdrawn", name) for name in batches.filter("withdrawn")["file_name"]}
    found |= {("entry", entry) for entry in opened.frame("SELECT entry_id FROM ledger_entry")["entry_id"]}
    reviews = opened.frame("SELECT count(*) AS n FROM report_review")["n"][0]
    files = opened.frame("SELECT count(*) AS n FROM batch JOIN batch_file USING (batch_id)")["n"][0]
    opened.close()
    asked = {fact for fact in told.facts if fact[0] not in ("end", "review")}
    gone = asked - found
    tally.committed += len(asked)
    reviews_gone = max(0, sum(fact[0] == "review" for fact in told.facts) - reviews)
    tally.lost += len(gone) + max(0, reviews_gone - told.reviews_gone)
    told.facts -= gone  # counted once, however often the file is looked at
    told.reviews_gone = reviews_gone
    tally.half += sum(rows != work.COUNTIES for rows in batches["rows"]) + (files != batches.height)
    tally.half += batches.height - batches["file_name"].n_unique()
    return True


def cut_log(path: Path, chance: random.Random) -> None:
    """As if the machine's power had gone: the log's last bytes never reached the disk."""
    log = path.with_name(path.name + ".wal")
    if log.exists():
        content = log.read_bytes()
        log.write_bytes(content[: len(content) - chance.randint(0, min(64, len(content)))])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--log", action="store_true", help="also cut the end off the log a killed process left")
    parser.add_argument("--warehouse-engine", choices=(FILE, LAKE), default=FILE)
    asked = parser.parse_args()
    choose_engine(asked.warehouse_engine)
    seed = random.randrange(2**32) if asked.seed is None else asked.seed
    with tempfile.TemporaryDirectory() as folder:
        try:
            tally = sweep(Path(folder), kills=asked.kills, seed=seed, harm=cut_log if asked.log else None)
        finally:
            stop_server()
    print(
        f"seed {seed}: {tally.kills} kills, {tally.committed} commits held against the file, {tally.lost} lost,"
        f" {tally.half} half, {tally.unopenable} files that would not open, {tally.wholes} works came to their end"
    )
    for sentence in tally.sentences:
        print(sentence)
    is_fine = not (tally.half or tally.unopenable) if asked.log else tally.is_clean
    return 0 if is_fine else 1


if __name__ == "__main__":
    raise SystemExit(main())
