"""Whether the board stands on a network, and what must be asked of people then.

Streamlit knows its address from its settings; under another server it is the one uvicorn was told. Where neither
tells, the board counts as standing on a network.
"""

from __future__ import annotations

import gc
import socket
from collections.abc import Iterable, Mapping
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.types import Scope
from streamlit.auth_util import get_secrets_auth_section

from warehouse.errors import OpenToNetwork
from warehouse.settings import read_settings

UNKNOWN = "?"
"""The address where no server says which."""
FORWARDED = frozenset({"forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"})
"""Headers by which a proxy shows itself."""
_served_at: list[str] = []


class Mode(StrEnum):
    """Who must have signed in: nobody (one's own machine), whoever writes, whoever looks."""

    OPEN = "open"
    WRITING = "writing"
    VIEWING = "viewing"


def is_loopback(address: str | None) -> bool:
    """Whether only this machine reaches an address."""
    if address is None:
        return False
    if address.lower() == "localhost":
        return True
    try:
        return ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False


def is_from_here(headers: Mapping[str, str], ends: Iterable[str]) -> bool:
    """Whether a request comes from this machine itself: by both ends' addresses, through no proxy, under a name of
    this machine. The name counts because a page on the internet may point a name of its own at this machine.
    """
    given = {name.lower(): value for name, value in headers.items()}
    name = (urlsplit(f"//{given.get('host', '')}").hostname or "").lower()
    is_own_name = is_loopback(name) or name == socket.gethostname().lower()
    return is_own_name and not given.keys() & FORWARDED and all(map(is_loopback, ends))


def is_request_from_here(scope: Scope) -> bool:
    """As `is_from_here`, of a request or a websocket as the server gets it."""
    ends = [end[0] for end in (scope.get("server"), scope.get("client")) if end]
    return is_from_here(Headers(scope=scope), ends)


def serve_routes() -> None:
    """Called by the server's own module: the addresses are uvicorn's, and there are pages to sign in on."""
    _served_at[:] = _uvicorn_hosts() or [UNKNOWN]


def has_routes() -> bool:
    """Whether this process serves the pages to sign in on."""
    return bool(_served_at)


def addresses() -> list[str]:
    """Where the board stands, as its server was told."""
    return list(_served_at) or [str(st.get_option("server.address") or "0.0.0.0")]


def current_mode() -> Mode:
    """What is asked of people now. Raises OpenToNetwork where a network was not thought of, or nobody could sign in."""
    asked = read_settings().sign_in
    if asked is not None:
        if not has_routes() and not has_outside():
            raise OpenToNetwork(
                "Signing in is asked for and there is no way to: start asgi.py instead of app.py"
                " (streamlit run asgi.py, or uvicorn asgi:app), or set up OpenID Connect.",
                code="no_way_in",
            )
        return Mode(asked.value)
    outside = [address for address in addresses() if not is_loopback(address)]
    if outside:
        raise stands_open(outside[0])
    return Mode.OPEN


def stands_open(address: str) -> OpenToNetwork:
    """The refusal of a board that nobody was asked to sign in on and that others reach."""
    return OpenToNetwork(
        "The board would be reachable at {address} without anybody signing in. Set EIGHT_ACTIONS_SIGN_IN to"
        " writing (looking stays free) or viewing (nobody looks without), and start it again.",
        code="open_to_network",
        address=address,
    )


def has_outside() -> bool:
    """Whether the office's own sign-in (OpenID Connect) has been set up in .streamlit/secrets.toml."""
    return bool(get_secrets_auth_section())


def _uvicorn_hosts() -> list[str]:
    """What uvicorn in this process was told to listen on; its command line and programs that start it alike."""
    import uvicorn

    found = [one for one in gc.get_objects() if isinstance(one, uvicorn.Config)]
    return [UNKNOWN if one.uds or one.fd is not None else one.host for one in found]
