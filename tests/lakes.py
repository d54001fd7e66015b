"""PostgreSQL from the system's package, started once a session where a test wants a lake, and lakes in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

from warehouse.address import Lake, lake_at, write_place
from warehouse.connection import open_warehouse

USER = "board"
_numbers = count(1)


def programs() -> Path | None:
    """The folder of PostgreSQL's programs; None where the package is not installed."""
    found = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    if named := shutil.which("initdb"):
        found.append(Path(named).parent)
    return next((folder for folder in found if (folder / "initdb").exists() and (folder / "psql").exists()), None)


@dataclass(frozen=True)
class Server:
    """A PostgreSQL of this session's own, reached by a socket in `folder` alone."""

    bin: Path
    folder: Path

    def start(self) -> None:
        self._owned("initdb", "-D", self.data, "-A", "trust", "-U", USER, "--no-sync", "-E", "UTF8", "--locale=C")
        self.resume()

    def resume(self) -> None:
        calm = "-c fsync=off -c full_page_writes=off -c max_connections=400 -c listen_addresses=''"
        self._owned(
            "pg_ctl", "-D", self.data, "-w", "-l", self.folder / "log", "-o", f"-k {self.folder} {calm}", "start"
        )

    def stop(self) -> None:
        self._owned("pg_ctl", "-D", self.data, "-m", "immediate", "stop")

    def restart(self) -> None:
        self.stop()
        self.resume()

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def run(self, script: str) -> None:
        """Statements of psql."""
        words = [self.bin / "psql", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-U", USER, "-d", "postgres"]
        subprocess.run(words, input=script, text=True, check=True, capture_output=True)

    def _owned(self, program: str, *words: object) -> None:
        """PostgreSQL refuses to run as root; its package brings a user of its own."""
        as_user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        command = [str(self.bin / program), *map(str, words)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder, **as_user)  # type: ignore[call-overload]


@cache
def server() -> Server:
    """The session's server; started by the first who asks."""
    folder = Path(tempfile.mkdtemp(prefix="lake-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    found = programs()
    assert found is not None
    made = Server(found, folder)
    made.start()
    return made


def stop_server() -> None:
    """Ends the session's server where there is one."""
    if server.cache_info().currsize:
        server().stop()
        shutil.rmtree(server().folder, ignore_errors=True)
        server.cache_clear()
        _migrated.cache_clear()


def new_lake(place: Path) -> Path:
    """A file at `place` that stands for a lake nobody has opened yet."""
    name = f"lake_{next(_numbers)}"
    server().run(f"CREATE DATABASE {name};")
    return write_place(place, _address(name, place))


def copied_lake(source: Path, place: Path) -> Path:
    """A lake of its own with all that a closed one holds."""
    lake, name = lake_at(source), f"lake_{next(_numbers)}"
    assert lake is not None
    origin = dict(word.split("=", 1) for word in lake.connection.split())["dbname"]
    copy = Lake.read(_address(name, place))
    shutil.copytree(lake.data_path, copy.data_path)
    server().run(
        f"CREATE DATABASE {name} TEMPLATE {origin};\n\\c {name}\n"
        f"UPDATE {lake.schema}.ducklake_metadata SET value = '{copy.data_path}' WHERE key = 'data_path';"
    )
    return write_place(place, str(copy))


@cache
def _migrated() -> Path:
    path = new_lake(server().folder / "migrated.lake")
    open_warehouse(path).close()
    return path


def empty_lake(place: Path) -> Path:
    """A lake of today's shape with nothing in it."""
    return copied_lake(_migrated(), place)


def _address(database: str, place: Path) -> str:
    files = place.resolve().parent / f"{database}.files"
    return f"ducklake:postgres:host={server().folder} dbname={database} user={USER} data_path={files}"
