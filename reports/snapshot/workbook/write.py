"""The sheets of a board's workbook, in the order of the screens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from i18n import Words, words_for
from reports.sheets import Book, Judged, Sheet
from reports.snapshot import rows
from reports.snapshot.rows import Series, Table
from reports.snapshot.subject import Progress, Subject, unheard
from reports.snapshot.workbook import about, headlines, overview
from reports.wording.targets import target_in_words
from warehouse.ledgers import read_entries
from warehouse.livelihood_board import read_livelihood

SERIES_MONTHS = 12
SERIES_FIRST = 5
"""The column of January in the sheet of indicators."""


@dataclass(frozen=True)
class Writing:
    """A workbook being written: what about, in which words."""

    subject: Subject
    words: Words
    book: Book

    @property
    def note(self) -> str:
        """The line under each sheet's title: period, as-of and, where figures are invented, that they are."""
        subject, words = self.subject, self.words
        told = words("snapshot_book.note", period=words.month(subject.month), as_of=words.day(subject.as_of_day))
        invented = subject.board.knowledge.has_demonstration
        return f"{told} · {words('snapshot_book.demonstration')}" if invented else told

    def table(self, name: str, table: Table, *, title: str | None = None) -> None:
        """A sheet of one table."""
        self.book.table(Sheet(name, title or name, self.note, table.header, table.rows))


def write_workbook(subject: Subject, path: Path, *, language: str, progress: Progress = unheard) -> None:
    """Writes the board's workbook; the same board gives the same bytes."""
    words = words_for(language)
    book = Book(str(path), words, moment=subject.moment.as_of)
    writing = Writing(subject, words, book)
    about.describe(writing.book, subject, words)
    front = about.front(book, words)
    steps: list[tuple[str, Callable[[Writing], None]]] = [
        ("overview", lambda w: overview.write(w.book, w.words, w.subject.board, w.note)),
        ("actions", _actions),
        ("series", _series),
        ("units", _units),
        ("reports", _reports),
        ("ledgers", _ledgers),
        ("livelihood", _livelihood),
        ("sources", _sources),
    ]
    for number, (name, write) in enumerate(steps):
        progress(number / len(steps), name)
        write(writing)
    about.fill(front, book, subject, words)
    book.close()
    progress(1.0, "about")


def _actions(writing: Writing) -> None:
    """A sheet for each action."""
    board, words = writing.subject.board, writing.words
    for action in board.knowledge.actions_in_order:
        mine = board.verdicts.filter(action_id=action["action_id"])
        name = f"{action['ordinal']} {words.of(action)}"
        writing.table(name, rows.targets(words, board, mine), title=words.of(action))


def _series(writing: Writing) -> None:
    """Every indicator's year, a line of its course in each row; then the headline ones as charts."""
    words, board = writing.words, writing.subject.board
    found = rows.series(words, board)
    header = [
        words("column.status"),
        words("column.indicator"),
        words("column.measure"),
        words("column.target"),
        words("column.target_value"),
        *(words.month_short(board.month.replace(month=number)) for number in range(1, SERIES_MONTHS + 1)),
        words("snapshot_book.trend"),
    ]
    name = words("snapshot_book.series")
    sheet = Sheet(name, name, writing.note, header, [_series_row(writing, each) for each in found])
    made = writing.book.table(sheet)
    headlines.sparklines(made, len(found), first=SERIES_FIRST, months=SERIES_MONTHS)
    headlines.write(writing.book, words, board, found, source=made.get_name(), first=SERIES_FIRST, note=writing.note)


def _series_row(writing: Writing, each: Series) -> list[rows.Cell]:
    words, known = writing.words, writing.subject.board.knowledge
    status: Judged = rows.judged(words, each.verdict)
    wanted = target_in_words(words, known, each.target)
    value = rows.figure(words, known, each.indicator_id, each.target["value"])
    return [status, each.name, each.measure, wanted, value, *each.values, None]


def _units(writing: Writing) -> None:
    writing.table(writing.words("snapshot_book.units"), rows.units(writing.words, writing.subject.board))


def _reports(writing: Writing) -> None:
    writing.table(writing.words("snapshot_book.reports"), rows.reports(writing.words, writing.subject.board))


def _ledgers(writing: Writing) -> None:
    subject, words = writing.subject, writing.words
    found = read_entries(subject.warehouse, subject.board.knowledge.catalogue, subject.moment.as_of)
    ordered = found.sort(pl.col("due_on"), nulls_last=True, maintain_order=True)
    writing.table(words("snapshot_book.ledgers"), rows.entries(words, subject.board, ordered))


def _livelihood(writing: Writing) -> None:
    subject, words = writing.subject, writing.words
    items = read_livelihood(subject.warehouse, subject.board)
    writing.table(words("snapshot_book.livelihood"), rows.livelihood(words, subject.board, items))


def _sources(writing: Writing) -> None:
    writing.table(writing.words("snapshot_book.sources"), rows.sources(writing.words, writing.subject.board))
