"""The key that signs what is given to browsers, and the session's cookie: HttpOnly, SameSite=Lax, signed."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

from warehouse.errors import UnfitSetting
from warehouse.settings import read_settings

COOKIE = "eight_actions_session"
FORM_COOKIE = "eight_actions_form"
FORM_SECONDS = 3600
SHORTEST_SECRET = 32


def session_cookie(token: str) -> str:
    """A token as the cookie's value."""
    return str(_serializer().dumps(token))


def read_cookie(cookies: Mapping[str, str]) -> str | None:
    """The token of a cookie that we signed; None of any other."""
    try:
        found = _serializer().loads(cookies.get(COOKIE, ""))
    except BadSignature:
        return None
    return found if isinstance(found, str) else None


def sealed(purpose: str, value: str) -> str:
    """A value for a form, that holds for FORM_SECONDS."""
    return str(URLSafeTimedSerializer(_key(), salt=purpose).dumps(value))


def unsealed(purpose: str, text: str) -> str | None:
    """The value of a form; None where it is not ours, for something else, or too old."""
    try:
        return str(URLSafeTimedSerializer(_key(), salt=purpose).loads(text, max_age=FORM_SECONDS))
    except BadSignature:
        return None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(_key(), salt="session")


def _key() -> bytes:
    """The key of EIGHT_ACTIONS_SECRET, which servers of one lake share; else the one beside the warehouse."""
    given = os.environ.get("EIGHT_ACTIONS_SECRET", "").strip()
    if given and len(given) < SHORTEST_SECRET:
        raise UnfitSetting(
            "{setting} is too short: give it {given} characters or more.",
            setting="EIGHT_ACTIONS_SECRET",
            given=SHORTEST_SECRET,
        )
    return given.encode() or _key_of(read_settings().warehouse_path.resolve().with_suffix(".key"))


@cache
def _key_of(path: Path) -> bytes:
    """The key beside the warehouse, made once, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        place = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(place, "wb") as file:
        file.write(secrets.token_bytes(32))
    return path.read_bytes()
