"""Whether a warehouse holds the whole of a demonstration set: seen at a start without reading the set anew.

Opening each of its hundreds of files, and the libraries that check them, would stand before the first screen.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from warehouse.access import Right
from warehouse.connection import DRIVE, Warehouse
from warehouse.drive import is_appended

LISTS = "*/received.csv"


def mark_of(folder: Path) -> str:
    """What is kept with the warehouse's version once the set in `folder` has been taken in whole.

    Another file, another length of one or another word in a list makes another mark.
    """
    told = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            told.update(f"{path.relative_to(folder).as_posix()} {path.stat().st_size}\n".encode())
    for path in sorted(folder.glob(LISTS)):
        told.update(path.read_bytes())
    return f"demonstration whole {told.hexdigest()[:16]}"


def is_marked(warehouse: Warehouse, folder: Path) -> bool:
    """Whether the set was taken in whole before, as it is now."""
    return is_appended(warehouse, mark_of(folder))


def set_mark(warehouse: Warehouse, folder: Path) -> None:
    """Says that the set was taken in whole."""
    with warehouse.writing(mark_of(folder), right=Right.SETTINGS, counter=DRIVE):
        pass
