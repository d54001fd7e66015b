"""Where a warehouse is: a DuckDB file, or a lake that several processes share, told by one line.

`ducklake:postgres:host=db dbname=board user=board data_path=/mnt/share/board` names a PostgreSQL catalogue (words of
libpq) and the place of its Parquet files, a folder or `s3://bucket/prefix`; `metadata_schema` is the schema in the
database where several warehouses share one. A file with that line stands for the lake wherever a path is asked for.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from warehouse.errors import UnfitSetting

HOME = Path(__file__).parent.parent / "data" / "warehouse"
SCHEME = "ducklake:postgres:"
SUFFIX = ".lake"
SETTING = "EIGHT_ACTIONS_WAREHOUSE"
_WORD = re.compile(r"\s*(\w+)\s*=\s*('(?:[^'\\]|\\.)*'|[^\s']+)")
_PASSWORD = re.compile(r"(password\s*=\s*)('(?:[^'\\]|\\.)*'|[^\s'\"]+)", re.IGNORECASE)
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


@dataclass(frozen=True, slots=True)
class Lake:
    """A lake's parts: the words of libpq, the place of the files (ends with a slash), the catalogue's schema."""

    connection: str
    data_path: str
    schema: str = "eight_actions"

    @classmethod
    def read(cls, text: str) -> Self:
        """The lake of an address. Raises UnfitSetting."""
        words = _words(text)
        data_path = words.pop("data_path", "")
        schema = words.pop("metadata_schema", "eight_actions")
        if not data_path or not _NAME.fullmatch(schema):
            raise _unfit(text)
        place = data_path if data_path.startswith("s3://") else str(Path(data_path).resolve())
        connection = " ".join(f"{name}={_quoted(value)}" for name, value in words.items())
        return cls(connection, place.rstrip("/") + "/", schema)

    @property
    def is_remote(self) -> bool:
        """Whether the files are in an object store."""
        return self.data_path.startswith("s3://")

    def __str__(self) -> str:
        schema = f"metadata_schema={self.schema}"
        return f"{SCHEME}{self.connection} data_path={_quoted(self.data_path)} {schema}"


def is_lake_address(text: str) -> bool:
    """Whether a setting names a lake, and no file."""
    return text.strip().lower().startswith("ducklake:")


def lake_at(path: Path) -> Lake | None:
    """The lake a file stands for; None where it is a DuckDB file, or not there. Raises UnfitSetting."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        begin = file.read(len(SCHEME))
    return Lake.read(path.read_text(encoding="utf-8").strip()) if is_lake_address(begin.decode("latin-1")) else None


def place_of(text: str, folder: Path = HOME) -> Path:
    """The path an address goes by on this machine: the file itself, or one in `folder` that stands for the lake.

    Beside it stands what each machine has of its own: backups, commands left, the public's ballots. It may hold a
    password and is its owner's alone. Raises UnfitSetting.
    """
    if not is_lake_address(text):
        return Path(text)
    line = str(Lake.read(text.strip()))
    path = folder / f"lake-{hashlib.sha256(line.encode()).hexdigest()[:12]}{SUFFIX}"
    if lake_at(path) is None:
        folder.mkdir(parents=True, exist_ok=True)
        write_place(path, line)
    return path


def write_place(path: Path, address: str) -> Path:
    """Makes a file that stands for a lake, readable by its owner alone; whole or not at all. Raises UnfitSetting."""
    line = str(Lake.read(address.strip()))
    half = path.with_name(path.name + ".part")
    half.unlink(missing_ok=True)
    half.touch(mode=0o600)
    half.write_text(line + "\n", encoding="utf-8")
    return half.replace(path)


def without_password(text: str) -> str:
    """A message of the engine as it may be shown: it repeats the whole address."""
    return _PASSWORD.sub(r"\1…", text)


def secret_of(environment: Mapping[str, str]) -> dict[str, str] | None:
    """What the object store wants to know, from the variables its own tools read; None where no key is given."""
    key, secret = environment.get("AWS_ACCESS_KEY_ID"), environment.get("AWS_SECRET_ACCESS_KEY")
    if not key or not secret:
        return None
    found = {"KEY_ID": key, "SECRET": secret, "REGION": environment.get("AWS_REGION", "us-east-1")}
    if token := environment.get("AWS_SESSION_TOKEN"):
        found["SESSION_TOKEN"] = token
    if endpoint := environment.get("AWS_ENDPOINT_URL"):
        scheme, _, host = endpoint.rpartition("://")
        found |= {"ENDPOINT": host.rstrip("/"), "URL_STYLE": "path", "USE_SSL": str(scheme != "http").lower()}
    return found


def _words(text: str) -> dict[str, str]:
    """The `name=value` words of an address. Raises UnfitSetting where something else stands between them."""
    if not text.startswith(SCHEME):
        raise _unfit(text)
    rest, found = text[len(SCHEME) :], {}
    while rest.strip():
        word = _WORD.match(rest)
        if word is None:
            raise _unfit(text)
        name, value = word.groups()
        found[name] = re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith("'") else value
        rest = rest[word.end() :]
    return found


def _quoted(value: str) -> str:
    if re.fullmatch(r"[^\s'\\]+", value):
        return value
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _unfit(text: str) -> UnfitSetting:
    return UnfitSetting(
        "{setting} is {given!r}: write a DuckDB file's path, or ducklake:postgres:host=… dbname=… user=…"
        " data_path=… (a folder or s3://…).",
        setting=SETTING,
        given=without_password(text),
    )
