"""Accounts: who may come in, as what, for which units, and until when. A change is a further row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from rules.periods import day_of
from warehouse.access import Principal, Right, Role, current
from warehouse.areas import units_there_are
from warehouse.audit import PASSWORD, record
from warehouse.connection import Warehouse, insert_frame, utc_now
from warehouse.errors import UnfitAccount, UnknownAccount
from warehouse.ledger import TICK, validated
from warehouse.passwords import fits, hash_password, one_time_password, refuse_weak

_ID = re.compile(r"^[a-z0-9][a-z0-9._@-]{1,79}$")
LONGEST_NAME = 40
GROUP = "group:"
"""How a claim begins that stands for everybody of a group of the office's own sign-in."""
_SELECT = "SELECT * FROM account QUALIFY row_number() OVER (PARTITION BY account_id ORDER BY recorded_at DESC) = 1"
_ENDED = """
    INSERT INTO account_session
    SELECT session_hash, account_id, client, expires_at, TRUE, greatest($at, recorded_at + INTERVAL 1 MICROSECOND)
    FROM (FROM account_session WHERE account_id = $account_id
          QUALIFY row_number() OVER (PARTITION BY session_hash ORDER BY recorded_at DESC) = 1)
    WHERE NOT ended AND session_hash IS DISTINCT FROM $but
"""


@dataclass(frozen=True, slots=True)
class Account:
    """An account as it stands; `units` are those a reporter works for (`warehouse.areas`: a unit of another area is
    another unit), `claim` leads to it from outside."""

    account_id: str
    name: str
    role: Role
    units: frozenset[str] = frozenset()
    claim: str | None = None
    password_hash: str | None = None
    must_change: bool = False
    expires_on: date | None = None
    disabled: bool = False
    recorded_by: str = ""
    recorded_at: datetime | None = None

    def is_usable(self, on: date) -> bool:
        """Whether it lets anybody in on that day."""
        return not self.disabled and (self.expires_on is None or on <= self.expires_on)

    def principal(self, way: str, client: str | None) -> Principal:
        """The person at work, once let in."""
        return Principal(self.name, self.role, self.units, way, client, self.account_id)


def list_accounts(warehouse: Warehouse) -> list[Account]:
    """Every account as it stands, by id."""
    rows = warehouse.frame(f"{_SELECT} ORDER BY account_id").to_dicts()
    return [_account(row) for row in rows]


