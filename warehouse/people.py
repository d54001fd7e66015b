"""`python -m warehouse account …` and `python -m warehouse audit`: who may come in, and who did what."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from warehouse.access import Role
from warehouse.accounts import Account, add_account, change_account, list_accounts, reset_password
from warehouse.audit import broken_seal, read_audit
from warehouse.connection import borrowed_warehouse
from warehouse.errands import here

FINE, WRONG = 0, 2
Run = Callable[[argparse.Namespace], int]


def add_parsers(commands: argparse._SubParsersAction) -> None:
    """The commands about people."""
    account = commands.add_parser("account", help="who may come in: list, add, change, disable, enable, reset")
    deeds = account.add_subparsers(required=True, metavar="DEED")
    _deed(deeds, "list", "every account", _list)
    _fields(_deed(deeds, "add", "let somebody in; prints the one-time password to hand over", _add, names=True), True)
    _fields(_deed(deeds, "change", "change an account; its sessions end", _change, names=True), False)
    _deed(deeds, "disable", "let nobody in with it any more", _disable, names=True)
    _deed(deeds, "enable", "let its person in again", _enable, names=True)
    _deed(deeds, "reset", "a new one-time password to hand over", _reset, names=True)
    audit = commands.add_parser("audit", help="who did what, as CSV, newest first; or whether the log is whole")
    audit.add_argument("--limit", type=int, help="how many rows")
    audit.add_argument("--out", type=here, help="the file to write, in place of the screen")
    audit.add_argument("--verify", action="store_true", help="only say whether every row is as it was written")
    _common(audit, _audit)


def _common(command: argparse.ArgumentParser, run: Run) -> None:
    command.add_argument("--warehouse", type=here, help="the warehouse file")
    command.set_defaults(run=run, folder=None)


def _deed(
    deeds: argparse._SubParsersAction, name: str, words: str, run: Run, *, names: bool = False
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = deeds.add_parser(name, help=words)
    if names:
        command.add_argument("account", help="the account's id")
    _common(command, run)
    return command


def _fields(command: argparse.ArgumentParser, is_new: bool) -> None:
    command.add_argument("--name", required=is_new, help="the person's name, as it is kept with what they write")
    command.add_argument("--role", required=is_new, type=Role, choices=list(Role))
    command.add_argument(
        "--unit",
        action="append",
        help="a reporter's unit, by its id (CN_999932/statistics of another area); may be given again",
    )
    command.add_argument("--claim", help="their e-mail, subject or group:<name> in the office's own sign-in")
    command.add_argument("--until", type=date.fromisoformat, help="the last day, as 2031-12-31")


def _list(asked: argparse.Namespace) -> int:
    with borrowed_warehouse(asked.warehouse) as warehouse:
        for account in list_accounts(warehouse):
            print(_line(account))
    return FINE


def _line(account: Account) -> str:
    until = f"until {account.expires_on}" if account.expires_on else "without end"
    state = "disabled" if account.disabled else until
    parts = (account.account_id, account.name, account.role.value, ",".join(sorted(account.units)), state)
    return "  ".join(part for part in (*parts, account.claim or "") if part)


def _add(asked: argparse.Namespace) -> int:
    with borrowed_warehouse(asked.warehouse) as warehouse:
        given = add_account(
            warehouse,
            asked.account,
            name=asked.name,
            role=asked.role,
            units=asked.unit or (),
            claim=asked.claim,
            expires_on=asked.until,
        )
    print(f"{asked.account}: " + (f"one-time password {given}" if given else f"comes in as {asked.claim}"))
    return FINE


def _change(asked: argparse.Namespace) -> int:
    given = {"name": asked.name, "role": asked.role, "claim": asked.claim, "expires_on": asked.until}
    changes = {name: value for name, value in given.items() if value is not None}
    if asked.unit is not None:
        changes["units"] = frozenset(asked.unit)
    return _changed(asked, **changes)


def _disable(asked: argparse.Namespace) -> int:
    return _changed(asked, disabled=True)


def _enable(asked: argparse.Namespace) -> int:
    return _changed(asked, disabled=False)


def _changed(asked: argparse.Namespace, **changes: object) -> int:
    with borrowed_warehouse(asked.warehouse) as warehouse:
        print(_line(change_account(warehouse, asked.account, **changes)))
    return FINE


def _reset(asked: argparse.Namespace) -> int:
    with borrowed_warehouse(asked.warehouse) as warehouse:
        print(f"{asked.account}: one-time password {reset_password(warehouse, asked.account)}")
    return FINE


def _audit(asked: argparse.Namespace) -> int:
    with borrowed_warehouse(asked.warehouse) as warehouse:
        if asked.verify:
            return _verify(broken_seal(warehouse))
        rows = read_audit(warehouse, limit=asked.limit).drop("seal")
    if asked.out is not None:
        Path(asked.out).write_bytes(rows.write_csv().encode())
        print(f"{asked.out}: {rows.height} rows")
        return FINE
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(rows.columns)
    writer.writerows(rows.iter_rows())
    return FINE


def _verify(broken: int | None) -> int:
    if broken is None:
        print("every row is as it was written")
        return FINE
    print(f"from row {broken} on the log is not as it was written", file=sys.stderr)
    return WRONG
