"""Accounts and sessions: who is let in, who is locked out, and what ends a session."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.warehouse.test_access import NOBODY, REPORTER
from warehouse import passwords, sessions
from warehouse.access import Role, acting_as
from warehouse.accounts import (
    account_of_claims,
    add_account,
    change_account,
    choose_password,
    find_account,
    has_administrator,
    list_accounts,
    reset_password,
)
from warehouse.audit import read_audit
from warehouse.connection import Warehouse, utc_now
from warehouse.errors import NotPermitted, SignInRefused, UnfitAccount, UnknownAccount
from warehouse.passwords import one_time_password, refuse_weak
from warehouse.sessions import FAILURES, begin_session, check_password, end_session, hash_of, principal_of

SECRET = "seven rivers, one bridge"
CLIENT = "192.0.2.7"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same kind of hash with less work: these tests are about who, not about how long."""
    from argon2 import PasswordHasher

    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    monkeypatch.setattr(passwords, "_dummy", [])


@pytest.fixture
def wu(warehouse: Warehouse) -> str:
    """An administrator and a reporter with a password of its own; the reporter's token."""
    add_account(warehouse, "zhao", name="Zhao", role=Role.ADMINISTRATOR, password=SECRET)
    add_account(warehouse, "wu", name="Wu", role=Role.REPORTER, units=["statistics"], password=SECRET)
    return begin_session(warehouse, check_password(warehouse, "wu", SECRET, client=CLIENT), client=CLIENT)


def refused(warehouse: Warehouse, account_id: str, password: str, client: str | None = CLIENT) -> str:
    with pytest.raises(SignInRefused) as refusal:
        check_password(warehouse, account_id, password, client=client)
    return refusal.value.code


def test_a_session_is_its_persons(warehouse: Warehouse, wu: str) -> None:
    who = principal_of(warehouse, wu)
    assert (who.name, who.role, who.units, who.client) == ("Wu", Role.REPORTER, {"statistics"}, CLIENT)
    assert principal_of(warehouse, wu + "x") == NOBODY
    assert wu not in str(warehouse.frame("FROM account_session").rows())


def test_signing_out_ends_it_on_the_server(warehouse: Warehouse, wu: str) -> None:
    end_session(warehouse, wu)
    end_session(warehouse, wu)
    assert principal_of(warehouse, wu) == NOBODY
    assert read_audit(warehouse, limit=2)["deed"].to_list() == ["sign_out", "sign_in"]


@pytest.mark.parametrize(
    "changes",
    [{"disabled": True}, {"expires_on": date(2024, 1, 1)}, {"role": Role.VIEWER}, {"units": frozenset({"emergency"})}],
)
def test_a_changed_account_ends_its_sessions(warehouse: Warehouse, wu: str, changes: dict[str, Any]) -> None:
    change_account(warehouse, "wu", **changes)
    assert principal_of(warehouse, wu) == NOBODY


def test_a_session_ends_by_itself(warehouse: Warehouse, wu: str, monkeypatch: pytest.MonkeyPatch) -> None:
    late = utc_now() + sessions.SESSION
    monkeypatch.setattr(sessions, "utc_now", lambda: late)
    assert principal_of(warehouse, wu) == NOBODY


def test_an_account_that_expires_lets_nobody_in(warehouse: Warehouse, wu: str) -> None:
    change_account(warehouse, "wu", expires_on=date(2024, 1, 1))
    assert refused(warehouse, "wu", SECRET) == "sign_in_expired"
    assert refused(warehouse, "wu", "wrong") == "sign_in_wrong"


