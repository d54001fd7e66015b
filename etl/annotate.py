"""The sender's own workbook, sent back with each doubtful or refused cell marked and a first sheet that lists them.

An .xlsx is edited in place: formats, formulas, merged cells, widths, lists, charts, pictures and print settings stay.
What the editing library cannot keep: the stored results of formulas (they are calculated anew when the workbook is
opened), drawn shapes and text boxes, form controls, sparklines and other extensions of newer programs, threads of
replies under a comment, the size of comments that were there, and macros, which are left out on purpose.
Every other format, and a workbook too large to edit, is made into an .xlsx of the values it shows, with its merged
and hidden parts.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from etl.findings import Finding, Severity
from etl.grid import Sheet, column_letters
from etl.intake import Intake
from etl.locate import FINDINGS_SHEET
from etl.open import read_workbook
from etl.questions import Question
from i18n.intake_text import finding_text
from i18n.words import Words, words_for

MOST_EDITED: Final = 10_000_000
"""Bytes of XML that are edited in place; the editing library needs some thirty times as much memory."""
_QUESTION: Final = "question"
_COLOURS: Final = {Severity.ERROR.value: "FFC7CE", Severity.DOUBT.value: "FFEB9C", _QUESTION: "BDD7EE"}
_WIDTHS: Final = (6, 10, 18, 10, 24, 70)
_HEADER_ROW: Final = 4
_COMMENT_WIDTH: Final = 280
_BROKEN: Final = (ValueError, KeyError, TypeError, IndexError, AttributeError, zipfile.BadZipFile, InvalidFileException)
"""What the editing library raises over parts of a workbook it does not understand."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing to look at: `level` is error, doubt or question, `cell` None where it is about the sheet or file."""

    level: str
    sheet: str
    cell: str | None
    found: str
    text: str


def annotate_workbook(content: bytes, file_name: str, intake: Intake, *, language: str = "zh-Hans") -> bytes:
    """An .xlsx with a coloured cell and a comment for each error, doubt and open question, and the list in front
    (a sheet of the same name in every language, so that the intake passes it over when it comes back).

    `intake` is what etl.line.take_in understood of these bytes. Cells without a finding stay as they are.
    """
    words = words_for(language)
    book = _editable(content) or _converted(content, file_name)
    marks = marks_of(intake, words)
    for (sheet, address), of_cell in _by_cell(marks).items():
        if sheet in book.sheetnames:
            _mark(book[sheet][address], of_cell, words)
    _list_in_front(book, marks, intake, words)
    book.calculation.fullCalcOnLoad = True
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def marks_of(intake: Intake, words: Words) -> list[Mark]:
    """What the sender has to look at: errors, then doubts, then questions, each in the order of the file."""
    marks = [_of_finding(finding, words) for finding in intake.findings if finding.severity is not Severity.INFO]
    marks += [_of_question(question, words) for question in intake.questions]
    return sorted(marks, key=lambda mark: list(_COLOURS).index(mark.level))


def _of_finding(finding: Finding, words: Words) -> Mark:
    text = finding_text(words, finding.code, finding.found, finding.expected)
    return Mark(finding.severity.value, finding.sheet, finding.cell, finding.found, text)


def _of_question(question: Question, words: Words) -> Mark:
    choices = [words(choice.words, **choice.params) if words.has(choice.words) else choice.value
               for choice in question.choices]  # fmt: skip
    key = "annotate.question_with_choices" if choices else "annotate.question"
    text = words(key, found=question.found, choices=words.join(choices))
    return Mark(_QUESTION, question.sheet, question.cell, question.found, text)


def _by_cell(marks: Iterable[Mark]) -> dict[tuple[str, str], list[Mark]]:
    cells: dict[tuple[str, str], list[Mark]] = {}
    for mark in marks:
        if mark.cell is not None:
            cells.setdefault((mark.sheet, mark.cell), []).append(mark)
    return cells


