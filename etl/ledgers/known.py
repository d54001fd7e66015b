"""What reading a workbook of the lists gives, and what it is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from etl.fold import fold
from etl.ledgers.form import list_names
from etl.plan import Plan
from i18n.words import LANGUAGES, words_for
from warehouse.catalogue import Catalogue
from warehouse.plan_entries import LEDGERS


@dataclass(frozen=True, slots=True)
class LedgerFinding:
    """What is wrong with a cell; words: `ledger_finding.<code>`. `is_error` False = only said."""

    code: str
    sheet: str
    cell: str = ""
    found: str = ""
    expected: str = ""
    is_error: bool = True

    @property
    def sentence(self) -> str:
        """In English, with its place: for the command line."""
        place = self.sheet + (f"!{self.cell}" if self.cell else "")
        words = words_for("en")
        return f"{place}: {words(f'ledger_finding.{self.code}', found=self.found, expected=self.expected or '–')}"


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One row held against what is known: `before` None = new; `fields` what differs, as (before, after)."""

    ledger: str
    entry_id: str | None
    title: str
    sheet: str
    row: int
    given: Mapping[str, Any]
    fields: Mapping[str, tuple[Any, Any]]

    @property
    def kind(self) -> str:
        if self.entry_id is None:
            return "new"
        return "changed" if self.fields else "same"


@dataclass(slots=True)
class LedgerIntake:
    """A workbook as read: `changes` in the workbook's order, `findings` with their cells."""

    file_name: str
    changes: list[EntryChange] = field(default_factory=list)
    findings: list[LedgerFinding] = field(default_factory=list)
    seen: set[object] = field(default_factory=set)  # the entries met so far, to find one that is there twice

    @property
    def errors(self) -> list[LedgerFinding]:
        return [finding for finding in self.findings if finding.is_error]

    @property
    def to_store(self) -> list[EntryChange]:
        return [change for change in self.changes if change.kind != "same"]

    def count(self, kind: str) -> int:
        """How many rows are `new`, `changed` or `same`."""
        return sum(change.kind == kind for change in self.changes)


@dataclass(frozen=True)
class LedgerKnown:
    """What a workbook is held against: the plan's names, the entries (`read_entries`), their evidence
    (`read_all_evidence`) and the figures that have been reported (`read_observations`)."""

    catalogue: Catalogue
    entries: pl.DataFrame
    evidence: pl.DataFrame
    observations: pl.DataFrame

    @cached_property
    def plan(self) -> Plan:
        return Plan.of(self.catalogue)

    @cached_property
    def by_id(self) -> dict[str, dict[str, Any]]:
        return {row["entry_id"]: row for row in self.entries.iter_rows(named=True)}

    @cached_property
    def by_title(self) -> dict[tuple[str, str | None, str], str]:
        """(list, action, folded title in any language) -> entry_id, so that a list without numbers finds its own."""
        return {
            (row["ledger"], row["action_id"], fold(title)): row["entry_id"]
            for row in self.by_id.values()
            for title in (row["title"], row["title_zh_hans"], row["title_zh_hant"], row["title_en"])
            if title
        }

    @cached_property
    def links(self) -> dict[str, set[str]]:
        """entry_id -> its pieces of evidence by link or name."""
        found: dict[str, set[str]] = {}
        for row in self.evidence.iter_rows(named=True):
            found.setdefault(row["entry_id"], set()).add(row["link"] or row["name"])
        return found

    @cached_property
    def figures(self) -> set[tuple[str, date]]:
        standing = self.observations.filter(pl.col("withdrawn_at").is_null() & pl.col("obs_value").is_not_null())
        return set(standing.select("indicator_id", "reference_period").unique().iter_rows())

    @cached_property
    def actions(self) -> dict[str, str | None]:
        """Folded name -> action_id; the whole county is None."""
        names: dict[str, str | None] = {fold(words_for(one)("ledgers.county")): None for one in LANGUAGES}
        for row in self.catalogue.actions.iter_rows(named=True):
            for text in (row["name_zh_hans"], row["name_zh_hant"], row["name_en"], row["action_id"]):
                names[fold(text)] = row["action_id"]
        return names

    @cached_property
    def sheets(self) -> dict[str, str]:
        """Folded name of a list, as any action calls it in any language -> ledger."""
        found: dict[str, str] = {}
        for language in LANGUAGES:
            words = words_for(language)
            for action_id in (None, *self.catalogue.actions["action_id"]):
                for ledger, name in list_names(self.catalogue, words, action_id).items():
                    found.setdefault(fold(name), ledger)
            for ledger in LEDGERS:
                for name in (words(f"ledger.{ledger}"), words(f"ledger_short.{ledger}")):
                    found.setdefault(fold(name), ledger)
        return found
