"""Workbooks on disk on their way to the desk: found, put together in rounds, and opened ahead."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from etl.errors import FileUnreadable
from etl.intake import Arrival
from etl.open import read_workbooks

WORKBOOK_ENDINGS = {".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".tsv"}
FILES_A_COMMIT = 500
"""Checking and storing cost far less a file in company than alone."""
_BYTES_A_COMMIT = 100_000_000
"""A round's files are held in memory until they are stored."""


def workbooks_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and in folders named every workbook (lock files of open ones left out), sorted."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for inner in sorted(path.rglob("*")):
            is_ours = inner.suffix.lower() in WORKBOOK_ENDINGS and not inner.name.startswith(("~$", "."))
            if is_ours and inner.is_file():
                yield inner


def rounds(paths: Sequence[Path]) -> Iterator[tuple[int, int]]:
    """The first place of each round and the one after its last."""
    start, size = 0, 0
    for place, path in enumerate(paths):
        own = path.stat().st_size if path.is_file() else 0
        if place > start and (place - start == FILES_A_COMMIT or size + own > _BYTES_A_COMMIT):
            yield start, place
            start, size = place, 0
        size += own
    if paths:
        yield start, len(paths)


def opened_ahead(paths: Sequence[Path]) -> Iterator[Arrival | FileUnreadable]:
    """Each file opened, or why its bytes cannot be had, in their order; some are opened ahead of the caller."""
    fetched: deque[tuple[str, bytes] | FileUnreadable] = deque()

    def readable() -> Iterator[tuple[bytes, str]]:
        for path in paths:
            content = _content(path)
            if isinstance(content, FileUnreadable):
                fetched.append(content)
            else:
                fetched.append((path.name, content))
                yield content, path.name

    for opened in read_workbooks(readable(), number=len(paths)):
        while isinstance(found := fetched.popleft(), FileUnreadable):
            yield found
        name, content = found
        yield Arrival(content, name, opened=opened)
    yield from (left for left in fetched if isinstance(left, FileUnreadable))


def _content(path: Path) -> bytes | FileUnreadable:
    try:
        return path.read_bytes()
    except OSError as error:
        return FileUnreadable(str(path), found=error.strerror or type(error).__name__)


@contextmanager
def collector_resting() -> Iterator[None]:
    """No search for cycles meanwhile, and none after it among what was made: a million small objects without any.

    Frozen and let go again, they are counted among the old; not where the process has frozen others, which stay so.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()
