"""The command line's desk: workbooks found on disk, read and stored many at a time, each with what came of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from etl.arriving import collector_resting, opened_ahead, rounds, workbooks_in
from etl.commit import Parcel, commit_intakes
from etl.errors import FileUnreadable, IntakeError, NothingToStore
from etl.intake import Arrival, Intake
from etl.known import Known
from etl.line import take_in_many
from etl.located import Opened, is_small
from etl.outcome import Outcome
from etl.plan import Plan
from etl.questions import Answers
from warehouse.aliases import confirm_alias, read_aliases
from warehouse.areas import other_places
from warehouse.connection import Warehouse, utc_now
from warehouse.errors import MonthLocked, UnfitBatch
from warehouse.ledger import EVER, TICK
from warehouse.locks import lock_on
from warehouse.queries import read_batches, read_catalogue, read_observations

__all__ = ["Desk", "Outcome", "Progress", "workbooks_in"]


Progress = Callable[[int, int, str], None]


@dataclass(slots=True)
class _Tray:
    """The files of one round by their places in it: those to be stored, those that were, and what came of each."""

    arrivals: dict[int, Arrival] = field(default_factory=dict)
    again: dict[int, Arrival] = field(default_factory=dict)
    outcomes: dict[int, Outcome] = field(default_factory=dict)


class Desk:
    """Takes in files for one programme; what one file brings is known to the next.

    `answers` are what people said to the questions of files, by SHA-256; with `needs_reasons` a file with a
    doubt that nobody explained is not stored. What answers teach is kept as confirmed by who received the file.
    `at` is the board's time now, where it stands on another day.
    """

    def __init__(
        self,
        warehouse: Warehouse,
        programme_id: str,
        *,
        stores: bool,
        answers: Mapping[str, Answers] | None = None,
        needs_reasons: bool = False,
        at: datetime | None = None,
    ) -> None:
        self._warehouse = warehouse
        self._programme_id = programme_id
        self._stores = stores
        self._answers = answers or {}
        self._needs_reasons = needs_reasons
        self._behind = timedelta(0) if at is None else utc_now() - at
        plan = Plan.of(read_catalogue(warehouse, programme_id, utc_now()))
        plan = plan.beside(other_places(warehouse, programme_id))
        self.plan = plan.with_aliases(read_aliases(warehouse, programme_id, EVER).to_dicts())
        self.known = Known.of(read_observations(warehouse, programme_id, EVER))
        standing = read_batches(warehouse, programme_id, EVER).filter(pl.col("withdrawn_at").is_null())
        self._batches: dict[str, str] = dict(standing.select("file_sha256", "batch_id").iter_rows())

    def receive(self, path: Path, *, received_at: datetime, received_by: str) -> Outcome:
        """One file through the line, stored where this desk stores; a refusal is an outcome, not an exception."""
        return next(self.receive_all([path], received_at=received_at, received_by=received_by))

    def receive_all(
        self, paths: Sequence[Path], *, received_at: datetime, received_by: str, progress: Progress | None = None
    ) -> Iterator[Outcome]:
        """Many files, read and stored up to FILES_A_COMMIT at a time; their outcomes in their order."""
        opened = opened_ahead(paths)
        for start, end in rounds(paths):
            round_, show = paths[start:end], _from(progress, start, paths)
            with collector_resting():
                outcomes = self._receive_round(
                    round_, opened, received_at=received_at, received_by=received_by, show=show
                )
            yield from outcomes

    def _receive_round(
        self,
        paths: Sequence[Path],
        opened: Iterator[Arrival | FileUnreadable],
        *,
        received_at: datetime,
        received_by: str,
        show: Callable[[int], None],
    ) -> list[Outcome]:
        tray = _Tray()
        arriving: Iterator[Arrival] | None = self._sorted(paths, opened, tray)
        given: dict[str, Any] = {
            "catalogue": self.plan,
            "known": self.known,
            "received_at": received_at,
            "received_by": received_by,
        }
        begun = utc_now() - self._behind
        pending: list[tuple[int, Arrival]] = []
        waiting: list[tuple[int, Parcel]] = []
        while arriving is not None:
            moment = begun + len(waiting) * TICK
            read = take_in_many(arriving, progress=show, recorded_at=moment, **given)
            pending, arriving = pending or list(tray.arrivals.items()), None
            for number, ((place, _), result) in enumerate(zip(pending, read, strict=True), 1):
                parcel = self._parcel(paths[place], result, place, tray, recorded_at=begun + len(waiting) * TICK)
                if parcel is not None:
                    waiting.append((place, parcel))
                elif isinstance(result, Intake) and self._misled(result, read[number:]):
                    pending = pending[number:]
                    arriving = iter([arrival for _, arrival in pending])
                    break
        self._store(waiting, paths, tray)
        self._look_again(paths, tray, given)
        return [tray.outcomes[place] for place in range(len(paths))]

    def _misled(self, dropped: Intake, later: Sequence[Intake | IntakeError]) -> bool:
        """Takes a file that is not stored out of what is known; whether later files had taken it for known.

        Those are taken out too, to be read again.
        """
        self.known.withdraw_batch(dropped.sha256)
        intakes = [one for one in later if isinstance(one, Intake)]
        about = set(dropped.differences["indicator_id"])
        if all(about.isdisjoint(one.differences["indicator_id"]) for one in intakes):
            return False
        for one in intakes:
            self.known.withdraw_batch(one.sha256)
        return True

    def _sorted(
        self, paths: Sequence[Path], opened: Iterator[Arrival | FileUnreadable], tray: _Tray
    ) -> Iterator[Arrival]:
        """The files of a round that are to be read now, as they come; the tray keeps all."""
        seen = set(self._batches)
        for place, arrival in enumerate(islice(opened, len(paths))):
            if isinstance(arrival, FileUnreadable):
                tray.outcomes[place] = Outcome(paths[place], "refused", refusal=arrival)
                continue
            sha256 = hashlib.sha256(arrival.content).hexdigest()
            answers = self._answers.get(sha256)
            is_again = sha256 in seen and answers is None
            given = replace(arrival, answers=answers, sha256=sha256)
            pile = tray.again if is_again else tray.arrivals
            pile[place] = given if _is_small(given.opened) else replace(given, opened=None)
            seen.add(sha256)
            if not is_again:
                yield given

    def _look_again(self, paths: Sequence[Path], tray: _Tray, given: Mapping[str, Any]) -> None:
        """Files whose bytes were there before: read to be told of, and nothing doubled."""
        read = take_in_many(tray.again.values(), **given)
        for place, result in zip(tray.again, read, strict=True):
            if isinstance(result, IntakeError):
                tray.outcomes[place] = Outcome(paths[place], "refused", refusal=result)
            else:
                batch_id = self._batches.get(result.sha256)
                tray.outcomes[place] = Outcome(paths[place], "known", result, batch_id=batch_id)

    def _parcel(
        self, path: Path, result: Intake | IntakeError, place: int, tray: _Tray, *, recorded_at: datetime
    ) -> Parcel | None:
        """What is to be stored of a file; None where its outcome is clear already."""
        if isinstance(result, IntakeError):
            tray.outcomes[place] = Outcome(path, "refused", refusal=result)
            return None
        before = self._batches.get(result.sha256)
        intake = result if before is None else _added(result)
        if before is not None and intake.observations.is_empty():
            tray.outcomes[place] = Outcome(path, "known", result, batch_id=before)
            return None
        if self._waits(intake):
            tray.outcomes[place] = Outcome(path, "asked", intake)
            return None
        try:
            return Parcel(intake, is_demonstration=False, recorded_at=recorded_at)
        except NothingToStore as refusal:
            tray.outcomes[place] = Outcome(path, "refused", intake, refusal)
            return None

    def _waits(self, intake: Intake) -> bool:
        """Whether nothing of the file can be stored before a person answers."""
        nothing_yet = intake.observations.is_empty() and bool(intake.questions)
        return nothing_yet or (self._needs_reasons and bool(intake.open_doubts))

    def _store(self, waiting: Sequence[tuple[int, Parcel]], paths: Sequence[Path], tray: _Tray) -> None:
        """Stores a round's files together; where they cannot be, each alone, so that one stops no other."""
        if not self._stores:
            for place, parcel in waiting:
                locked = lock_on(self._warehouse, self._programme_id, parcel.intake.changed_periods)
                state = "checked" if locked is None else "refused"
                tray.outcomes[place] = Outcome(paths[place], state, parcel.intake, locked)
            return
        try:
            stored = commit_intakes(self._warehouse, [parcel for _, parcel in waiting])
        except (MonthLocked, UnfitBatch) as refusal:
            if len(waiting) > 1:
                for one in waiting:
                    self._store([one], paths, tray)
                return
            ((place, parcel),) = waiting
            self.known.withdraw_batch(parcel.intake.sha256)
            tray.outcomes[place] = Outcome(paths[place], "refused", parcel.intake, refusal)
            return
        for (place, parcel), (_, batch_id) in zip(waiting, stored, strict=True):
            self._batches[parcel.intake.sha256] = batch_id
            self._learn(parcel.intake)
            tray.outcomes[place] = Outcome(paths[place], "loaded", parcel.intake, batch_id=batch_id)

    def _learn(self, intake: Intake) -> None:
        """Keeps the names a person confirmed by answering, for the next file."""
        for one in intake.learned:
            confirm_alias(
                self._warehouse,
                self._programme_id,
                kind=one.kind,
                alias=one.alias,
                meaning=one.meaning,
                by=intake.received_by,
            )
        if intake.learned:
            self.plan = self.plan.with_aliases(read_aliases(self._warehouse, self._programme_id, EVER).to_dicts())


def _added(intake: Intake) -> Intake:
    """Of a file taken in before, what answers have added to it since."""
    new = intake.differences.filter(state="new").select("indicator_id", "reference_period")
    added = intake.observations.join(new, on=["indicator_id", "reference_period"], how="semi", maintain_order="left")
    return replace(intake, observations=added)


def _from(progress: Progress | None, start: int, paths: Sequence[Path]) -> Callable[[int], None]:
    """A round's progress as part of the whole."""

    def show(done: int) -> None:
        if progress is not None:
            progress(start + done, len(paths), paths[start + done - 1].name)

    return show


def _is_small(opened: Opened | IntakeError | None) -> bool:
    """A larger workbook is opened anew where it is needed twice, so that a round never holds many of them."""
    return opened is None or isinstance(opened, IntakeError) or is_small(opened)
