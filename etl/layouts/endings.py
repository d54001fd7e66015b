"""How a figure of a table ends where it is not simply read: left out, refused, or asked about."""

from __future__ import annotations

from collections.abc import Iterable

from etl.grid import Cell
from etl.questions import Choice, Kind, Scope


class Left(Exception):
    """The cell is not of the plan. `reason` is a word of `cell.<reason>`."""

    def __init__(self, reason: str, about: str = "") -> None:
        super().__init__(reason, about)
        self.reason = reason
        self.about = about


class Refused(Exception):
    """The cell is the plan's and cannot be taken. `code` is a finding's."""

    def __init__(self, code: str, *, found: str = "", expected: str = "", indicator_id: str | None = None) -> None:
        super().__init__(code, found, expected)
        self.code = code
        self.found = found
        self.expected = expected
        self.indicator_id = indicator_id


class Asked(Exception):
    """Only a person can say. Where it stands and what is offered is all a question needs."""

    def __init__(
        self, kind: Kind, cell: Cell | None, found: str, choices: Iterable[Choice], *, scope: Scope, about: str = ""
    ) -> None:
        super().__init__(kind, found)
        self.kind = kind
        self.cell = cell
        self.found = found
        self.choices = tuple(choices)
        self.scope = scope
        self.about = about


class Answered:
    """What was answered, asked by place; unanswered questions come back as None."""

    def choice(self, kind: Kind, sheet: str, cell: Cell | None, about: str = "") -> str | None:
        raise NotImplementedError

    def learn(self, kind: str, alias: str, meaning: str) -> None:
        """Keeps a name a person confirmed."""
        raise NotImplementedError
