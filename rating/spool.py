"""The file between the board and the rating server: the board writes what is open, the server what was said."""

from __future__ import annotations

import json
import secrets
import sqlite3
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

CHINA_TIME = timedelta(hours=8)
SHAPE = """
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS offer (item_id TEXT PRIMARY KEY, position INTEGER NOT NULL, offer_json TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS ballot (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    item_id TEXT NOT NULL,
    device_hash TEXT NOT NULL,
    stars INTEGER NOT NULL,
    reasons TEXT NOT NULL,
    words TEXT NOT NULL,
    cast_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS ballot_of_device ON ballot (item_id, device_hash, number);
"""
WAIT_SECONDS = 10.0
"""How long one process waits for the other's write; either takes a millisecond."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An item the public may rate; `names` and `parts` by zh_hans, zh_hant, en; closed where `open_until` is None."""

    item_id: str
    names: Mapping[str, str]
    parts: Mapping[str, Sequence[str]]
    open_until: date | None

    def is_open(self, today: date) -> bool:
        return self.open_until is not None and today <= self.open_until


@dataclass(frozen=True, slots=True)
class Ballot:
    """One vote as it was cast; `cast_at` is naive UTC, `number` its place in the spool."""

    number: int
    item_id: str
    device_hash: str
    stars: int
    reasons: tuple[str, ...]
    words: str
    cast_at: datetime


class Spool:
    """One open spool file; made where there is none. Any thread may use it."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._lock = threading.Lock()
        self._file = sqlite3.connect(path, timeout=WAIT_SECONDS, check_same_thread=False, isolation_level=None)
        self._file.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;" + SHAPE)
        for name in ("spool_id", "secret"):
            self._do("INSERT OR IGNORE INTO setting VALUES (?, ?)", name, secrets.token_hex(32))
        self.spool_id = self._setting("spool_id")[:32]
        self.secret = bytes.fromhex(self._setting("secret"))
        path.chmod(0o600)

    def close(self) -> None:
        with self._lock:
            self._file.close()

    def _do(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        with self._lock:
            return self._file.execute(sql, values).fetchall()

    def _setting(self, name: str) -> str:
        rows = self._do("SELECT value FROM setting WHERE name = ?", name)
        return str(rows[0][0]) if rows else ""

    def publish(self, offers: Sequence[Offer], *, place: Mapping[str, str], standing_day: date | None) -> None:
        """Replaces what may be rated, in one transaction. `place` is the county's name by language.

        `standing_day` is the day of a board that stands on another day than today (a demonstration), else None.
        """
        settings = {
            "place": json.dumps(dict(place), ensure_ascii=False),
            "standing_day": standing_day.isoformat() if standing_day else "",
        }
        rows = [(offer.item_id, n, _offer_json(offer)) for n, offer in enumerate(offers)]
        with self._lock:
            self._file.execute("BEGIN IMMEDIATE")
            try:
                self._file.executemany("INSERT OR REPLACE INTO setting VALUES (?, ?)", settings.items())
                self._file.execute("DELETE FROM offer")
                self._file.executemany("INSERT INTO offer VALUES (?, ?, ?)", rows)
                self._file.execute("COMMIT")
            except BaseException:
                self._file.execute("ROLLBACK")
                raise

    def offers(self) -> list[Offer]:
        """Every item, open or closed, in the board's order."""
        return [_offer(str(row[0])) for row in self._do("SELECT offer_json FROM offer ORDER BY position")]

    def offer(self, item_id: str) -> Offer | None:
        rows = self._do("SELECT offer_json FROM offer WHERE item_id = ?", item_id)
        return _offer(str(rows[0][0])) if rows else None

    def place(self) -> Mapping[str, str]:
        """The county's name by language; empty before the board has published anything."""
        found: Mapping[str, str] = json.loads(self._setting("place") or "{}")
        return found

    def today(self) -> date:
        """The day it is in China, or the day a demonstration's board stands on."""
        standing = self._setting("standing_day")
        return date.fromisoformat(standing) if standing else (datetime.now(UTC) + CHINA_TIME).date()

    def cast(self, item_id: str, device_hash: str, *, stars: int, reasons: Sequence[str], words: str) -> None:
        """Adds a vote; an earlier one of the device stays beside it and no longer counts."""
        now = datetime.now(UTC).replace(tzinfo=None).isoformat()
        self._do(
            "INSERT INTO ballot (item_id, device_hash, stars, reasons, words, cast_at) VALUES (?, ?, ?, ?, ?, ?)",
            item_id,
            device_hash,
            stars,
            ";".join(reasons),
            words,
            now,
        )

    def standing_ballot(self, item_id: str, device_hash: str) -> Ballot | None:
        """The vote of a device on an item that counts, if it has cast one."""
        rows = self._do(
            f"{_BALLOTS} WHERE item_id = ? AND device_hash = ? ORDER BY number DESC LIMIT 1", item_id, device_hash
        )
        return _ballot(rows[0]) if rows else None

    def newest_number(self) -> int:
        """The number of the newest vote; 0 where there is none."""
        return int(str(self._do("SELECT coalesce(max(number), 0) FROM ballot")[0][0]))

    def ballots_after(self, number: int, *, limit: int) -> list[Ballot]:
        """The next votes after a number, in the order in which they were cast."""
        return [_ballot(row) for row in self._do(f"{_BALLOTS} WHERE number > ? ORDER BY number LIMIT ?", number, limit)]


_BALLOTS = "SELECT number, item_id, device_hash, stars, reasons, words, cast_at FROM ballot"


def _offer_json(offer: Offer) -> str:
    return json.dumps(asdict(offer), ensure_ascii=False, sort_keys=True, default=date.isoformat)


def _offer(text: str) -> Offer:
    read = json.loads(text)
    until = read.pop("open_until")
    return Offer(**read, open_until=date.fromisoformat(until) if until else None)


def _ballot(row: tuple[object, ...]) -> Ballot:
    number, item_id, device_hash, stars, reasons, words, cast_at = row
    return Ballot(
        number=int(str(number)),
        item_id=str(item_id),
        device_hash=str(device_hash),
        stars=int(str(stars)),
        reasons=tuple(code for code in str(reasons).split(";") if code),
        words=str(words),
        cast_at=datetime.fromisoformat(str(cast_at)),
    )