def test_wrong_passwords_lock_the_account_for_a_while(
    warehouse: Warehouse, wu: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [refused(warehouse, "wu", f"guess {n}") for n in range(FAILURES)]
    assert said == ["sign_in_wrong"] * FAILURES
    assert refused(warehouse, "wu", SECRET) == "sign_in_locked"
    assert refused(warehouse, "zhao", "wrong") == "sign_in_wrong"
    later = utc_now() + sessions.WINDOW + timedelta(seconds=1)
    monkeypatch.setattr(sessions, "utc_now", lambda: later)
    assert check_password(warehouse, "wu", SECRET, client=CLIENT).name == "Wu"


def test_a_name_that_is_none_is_answered_as_any_other(warehouse: Warehouse, wu: str) -> None:
    assert [refused(warehouse, "nobody", "x") for _ in range(FAILURES)] == ["sign_in_wrong"] * FAILURES
    assert refused(warehouse, "nobody", "x") == "sign_in_locked"
    assert read_audit(warehouse, limit=1)["outcome"].to_list() == ["failed"]


def test_a_client_that_tries_many_names_is_locked(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "FAILURES_OF_CLIENT", 3)
    assert [refused(warehouse, f"name{n}", "x") for n in range(4)] == ["sign_in_wrong"] * 3 + ["sign_in_locked"]
    assert refused(warehouse, "name9", "x", client="192.0.2.8") == "sign_in_wrong"


def test_a_reset_unlocks_and_asks_for_a_new_password(warehouse: Warehouse, wu: str) -> None:
    for n in range(FAILURES):
        refused(warehouse, "wu", f"guess {n}")
    given = reset_password(warehouse, "wu")
    assert principal_of(warehouse, wu) == NOBODY
    account = check_password(warehouse, "WU ", given, client=CLIENT)
    assert account.must_change
    token = begin_session(warehouse, account, client=CLIENT)
    assert principal_of(warehouse, token) == NOBODY  # until a password of one's own is chosen
    choose_password(warehouse, account, "four lanterns on a wall")
    assert refused(warehouse, "wu", given) == "sign_in_wrong"


def test_a_new_password_ends_the_other_sessions(warehouse: Warehouse, wu: str) -> None:
    account = find_account(warehouse, "wu")
    other = begin_session(warehouse, account, client=None)
    choose_password(warehouse, account, "four lanterns on a wall", but=hash_of(wu))
    assert principal_of(warehouse, other) == NOBODY
    assert principal_of(warehouse, wu).name == "Wu"
    with pytest.raises(UnfitAccount) as refusal:
        choose_password(warehouse, find_account(warehouse, "wu"), "four lanterns on a wall")
    assert refusal.value.code == "password_same"


@pytest.mark.parametrize(
    ("account_id", "fields", "code"),
    [
        ("W u", {}, "account_id"),
        ("ok", {"name": " "}, "account_name"),
        ("wu", {}, "account_taken"),
        ("ok", {"name": "Wu"}, "account_name_taken"),
        ("ok", {"role": Role.REPORTER}, "account_without_unit"),
        ("ok", {"role": Role.REPORTER, "units": ["moon"]}, "account_unit_unknown"),
        ("ok", {"password": "short"}, "password_length"),
        ("ok", {"password": "password2024!!"}, "password_common"),
    ],
)
def test_an_account_that_does_not_fit_is_not_kept(
    warehouse: Warehouse, wu: str, account_id: str, fields: dict[str, Any], code: str
) -> None:
    with pytest.raises(UnfitAccount) as refusal:
        add_account(warehouse, account_id, **({"name": "Other", "role": Role.VIEWER} | fields))
    assert refusal.value.code == code
    assert len(list_accounts(warehouse)) == 2


@pytest.mark.parametrize("changes", [{"disabled": True}, {"role": Role.ANALYST}, {"expires_on": date(2024, 1, 1)}])
def test_the_last_administrator_stays(warehouse: Warehouse, wu: str, changes: dict[str, Any]) -> None:
    with pytest.raises(UnfitAccount) as refusal:
        change_account(warehouse, "zhao", **changes)
    assert refusal.value.code == "account_last"
    assert has_administrator(warehouse)


def test_only_an_administrator_lets_others_in(warehouse: Warehouse, wu: str) -> None:
    for deed in (
        lambda: add_account(warehouse, "eve", name="Eve", role=Role.ADMINISTRATOR),
        lambda: change_account(warehouse, "wu", role=Role.ADMINISTRATOR),
        lambda: reset_password(warehouse, "zhao"),
    ):
        with acting_as(REPORTER), pytest.raises(NotPermitted):
            deed()
    assert principal_of(warehouse, wu).role is Role.REPORTER


@pytest.mark.parametrize(
    "password",
    ["1234567890123", "qwertyuiopas", "Password2024!", "aaaaaaaabbbb", "zhao is the boss", "x" * 129, "admin1234567"],
)
def test_what_guessers_try_is_no_password(password: str) -> None:
    with pytest.raises(UnfitAccount):
        refuse_weak(password, names=("zhao",))


def test_one_time_passwords_are_strong_and_unlike() -> None:
    made = {one_time_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        refuse_weak(password)


@pytest.mark.parametrize(
    ("claims", "found"),
    [
        ({"sub": "77", "email": "li@county.example"}, "bysub"),
        ({"email": "LI@county.example", "email_verified": True}, "bymail"),
        ({"email": "li@county.example", "email_verified": False}, None),
        ({"groups": ["others", "board-viewers"]}, "bygroup"),
        ({"groups": "board-viewers"}, "bygroup"),
        ({"sub": "78"}, None),
        ({}, None),
    ],
)
def test_claims_lead_to_an_account(warehouse: Warehouse, claims: dict[str, Any], found: str | None) -> None:
    for account_id, claim in (("bysub", "77"), ("bymail", "li@county.example"), ("bygroup", "group:board-viewers")):
        assert add_account(warehouse, account_id, name=account_id, role=Role.VIEWER, claim=claim) is None
    account = account_of_claims(warehouse, claims)
    assert (account and account.account_id) == found


def test_an_unknown_account_is_said_so(warehouse: Warehouse) -> None:
    with pytest.raises(UnknownAccount):
        reset_password(warehouse, "nobody")
