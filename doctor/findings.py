"""What a check finds: how grave it is, what was seen, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """FINE needs nothing, LOOK works but wants attention, WRONG does not work."""

    FINE = "fine"
    LOOK = "look"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `remedy` is empty for what is fine."""

    subject: str
    grade: Grade
    seen: str
    remedy: str = ""

    def __str__(self) -> str:
        line = f"{self.grade:5}  {self.subject}: {self.seen}"
        return f"{line}\n       -> {self.remedy}" if self.remedy else line


def fine(subject: str, seen: str) -> Finding:
    return Finding(subject, Grade.FINE, seen)


def look(subject: str, seen: str, remedy: str) -> Finding:
    return Finding(subject, Grade.LOOK, seen, remedy)


def wrong(subject: str, seen: str, remedy: str) -> Finding:
    return Finding(subject, Grade.WRONG, seen, remedy)
