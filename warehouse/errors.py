"""What can go wrong in the warehouse, by event. Every message says what was found and what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime


class Told(Exception):
    """An error that can be told in any language: `code` and `values` are data, `str()` is the command line's English.

    `sentence` is a format string of the values; several in one are listed with commas. `code` is the class's
    name (unknown_batch) where a raise does not name its own; words: `error.<code>` in i18n.
    """

    def __init__(self, sentence: str, *, code: str | None = None, **values: object) -> None:
        self.code = code or code_of(type(self).__name__)
        self.values: Mapping[str, object] = values
        shown = {name: ", ".join(map(str, v)) if isinstance(v, tuple) else v for name, v in values.items()}
        super().__init__(sentence.format(**shown) if shown else sentence)


def code_of(class_name: str) -> str:
    """The code of an error's class: unknown_batch of UnknownBatch."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", class_name).lower()


class WarehouseError(Told):
    """The family of everything the warehouse raises on purpose."""


class WarehouseBusy(WarehouseError):
    """Another process has the warehouse file open."""


class ErrandLost(WarehouseError):
    """The process that has the warehouse open took a command over and did not answer."""


class WarehouseBroken(WarehouseError):
    """The file is not a readable warehouse, or the engine gave it up and must be opened anew."""


class NewerWarehouse(WarehouseError):
    """The file was written by a newer version of this program."""


class NoCatalogue(WarehouseError):
    """No plan of that programme has been loaded."""


class UnknownArea(WarehouseError):
    """No plan of the warehouse is of that area or has that id."""


class MixedAreas(WarehouseError):
    """What would be written of one county belongs to another."""


class UnfitBatch(WarehouseError):
    """A batch that may not be stored: wrong shape, a figure twice, a value that is no number."""


class UnknownBatch(WarehouseError):
    """No published batch has that id."""


class AlreadyWithdrawn(WarehouseError):
    """The batch has been taken back before."""


class UnknownTarget(WarehouseError):
    """The target is not one of the indicator's rows in the newest catalogue."""


class UnfitDecision(WarehouseError):
    """A review, lock, alias or draft that may not be recorded: a reason missing, a shape that does not fit."""


class NothingReported(WarehouseError):
    """The unit has no standing figure for the period, so there is nothing to accept or return."""


class LockStands(WarehouseError):
    """The period is locked already, or is not locked and cannot be opened."""


class MonthLocked(WarehouseError):
    """New figures, a withdrawal or a review for locked periods; `periods` are the first days of their months."""

    def __init__(self, periods: Sequence[date], locked_by: str, locked_at: datetime) -> None:
        self.periods: tuple[date, ...] = tuple(sorted(periods))
        self.locked_by = locked_by
        self.locked_at = locked_at
        months = ", ".join(f"{period:%Y-%m}" for period in self.periods)
        super().__init__(
            f"{months} is locked (by {locked_by} at {locked_at:%Y-%m-%d %H:%M} UTC):"
            " unlock it with a reason, then send the correction again.",
        )
        self.values = {"periods": self.periods, "locked_by": locked_by, "locked_at": locked_at}


class UnknownAlias(WarehouseError):
    """No such name has been confirmed, or it has been removed."""


class UnknownEntry(WarehouseError):
    """No list has an entry of that id."""


class UnknownEvidence(WarehouseError):
    """No evidence has that id, or it was taken back, or it is no file."""


class UnknownDraft(WarehouseError):
    """No draft has that id, or it is closed."""


class UnknownNote(WarehouseError):
    """No such event note stands."""


class UnknownMeeting(WarehouseError):
    """No meeting, or nothing said at one, has that id."""


class NoticeStands(WarehouseError):
    """A notice of that step to that unit about that indicator is open already."""


class UnknownNotice(WarehouseError):
    """No notice of that id was issued, or it is closed and nothing more can follow it."""


class UnknownSnapshot(WarehouseError):
    """No snapshot has that id, or it has been removed."""


class UnfitBundle(WarehouseError):
    """A file that is no bundle of a snapshot for programs, or whose files are not those of its manifest."""


class WarehouseNotEmpty(WarehouseError):
    """A bundle loads into an empty warehouse only."""


class ClockBehind(WarehouseError):
    """The machine's clock was set back: what is stored now would stand in a past that people have seen."""


class UnfitSetting(WarehouseError):
    """An environment variable or the demonstration's note holds something unusable."""


@dataclass(frozen=True, slots=True, order=True)
class SeedProblem:
    """One thing wrong in a programme folder; `line` counts from 1 with the header, 0 = the whole file."""

    file: str
    line: int
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        place = self.file + (f", line {self.line}" if self.line else "")
        place += f", column {self.column}" if self.column else ""
        return f"{place}: found {self.value!r}, expected {self.expected}"


class SeedError(WarehouseError):
    """A programme folder that does not hold together; `problems` has every fault found, in file order."""

    def __init__(self, problems: Sequence[SeedProblem]) -> None:
        self.problems: tuple[SeedProblem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))
        first = self.problems[0]
        self.values = {"count": len(self.problems), "file": first.file, "line": first.line, "column": first.column}


class UnknownSubscription(WarehouseError):
    """No standing subscription has that id."""


class BackupUnfit(WarehouseError):
    """A backup is damaged, differs from its note, or has none."""


class UnknownReport(WarehouseError):
    """No report of that id was issued."""


class NumberTaken(WarehouseError):
    """The number belongs to a report issued before."""


class ReportDamaged(WarehouseError):
    """An issued report is no longer what was issued."""


class NotPermitted(WarehouseError):
    """The deed is not this person's to do: code sign_in_needed, role_may_not or unit_not_own."""

    _SENTENCES = {  # noqa: RUF012 read only
        "sign_in_needed": "Nobody is signed in: sign in and try again.",
        "role_may_not": "This account may not do that ({right}): ask an administrator.",
        "unit_not_own": "This account may not do that ({right}) for {units}: it may for its own units alone.",
    }

    def __init__(self, code: str, *, right: str, units: Sequence[str] = ()) -> None:
        super().__init__(self._SENTENCES[code], code=code, right=right, units=tuple(units))


class OpenToNetwork(WarehouseError):
    """The dashboard would stand on a network without anybody signing in, or with no way to."""


class SignInRefused(WarehouseError):
    """Nobody was let in: code sign_in_wrong, sign_in_locked, sign_in_expired or sign_in_code_wrong."""


class UnknownAccount(WarehouseError):
    """No account has that id."""


class UnfitAccount(WarehouseError):
    """An account, or a password, that may not be kept; the code says why."""
