"""A table of the screen as a file: CSV for people or for programs (the remembered way first), or a workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl
import streamlit as st

from i18n import Words
from reports.snapshot.dialects import DIALECTS, Dialect
from reports.table_csv import csv_bytes
from rules.periods import day_of
from ui import links, state
from ui.access.here import told_export
from ui.screen import Screen
from warehouse.extract import csv_head, csv_lines

DIALECT = "csv"
"""The address parameter and session key of the remembered way of writing CSV."""


def remembered_dialect() -> Dialect:
    """The visitor's way of writing CSV; for people where nothing was chosen."""
    state.take_from_url(DIALECT)
    wanted = st.session_state.get(DIALECT)
    return "programs" if wanted == "programs" else "people"


def remember_dialect(dialect: Dialect) -> None:
    """Keeps the choice for the session and in the address."""
    st.session_state[DIALECT] = dialect
    state.write_to_url(**{DIALECT: None if dialect == "people" else dialect})


def offer_table(screen: Screen, table: pl.DataFrame, *, key: str, what: str) -> None:
    """One menu with the table as CSV, remembered way first, and as XLSX: as filtered on the screen, made on demand."""
    words = screen.words
    first = remembered_dialect()
    with st.popover(words("download.table"), icon=":material/download:", key=f"{key}_files"):
        for dialect in sorted(DIALECTS, key=lambda each: each != first):
            st.download_button(
                words(f"download.csv_{dialect}"),
                told_export(file_name(screen, what, "csv"), _csv(marked(screen, table), words, dialect)),
                file_name=file_name(screen, what, "csv"),
                mime="text/csv",
                on_click=remember_dialect if dialect != first else "ignore",
                args=(dialect,),
                key=f"{key}_csv" if dialect == "people" else f"{key}_csv_{dialect}",
                icon=":material/csv:",
            )
        st.download_button(
            words("download.xlsx"),
            told_export(file_name(screen, what, "xlsx"), _xlsx(screen, table, what)),
            file_name=file_name(screen, what, "xlsx"),
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            on_click="ignore",
            key=f"{key}_xlsx",
            icon=":material/table:",
        )


def file_name(screen: Screen, what: str, ending: str) -> str:
    """A download's name with period and as-of."""
    named = screen.words(
        "download.file_name", what=what, month=f"{screen.month:%Y-%m}", as_of=links.query(screen)["as_of"]
    )
    return f"{named.removesuffix('.csv')}.{ending}"


def _csv(table: pl.DataFrame, words: Words, dialect: Dialect) -> Callable[[], bytes]:
    def write() -> bytes:
        if dialect == "people":
            return csv_bytes(table)
        plain = table.rename(dict(zip(table.columns, machine_names(words, table.columns), strict=True)))
        return csv_head(plain) + csv_lines(plain)

    return write


def machine_names(words: Words, headers: Sequence[str]) -> list[str]:
    """The words' own keys for localised headers, so that a program's column has one name in every language."""
    keys: dict[str, str] = {}
    for key, text in words.entries.items():
        subject, _, name = key.rpartition(".")
        if subject in _SUBJECTS and (text not in keys or subject == _SUBJECTS[0]):
            keys[text] = name
    named: list[str] = []
    for header in headers:
        name, number = keys.get(header, header), 2
        while name in named:
            name, number = f"{keys.get(header, header)}_{number}", number + 1
        named.append(name)
    return named


_SUBJECTS = ("column", "ledger_column", "snapshot_item", "snapshots.column", "status", "dictionary.field")
"""Where headers come from, the first counting where two have one text."""


def marked(screen: Screen, table: pl.DataFrame) -> pl.DataFrame:
    """The table with a last column that says so where its figures are invented: a CSV has no other place for it."""
    if not screen.board.knowledge.has_demonstration:
        return table
    words = screen.words
    return table.with_columns(pl.lit(words("picture.demonstration")).alias(words("column.origin")))


def _xlsx(screen: Screen, table: pl.DataFrame, what: str) -> Callable[[], bytes]:
    """How to write the workbook; what it says of the board is settled now, as the address may be another by then."""
    words = screen.words
    note = words("snapshot_book.note", period=words.month(screen.month), as_of=words.day(day_of(screen.as_of)))
    if screen.board.knowledge.has_demonstration:
        note += f" · {words('snapshot_book.demonstration')}"

    def write() -> bytes:
        from reports.sheets import frame_xlsx

        return frame_xlsx(table, words=words, title=what, note=note, moment=screen.as_of)

    return write
