"""The two ways a table is written: for programs as it is stored, for people so that a spreadsheet shows it right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal, get_args

import polars as pl

from i18n import Words
from reports.snapshot.fields import Field, fields_of, table_title
from reports.table_csv import NUMBER, STARTS
from warehouse.board import Knowledge
from warehouse.extract import csv_head, csv_lines

Dialect = Literal["people", "programs"]
DIALECTS: tuple[Dialect, ...] = get_args(Dialect)
BOM = b"\xef\xbb\xbf"
PEOPLE_MOMENT = "%Y-%m-%d %H:%M:%S"
"""Moments in China's time, as spreadsheets read them."""
INDICATORS = frozenset({"indicator_id", "relative_to", "cited_indicator_id", "indicator_ids"})
UNITS = frozenset({"unit_id", "reporting_unit", "office_unit", "lead_unit", "lead_units", "supporting_units"})
ACTIONS = frozenset({"action_id"})
ITEMS = frozenset({"item_id"})
DEFINES: Mapping[str, str] = {
    "unit": "unit_id",
    "indicator": "indicator_id",
    "action": "action_id",
    "livelihood_item": "item_id",
}
"""Tables that give their ids a name themselves."""
WORDED: Mapping[str, str] = {
    "status": "status",
    "last_status": "status",
    "obs_status": "obs_status",
    "target.kind": "kind",
    "verdict.kind": "kind",
    "strength": "strength",
    "stage": "stage",
    "finding.severity": "severity",
    "report_due.state": "report_state",
}
"""Codes that have words, by column or table and column, with the words' subject."""


class ForPrograms:
    """Plain UTF-8, machine headers, LF: the warehouse's own fixed text form, which loads back."""

    dialect: Dialect = "programs"
    moment_format = "%Y-%m-%dT%H:%M:%S.%fZ"
    encoding = "utf-8"
    line_end = "\n"

    def fields(self, table: str) -> Sequence[tuple[str, Field]]:
        """The columns of a file: header and what it holds."""
        return [(each.name, each) for each in fields_of(table)]

    def file_stem(self, table: str) -> str:
        """What the file of a table is called."""
        return table

    def head(self, table: str, part: pl.DataFrame) -> bytes:
        del table
        return csv_head(part)

    def lines(self, table: str, part: pl.DataFrame) -> bytes:
        del table
        return csv_lines(part)


class ForPeople:
    """UTF-8 with a byte-order mark, localised headers, CRLF, formulas defused, names beside ids, codes in words."""

    dialect: Dialect = "people"
    moment_format = PEOPLE_MOMENT
    encoding = "utf-8-sig"
    line_end = "\r\n"

    def __init__(self, words: Words, known: Knowledge) -> None:
        self.words, self.known = words, known

    def fields(self, table: str) -> Sequence[tuple[str, Field]]:
        """The columns of a file: header and what it holds, a column of names after each column of ids."""
        found: list[tuple[str, Field]] = []
        for each in fields_of(table):
            title = each.title(self.words)
            moment = each.kind == pl.Datetime
            found.append((self.words("dictionary.china_time", field=title) if moment else title, each))
            if self.names_of(table, each.name) is not None:
                named = Field(table, f"{each.name}_name", pl.String, nullable=True)
                found.append((self.words("dictionary.name_of", field=title), named))
        return found

    def file_stem(self, table: str) -> str:
        """What the file of a table is called, in the people's language."""
        return table_title(self.words, table).replace(" ", "-")

    def head(self, table: str, part: pl.DataFrame) -> bytes:
        del part
        empty = pl.DataFrame(schema={title: pl.String for title, _ in self.fields(table)})
        return BOM + empty.write_csv(line_terminator="\r\n").encode()

    def lines(self, table: str, part: pl.DataFrame) -> bytes:
        shown = part.select(
            self._shown(table, each.name, part.schema.get(each.name)).alias(title) for title, each in self.fields(table)
        )
        written: str = shown.write_csv(
            include_header=False, line_terminator="\r\n", datetime_format=PEOPLE_MOMENT, float_scientific=False
        )
        return written.encode()

    def _shown(self, table: str, name: str, kind: Any) -> pl.Expr:
        if kind is None:
            of = name.removesuffix("_name")
            names = self.names_of(table, of)
            assert names is not None
            return _defused(pl.col(of).map_elements(_joined(names, self.words), pl.String))
        if kind == pl.Boolean:
            yes, no = (pl.lit(self.words(f"dictionary.{answer}")) for answer in ("yes", "no"))
            return pl.when(pl.col(name)).then(yes).when(pl.col(name).not_()).then(no)
        if kind == pl.Datetime:
            return pl.col(name).dt.offset_by("8h")
        if kind == pl.Float64:
            return pl.col(name).round(10)
        if kind == pl.String:
            return _defused(pl.col(name).replace(self.codes(table, name)))
        return pl.col(name)

    def codes(self, table: str, name: str) -> dict[str, str]:
        """The words of a column's codes."""
        subject = WORDED.get(f"{table}.{name}", WORDED.get(name))
        prefix = f"{subject}."
        if subject is None:
            return {}
        return {key.removeprefix(prefix): text for key, text in self.words.entries.items() if key.startswith(prefix)}

    def names_of(self, table: str, name: str) -> Mapping[str, str] | None:
        """The names of the ids in a column; None for other columns and for a table that names them itself."""
        if DEFINES.get(table) == name:
            return None
        for columns, names in self._names:
            if name in columns:
                return names
        return None

    @cached_property
    def _names(self) -> list[tuple[frozenset[str], dict[str, str]]]:
        catalogue, column = self.known.catalogue, self.words.column()
        tables = (
            (INDICATORS, catalogue.indicators, "indicator_id"),
            (UNITS, catalogue.units, "unit_id"),
            (ACTIONS, catalogue.actions, "action_id"),
            (ITEMS, catalogue.livelihood_items, "item_id"),
        )
        return [(columns, dict(frame.select(key, column).iter_rows())) for columns, frame, key in tables]


def form_of(dialect: Dialect, words: Words, known: Knowledge) -> ForPrograms | ForPeople:
    """How a dialect writes; `words` are those of the people's language."""
    return ForPrograms() if dialect == "programs" else ForPeople(words, known)


def _joined(names: Mapping[str, str], words: Words) -> Callable[[str], str]:
    def name_them(text: str) -> str:
        return words.join([names.get(each, each) for each in text.split(";") if each])

    return name_them


def _defused(text: pl.Expr) -> pl.Expr:
    """As `table_csv.defuse`, for a whole column; an empty text is an empty cell."""
    risky = pl.any_horizontal(text.str.starts_with(start) for start in STARTS) & ~text.str.contains(NUMBER)
    return pl.when(risky).then(pl.lit("'") + text).when(text != "").then(text)
