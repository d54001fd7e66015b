"""The bundle: every table of a board at a moment in one zip, with a description and a manifest."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

import polars as pl
import pyarrow.parquet as parquet

from i18n import words_for
from reports.snapshot.archive import Archive, WrittenFile
from reports.snapshot.derived import DERIVED_TABLES, derived_rows
from reports.snapshot.description import WrittenTable, data_package
from reports.snapshot.dialects import Dialect, ForPeople, ForPrograms, form_of
from reports.snapshot.subject import Progress, Subject, unheard
from warehouse.bundle import FORMAT
from warehouse.catalogue import preset_json
from warehouse.extract import digest_of, file_hash, read_parts
from warehouse.kept import KEPT, Kept, Reference

Form = Literal["csv", "parquet"]
PACKAGE = "datapackage.json"
"""The one name that the standard gives."""


def write_bundle(
    subject: Subject,
    path: Path,
    *,
    form: Form = "csv",
    dialect: Dialect = "programs",
    language: str = "zh-Hans",
    with_files: bool = True,
    progress: Progress = unheard,
) -> None:
    """Writes the bundle of a board to `path`; the same board gives the same bytes.

    `language` is that of the headers and words for people; a bundle for programs has none. Parquet is for
    programs only. `with_files`: the original workbooks and evidence too.
    """
    words = words_for(language)
    writer = ForPrograms() if form == "parquet" else form_of(dialect, words, subject.board.knowledge)
    with Archive(path) as archive:
        bundle = _Bundle(subject, archive, writer, form, progress)
        for kept in (*KEPT, *DERIVED_TABLES):
            if with_files or not kept.is_content:
                bundle.add(kept)
        bundle.close(language if writer.dialect == "people" else None)


@dataclass
class _Bundle:
    """A bundle being written: the tables so far, their files, the keys that references are held against."""

    subject: Subject
    archive: Archive
    writer: ForPrograms | ForPeople
    form: Form
    progress: Progress
    tables: list[WrittenTable] = field(default_factory=list)
    contents: dict[str, WrittenFile] = field(default_factory=dict)
    keys: dict[tuple[str, tuple[str, ...]], pl.DataFrame] = field(default_factory=dict)

    def add(self, kept: Kept) -> None:
        """One table, and the files its rows hold."""
        seen = _Seen(kept, self._wanted_keys(kept.table))
        whole = len(KEPT) + len(DERIVED_TABLES)
        self.progress(len(self.tables) / whole, kept.table)
        stem = f"{self.writer.file_stem(kept.table)}_{self.subject.stamp}"
        parts = seen.watch(self._parts(kept))
        if kept.is_content:
            parts = iter(self._with_files_apart(parts))
        if self.form == "parquet":
            written = self.archive.write(f"{stem}.parquet", _parquet_parts(parts))
        else:
            written = self.archive.write(f"{stem}.csv", self._csv_parts(kept.table, parts))
        self.keys |= seen.own_keys()
        holds = tuple(each for each in kept.refers if self._holds(seen.named[each], each))
        self.tables.append(WrittenTable(kept, written, seen.rows, holds))

    def _parts(self, kept: Kept) -> Iterator[pl.DataFrame]:
        if kept in DERIVED_TABLES:
            return iter([derived_rows(self.subject, kept.table)])
        return read_parts(self.subject.warehouse, kept, self.subject.moment)

    def _csv_parts(self, table: str, parts: Iterator[pl.DataFrame]) -> Iterator[bytes]:
        for number, part in enumerate(parts):
            if number == 0:
                yield self.writer.head(table, part)
            yield self.writer.lines(table, part)

    def _with_files_apart(self, parts: Iterator[pl.DataFrame]) -> list[pl.DataFrame]:
        """The rows with hashes in place of bytes; the bytes go to files/, each once."""
        found = []
        for part in parts:
            hashes = [file_hash(content) for content in part["content"]]
            for name, content in zip(hashes, part["content"], strict=True):
                if name not in self.contents:
                    self.contents[name] = self.archive.write(f"files/{name}", [content])
            found.append(part.with_columns(content=pl.Series(hashes, dtype=pl.String)))
        return found

    def _wanted_keys(self, table: str) -> set[tuple[str, ...]]:
        """The columns of a table that others refer to."""
        tables = (*KEPT, *DERIVED_TABLES)
        return {each.others for kept in tables for each in kept.refers if each.table == table}

    def _holds(self, named: pl.DataFrame, reference: Reference) -> bool:
        """Whether every row referred to is there: an indicator may have left the plan since it was reported."""
        there = self.keys.get((reference.table, reference.others))
        if there is None:
            return False
        asked = named.drop_nulls()
        return asked.join(there, left_on=reference.columns, right_on=reference.others, how="anti").is_empty()

    def close(self, language: str | None) -> None:
        """The description, then the manifest over everything else."""
        package = data_package(self.subject, self.tables, self.writer, parquet=self.form == "parquet")
        described = self.archive.write(PACKAGE, [_json(package)])
        listed = [{"table": t.kept.table, "rows": t.rows, **asdict(t.file)} for t in self.tables]
        others = [{"table": None, "rows": None, **asdict(f)} for f in (*self.contents.values(), described)]
        manifest = {**self._facts(language), "files": [*listed, *others]}
        self.archive.write(f"manifest_{self.subject.stamp}.json", [_json(manifest)])
        self.progress(1.0, "manifest")

    def _facts(self, language: str | None) -> dict[str, Any]:
        subject, known = self.subject, self.subject.board.knowledge
        return {
            "format": FORMAT,
            "programme_id": subject.moment.programme_id,
            "month": f"{subject.month:%Y-%m}",
            "as_of": _moment(subject.moment.as_of),
            "form": self.form,
            "dialect": self.writer.dialect,
            "language": language,
            "catalogue_version": subject.moment.catalogue_version,
            "preset": json.loads(preset_json(known.catalogue.preset)),
            "unreviewed": known.unreviewed.value,
            "is_demonstration": known.has_demonstration,
            "tables_digest": self._digest(),
            "snapshot": None if subject.snapshot is None else _as_row(asdict(subject.snapshot)),
        }

    def _digest(self) -> str | None:
        """The digest of the tables as a snapshot keeps it: of the files for programs, those without rows left out."""
        if self.form == "parquet" or self.writer.dialect != "programs":
            return None
        counted = [t for t in self.tables if t.rows and not t.kept.is_content and t.kept not in DERIVED_TABLES]
        return digest_of({t.kept.table: t.file.sha256 for t in counted})


class _Seen:
    """What is noted of a table's parts as they pass: how many rows, which keys they have and name."""

    def __init__(self, kept: Kept, wanted: set[tuple[str, ...]]) -> None:
        self.kept, self.wanted, self.rows = kept, wanted, 0
        self.named: dict[Reference, pl.DataFrame] = {}
        self._own: dict[tuple[str, ...], pl.DataFrame] = {}

    def watch(self, parts: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        for part in parts:
            self.rows += part.height
            for reference in self.kept.refers:
                self.named[reference] = _united(self.named.get(reference), part, reference.columns)
            for columns in self.wanted:
                self._own[columns] = _united(self._own.get(columns), part, columns)
            yield part

    def own_keys(self) -> dict[tuple[str, tuple[str, ...]], pl.DataFrame]:
        return {(self.kept.table, columns): rows for columns, rows in self._own.items()}


def _united(before: pl.DataFrame | None, part: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    found = part.select(columns).unique()
    return found if before is None else pl.concat([before, found]).unique()


def _parquet_parts(parts: Iterator[pl.DataFrame]) -> Iterator[bytes]:
    """A Parquet file, a row group a part, handed on as it grows."""
    grown = _Grown()
    writer: parquet.ParquetWriter | None = None
    for part in parts:
        rows = part.to_arrow()
        if writer is None:
            writer = parquet.ParquetWriter(grown, rows.schema, compression="zstd")
        writer.write_table(rows)
        yield grown.taken()
    if writer is not None:
        writer.close()
    yield grown.taken()


class _Grown(io.RawIOBase):
    """A file that is only written to and gives away what has been written since it was last asked."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []
        self._size = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._size

    def write(self, content: Any, /) -> int:
        self._parts.append(bytes(content))
        self._size += len(self._parts[-1])
        return len(self._parts[-1])

    def taken(self) -> bytes:
        given = b"".join(self._parts)
        self._parts = []
        return given


def _json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}Z"


def _as_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON, moments and dates as the tables write them."""
    write: dict[type, Callable[[Any], Any]] = {datetime: _moment, date: date.isoformat}
    return {name: write.get(type(value), lambda same: same)(value) for name, value in row.items()}
