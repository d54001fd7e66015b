"""`python -m warehouse backup | restore | verify | list | move | tidy | programme | account | audit`.

Exit 0 fine, 2 something is wrong, said in one sentence.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from warehouse import backup as backups
from warehouse import moving, people, programmes, tidying
from warehouse.connection import borrowed_warehouse
from warehouse.errands import here, run_or_hand_over
from warehouse.errors import WarehouseError
from warehouse.settings import read_settings

FINE, WRONG = 0, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    asked = _parser().parse_args(given)
    try:
        asked.warehouse = asked.warehouse or read_settings().warehouse_path
        asked.folder = asked.folder or backups.folder_of(asked.warehouse)
        if asked.run is _restore:  # the process that has the file open must not replace it under itself
            return _restore(asked)
        return run_or_hand_over("warehouse", lambda: int(asked.run(asked)), given, asked.warehouse)
    except WarehouseError as error:
        print(error, file=sys.stderr)
        return WRONG


def _parser() -> argparse.ArgumentParser:
    about = "Backups, plans, accounts and the audit of the warehouse."
    parser = argparse.ArgumentParser(prog="python -m warehouse", description=about)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    people.add_parsers(commands)
    moving.add_parser(commands)
    tidying.add_parser(commands)
    programmes.add_parser(commands)
    for name, words, run in (
        ("backup", "copy the warehouse while people work, verify the copy, remove old ones", _backup),
        ("list", "the backups there are, newest first", _list),
        ("verify", "read a backup (the newest where none is named) byte by byte and table by table", _verify),
        ("restore", "put a backup (the newest where none is named) in the warehouse's place", _restore),
    ):
        command = commands.add_parser(name, help=words)
        command.add_argument("--warehouse", type=here, help="the warehouse file")
        command.add_argument("--folder", type=here, help="where the backups are")
        command.set_defaults(run=run)
        if name in ("verify", "restore"):
            command.add_argument("backup", nargs="?", type=here, help="the backup's file")
        if name == "backup":
            command.add_argument("--keep", type=int, default=30, help="how many of the newest stay (and one a month)")
    return parser


def _backup(asked: argparse.Namespace) -> int:
    with borrowed_warehouse(asked.warehouse) as warehouse:
        made = backups.make_backup(warehouse, asked.folder)
    backups.verify_backup(made.path)
    gone = backups.rotate(asked.folder, keep=asked.keep)
    print(f"{made.path}: {made.rows} rows in {len(made.tables)} tables, verified; {len(gone)} old ones removed")
    return FINE


def _list(asked: argparse.Namespace) -> int:
    for one in backups.list_backups(asked.folder):
        print(f"{one.made_at:%Y-%m-%d %H:%M:%S}  {one.path.name}  {one.rows} rows")
    return FINE


def _verify(asked: argparse.Namespace) -> int:
    checked = backups.verify_backup(_chosen(asked))
    print(f"{checked.path}: {checked.rows} rows in {len(checked.tables)} tables, as written")
    return FINE


def _restore(asked: argparse.Namespace) -> int:
    chosen = _chosen(asked)
    kept = backups.restore_backup(chosen, asked.warehouse)
    aside = f"; what stood there is now {kept.name}" if kept else ""
    print(f"{asked.warehouse} is {chosen.name} again{aside}")
    return FINE


def _chosen(asked: argparse.Namespace) -> Path:
    if asked.backup is not None:
        return Path(asked.backup)
    found = backups.list_backups(asked.folder)
    if not found:
        raise WarehouseError(f"There is no backup in {asked.folder}: name one.")
    return found[0].path


if __name__ == "__main__":
    raise SystemExit(main())
