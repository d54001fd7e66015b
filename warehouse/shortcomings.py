"""What the lists and the figures say of each other: which lists there are, what is behind and named by none, what
came after a problem was closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from rules.model import Status
from warehouse.catalogue import Catalogue
from warehouse.settings import as_of


def lists_of(catalogue: Catalogue, action_id: str | None) -> list[dict[str, Any]]:
    """The lists an action keeps, in order: its own rows of organisation_rules, then those of the master plan that
    it does not name itself; each a row with `ledger` and names. `action_id` None = the master plan's."""
    rules = catalogue.organisation_rules.filter(pl.col("ledger").is_not_null()).sort("ordinal").to_dicts()
    own = [rule for rule in rules if action_id is not None and rule["action_id"] == action_id]
    named = {rule["ledger"] for rule in own}
    return own + [rule for rule in rules if rule["action_id"] is None and rule["ledger"] not in named]


def linked_indicators(entry: Mapping[str, Any]) -> list[str]:
    """The indicators an entry names, the cited one first."""
    named = [entry["cited_indicator_id"] or "", *(entry["indicator_ids"] or "").split(";")]
    return [name for name in dict.fromkeys(named) if name]


def open_shortcomings(entries: pl.DataFrame) -> dict[str, list[str]]:
    """indicator_id -> the ids of the open shortcomings that name it, from `read_entries`."""
    found: dict[str, list[str]] = {}
    for entry in entries.filter(ledger="shortcoming", state="open").iter_rows(named=True):
        for indicator_id in linked_indicators(entry):
            found.setdefault(indicator_id, []).append(entry["entry_id"])
    return found


def unnamed_problems(entries: pl.DataFrame, deciding: pl.DataFrame) -> pl.DataFrame:
    """The rows of indicators' deciding verdicts that are behind while no open shortcoming names the indicator."""
    named = list(open_shortcomings(entries))
    return deciding.filter((pl.col("status") == Status.BEHIND.value) & ~pl.col("indicator_id").is_in(named))


def next_figure(observations: pl.DataFrame, indicator_id: str, closed_on: date) -> dict[str, Any] | None:
    """The first figure that came after the day a problem was closed, for a period newer than any known then; its
    observation row as it stands now, None while there is none."""
    rows = observations.filter(
        (pl.col("indicator_id") == indicator_id) & pl.col("withdrawn_at").is_null() & pl.col("obs_value").is_not_null()
    )
    after = pl.col("recorded_at") > as_of(closed_on)
    known_to: Any = rows.filter(~after)["reference_period"].max()
    newer = rows.filter(after) if known_to is None else rows.filter(after & (pl.col("reference_period") > known_to))
    if newer.is_empty():
        return None
    first = newer.sort("recorded_at", "reference_period").row(0, named=True)
    vintages = newer.filter(reference_period=first["reference_period"], ref_area=first["ref_area"])
    return vintages.sort("recorded_at").row(-1, named=True)
