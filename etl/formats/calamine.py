"""calamine, the reader of values: what it raises on purpose and what it breaks with, turned into refusals."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from etl.errors import CorruptWorkbook, EncryptedWorkbook
from etl.grid import Cell

_PANIC = "PanicException"  # its class is made by the library at run time and cannot be imported


@contextmanager
def refusing(file_name: str) -> Iterator[None]:
    """What the reader raises inside refuses the file. Raises EncryptedWorkbook, CorruptWorkbook."""
    try:
        yield
    except PasswordError as error:
        raise EncryptedWorkbook(file_name) from error
    except (CalamineError, ValueError, OSError, OverflowError) as error:
        raise CorruptWorkbook(file_name) from error
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise CorruptWorkbook(file_name) from error


@contextmanager
def opened(content: bytes) -> Iterator[CalamineWorkbook]:
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        yield book


def valued_cells(sheet: CalamineSheet, *, hidden: bool) -> dict[tuple[int, int], Cell]:
    """The values as cells by (row, column) from 1; empty texts are none."""
    make = tuple.__new__  # Cell(...) does the same with a call more, for each of all cells
    return {
        (row, column): make(Cell, (row, column, value, False, "", hidden, "", 1, ""))
        for row, values in enumerate(sheet.to_python(skip_empty_area=False), 1)
        for column, value in enumerate(values, 1)
        if value != ""
    }


__all__ = [
    "CalamineSheet",
    "CalamineWorkbook",
    "SheetTypeEnum",
    "SheetVisibleEnum",
    "opened",
    "refusing",
    "valued_cells",
]
