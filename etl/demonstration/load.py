"""Loads the demonstration set through the line, each file and withdrawal at its own moment."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import polars as pl

from etl.commit import Parcel, commit_intakes
from etl.demonstration.drive import drive_files, load_drive_file
from etl.errors import DemonstrationUnfit, IntakeError
from etl.known import Known
from etl.line import take_in
from etl.plan import Plan
from warehouse.batches import withdraw_batch
from warehouse.connection import Warehouse
from warehouse.ledger import EVER
from warehouse.queries import read_batches, read_catalogue, read_observations
from warehouse.settings import DEMONSTRATION_NOTE

LIST_NAME = "received.csv"
COLUMNS = ("file", "received_at", "received_by", "withdrawn_at", "withdrawn_by", "withdrawn_reason")
_FILES_A_COMMIT = 50  # checking and storing cost far less a file in company than alone

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file of the set: where it lies, and when and by whom it came and was taken back (naive UTC)."""

    path: Path
    received_at: datetime
    received_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str
    reason: str


@dataclass(slots=True)
class DemonstrationLoad:
    """What a load did. `refused` has one sentence a refused file, `rows` counts those kept beside the figures."""

    loaded: int = 0
    already_there: int = 0
    withdrawn: int = 0
    rows: int = 0
    refused: list[str] = field(default_factory=list)


def load_demonstration(warehouse: Warehouse, folder: Path, progress: Progress | None = None) -> DemonstrationLoad:
    """Takes in every file the set's lists name, in the order they came, recorded at the moment they came; then the
    rows kept beside the figures.

    `folder` holds demonstration.toml (programme_id, board_date, label), a received.csv beside the files of
    each month, and drive/. Files already taken in are passed over, so an interrupted load goes on where it stopped.
    Raises DemonstrationUnfit, and NoCatalogue where the programme is not in the warehouse.
    """
    programme_id = read_note(folder)["programme_id"]
    arrivals = read_arrivals(folder)
    tell, kept = progress or _silent, drive_files(folder)
    total = len(arrivals) + len(kept)
    done = _Loader(warehouse, str(programme_id)).load(arrivals, lambda n, _, name: tell(n, total, name))
    for number, path in enumerate(kept, len(arrivals) + 1):
        done.rows += load_drive_file(warehouse, path)
        tell(number, total, path.name)
    return done


def _silent(*_: object) -> None:
    """Progress nobody looks at."""


def read_note(folder: Path) -> dict[str, object]:
    """demonstration.toml as a dict. Raises DemonstrationUnfit."""
    note = folder / DEMONSTRATION_NOTE
    try:
        found = tomllib.loads(note.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DemonstrationUnfit(str(note), found=str(error)) from error
    if not found.get("programme_id"):
        raise DemonstrationUnfit(str(note), found="programme_id")
    return found


def read_arrivals(folder: Path) -> list[Arrival]:
    """Every file of the set, in the order received. Raises DemonstrationUnfit for a list that cannot be read."""
    arrivals = [arrival for path in sorted(folder.glob(f"*/{LIST_NAME}")) for arrival in _read_list(path)]
    return sorted(arrivals, key=lambda arrival: (arrival.received_at, arrival.path))


def _read_list(path: Path) -> Iterator[Arrival]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise DemonstrationUnfit(str(path), found=",".join(rows.fieldnames or ()))
        for row in rows:
            yield _arrival(row, path)


def _arrival(row: Mapping[str, str], path: Path) -> Arrival:
    try:
        withdrawn = row["withdrawn_at"]
        return Arrival(
            path=path.parent / row["file"],
            received_at=datetime.fromisoformat(row["received_at"]),
            received_by=row["received_by"],
            withdrawn_at=datetime.fromisoformat(withdrawn) if withdrawn else None,
            withdrawn_by=row["withdrawn_by"],
            reason=row["withdrawn_reason"],
        )
    except ValueError as error:
        raise DemonstrationUnfit(str(path), found=str(error)) from error


class _Loader:
    """One pass over the set: files wait to be stored together, a withdrawal first stores those waiting."""

    def __init__(self, warehouse: Warehouse, programme_id: str) -> None:
        self._warehouse = warehouse
        self._plan = Plan.of(read_catalogue(warehouse, programme_id, EVER))
        before = read_batches(warehouse, programme_id, EVER)
        self._batches = dict(before.sort("recorded_at").select("file_sha256", "batch_id").iter_rows())
        taken_back = before.filter(pl.col("withdrawn_at").is_not_null())
        self._taken_back = set(taken_back["file_sha256"])
        self._known = Known.of(read_observations(warehouse, programme_id, EVER))
        self._waiting: list[Parcel] = []
        self._done = DemonstrationLoad()

    def load(self, arrivals: list[Arrival], progress: Progress) -> DemonstrationLoad:
        withdrawals = sorted(
            (arrival for arrival in arrivals if arrival.withdrawn_at is not None),
            key=lambda arrival: arrival.withdrawn_at or EVER,
        )
        for done, arrival in enumerate(arrivals):
            progress(done, len(arrivals), arrival.path.name)
            while withdrawals and (withdrawals[0].withdrawn_at or EVER) <= arrival.received_at:
                self._withdraw(withdrawals.pop(0))
            self._receive(arrival)
        for arrival in withdrawals:
            self._withdraw(arrival)
        self._store()
        progress(len(arrivals), len(arrivals), "")
        return self._done

    def _receive(self, arrival: Arrival) -> None:
        content = _content(arrival)
        sha256 = hashlib.sha256(content).hexdigest()
        if sha256 in self._batches or any(parcel.intake.sha256 == sha256 for parcel in self._waiting):
            self._done.already_there += 1
            return
        try:
            intake = take_in(
                content,
                arrival.path.name,
                catalogue=self._plan,
                known=self._known,
                received_at=arrival.received_at,
                received_by=arrival.received_by,
            )
            self._waiting.append(Parcel(intake, is_demonstration=True, recorded_at=arrival.received_at))
        except IntakeError as refusal:
            self._done.refused.append(str(refusal))
            return
        self._known.add(
            intake.observations, batch_id=sha256, unit_id=intake.unit_id or "", recorded_at=arrival.received_at
        )
        if len(self._waiting) >= _FILES_A_COMMIT:
            self._store()

    def _store(self) -> None:
        for parcel, batch_id in commit_intakes(self._warehouse, self._waiting):
            self._batches[parcel.intake.sha256] = batch_id
            self._done.loaded += 1
        self._waiting = []

    def _withdraw(self, arrival: Arrival) -> None:
        self._store()
        sha256 = hashlib.sha256(_content(arrival)).hexdigest()
        batch_id = self._batches.get(sha256)
        if batch_id is None or sha256 in self._taken_back:
            return
        withdraw_batch(
            self._warehouse, batch_id, by=arrival.withdrawn_by, reason=arrival.reason, at=arrival.withdrawn_at
        )
        for known_as in (batch_id, sha256):
            self._known.withdraw_batch(known_as)
        self._done.withdrawn += 1


def _content(arrival: Arrival) -> bytes:
    try:
        return arrival.path.read_bytes()
    except OSError as error:
        raise DemonstrationUnfit(str(arrival.path), found=str(error)) from error
