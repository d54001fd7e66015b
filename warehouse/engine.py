"""The two engines a warehouse runs on, and all they differ in: a file of this process, a lake of several.

Both take the same SQL. A file has one owner, so its writers wait for each other inside the process. On a lake they
wait for each other in the catalogue's database: whoever writes holds its lock from before the first look until
after the commit, so that what was looked up still holds when it is written, and no two commits collide.
"""

from __future__ import annotations

import importlib.util
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol

import duckdb

from warehouse.address import Lake, lake_at, secret_of
from warehouse.errors import UnfitSetting, WarehouseBusy

STORAGE_VERSION = "v1.5.0"
"""The file format of new warehouses: DuckDB 1.5 and 2.0 both read and write it."""
CHECKPOINT_FROM = "64MB"
"""What the log of a file holds before a commit brings it into the file and waits for that: a thousand workbooks are 25
MB, which a later opening after a crash reads in 0.15 s."""
WAIT_SECONDS = 60
"""How long a writer waits for those of other processes."""
INLINED_ROWS = 200
"""A commit of fewer rows of a table stays in the catalogue: thousands of tiny files would be slow to read."""
LAKE, CATALOGUE = "warehouse", "catalogue"
_EXTENSIONS = ("postgres_scanner", "ducklake")

Connection = duckdb.DuckDBPyConnection
Setting = str | bool | int | float | list[str]


class Engine(Protocol):
    """What a warehouse asks of its engine."""

    @property
    def is_shared(self) -> bool:
        """Whether other processes may write too."""

    def connect(self, settings: dict[str, Setting], prepare: Callable[[Connection], None]) -> Connection:
        """A connection that `prepare` has been run on; closed again where that fails."""

    def cursor(self, connection: Connection) -> Connection:
        """A cursor of its own, with our tables in reach."""

    def alone(self, connection: Connection) -> AbstractContextManager[None]:
        """Meanwhile no other process writes. Raises WarehouseBusy."""


def engine_of(path: Path) -> Engine:
    """The engine of the warehouse that goes by `path`. Raises UnfitSetting."""
    lake = lake_at(path)
    return FileEngine(path) if lake is None else LakeEngine(lake)


@dataclass(frozen=True, slots=True)
class FileEngine:
    """One DuckDB file, which this process alone has open."""

    path: Path
    is_shared: bool = False

    def connect(self, settings: dict[str, Setting], prepare: Callable[[Connection], None]) -> Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        closed = {"enable_external_access": "false", "lock_configuration": "true"}
        own: dict[str, Setting] = {
            "storage_compatibility_version": STORAGE_VERSION,
            "checkpoint_threshold": CHECKPOINT_FROM,
        }
        return _prepared(duckdb.connect(str(self.path), config={**own, **settings, **closed}), prepare)

    def cursor(self, connection: Connection) -> Connection:
        return connection.cursor()

    def alone(self, connection: Connection) -> AbstractContextManager[None]:  # noqa: ARG002 nobody else is there
        return nullcontext()


