"""The person at work on a screen, found anew at each write: from the session's cookie, never from a form."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import streamlit as st
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import Scope
from streamlit.runtime.scriptrunner import get_script_run_ctx

from rules.periods import day_of
from ui import area
from ui.access.mode import Mode, current_mode, has_outside, has_routes, is_from_here, is_request_from_here, stands_open
from ui.access.signing import COOKIE, read_cookie
from ui.remembered import remembered
from warehouse.access import NOBODY, Principal, Role, acting_as, operator
from warehouse.accounts import account_of_claims
from warehouse.connection import Warehouse, utc_now
from warehouse.errors import OpenToNetwork
from warehouse.sessions import SESSION, principal_of

Made = TypeVar("Made")
NAME = "person_name"
"""The session key of the name typed where nobody signs in."""
OUTSIDE_COOKIE = "_streamlit_user"
"""How the names of the cookies begin that Streamlit keeps a sign-in by OpenID Connect in."""
LOCAL = "127.0.0.1"
"""Streamlit gives no address for this machine's own."""


@dataclass(frozen=True)
class Visitor:
    """What a browser brings with it: the session's token, what the office's own sign-in says, its address."""

    token: str | None = None
    claims: Mapping[str, Any] = field(default_factory=dict)
    client: str | None = None
    typed_name: str = ""
    is_from_here: bool = True


def visitor_of_run() -> Visitor | None:
    """The visitor this run of the script is for; None in a thread nobody's browser stands behind."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return None
    if current_mode() is Mode.OPEN:
        return Visitor(typed_name=typed_name(), is_from_here=_is_from_here())
    claims = st.user.to_dict() if has_outside() else {}
    return Visitor(
        token=read_cookie(st.context.cookies.to_dict()),
        claims=claims if claims.get("is_logged_in") else {},
        client=st.context.ip_address or LOCAL,
    )


def typed_name() -> str:
    """The name typed in this session; after a reload the one this browser gave before. "" where there is none."""
    return str(st.session_state.get(NAME, remembered()))


def _is_from_here() -> bool:
    """Whether the browser is on this machine: a server without our own ways in asks nothing before the script."""
    headers, client = st.context.headers, st.context.ip_address
    return "Host" not in headers or is_from_here(headers, [client] if isinstance(client, str) else [])


def principal(warehouse: Warehouse, visitor: Visitor | None) -> Principal:
    """Who is at work. Raises OpenToNetwork."""
    if current_mode() is Mode.OPEN:
        if visitor is not None and not visitor.is_from_here:
            raise stands_open(str(st.context.headers.get("Host", "")))
        name = (visitor.typed_name if visitor else "") or operator().name
        return Principal(name, Role.ADMINISTRATOR, way="open")
    if visitor is None:
        return NOBODY
    if visitor.token:
        found = principal_of(warehouse, visitor.token, client=visitor.client)
        if found.is_signed_in:
            return found
    return _from_outside(warehouse, visitor)


def _from_outside(warehouse: Warehouse, visitor: Visitor) -> Principal:
    account = account_of_claims(warehouse, visitor.claims) if _is_fresh(visitor.claims) else None
    if account is None or not account.is_usable(day_of(utc_now())):
        return replace(NOBODY, client=visitor.client)
    who = account.principal("oidc", visitor.client)
    if account.claim and account.claim.startswith("group:"):  # the account is a group's, the name a person's
        return replace(who, name=outside_name(visitor.claims))
    return who


def _is_fresh(claims: Mapping[str, Any]) -> bool:
    """Whether somebody came through the office's own sign-in no longer ago than a session lasts; its cookie stays."""
    issued = claims.get("iat") or claims.get("auth_time")
    return bool(claims) and (issued is None or time.time() - float(issued) < SESSION.total_seconds())


def outside_name(claims: Mapping[str, Any]) -> str:
    """What the office's own sign-in calls somebody."""
    return str(next((claims[name] for name in ("name", "email", "sub") if claims.get(name)), ""))


def resolver(warehouse: Warehouse) -> Callable[[], Principal]:
    """What `warehouse.access.use` is told."""
    return lambda: principal(warehouse, visitor_of_run())


def look_of_request(scope: Scope) -> str | None:
    """What everybody sees who comes as this request does; None where that depends on the person.

    One's own machine's board is everybody's who is there; where writing needs an account, all without one look alike.
    """
    try:
        mode = current_mode()
    except OpenToNetwork:
        return None
    if mode is Mode.OPEN:
        return mode if is_request_from_here(scope) else None
    names = cookie_parser(Headers(scope=scope).get("cookie", ""))
    is_known = any(name == COOKIE or name.startswith(OUTSIDE_COOKIE) for name in names)
    return mode if mode is Mode.WRITING and has_routes() and not is_known else None


def for_this_visitor(warehouse: Warehouse, make: Callable[[], Made]) -> Callable[[], Made]:
    """A download made later, in a thread of the server: by then still as this visitor, if still signed in, and of the
    board they were looking at."""
    visitor, of_area = visitor_of_run(), area.shown()

    def made() -> Made:
        with acting_as(principal(warehouse, visitor)), area.standing_in(of_area):
            return make()

    return made