def find_account(warehouse: Warehouse, account_id: str) -> Account:
    """Raises UnknownAccount."""
    with warehouse.cursor() as cursor:  # asked at each look and write: a frame costs more than the question
        found = cursor.execute("SELECT * FROM account WHERE account_id = $id", {"id": account_id.strip().lower()})
        names = [column[0] for column in found.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    if not rows:
        raise UnknownAccount("There is no account {id!r}.", id=account_id)
    return _account(max(rows, key=lambda row: row["recorded_at"]))


def account_of_claims(warehouse: Warehouse, claims: Mapping[str, Any]) -> Account | None:
    """The account somebody of the office's own sign-in works with: by subject, then verified e-mail, then group."""
    by_claim = {account.claim.casefold(): account for account in list_accounts(warehouse) if account.claim}
    for claim in _claims(claims):
        if claim.casefold() in by_claim:
            return by_claim[claim.casefold()]
    return None


def has_administrator(warehouse: Warehouse) -> bool:
    """Whether anybody can let others in."""
    return bool(_administrators(list_accounts(warehouse)))


def add_account(
    warehouse: Warehouse,
    account_id: str,
    *,
    name: str,
    role: Role,
    units: Sequence[str] = (),
    claim: str | None = None,
    expires_on: date | None = None,
    password: str | None = None,
) -> str | None:
    """Lets somebody in; gives the one-time password to hand over, None where a `claim` or a `password` does.

    Raises UnfitAccount, NotPermitted.
    """
    account_id = account_id.strip().lower()
    if password is not None:
        refuse_weak(password, names=(account_id, name))
    given = None if claim or password is not None else one_time_password()
    secret = password if password is not None else given
    account = Account(
        account_id,
        name.strip(),
        role,
        frozenset(units),
        (claim or "").strip() or None,
        hash_password(secret) if secret else None,
        must_change=given is not None,
        expires_on=expires_on,
    )
    with warehouse.write_lock:
        others = list_accounts(warehouse)
        if any(other.account_id == account_id for other in others):
            raise UnfitAccount("There is an account {id!r} already.", code="account_taken", id=account_id)
        _keep(warehouse, account, others, f"add {account_id} as {role.value}")
    return given


def change_account(warehouse: Warehouse, account_id: str, **changes: Any) -> Account:
    """Changes name, role, units, claim, expires_on or disabled; whoever works with it is signed out.

    Raises UnknownAccount, UnfitAccount, NotPermitted.
    """
    with warehouse.write_lock:
        before = find_account(warehouse, account_id)
        after = replace(before, **changes)
        others = [other for other in list_accounts(warehouse) if other.account_id != before.account_id]
        told = ", ".join(sorted(changes))
        _keep(warehouse, after, others, f"change {before.account_id}: {told}")
    return after


def reset_password(warehouse: Warehouse, account_id: str) -> str:
    """A new one-time password to hand over; the old one and every session end. Raises UnknownAccount, NotPermitted."""
    given = one_time_password()
    with warehouse.write_lock:
        before = find_account(warehouse, account_id)
        if before.claim:
            raise UnfitAccount("It comes in through the office's own sign-in.", code="account_outside")
        after = replace(before, password_hash=hash_password(given), must_change=True)
        others = [other for other in list_accounts(warehouse) if other.account_id != before.account_id]
        _keep(warehouse, after, others, f"reset {before.account_id}", clears_attempts=True)
    return given


def choose_password(
    warehouse: Warehouse, account: Account, password: str, *, client: str | None = None, but: str | None = None
) -> None:
    """A person's own new password; all their sessions end but the one whose hash is `but`. Raises UnfitAccount."""
    if fits(account.password_hash, password):
        raise UnfitAccount("That is the password of before: choose another.", code="password_same")
    refuse_weak(password, names=(account.account_id, account.name))
    kept = replace(account, password_hash=hash_password(password), must_change=False, recorded_by=account.name)
    with warehouse.noting() as cursor:
        insert_frame(cursor, "account", validated("Account", _row(kept)))
        cursor.execute(_ENDED, {"account_id": account.account_id, "at": utc_now(), "but": but})
        record(cursor, account.principal("account", client), PASSWORD, account.account_id)


def _keep(
    warehouse: Warehouse, account: Account, others: Sequence[Account], cause: str, *, clears_attempts: bool = False
) -> None:
    _refuse_unfit(warehouse, account, others)
    kept = replace(account, recorded_by=current().name)
    with warehouse.writing(cause, right=Right.ACCOUNTS, counter=None) as cursor:
        insert_frame(cursor, "account", validated("Account", _row(kept)))
        cursor.execute(_ENDED, {"account_id": account.account_id, "at": utc_now(), "but": None})
        if clears_attempts:
            row = {"account_id": account.account_id, "client": None, "succeeded": True, "recorded_at": utc_now()}
            insert_frame(cursor, "account_attempt", validated("AccountAttempt", row))


def _refuse_unfit(warehouse: Warehouse, account: Account, others: Sequence[Account]) -> None:
    _refuse_unclear(account, others)
    if account.role is Role.REPORTER and not account.units:
        raise UnfitAccount("A reporter works for at least one unit: name it.", code="account_without_unit")
    if unknown := sorted(account.units - units_there_are(warehouse)):
        raise UnfitAccount("The plan has no unit {units}.", code="account_unit_unknown", units=tuple(unknown))
    if not _administrators([account, *others]) and _administrators(list_accounts(warehouse)):
        raise UnfitAccount("Nobody could let others in: make another administrator first.", code="account_last")


def _refuse_unclear(account: Account, others: Sequence[Account]) -> None:
    """What would not tell one person from another."""
    if not _ID.match(account.account_id):
        raise UnfitAccount(
            "{id!r} is no account: 2 to 80 small letters, digits, dots, dashes, underscores or @.",
            code="account_id",
            id=account.account_id,
        )
    if not 1 <= len(account.name) <= LONGEST_NAME:
        raise UnfitAccount("Give the person's name, at most 40 characters.", code="account_name")
    if any(account.name == other.name for other in others):
        raise UnfitAccount(
            "Another account has the name {name}: nobody could tell who wrote what.",
            code="account_name_taken",
            name=account.name,
        )
    if account.claim and any((other.claim or "").casefold() == account.claim.casefold() for other in others):
        raise UnfitAccount("Another account has the claim {claim!r}.", code="account_claim_taken", claim=account.claim)


def _administrators(accounts: Iterable[Account]) -> list[Account]:
    today = day_of(utc_now())
    return [one for one in accounts if one.role is Role.ADMINISTRATOR and one.is_usable(today)]


def _claims(claims: Mapping[str, Any]) -> list[str]:
    found = [str(claims[name]) for name in ("sub",) if claims.get(name)]
    if claims.get("email") and claims.get("email_verified", True) in (True, "true"):
        found.append(str(claims["email"]))
    groups = claims.get("groups") or ()
    return found + [f"{GROUP}{group}" for group in ([groups] if isinstance(groups, str) else groups)]


def _account(row: Mapping[str, Any]) -> Account:
    units = frozenset(part for part in (row["unit_ids"] or "").split(";") if part)
    others = {name: value for name, value in row.items() if name not in ("unit_ids", "role")}
    return Account(**others, role=Role(row["role"]), units=units)


def _row(account: Account) -> dict[str, Any]:
    at = utc_now() if account.recorded_at is None else max(utc_now(), account.recorded_at + TICK)
    named = {name: getattr(account, name) for name in Account.__slots__ if name != "units"}
    units = ";".join(sorted(account.units)) or None
    return {**named, "role": account.role.value, "unit_ids": units, "recorded_at": at}
