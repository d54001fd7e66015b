"""Signing in with a password, and what keeps somebody signed in: a row of the warehouse, named by a random token.

Only the token's hash is kept: whoever reads a backup cannot take a session over. A session ends when its person
signs out, when the account is changed, disabled or expires, and after SESSION.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Any

from rules.periods import day_of
from warehouse.access import NOBODY, Principal
from warehouse.accounts import Account, find_account
from warehouse.audit import FAILED, SIGN_IN, SIGN_OUT, record
from warehouse.connection import Warehouse, insert_frame, utc_now
from warehouse.errors import SignInRefused, UnknownAccount
from warehouse.ledger import TICK, validated
from warehouse.passwords import fits

SESSION = timedelta(hours=12)
WINDOW = timedelta(minutes=15)
FAILURES = 5
"""So many wrong passwords within WINDOW lock an account until WINDOW has passed since the last."""
FAILURES_OF_CLIENT = 40
"""So many from one network address, whatever accounts they name."""
_STEPS = (
    "SELECT recorded_at, session_hash, account_id, client, expires_at, ended"
    " FROM account_session WHERE session_hash = $hash"
)


def check_password(warehouse: Warehouse, account_id: str, password: str, *, client: str | None) -> Account:
    """The account the password opens. Raises SignInRefused, which tells a stranger nothing about what exists."""
    account_id = _typed(account_id)
    if _is_locked(warehouse, account_id, client):
        _note_locked(warehouse, account_id, client)
        raise SignInRefused("Too many wrong passwords: try again in a quarter of an hour.", code="sign_in_locked")
    try:
        account: Account | None = find_account(warehouse, account_id)
    except UnknownAccount:
        account = None
    is_right = fits(account.password_hash if account else None, password)
    if account is None or not is_right:
        _attempt(warehouse, account_id, client, succeeded=False)
        raise SignInRefused("Name or password are wrong.", code="sign_in_wrong")
    if not account.is_usable(day_of(utc_now())):
        _attempt(warehouse, account_id, client, succeeded=False)
        raise SignInRefused("This account has ended: ask an administrator.", code="sign_in_expired")
    _attempt(warehouse, account_id, client, succeeded=True)
    return account


def begin_session(warehouse: Warehouse, account: Account, *, client: str | None) -> str:
    """Signs somebody in; the token to give to the browser."""
    token, now = secrets.token_urlsafe(32), utc_now()
    row = {
        "session_hash": hash_of(token),
        "account_id": account.account_id,
        "client": client,
        "expires_at": now + SESSION,
        "ended": False,
        "recorded_at": now,
    }
    with warehouse.noting() as cursor:
        insert_frame(cursor, "account_session", validated("AccountSession", row))
        record(cursor, account.principal("account", client), SIGN_IN, account.account_id)
    return token


def principal_of(warehouse: Warehouse, token: str, *, client: str | None = None) -> Principal:
    """Who works in that session now; NOBODY where it has ended or its account lets nobody in any more."""
    session = _session(warehouse, token)
    if session is None or session["ended"] or session["expires_at"] <= utc_now():
        return NOBODY
    account = find_account(warehouse, session["account_id"])
    if account.must_change or not account.is_usable(day_of(utc_now())):
        return NOBODY
    return account.principal("account", client or session["client"])


def end_session(warehouse: Warehouse, token: str, *, client: str | None = None) -> None:
    """Signs out: the token opens nothing from now on."""
    with warehouse.write_lock:
        who = principal_of(warehouse, token, client=client)
        session = _session(warehouse, token)
        if session is None or session["ended"]:
            return
        row = {**session, "ended": True, "recorded_at": max(utc_now(), session["recorded_at"] + TICK)}
        with warehouse.noting() as cursor:
            insert_frame(cursor, "account_session", validated("AccountSession", row))
            record(cursor, who, SIGN_OUT, row["account_id"])


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _session(warehouse: Warehouse, token: str) -> dict[str, Any] | None:
    """The session's newest row; None where there is none of that token."""
    with warehouse.cursor() as cursor:
        found = cursor.execute(_STEPS, {"hash": hash_of(token)})
        names = [column[0] for column in found.description or ()]
        rows = found.fetchall()
    return dict(zip(names, max(rows), strict=True)) if rows else None


def _typed(account_id: str) -> str:
    """What a stranger typed, as it may stand in a table: an id's characters, so that no spreadsheet runs it."""
    return re.sub(r"[^a-z0-9._@-]", "?", account_id.strip().lower()[:80]).lstrip("-@")


def _is_locked(warehouse: Warehouse, account_id: str, client: str | None) -> bool:
    rows = warehouse.frame(
        """
        SELECT count(*) FILTER (account_id = $account_id AND recorded_at > coalesce((
                   SELECT max(recorded_at) FROM account_attempt WHERE account_id = $account_id AND succeeded
               ), TIMESTAMP '1970-01-01')) AS of_account,
               count(*) FILTER (client = $client) AS of_client
        FROM account_attempt WHERE NOT succeeded AND recorded_at > $since
        """,
        account_id=account_id,
        client=client or "",
        since=utc_now() - WINDOW,
    ).row(0, named=True)
    return bool(rows["of_account"] >= FAILURES or rows["of_client"] >= FAILURES_OF_CLIENT)


def _attempt(warehouse: Warehouse, account_id: str, client: str | None, *, succeeded: bool) -> None:
    row = {"account_id": account_id, "client": client, "succeeded": succeeded, "recorded_at": utc_now()}
    with warehouse.noting() as cursor:
        insert_frame(cursor, "account_attempt", validated("AccountAttempt", row))
        if not succeeded:
            record(cursor, _stranger(client), SIGN_IN, account_id, outcome=FAILED)


def _note_locked(warehouse: Warehouse, account_id: str, client: str | None) -> None:
    with warehouse.noting() as cursor:
        record(cursor, _stranger(client), SIGN_IN, f"{account_id} (locked)", outcome=FAILED)


def _stranger(client: str | None) -> Principal:
    return replace(NOBODY, client=client)
