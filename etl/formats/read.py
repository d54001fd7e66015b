"""Any file's bytes to its grid, in this process: the worker's whole task."""

from __future__ import annotations

from dataclasses import replace

from etl.errors import CorruptWorkbook, EmptyWorkbook
from etl.formats.html import read_html
from etl.formats.kinds import Kind, Sniffed, sniff
from etl.formats.ods import CONTENT, read_ods
from etl.formats.ole import open_compound, unlock
from etl.formats.spreadsheetml import read_spreadsheetml
from etl.formats.text import read_text
from etl.formats.xls import read_xls
from etl.formats.xlsx import read_xlsx, survey_package
from etl.grid import Workbook
from etl.limits import Limits
from etl.package import WORKBOOK, other_package, unpack

UNLOCKED = "unlocked_default"


def read_content(content: bytes, file_name: str, limits: Limits) -> Workbook:
    """The workbook, whatever form its bytes are in. Raises an IntakeError."""
    sniffed = sniff(content, file_name)
    match sniffed.kind:
        case Kind.PACKAGE:
            return _read_package(content, file_name, limits)
        case Kind.OLE:
            return _read_compound(content, file_name, limits)
        case _:
            return read_written(sniffed, content, file_name, limits)


def read_written(sniffed: Sniffed, content: bytes, file_name: str, limits: Limits) -> Workbook:
    """A workbook that is text. Raises an IntakeError."""
    match sniffed.kind:
        case Kind.XML_2003:
            workbook = read_spreadsheetml(sniffed.text, file_name, limits)
        case Kind.HTML:
            workbook = read_html(content, sniffed.text, file_name, limits)
        case _:
            workbook = read_text(sniffed.text, file_name, limits)
    return _unless_empty(workbook)


def _read_package(content: bytes, file_name: str, limits: Limits) -> Workbook:
    parts = unpack(content, file_name, limits) or {}
    if WORKBOOK in parts:
        return read_xlsx(content, survey_package(parts, file_name, limits), file_name, limits)
    if CONTENT in parts:
        return _unless_empty(read_ods(parts, file_name, limits))
    raise other_package(parts, file_name)


def _read_compound(content: bytes, file_name: str, limits: Limits, *, unlocked: bool = False) -> Workbook:
    compound = open_compound(content, file_name)
    if compound.has_locked_package:
        return _with_notice(_read_package(unlock(content, file_name), file_name, limits))
    if _is_locked(compound.book):
        if unlocked:
            raise CorruptWorkbook(file_name)
        return _with_notice(_read_compound(unlock(content, file_name), file_name, limits, unlocked=True))
    return read_xls(content, compound, file_name, limits)


def _is_locked(book: bytes) -> bool:
    """Whether the lock's record follows the workbook's beginning, where only the mark of a shared file may precede."""
    place = 0
    for _ in range(8):
        kind, length = (int.from_bytes(book[place + half : place + half + 2], "little") for half in (0, 2))
        if kind == 0x002F and length:
            return True
        place += 4 + length
    return False


def _with_notice(workbook: Workbook) -> Workbook:
    return replace(workbook, notices=(*workbook.notices, UNLOCKED))


def _unless_empty(workbook: Workbook) -> Workbook:
    if not any(sheet.cells for sheet in workbook.sheets):
        raise EmptyWorkbook(workbook.file_name)
    return workbook
