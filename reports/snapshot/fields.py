"""Every table and column of a bundle in words: titles, notes, types, units, what is allowed in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import polars as pl

from i18n import Words
from warehouse.bundle import model_of, types_of
from warehouse.kept import LOAD
from warehouse.verdicts import VERDICT_SCHEMA

VERDICT, REPORT_DUE = "verdict", "report_due"
DERIVED: Mapping[str, Mapping[str, Any]] = {
    VERDICT: {
        **VERDICT_SCHEMA,
        "kind": pl.String,
        "severity": pl.Float64,
        "reason_text_zh_hans": pl.String,
        "reason_text_zh_hant": pl.String,
        "reason_text_en": pl.String,
    },
    REPORT_DUE: {
        "unit_id": pl.String,
        "period": pl.Date,
        "figures_due": pl.Int64,
        "figures_received": pl.Int64,
        "due_on": pl.Date,
        "late_on": pl.Date,
        "received_at": pl.Datetime,
        "state": pl.String,
    },
}
"""Tables the rules make of the others; they are not loaded back."""
NEVER_EMPTY: Mapping[str, frozenset[str]] = {
    VERDICT: frozenset({"month", "target_id", "indicator_id", "action_id", "status", "reason", "counted"}),
    REPORT_DUE: frozenset({"unit_id", "period", "figures_due", "figures_received", "due_on", "late_on", "state"}),
}
UNITS: Mapping[str, str] = {
    "obs_value": "indicator.unit_measure x 10^indicator.unit_mult",
    "value": "indicator.unit_measure x 10^indicator.unit_mult",
    "value_from": "indicator.unit_measure x 10^indicator.unit_mult",
    "stretch": "indicator.unit_measure x 10^indicator.unit_mult",
    "turning_value": "indicator.unit_measure x 10^indicator.unit_mult",
    "allowed_min": "indicator.unit_measure x 10^indicator.unit_mult",
    "allowed_max": "indicator.unit_measure x 10^indicator.unit_mult",
    "verdict.expected": "indicator.unit_measure x 10^indicator.unit_mult",
    "gap": "gap_unit",
    "severity": "1",
    "share": "1",
    "weight": "1",
    "mark": "points of 100",
    "stars": "stars of 5",
    "lag_days": "days",
    "grace_days": "days",
    "reply_days": "days",
    "behind_months": "months",
    "months_behind": "months",
    "item_minutes": "minutes",
    "figures_due": "figures",
    "figures_received": "figures",
    "observation_count": "figures",
    "overdue_cases": "cases",
}
"""What a number is counted in, by column or table and column."""
_LANGUAGES = ("_zh_hans", "_zh_hant", "_en")
_CHECKS: Mapping[str, Mapping[str, str]] = {
    "isin": {"allowed_values": "enum"},
    "str_matches": {"pattern": "pattern"},
    "str_length": {"min_value": "minLength", "max_value": "maxLength"},
    "greater_than_or_equal_to": {"min_value": "minimum"},
    "less_than_or_equal_to": {"max_value": "maximum"},
}
"""A model's checks with their numbers as Frictionless constraints."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its type, whether it is always filled, and what its model allows in it."""

    table: str
    name: str
    kind: Any
    nullable: bool
    allowed: Mapping[str, Any] = field(default_factory=dict)

    @property
    def unit(self) -> str | None:
        """What its numbers are counted in."""
        if self.kind not in (pl.Int64, pl.Float64):
            return None
        return UNITS.get(f"{self.table}.{self.name}", UNITS.get(self.name))

    def title(self, words: Words) -> str:
        """The column's name in words."""
        own = f"dictionary.own.{self.table}.{self.name}"
        if words.has(own):
            return words(own)
        for ending in _LANGUAGES:
            base = self.name.removesuffix(ending)
            if base != self.name and not words.has(f"dictionary.field.{self.name}"):
                return words(f"dictionary.in_language{ending.replace('_', '.', 1)}", field=_named(words, base))
        return _named(words, self.name)

    def note(self, words: Words) -> str:
        """What the title leaves open; "" where it says all."""
        for key in (f"dictionary.own_note.{self.table}.{self.name}", f"dictionary.note.{self.name}"):
            if words.has(key) and not (key.startswith("dictionary.note") and self._is_own(words)):
                return words(key)
        return ""

    def _is_own(self, words: Words) -> bool:
        return words.has(f"dictionary.own.{self.table}.{self.name}")


def _named(words: Words, name: str) -> str:
    """A column nobody has found words for goes by its machine name."""
    key = f"dictionary.field.{name}"
    return words(key) if words.has(key) else name


def table_title(words: Words, table: str) -> str:
    """A table's name in words."""
    key = f"dictionary.table.{table}"
    return words(key) if words.has(key) else table


def table_about(words: Words, table: str) -> str:
    """What a table holds, in a sentence."""
    key = f"dictionary.about.{table}"
    return words(key) if words.has(key) else table_title(words, table)


@cache
def fields_of(table: str) -> tuple[Field, ...]:
    """The columns of a table of a bundle, in order."""
    if table in DERIVED:
        filled = NEVER_EMPTY[table]
        return tuple(Field(table, name, _base(kind), name not in filled) for name, kind in DERIVED[table].items())
    if table == LOAD:
        return tuple(Field(table, name, kind, nullable=False) for name, kind in types_of(table).items())
    columns = model_of(table).to_schema().columns
    return tuple(
        Field(table, name, column.dtype.type.base_type(), bool(column.nullable), _allowed(column.checks))
        for name, column in columns.items()
    )


def _base(kind: Any) -> Any:
    return kind.base_type() if hasattr(kind, "base_type") else kind


def _allowed(checks: Sequence[Any]) -> dict[str, Any]:
    """A model's checks as Frictionless constraints."""
    return {
        constraint: check.statistics[statistic]
        for check in checks
        for statistic, constraint in _CHECKS.get(check.name, {}).items()
        if check.statistics.get(statistic) is not None
    }
