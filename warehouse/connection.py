"""The one owner of a warehouse file in this process: cursors to read, one writer at a time, a version."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import duckdb
import polars as pl

from warehouse.access import Right, permit
from warehouse.address import without_password
from warehouse.audit import REFUSED, note, record
from warehouse.engine import Engine, Setting, WriterLock, engine_of
from warehouse.errors import NewerWarehouse, NotPermitted, WarehouseBroken, WarehouseBusy, WarehouseError
from warehouse.migrate import migrate

SPLIT_RESULTS = int(duckdb.__version__.split(".")[0]) >= 2
"""From DuckDB 2.0 on `sql` gives Arrow without a copy; before, `execute` is 20 times the faster one."""

BOARD = "warehouse_version"
"""Counts what verdicts depend on: figures, the plan, which row is in force, reviews."""
DRIVE = "drive_version"
"""Counts what is kept beside the figures; it changes often, and no verdict with it."""

FRESH_SECONDS = 0.5
"""How old a version may be on a lake, where other processes write too."""
_open: dict[Path, Warehouse] = {}
_open_lock = threading.Lock()


def utc_now() -> datetime:
    """This moment as naive UTC, the form all moments are stored in."""
    return datetime.now(UTC).replace(tzinfo=None)


class Warehouse:
    """A migrated warehouse. Reads may come from any thread; writes wait for each other, on a lake in all processes."""

    def __init__(self, path: Path, settings: dict[str, Setting]) -> None:
        self.path = path
        self.write_lock = WriterLock(self._alone)
        self._engine = engine_of(path)
        self._settings = settings
        self._connecting = threading.Lock()
        self._connection: duckdb.DuckDBPyConnection | None = _connected(path, self._engine, settings)
        self._closed = False
        self._versions: dict[str, tuple[int, float]] = {}  # what was read, and when
        self._commits = 0

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor for this use alone: a shared one silently hands over other threads' rows."""
        with self._our_errors():
            cursor = self._engine.cursor(self._live())
            try:
                yield cursor
            finally:
                cursor.close()

    def frame(self, sql: str, **params: Any) -> pl.DataFrame:
        """The rows of a query; `params` fill its `$name` places."""
        with self.cursor() as cursor:
            return read_frame(cursor, sql, params)

    @contextmanager
    def writing(
        self,
        cause: str | None = None,
        *,
        right: Right,
        units: Sequence[str] = (),
        at: datetime | None = None,
        counter: str | None = BOARD,
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor inside a transaction: committed at the end, rolled back on any exception.

        `right` is what the person at work needs, for all of `units` where a unit's things are written. With a
        `cause` the commit also raises the version of `counter` (None: no version) and says in the audit who did
        it, in the same transaction. Raises NotPermitted; the audit tells of that too.
        """
        try:
            who = permit(right, units)
        except NotPermitted:
            note(self, right.value, cause or "", units=units, outcome=REFUSED)
            raise
        with self.noting() as cursor:
            yield cursor
            if cause is not None:
                if counter is not None:
                    _raise_version(cursor, counter, cause, at or utc_now())
                record(cursor, who, right.value, cause, units=units)

    @contextmanager
    def noting(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The transaction `writing` is made of; by itself only for what is kept of people coming and going."""
        with self.write_lock, self.cursor() as cursor:
            cursor.execute("BEGIN TRANSACTION")
            try:
                yield cursor
                cursor.execute("COMMIT")
                self._forget_version()
            except BaseException:
                _roll_back(cursor)
                raise

    @property
    def is_shared(self) -> bool:
        """Whether other processes may write to it too."""
        return self._engine.is_shared

    def version(self) -> int:
        """Grows with each change that can turn a verdict; 0 for an empty warehouse."""
        return self._counted(BOARD)

    def drive_version(self) -> int:
        """Grows with each change to what is kept beside the figures: ledgers, notes, notices, ratings, reports."""
        return self._counted(DRIVE)

    def _counted(self, counter: str) -> int:
        known, commits, now = self._versions.get(counter), self._commits, time.monotonic()
        if known is not None and (not self._engine.is_shared or now - known[1] < FRESH_SECONDS):
            return known[0]
        with self.cursor() as cursor:
            rows = cursor.execute(f"SELECT coalesce(max(version), 0) FROM {counter}").fetchall()  # noqa: S608 our own table names
        found = int(rows[0][0])
        with self._connecting:
            if commits == self._commits:
                self._versions[counter] = (found, now)
        return found

    def newest_moment(self, before: datetime) -> datetime | None:
        """The newest moment up to `before` at which anything was recorded; None where nothing was."""
        with self.cursor() as cursor:
            rows = cursor.execute(
                f"SELECT max(recorded_at) FROM (FROM {BOARD} UNION ALL FROM {DRIVE}) WHERE recorded_at <= $before",  # noqa: S608 our own table names
                {"before": before},
            ).fetchall()
        found: datetime | None = rows[0][0]
        return found

    def _forget_version(self) -> None:
        with self._connecting:
            self._commits += 1
            self._versions = {}

    def close(self) -> None:
        """Gives the file back; opening the path again makes a new Warehouse."""
        with _open_lock:
            if _open.get(self.path) is self:
                del _open[self.path]
        self._closed = True
        self._give_up()

    def _live(self) -> duckdb.DuckDBPyConnection:
        """The connection; made anew where the engine had to give up the one before."""
        with self._connecting:
            if self._closed:
                raise WarehouseError(
                    "The warehouse {path} has been closed: open it again.", code="warehouse_closed", path=self.path
                )
            if self._connection is None:
                self._connection = _connected(self.path, self._engine, self._settings)
            return self._connection

    def _give_up(self) -> None:
        with self._connecting:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._our_errors(), self._engine.alone(self._live()):
            yield

    @contextmanager
    def _our_errors(self) -> Iterator[None]:
        try:
            yield
        except duckdb.FatalException as error:
            self._give_up()
            raise WarehouseBroken(
                "The warehouse {path} had to be given up and will be opened anew at the next use."
                " Nothing committed is lost. Check the disk's free space. ({why})",
                path=self.path,
                why=_first_line(error),
            ) from error
        except (duckdb.IOException, duckdb.TransactionException) as error:
            # A commit that finds the disk full fails as a transaction; writers wait for each other, so none collide.
            if self._engine.is_shared:  # a catalogue that was away leaves connections that stay broken
                self._give_up()
            raise WarehouseError(
                "The warehouse {path} could not be read or written, and nothing was stored."
                " Check the disk's free space and the folder's rights. ({why})",
                code="warehouse_unwritable",
                path=self.path,
                why=_first_line(error),
            ) from error


def open_warehouse(path: Path | str, *, memory_limit: str | None = None, threads: int | None = None) -> Warehouse:
    """The warehouse of `path`, created and migrated where needed; the same object for the whole process.

    `memory_limit` ("2GB") and `threads` count at the first opening only.
    Raises WarehouseBusy (another process has it), WarehouseBroken, NewerWarehouse.
    """
    resolved = Path(path).resolve()
    with _open_lock:
        if resolved not in _open:
            _open[resolved] = Warehouse(resolved, _configuration(memory_limit, threads))
        return _open[resolved]


def is_open_here(path: Path | str) -> bool:
    """Whether this very process has the warehouse of `path` open."""
    with _open_lock:
        return Path(path).resolve() in _open


@contextmanager
def borrowed_warehouse(path: Path | str) -> Iterator[Warehouse]:
    """The warehouse of `path` for one command: closed at the end, unless this process had it open before."""
    was_open = is_open_here(path)
    warehouse = open_warehouse(path)
    try:
        yield warehouse
    finally:
        if not was_open:
            warehouse.close()


def read_frame(cursor: duckdb.DuckDBPyConnection, sql: str, params: dict[str, Any] | None = None) -> pl.DataFrame:
    """The rows of a query on `cursor`, the same on DuckDB 1.5 and 2.0."""
    given = params or None
    result = cursor.sql(sql, params=given) if SPLIT_RESULTS else cursor.execute(sql, given)
    return cast(pl.DataFrame, pl.from_arrow(result.to_arrow_table()))


def insert_frame(cursor: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    """Appends `frame` to one of our tables, columns matched by name."""
    columns = ", ".join(frame.columns)
    cursor.register("incoming_rows", frame.to_arrow())
    try:
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM incoming_rows")  # noqa: S608 our own names
    finally:
        cursor.unregister("incoming_rows")


def _configuration(memory_limit: str | None, threads: int | None) -> dict[str, Setting]:
    settings: dict[str, Setting] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    if memory_limit is not None:
        settings["memory_limit"] = memory_limit
    if threads is not None:
        settings["threads"] = str(threads)
    return settings


def _connected(path: Path, engine: Engine, settings: dict[str, Setting]) -> duckdb.DuckDBPyConnection:
    """A connection to the warehouse, created and migrated where needed."""

    def prepare(connection: duckdb.DuckDBPyConnection) -> None:
        migrate(connection, before_change=lambda reached: _keep_copy(connection, path, reached))

    try:
        return engine.connect(settings, prepare)
    except duckdb.Error as error:
        raise (_unreachable(path, error) if engine.is_shared else _opening_error(path, error)) from error


def _keep_copy(connection: duckdb.DuckDBPyConnection, path: Path, reached: int) -> None:
    """A backup of an older file before it is brought to today's shape."""
    from warehouse import backup

    backup.copy_out(connection, backup.folder_of(path), stem=f"{path.stem}-schema-{reached:03d}", at=utc_now())


def _unreachable(path: Path, error: duckdb.Error) -> WarehouseError:
    return WarehouseBroken(
        "The catalogue of the warehouse {path} cannot be opened: see whether its database runs and lets this"
        " account in, and whether the folder of its files is there. ({why})",
        code="lake_unreachable",
        path=path,
        why=_first_line(error),
    )


_NO_RIGHTS = ("permission denied", "read-only file system", "access is denied")


def _opening_error(path: Path, error: duckdb.Error) -> WarehouseError:
    said = str(error).lower()
    if "lock on file" in said or "being used by another process" in said:
        return WarehouseBusy(
            "Another process has the warehouse {path} open. Stop the dashboard or the loader that uses it,"
            " or upload through the running dashboard. ({why})",
            path=path,
            why=_first_line(error),
        )
    if any(words in said for words in _NO_RIGHTS):
        return WarehouseError(
            "The warehouse {path} is there but may not be written by this account. Nothing was changed:"
            " check the rights of the file and its folder, and that the disk is not read-only. ({why})",
            code="warehouse_read_only",
            path=path,
            why=_first_line(error),
        )
    if "version number" in said:
        return NewerWarehouse(
            "The warehouse {path} is of a newer file format: update DuckDB. ({why})", path=path, why=_first_line(error)
        )
    return WarehouseBroken(
        "The warehouse {path} cannot be opened: restore it from a backup. ({why})",
        code="warehouse_unreadable",
        path=path,
        why=_first_line(error),
    )


def _raise_version(cursor: duckdb.DuckDBPyConnection, counter: str, cause: str, at: datetime) -> None:
    newest = f"SELECT coalesce(max(version), 0) + 1, $cause, $at FROM {counter}"  # noqa: S608 our own table names
    cursor.execute(f"INSERT INTO {counter} (version, cause, recorded_at) {newest}", {"cause": cause, "at": at})


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    """Ends a failed transaction; the engine may have ended it already, and the first error counts."""
    try:
        cursor.execute("ROLLBACK")
    except duckdb.Error:
        return


def _first_line(error: BaseException) -> str:
    return without_password(str(error).splitlines()[0])
