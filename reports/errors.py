"""What the reports raise on purpose; each says in one sentence what was found and what to do."""

from __future__ import annotations

from warehouse.errors import Told


class ReportError(Told):
    """Anything a report cannot be made, shown or turned into."""


class UnknownPeriod(ReportError):
    """A text that names no ten days, month, quarter or year, or one the kind of report does not have."""


class UnknownKind(ReportError):
    """A kind of report that does not exist."""


class UnknownFigure(ReportError):
    """Prose that refers to a figure that does not exist, or uses braces for something else.

    `placeholders` are the parts of the text that could not be read, as written.
    """

    def __init__(self, placeholders: tuple[str, ...]) -> None:
        self.placeholders = placeholders
        super().__init__(
            "{placeholders} refers to no figure of this report: choose one of its figures, or leave it out.",
            placeholders=placeholders,
        )


class NoConverter(ReportError):
    """No program that turns a Word document into PDF is installed, or it did not do it in time."""


class NothingToReport(ReportError):
    """What the document is about (a meeting, a notice) is not in the warehouse."""
