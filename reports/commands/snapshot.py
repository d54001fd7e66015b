"""Write the board of a month at a moment to files, take a snapshot, list them, or load a bundle back."""

from __future__ import annotations

import argparse
import getpass
from datetime import date, datetime
from typing import TYPE_CHECKING

from i18n.words import LANGUAGES
from warehouse.clock import now_on
from warehouse.connection import Warehouse, borrowed_warehouse
from warehouse.errands import here
from warehouse.errors import UnknownSnapshot, WarehouseError
from warehouse.seed import programme_of
from warehouse.settings import as_of, board_date
from warehouse.snapshots import Snapshot, read_snapshots, take_snapshot

if TYPE_CHECKING:
    from reports.snapshot.subject import Subject

FINE = 0
ACTIONS = ("write", "take", "list", "load")
FORMS = ("bundle", "parquet", "xlsx", "html", "all")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", choices=ACTIONS, default="write", help="what to do; write where not given")
    parser.add_argument("bundle", nargs="?", type=here, help="the bundle to load into an empty warehouse")
    parser.add_argument("--month", type=_month, help="the reference month: 2024-10")
    parser.add_argument(
        "--as-of", type=date.fromisoformat, help="as known on this day (2024-11-20); the newest without"
    )
    parser.add_argument("--snapshot", help="a named snapshot instead of month and day: its name or id")
    parser.add_argument("--out", type=here, help="the folder to write to")
    parser.add_argument("--form", choices=FORMS, default="bundle", help="what to write")
    parser.add_argument("--dialect", choices=("programs", "people"), default="programs", help="of the bundle's CSV")
    parser.add_argument("--language", choices=LANGUAGES, default="zh-Hans", help="of headers and sentences for people")
    parser.add_argument("--without-files", action="store_true", help="leave original workbooks and evidence out")
    parser.add_argument("--name", default="", help="the name of the snapshot to take")
    parser.add_argument("--words", default="", help="what is said of it")
    parser.add_argument("--by", default=getpass.getuser(), help="who takes it")


def run(asked: argparse.Namespace) -> int:
    """Runs one of the actions; nothing but `take` and `load` writes to the warehouse."""
    with borrowed_warehouse(asked.warehouse) as warehouse:
        {"write": _write, "take": _take, "list": _list, "load": _load}[asked.action](asked, warehouse)
    return FINE


def _write(asked: argparse.Namespace, warehouse: Warehouse) -> None:
    from reports.snapshot.export import FORMS as ALL
    from reports.snapshot.export import Wish, export

    subject = _subject(asked, warehouse)
    if asked.out is None:
        raise WarehouseError("Say where to write: --out FOLDER.")
    asked.out.mkdir(parents=True, exist_ok=True)
    wish = Wish(language=asked.language, dialect=asked.dialect, with_files=not asked.without_files)
    for form in ALL if asked.form == "all" else (asked.form,):
        print(export(subject, asked.out, form=form, wish=wish))


def _subject(asked: argparse.Namespace, warehouse: Warehouse) -> Subject:
    """The board asked for: a snapshot's, or that of a month as known on a day."""
    from reports.snapshot.subject import subject_at, subject_of

    programme_id = programme_of(asked.programme)
    if asked.snapshot:
        return subject_of(warehouse, _named(warehouse, programme_id, asked.snapshot))
    moment = as_of(asked.as_of or board_date(asked.settings, warehouse))
    return subject_at(
        warehouse, programme_id, month=_needed_month(asked), as_of=moment, unreviewed=asked.settings.unreviewed
    )


def _take(asked: argparse.Namespace, warehouse: Warehouse) -> None:
    day = board_date(asked.settings, warehouse)
    snapshot_id = take_snapshot(
        warehouse,
        programme_of(asked.programme),
        name=asked.name,
        month=_needed_month(asked),
        as_of=as_of(asked.as_of or day),
        by=asked.by,
        words=asked.words,
        unreviewed=asked.settings.unreviewed,
        at=now_on(warehouse, day),
    )
    print(snapshot_id)


def _list(asked: argparse.Namespace, warehouse: Warehouse) -> None:
    for each in _all(warehouse, programme_of(asked.programme)):
        print(f"{each.snapshot_id}  {each.reference_period:%Y-%m}  {each.as_of:%Y-%m-%d %H:%M} UTC  {each.name}")


def _load(asked: argparse.Namespace, warehouse: Warehouse) -> None:
    from warehouse.bundle import load_bundle

    if asked.bundle is None:
        raise WarehouseError("Say which bundle to load: python -m reports snapshot load FILE.")
    manifest = load_bundle(warehouse, asked.bundle)
    rows = sum(file["rows"] or 0 for file in manifest["files"])
    print(f"{warehouse.path}: {manifest['programme_id']} as known at {manifest['as_of']}, {rows} rows loaded")


def _all(warehouse: Warehouse, programme_id: str) -> list[Snapshot]:
    """Every snapshot that has a name now, also one taken on a day the board stands on and the world does not."""
    return read_snapshots(warehouse, programme_id, datetime.max)


def _named(warehouse: Warehouse, programme_id: str, wanted: str) -> Snapshot:
    found = _all(warehouse, programme_id)
    for each in found:
        if wanted in (each.name, each.snapshot_id):
            return each
    names = ", ".join(each.name for each in found) or "none has been taken"
    raise UnknownSnapshot(f"There is no snapshot {wanted!r}: {names}.")


def _needed_month(asked: argparse.Namespace) -> date:
    if asked.month is None:
        raise WarehouseError("Say which month: --month 2024-10.")
    month: date = asked.month
    return month


def _month(text: str) -> date:
    return datetime.strptime(text, "%Y-%m").date()
