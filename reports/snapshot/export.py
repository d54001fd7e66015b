"""One board to one file, in any of the forms: written beside its place and put there when it is whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from reports.snapshot.bundle import write_bundle
from reports.snapshot.dialects import Dialect
from reports.snapshot.page import write_page
from reports.snapshot.subject import Progress, Subject, unheard
from reports.snapshot.workbook import write_workbook

Form = Literal["bundle", "parquet", "xlsx", "html"]
FORMS: tuple[Form, ...] = get_args(Form)
MIMES: Mapping[Form, str] = {
    "bundle": "application/zip",
    "parquet": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """How a board is to be written: language of headers and sentences, dialect of CSV, original files or not."""

    language: str = "zh-Hans"
    dialect: Dialect = "programs"
    with_files: bool = True


def export_name(subject: Subject, form: Form, wish: Wish) -> str:
    """The file's name, with period and as-of."""
    if form == "bundle":
        kind = "bundle" if wish.dialect == "programs" else f"bundle_{wish.language}"
        return subject.file_name(kind, "zip")
    if form == "parquet":
        return subject.file_name("parquet", "zip")
    return subject.file_name(f"board_{wish.language}", form)


def export(subject: Subject, folder: Path, *, form: Form, wish: Wish, progress: Progress = unheard) -> Path:
    """Writes one form of the board into `folder` and gives the file; the same board gives the same bytes."""
    place = folder / export_name(subject, form, wish)
    half = place.with_name(f"{place.name}.{os.getpid()}.part")
    try:
        _WRITERS[form](subject, half, wish, progress)
        half.replace(place)
    finally:
        half.unlink(missing_ok=True)
    return place


def _bundle(subject: Subject, path: Path, wish: Wish, progress: Progress) -> None:
    write_bundle(
        subject, path, dialect=wish.dialect, language=wish.language, with_files=wish.with_files, progress=progress
    )


def _parquet(subject: Subject, path: Path, wish: Wish, progress: Progress) -> None:
    write_bundle(subject, path, form="parquet", with_files=wish.with_files, progress=progress)


def _workbook(subject: Subject, path: Path, wish: Wish, progress: Progress) -> None:
    write_workbook(subject, path, language=wish.language, progress=progress)


def _page(subject: Subject, path: Path, wish: Wish, progress: Progress) -> None:
    write_page(subject, path, language=wish.language, progress=progress)


_WRITERS: Mapping[Form, Callable[[Subject, Path, Wish, Progress], None]] = {
    "bundle": _bundle,
    "parquet": _parquet,
    "xlsx": _workbook,
    "html": _page,
}