@dataclass(frozen=True, slots=True)
class LakeEngine:
    """A catalogue in PostgreSQL and Parquet files that several processes share."""

    lake: Lake
    is_shared: bool = True

    def connect(self, settings: dict[str, Setting], prepare: Callable[[Connection], None]) -> Connection:
        """Attaching and preparing wait for other processes too: two may meet at a new lake."""
        connection = duckdb.connect(config=settings)
        first = "opening"
        try:
            self._load(connection)
            connection.execute(f"ATTACH {_text(self._words)} AS {first} (TYPE postgres)")
            with self._holding(connection, first):
                self._attach(connection)
                _prepared(connection, prepare)
            connection.execute(f"DETACH {first}")
        except BaseException:
            connection.close()
            raise
        return connection

    def cursor(self, connection: Connection) -> Connection:
        cursor = connection.cursor()
        try:
            cursor.execute(f"USE {LAKE}")
        except BaseException:
            cursor.close()
            raise
        return cursor

    @contextmanager
    def alone(self, connection: Connection) -> Iterator[None]:
        with self._holding(connection, CATALOGUE):
            yield

    @contextmanager
    def _holding(self, connection: Connection, database: str) -> Iterator[None]:
        """The catalogue's lock, for as long as a transaction of its own is open; it falls with the process."""
        cursor = connection.cursor()
        lock = f"SELECT 1 AS held FROM pg_advisory_xact_lock(hashtext('{LAKE}'), hashtext('{self.lake.schema}'))"  # noqa: S608 a checked name
        try:
            cursor.execute("BEGIN TRANSACTION")
            try:
                cursor.execute(f"FROM postgres_query('{database}', {_text(lock)})").fetchall()
            except duckdb.Error as error:
                if "lock timeout" in str(error):
                    raise WarehouseBusy(
                        "Another process has been writing to the warehouse {path} for {seconds} seconds: try again.",
                        code="lake_busy",
                        path=self.lake.data_path,
                        seconds=WAIT_SECONDS,
                    ) from error
                raise
            yield
        finally:
            with suppress(duckdb.Error):  # the transaction holds nothing but the lock
                cursor.execute("ROLLBACK")
            cursor.close()

    @property
    def _words(self) -> str:
        """The catalogue's words for libpq; no statement there waits for ever."""
        if "options=" in self.lake.connection:
            return self.lake.connection
        return f"{self.lake.connection} options='-c lock_timeout={WAIT_SECONDS * 1000}'"

    def _load(self, connection: Connection) -> None:
        names = (*_EXTENSIONS, "httpfs") if self.lake.is_remote else _EXTENSIONS
        for name in names:
            connection.execute(f"LOAD {_text(str(extension_file(name)))}")
        secret = secret_of(os.environ) if self.lake.is_remote else None
        if secret is not None:
            words = ", ".join(f"{name} {_text(value)}" for name, value in secret.items())
            connection.execute(f"CREATE SECRET files (TYPE s3, {words})")

    def _attach(self, connection: Connection) -> None:
        """Our tables, and nothing else of this machine within the reach of a query."""
        lake = self.lake
        if not lake.is_remote:
            Path(lake.data_path).mkdir(parents=True, exist_ok=True)
        connection.execute(
            f"ATTACH {_text('ducklake:postgres:' + self._words)} AS {LAKE} (DATA_PATH {_text(lake.data_path)},"
            f" METADATA_SCHEMA '{lake.schema}', METADATA_CATALOG '{CATALOGUE}', DATA_INLINING_ROW_LIMIT {INLINED_ROWS})"
        )
        connection.execute(f"SET allowed_directories = [{_text(lake.data_path)}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        connection.execute(f"USE {LAKE}")


class WriterLock:
    """One writer at a time in this process, and on a lake in all; whoever has it may take it again."""

    def __init__(self, alone: Callable[[], AbstractContextManager[None]]) -> None:
        self._alone = alone
        self._threads = threading.RLock()
        self._depth = 0
        self._held = ExitStack()

    def __enter__(self) -> None:
        self._threads.acquire()
        try:
            if self._depth == 0:
                self._held.enter_context(self._alone())
            self._depth += 1
        except BaseException:
            self._threads.release()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._depth -= 1
            if self._depth == 0:
                self._held.close()
        finally:
            self._threads.release()


def extension_file(name: str) -> Path:
    """The engine's extension as its wheel brings it, exact to the version. Raises UnfitSetting."""
    found = importlib.util.find_spec(f"duckdb_extension_{name}")
    if found is not None and found.origin is not None:
        path = Path(found.origin).parent / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
        if path.exists():
            return path
    raise UnfitSetting(
        "A lake needs DuckDB's extension {name} {version}: pip install -r requirements-lake.txt",
        code="extension_missing",
        name=name,
        version=duckdb.__version__,
    )


def _prepared(connection: Connection, prepare: Callable[[Connection], None]) -> Connection:
    try:
        prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _text(value: str) -> str:
    escaped = value.replace("'", "''")
    return f"'{escaped}'"
