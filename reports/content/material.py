"""What a report is made from, and the means to write it: the board, what is kept beside it, words, figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from typing import Any

import polars as pl

from i18n import Words
from i18n.entries import entry_title
from i18n.typed import typed
from reports.content.figures import BOARD, Figures
from reports.content.model import Prose, Table
from reports.content.placeholders import Run, defuse_braces, placeholder
from reports.periods import Period
from reports.wording.owners import ids, names
from rules.periods import day_of
from warehouse.board import BoardView, Knowledge

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Meeting:
    """A meeting's row of `models.Meeting`, its remarks and its decisions, oldest first."""

    row: Row
    remarks: pl.DataFrame
    decisions: pl.DataFrame


@dataclass(frozen=True)
class Material:
    """Everything a report is made from. `earlier` is the board it compares with: the same month before the period
    began, or the period before; `entries` is `warehouse.ledgers.read_entries`, `notices`
    `warehouse.notices.read_notices`; `scores` and `earlier_scores` are the actions' exact appraisal scores; `meeting`
    is what minutes are about."""

    board: BoardView
    period: Period
    words: Words
    entries: pl.DataFrame
    notices: pl.DataFrame
    earlier: BoardView | None = None
    edits: Mapping[str, str] = field(default_factory=dict)
    scores: Mapping[str, Fraction] = field(default_factory=dict)
    earlier_scores: Mapping[str, Fraction] = field(default_factory=dict)
    meeting: Meeting | None = None

    @property
    def known(self) -> Knowledge:
        return self.board.knowledge

    @property
    def month(self) -> date:
        return self.board.month

    @property
    def as_of(self) -> datetime:
        return self.known.as_of

    @property
    def day(self) -> date:
        """The as-of's day in China."""
        return day_of(self.as_of)

    @cached_property
    def figures(self) -> Figures:
        return Figures(self.board, self.words)

    def f(self, subject: str, name: str) -> str:
        """A figure's place in prose. Raises LookupError where there is none: the report's own texts know theirs."""
        if not self.figures.exists(subject, name):
            raise LookupError(f"{subject}:{name} is no figure of this report")
        return placeholder(subject, name)

    def cell(self, subject: str, name: str) -> Run:
        """A figure as a table's cell; an empty one where it says nothing."""
        found = self.figures.find(subject, name)
        return Run("") if found is None or found.text == "–" else Run(found.text, found.key)

    def count(self, name: str) -> str:
        """A count over the whole plan, in prose."""
        return self.f(BOARD, name)

    def prose(self, part_id: str, label: str, lines: Sequence[str]) -> Prose:
        """Editable text: as a person left it, else as proposed."""
        edited = self.edits.get(part_id)
        template = "\n".join(line for line in lines if line)
        return Prose(part_id, label, template if edited is None else edited, is_edited=edited is not None)

    def indicator(self, indicator_id: str) -> str:
        """An indicator's name, fit for prose."""
        return defuse_braces(self.words.of(self.known.indicators[indicator_id]))

    def units(self, unit_ids: str | Sequence[str] | None, *, limit: int | None = 2) -> str:
        """Units by name; `;`-separated ids are taken too."""
        listed = ids(unit_ids) if isinstance(unit_ids, str) or unit_ids is None else list(unit_ids)
        return names(self.words, self.known, [u for u in listed if u in self.known.units], limit=limit)

    def action(self, action_id: str | None) -> str:
        """An action's name, or the whole county's."""
        row = self.known.actions.get(action_id or "")
        return self.words("paper.whole_county") if row is None else self.words.of(row)

    def title(self, entry: Row) -> str:
        """A ledger entry's title: the plan's or a notice's in the reader's language, a person's in their script."""
        return self.typed(entry_title(self.words, entry, self.known.indicators))

    def typed(self, text: str) -> str:
        """What a person typed, in the reader's script and fit for prose."""
        return defuse_braces(self.cell_typed(text))

    def cell_typed(self, text: str | None) -> str:
        """What a person typed, in the reader's script, for a table's cell."""
        return typed(self.words, text or "")

    def short_day(self, day: date) -> str:
        """A day for a narrow cell: without its year where it is the programme's own."""
        if day.year != self.known.catalogue.year:
            return self.words.day(day)
        return self.words("paper.short_day", month=self.words.month_short(day), day=day.day)

    def table(self, table_id: str, columns: Sequence[tuple[str, float]], rows: Sequence[Sequence[Run]]) -> Table:
        """A table with its caption `paper.table.<id>` and headers `paper.column.<name>`, widths as given."""
        words = self.words
        return Table(
            table_id=table_id,
            caption=words(f"paper.table.{table_id}"),
            header=tuple(words(f"paper.column.{name}") for name, _ in columns),
            rows=tuple(tuple(row) for row in rows),
            widths=tuple(width for _, width in columns),
        )
