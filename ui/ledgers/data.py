"""The lists as the screens ask them, read once per drive version and moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

import polars as pl

from rules.periods import day_of
from ui.data import knowledge_at
from ui.kept import kept
from ui.process import the_process
from ui.screen import Screen
from warehouse.ledgers import read_all_evidence, read_entries
from warehouse.shortcomings import linked_indicators, open_shortcomings

Row = dict[str, Any]


@dataclass(frozen=True)
class Lists:
    """Every entry as it stands (`read_entries`) and its evidence (`read_all_evidence`), at a moment."""

    as_of: datetime
    entries: pl.DataFrame
    evidence: pl.DataFrame

    @property
    def day(self) -> date:
        return day_of(self.as_of)

    @cached_property
    def by_id(self) -> dict[str, Row]:
        return {row["entry_id"]: row for row in self.entries.iter_rows(named=True)}

    @cached_property
    def by_indicator(self) -> dict[str, list[Row]]:
        """indicator_id -> the entries that name or cite it, in the lists' order."""
        found: dict[str, list[Row]] = {}
        for row in self.by_id.values():
            for indicator_id in linked_indicators(row):
                found.setdefault(indicator_id, []).append(row)
        return found

    @cached_property
    def named_problems(self) -> set[str]:
        """The indicators an open shortcoming names."""
        return set(open_shortcomings(self.entries))

    def evidence_of(self, entry_id: str) -> list[Row]:
        """The pieces given for an entry, oldest first."""
        return self.evidence.filter(entry_id=entry_id).to_dicts()


@kept(max_entries=12)
def _lists(drive_version: int, version: int, as_of: datetime) -> Lists:
    del drive_version, version  # part of the cache's key only
    process = the_process()
    catalogue = knowledge_at(as_of).catalogue
    return Lists(
        as_of,
        read_entries(process.warehouse, catalogue, as_of),
        read_all_evidence(process.warehouse, process.programme_id, as_of),
    )


def lists_at(as_of: datetime) -> Lists:
    """The lists at a moment, by the newest versions."""
    warehouse = the_process().warehouse
    return _lists(warehouse.drive_version(), warehouse.version(), as_of)


def lists_of(screen: Screen) -> Lists:
    """The lists as the screen's moment knows them."""
    return lists_at(screen.as_of)


def in_view(lists: Lists, *, action_id: str | None, ledger: str | None) -> pl.DataFrame:
    """The entries of an action (None = all) and a list (None = all)."""
    keep = [pl.lit(True)]
    if action_id is not None:
        keep.append(pl.col("action_id") == action_id)
    if ledger is not None:
        keep.append(pl.col("ledger") == ledger)
    return lists.entries.filter(*keep)
