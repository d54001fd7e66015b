"""Open: a file's bytes to a workbook of addressed cells, whatever the file is called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from etl.errors import IntakeError
from etl.formats.kinds import Kind, sniff
from etl.formats.read import read_written
from etl.formats.xlsx import read_xlsx, survey_package
from etl.grid import Workbook
from etl.limits import DEFAULT_LIMITS, Limits
from etl.located import Opened
from etl.package import WORKBOOK, unpack
from etl.worker import File, read_apart, read_many, too_large

_MANY: Final = 30  # from here on workers have begun before this process alone would be through
_SMALL_BYTES: Final = 200_000
_SMALL_UNPACKED: Final = 3_000_000
_SMALL_PLACES: Final = 50_000


def read_workbook(content: bytes, file_name: str, *, limits: Limits = DEFAULT_LIMITS) -> Workbook:
    """Every valued cell of every sheet of a file of any form that `etl.formats` knows, told by its content.

    A small file with nothing out of the ordinary in it is read here, every other in a worker process that may use
    `limits.memory_bytes` and `limits.seconds` and no more. Raises an IntakeError, one sentence, for what is no
    workbook, is locked or damaged, or goes beyond the limits.
    """
    if len(content) > limits.file_bytes:
        raise too_large(content, file_name, limits)
    workbook = _read_if_plain(content, file_name, limits) if len(content) <= _SMALL_BYTES else None
    return workbook or read_apart(content, file_name, limits=limits)


def read_workbooks(
    files: Iterable[File], *, number: int, limits: Limits = DEFAULT_LIMITS
) -> Iterator[Opened | IntakeError]:
    """Each of `number` files (content, file name) as `read_workbook` gives it, or its refusal, in their order.

    Many are read by worker processes ahead of the caller, who meanwhile goes on with those already there; of these
    the small ones come with the form located.
    """
    if number >= _MANY:
        yield from read_many(files, limits=limits, locates=True)
        return
    for content, file_name in files:
        try:
            workbook: Workbook | IntakeError = read_workbook(content, file_name, limits=limits)
        except IntakeError as refusal:
            workbook = refusal
        yield workbook


def _read_if_plain(content: bytes, file_name: str, limits: Limits) -> Workbook | None:
    """The workbook where reading it here can cost next to nothing; None where a worker shall read it."""
    sniffed = sniff(content, file_name)
    if sniffed.kind is Kind.OLE:
        return None
    if sniffed.kind is not Kind.PACKAGE:
        return read_written(sniffed, content, file_name, limits)
    parts = unpack(content, file_name, limits, only_below=_SMALL_UNPACKED)
    if parts is None or WORKBOOK not in parts:
        return None
    surveyed = survey_package(parts, file_name, limits)
    if not surveyed.is_plain or surveyed.places > _SMALL_PLACES:
        return None
    return read_xlsx(content, surveyed, file_name, limits)
