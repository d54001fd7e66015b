"""The compound file of older Office programs: what it holds, and the lock that is none."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import Final

import olefile

from etl.errors import CorruptWorkbook, EncryptedWorkbook, NotAWorkbook, OtherFormat

DEFAULT_PASSWORD: Final = "VelvetSweatshop"  # published: Excel opens what is locked with it and asks nothing
_BOOKS: Final = ("Workbook", "Book")
_LOCKED_PACKAGE: Final = "EncryptedPackage"
_OTHERS: Final = {
    "WordDocument": ".doc",
    "PowerPoint Document": ".ppt",
    "__properties_version1.0": ".msg",
    "FileHeader": ".hwp",
}
_BROKEN: Final = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, EOFError, OverflowError)


@dataclass(frozen=True, slots=True)
class Compound:
    """`book` is the stream of an older workbook, b"" where the file is a locked package or something else."""

    book: bytes
    has_locked_package: bool
    has_macros: bool


def open_compound(content: bytes, file_name: str) -> Compound:
    """Raises CorruptWorkbook; OtherFormat or NotAWorkbook where no workbook is in it."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as compound:
            entries = {path[0].lower(): path[0] for path in compound.listdir(storages=True)}
            name = next((entries[book.lower()] for book in _BOOKS if book.lower() in entries), "")
            book = compound.openstream(name).read() if name else b""
    except _BROKEN as error:
        raise CorruptWorkbook(file_name) from error
    locked = _LOCKED_PACKAGE.lower() in entries
    if not book and not locked:
        for stream, ending in _OTHERS.items():
            if stream.lower() in entries:
                raise OtherFormat(file_name, found=ending)
        raise CorruptWorkbook(file_name) if name else NotAWorkbook(file_name)
    return Compound(book, locked, "_vba_project_cur" in entries)


def unlock(content: bytes, file_name: str) -> bytes:
    """The workbook that is locked with the programs' own default password. Raises EncryptedWorkbook for any other."""
    import msoffcrypto  # a quarter of a second to import, for a file in a thousand
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

    opened = io.BytesIO()
    try:
        locked = msoffcrypto.OfficeFile(io.BytesIO(content))
        verifying = {"verify_password": True} if locked.format == "ooxml" else {}  # the older lock always verifies
        locked.load_key(password=DEFAULT_PASSWORD, **verifying)
        locked.decrypt(opened)
    except (InvalidKeyError, DecryptionError) as error:
        raise EncryptedWorkbook(file_name) from error
    except (FileFormatError, ParseError, OSError, ValueError, IndexError, struct.error) as error:
        raise CorruptWorkbook(file_name) from error
    return opened.getvalue()
