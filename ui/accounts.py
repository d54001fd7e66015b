"""The administrator's screen: who may come in, as what, for which units, until when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import polars as pl
import streamlit as st

from i18n import Words
from rules.periods import day_of
from ui import areas, grid, refusals
from ui.access.here import is_asked_to_sign_in
from ui.process import the_process
from ui.screen import Screen
from warehouse.access import Right, Role, permit
from warehouse.accounts import Account, add_account, change_account, list_accounts, reset_password
from warehouse.connection import utc_now
from warehouse.errors import NotPermitted, WarehouseError

LASTS = timedelta(days=365)
"""How long a new account is proposed to last."""
_GIVEN, _SAID = "account_given", "account_said"


def draw(screen: Screen) -> None:
    """The list, one account to change, and a new one; an administrator's alone."""
    words = screen.words
    try:
        permit(Right.ACCOUNTS)
    except NotPermitted as refusal:
        refusals.show(words, refusal)
        return
    accounts = list_accounts(the_process().warehouse)
    if not is_asked_to_sign_in():
        st.info(words("accounts.own_machine"))
    _say(words)
    chosen = _listed(screen, accounts)
    if chosen is not None:
        _change(screen, chosen)
    with st.expander(words("accounts.add"), expanded=not accounts, icon=":material/person_add:"):
        _add(screen)


def _listed(screen: Screen, accounts: list[Account]) -> Account | None:
    words = screen.words
    if not accounts:
        st.caption(words("accounts.none"))
        return None
    st.caption(words("accounts.pick"))
    shown = pl.DataFrame([_row(screen, account) for account in accounts])
    chosen = grid.pick(screen, shown, [account.account_id for account in accounts], key="account")
    return None if chosen is None else accounts[chosen]


def _row(screen: Screen, account: Account) -> dict[str, str]:
    words = screen.words
    return {
        words("accounts.id"): account.account_id,
        words("accounts.name"): account.name,
        words("accounts.role"): words(f"role.{account.role.value}"),
        words("accounts.units"): words.join([_unit(screen, unit) for unit in sorted(account.units)]),
        words("accounts.claim"): account.claim or "",
        words("accounts.expires"): words.day(account.expires_on) if account.expires_on else "",
        words("accounts.state"): words(f"accounts.{_state(account)}"),
    }


def _state(account: Account) -> str:
    if account.disabled:
        return "disabled"
    if not account.is_usable(day_of(utc_now())):
        return "expired"
    return "waiting" if account.must_change else "usable"


def _add(screen: Screen) -> None:
    words = screen.words
    with st.form("account_add", clear_on_submit=False, border=False):
        account_id = st.text_input(words("accounts.id"), max_chars=80, key="account_new_id")
        fields = _fields(screen, None, "new")
        if st.form_submit_button(words("accounts.add"), type="primary"):
            _do(words, lambda: _added(account_id, fields))


def _added(account_id: str, fields: dict[str, Any]) -> None:
    given = add_account(the_process().warehouse, account_id, **fields)
    st.session_state[_GIVEN] = (account_id, given) if given else None


def _change(screen: Screen, account: Account) -> None:
    words, warehouse, account_id = screen.words, the_process().warehouse, account.account_id
    with st.container(border=True, key="account_change"):
        st.markdown(f"**{words('accounts.change')}**")
        st.text(account_id)
        with st.form(f"account_change_{account_id}", border=False):
            fields = _fields(screen, account, account_id)
            if st.form_submit_button(words("accounts.save"), type="primary"):
                changes = fields | {"units": frozenset(fields["units"]), "claim": fields["claim"] or None}
                _do(words, lambda: change_account(warehouse, account_id, **changes))
        with st.container(horizontal=True):
            if account.password_hash and st.button(words("accounts.reset"), key="account_reset", icon=":material/key:"):
                _do(words, lambda: _reset(account_id))
            word, icon = ("enable", ":material/check:") if account.disabled else ("disable", ":material/block:")
            if st.button(words(f"accounts.{word}"), key="account_disable", icon=icon):
                _do(words, lambda: change_account(warehouse, account_id, disabled=not account.disabled))


def _reset(account_id: str) -> None:
    st.session_state[_GIVEN] = (account_id, reset_password(the_process().warehouse, account_id))


def _fields(screen: Screen, account: Account | None, key: str) -> dict[str, Any]:
    """What the form says: name, role, units, claim, expires_on."""
    words, units, board = screen.words, _units(screen), areas.own()
    roles = list(Role)
    first, second = st.columns(2)
    with first:
        name = st.text_input(
            words("accounts.name"), value=account.name if account else "", max_chars=40, key=f"account_name_{key}"
        )
        role = st.selectbox(
            words("accounts.role"),
            roles,
            index=roles.index(account.role) if account else 0,
            format_func=lambda one: words(f"role.{one.value}"),
            key=f"account_role_{key}",
        )
    with second:
        expires_on = st.date_input(
            words("accounts.expires"),
            value=account.expires_on if account else day_of(utc_now()) + LASTS,
            format="YYYY-MM-DD",
            key=f"account_expires_{key}",
        )
        claim = st.text_input(
            words("accounts.claim"),
            value=(account.claim or "") if account else "",
            max_chars=200,
            help=words("accounts.claim_help"),
            key=f"account_claim_{key}",
        )
    chosen = st.multiselect(
        words("accounts.units"),
        list(units),
        default=sorted(account.units & set(units)) if account else [],
        format_func=units.__getitem__,
        key=f"account_units_{key}",
        placeholder=words("ledgers.choose"),
    )
    until = expires_on if isinstance(expires_on, date) else None
    elsewhere = [unit for unit in account.units if not board.has(unit)] if account else []
    units_given = [*chosen, *sorted(elsewhere)]
    return {"name": name.strip(), "role": role, "units": units_given, "claim": claim.strip(), "expires_on": until}


def _do(words: Words, deed: Callable[[], object]) -> None:
    try:
        deed()
    except WarehouseError as error:
        refusals.show(words, error)
        return
    st.session_state[_SAID] = True
    st.rerun()


def _say(words: Words) -> None:
    """What was done just before; a one-time password once."""
    given = st.session_state.pop(_GIVEN, None)
    if st.session_state.pop(_SAID, False):
        st.toast(words("accounts.kept"))
    if given:
        st.success(words("accounts.given", id=given[0]))
        st.code(given[1], language=None)


def _unit(screen: Screen, unit: str) -> str:
    return _units(screen).get(unit, unit)


def _units(screen: Screen) -> dict[str, str]:
    """The board's units as accounts name them, with their names."""
    board = areas.own()
    return {board.unit(unit_id): screen.words.of(row) for unit_id, row in screen.board.knowledge.units.items()}
