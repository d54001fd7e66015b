"""The first sheet: what the workbook is about, as known when, by which plan and rules, and where things are."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from charts.theme import SYMBOLS
from i18n import Words
from reports.sheets import Book, Judged
from reports.snapshot.subject import Subject
from rules.model import Status
from warehouse import summaries


def title_of(subject: Subject, words: Words) -> str:
    """The document's title."""
    return words(
        "snapshot_book.title",
        programme=words.named(subject.board.knowledge.catalogue.programme["name"]),
        period=words.month(subject.month),
        as_of=words.day(subject.as_of_day),
    )


def describe(book: Book, subject: Subject, words: Words) -> None:
    """The document's properties."""
    invented = words("snapshot_book.demonstration") if subject.board.knowledge.has_demonstration else ""
    period = words("snapshot_book.note", period=words.month(subject.month), as_of=words.day(subject.as_of_day))
    book.describe(title=title_of(subject, words), subject=period, comments=invented)


def front(book: Book, words: Words) -> Worksheet:
    """The sheet itself, first in the book; filled when all others are there."""
    return book.add(words("snapshot_book.about"))


def fill(made: Worksheet, book: Book, subject: Subject, words: Words) -> None:
    """Facts, the counts by status, and a link to each sheet."""
    made.hide_gridlines(2)
    made.set_column(0, 0, 20)
    made.set_column(1, 1, 64)
    made.write_string(0, 0, title_of(subject, words), book.format(bold=True, font_size=16))
    made.set_row(0, 28)
    row = 1
    if subject.board.knowledge.has_demonstration:
        warning = book.format(bold=True, bg_color="#FCEFD3", font_color="#8A5C00")
        made.merge_range(row, 0, row, 1, words("snapshot_book.demonstration"), warning)
        row += 1
    row = _facts(made, book, subject, words, row + 1)
    row = _counts(made, book, subject, words, row + 1)
    _links(made, book, words, row + 1)
    made.set_paper(9)
    made.fit_to_pages(1, 0)


def _facts(made: Worksheet, book: Book, subject: Subject, words: Words, row: int) -> int:
    for name, text in facts(subject, words):
        made.write_string(row, 0, name, book.format(font_color="#5B6470"))
        made.write_string(row, 1, text, book.format(text_wrap=True))
        row += 1
    return row


def facts(subject: Subject, words: Words) -> list[tuple[str, str]]:
    """What is to be known of a board before any number: name and text."""
    known = subject.board.knowledge
    programme, preset = known.catalogue.programme, known.catalogue.preset
    received, due = subject.board.reported
    found = [
        ("programme", words.named(programme["name"])),
        ("document", str(programme["document_number"])),
        ("period", words.month(subject.month)),
        ("as_of", words.day(subject.as_of_day)),
        ("reported", words("snapshot_book.reported_of", received=received, due=due)),
        ("plan_version", str(subject.moment.catalogue_version)),
        ("rule_version", words("snapshot_book.rule_of", name=preset.name, version=preset.version)),
    ]
    if subject.snapshot is not None:
        named = subject.snapshot
        at = words.moment(named.taken_at)
        text = words("snapshot_book.snapshot_of", name=named.name, by=named.taken_by, at=at)
        found.append(("snapshot", text))
        found += [("words", named.words)] if named.words else []
    return [(words(f"snapshot_book.{name}"), text) for name, text in found]


def _counts(made: Worksheet, book: Book, subject: Subject, words: Words, row: int) -> int:
    counted = summaries.status_counts(summaries.deciding_rows(subject.board.verdicts))
    made.write_string(row, 0, words("snapshot_book.statuses"), book.format(bold=True))
    made.write_string(row, 1, f"{words('snapshot_book.counted')}: {sum(counted.values())}", book.format(bold=True))
    for status in Status:
        row += 1
        book.cell(made, row, 0, Judged(status, f"{SYMBOLS[status]} {words(f'status.{status}')}"))
        made.write_number(row, 1, counted[status], book.format(align="left"))
    return row + 1


def _links(made: Worksheet, book: Book, words: Words, row: int) -> None:
    made.write_string(row, 0, words("snapshot_book.sheets"), book.format(bold=True))
    for sheet in book.file.worksheets()[1:]:
        row += 1
        look = book.format(font_color="#1F5F9E", underline=1)
        made.write_url(row, 0, f"internal:'{sheet.get_name()}'!A1", look, sheet.get_name())