def _mark(cell: Cell | MergedCell, marks: list[Mark], words: Words) -> None:
    """Colours a cell by its worst mark and says all of them in its comment, under one that was there."""
    place = _corner(cell)
    place.fill = PatternFill("solid", fgColor=_COLOURS[marks[0].level])
    lines = [f"{_level(mark, words)}{words('annotate.colon')}{mark.text}" for mark in marks]
    before = [place.comment.text] if place.comment else []
    text = "\n".join([*before, *lines])
    height = 24 + 18 * sum(1 + len(line) // 20 for line in text.splitlines())
    place.comment = Comment(text, words("annotate.author"), width=_COMMENT_WIDTH, height=height)


def _corner(cell: Cell | MergedCell) -> Cell:
    """The cell itself; of a merged area its top left one, the only one that can hold anything."""
    if isinstance(cell, Cell):
        return cell
    sheet = cell.parent
    area = next(area for area in sheet.merged_cells.ranges if cell.coordinate in area)
    corner = sheet.cell(area.min_row, area.min_col)
    assert isinstance(corner, Cell)
    return corner


def _level(mark: Mark, words: Words) -> str:
    return words("annotate.to_confirm") if mark.level == _QUESTION else words(f"severity.{mark.level}")


def _list_in_front(book: Workbook, marks: list[Mark], intake: Intake, words: Words) -> None:
    _drop_old_list(book)
    sheet = book.create_sheet(FINDINGS_SHEET, 0)
    _select_only(book, sheet)
    _write_head(sheet, marks, intake, words)
    for number, mark in enumerate(marks, 1):
        _write_mark(sheet, _HEADER_ROW + number, number, mark, words)
    for column, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[column_letters(column)].width = width
    sheet.freeze_panes = f"A{_HEADER_ROW + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _drop_old_list(book: Workbook) -> None:
    """A workbook that was sent back before carries the list of that time."""
    if FINDINGS_SHEET in book.sheetnames and len(book.sheetnames) > 1:
        del book[FINDINGS_SHEET]


def _select_only(book: Workbook, sheet: Worksheet) -> None:
    """Two selected sheets would be edited together."""
    book.active = 0
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet


def _write_head(sheet: Worksheet, marks: list[Mark], intake: Intake, words: Words) -> None:
    counts = [sum(mark.level == level for mark in marks) for level in _COLOURS]
    facts = {"figures": intake.observations.height, "errors": counts[0], "doubts": counts[1], "questions": counts[2]}
    _write(sheet, 1, 1, words("annotate.title", file=intake.file_name), bold=True, size=14)
    _write(sheet, 2, 1, words("annotate.counts", **facts))
    _write(sheet, 3, 1, words("annotate.advice" if marks else "annotate.nothing"))
    titles = ("number", "level", "sheet", "cell", "found", "said")
    for column, title in enumerate(titles, 1):
        cell = _write(sheet, _HEADER_ROW, column, words(f"annotate.column.{title}"), bold=True)
        cell.fill = PatternFill("solid", fgColor="E8EEF4")


def _write_mark(sheet: Worksheet, row: int, number: int, mark: Mark, words: Words) -> None:
    shown = (number, _level(mark, words), mark.sheet, mark.cell, mark.found, mark.text)
    for column, value in enumerate(shown, 1):
        cell = _write(sheet, row, column, value)
        cell.alignment = Alignment(vertical="top", wrap_text=column > 4)
    sheet.cell(row, 2).fill = PatternFill("solid", fgColor=_COLOURS[mark.level])
    if mark.cell is not None and mark.sheet in sheet.parent.sheetnames:
        quoted = mark.sheet.replace("'", "''")
        link = sheet.cell(row, 4)
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{quoted}'!{mark.cell}", display=mark.cell)
        link.font = Font(name="宋体", color="0563C1", underline="single")


def _write(sheet: Worksheet, row: int, column: int, value: object, *, bold: bool = False, size: int = 11) -> Cell:
    cell = sheet.cell(row, column)
    _put(cell, value)
    cell.font = Font(name="宋体", bold=bold, size=size)
    return cell


def _put(cell: Cell, value: object) -> None:
    """Writes a value as itself: a text that begins like a formula stays a text."""
    text = _ILLEGAL.sub("", value) if isinstance(value, str) else value
    cell.value = text
    if isinstance(text, str):
        cell.data_type = "s"


_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_FORBIDDEN_IN_NAMES = re.compile(r"[\\/*?:\[\]]")


def _editable(content: bytes) -> Workbook | None:
    """The workbook for editing in place; None where it is another format, the library cannot open it, or its
    parts unpack to so much (a million formatted rows) that editing would take the server's memory."""
    if not content.startswith(b"PK"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(part.file_size for part in package.infolist() if part.filename.endswith(".xml")) > MOST_EDITED:
                return None
        book = load_workbook(io.BytesIO(content), rich_text=True)
    except _BROKEN:
        return None
    return book if book.worksheets else None


def _converted(content: bytes, file_name: str) -> Workbook:
    """An .xlsx of what another format shows. Raises an IntakeError where the file cannot be opened."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in read_workbook(content, file_name).sheets:
        _copy(sheet, book.create_sheet(_FORBIDDEN_IN_NAMES.sub("_", sheet.name)[:31] or None))
    return book


def _copy(source: Sheet, target: Worksheet) -> None:
    widths: dict[int, int] = {}
    for (row, column), cell in source.cells.items():
        place = target.cell(row, column)
        _put(place, cell.error or cell.value)
        if cell.percent:
            place.number_format = "0.0#%"
        widths[column] = max(widths.get(column, 8), min(40, sum(1 + (ord(sign) > 255) for sign in cell.text) + 2))
    for column, width in widths.items():
        target.column_dimensions[column_letters(column)].width = width
    for area in source.merged:
        target.merge_cells(start_row=area.top, start_column=area.left, end_row=area.bottom, end_column=area.right)
    for row in source.hidden_rows:
        target.row_dimensions[row].hidden = True
    for first, last in source.hidden_columns:
        for column in range(first, last + 1):
            target.column_dimensions[column_letters(column)].hidden = True
    if source.hidden:
        target.sheet_state = "hidden"
