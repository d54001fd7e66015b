"""The parts of a report: headings, prose whose figures are bound, native tables and charts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import polars as pl

from reports.content.placeholders import Run, runs_of


class Masthead(StrEnum):
    """The head of the first page: an official document's, a bulletin's, or that of minutes."""

    DOCUMENT = "document"
    BULLETIN = "bulletin"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class Figure:
    """A fact bound to the board: how it is written and, where it is a number, the number in the indicator's unit."""

    subject: str
    field: str
    text: str
    value: float | None = None

    @property
    def key(self) -> str:
        return f"{self.subject}:{self.field}"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section; `level` counts from 2, the section's own heading being 1."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Prose:
    """Editable text, a paragraph a line; figures stand in it as `{f:subject:field}`."""

    part_id: str
    label: str
    template: str
    is_edited: bool = False

    def paragraphs(self, figures: Mapping[str, Figure]) -> list[tuple[Run, ...]]:
        """The paragraphs with their figures filled in; no empty ones."""
        texts = {key: figure.text for key, figure in figures.items()}
        return [runs_of(line, texts) for line in self.template.splitlines() if line.strip()]


@dataclass(frozen=True, slots=True)
class Table:
    """A native table. A row with one cell is a line across the whole table. `widths` are shares of the page."""

    table_id: str
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Run, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart: its rows and specification, what it shows in words, and the facts written inside it."""

    picture_id: str
    title: str
    alt: str
    frame: pl.DataFrame = field(repr=False)
    spec: Mapping[str, Any] = field(repr=False)
    source: str
    period: str
    as_of: str


Block = Heading | Prose | Table | Picture


@dataclass(frozen=True, slots=True)
class Section:
    section_id: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """A report before it has a number: all it says, and every figure it uses by `Figure.key`."""

    kind: str
    period: str
    period_words: str
    language: str
    month: date
    as_of: datetime
    masthead: Masthead
    mark: str
    organ: str
    title: str
    addressee: str
    sections: tuple[Section, ...]
    annexes: tuple[Section, ...]
    figures: Mapping[str, Figure]
    is_demonstration: bool

    def blocks(self) -> Iterator[Block]:
        """Every block in reading order, annexes last."""
        for section in (*self.sections, *self.annexes):
            yield from section.blocks

    def prose(self) -> list[Prose]:
        """The editable texts in reading order."""
        return [block for block in self.blocks() if isinstance(block, Prose)]


@dataclass(frozen=True, slots=True)
class Imprint:
    """What issuing adds: the number as printed, the day, who issued."""

    number: str
    issued_on: date
    issued_by: str
