"""By which ways messages may leave: nothing until an operator has set it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import UnfitSetting

SECURITY = ("starttls", "tls", "none")


@dataclass(frozen=True, slots=True)
class Mail:
    """The office's SMTP server; `password` comes from a file, so that no listing of settings shows it."""

    host: str
    port: int
    security: str
    sender: str
    user: str = ""
    password: str = ""


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways that are open. `hook_hosts`: the only hosts a webhook may go to; "*" lets any."""

    mail: Mail | None = None
    hook_hosts: frozenset[str] = frozenset()
    dingtalk_secret: str = ""

    def is_open(self, channel: str) -> bool:
        """Whether anything can leave by `channel`."""
        return self.mail is not None if channel == "email" else bool(self.hook_hosts)


def read_ways(environment: Mapping[str, str] | None = None) -> Ways:
    """The ways set by EIGHT_ACTIONS_SMTP_HOST, _PORT (25), _SECURITY (starttls, tls, none), _FROM, _USER,
    _PASSWORD_FILE, EIGHT_ACTIONS_WEBHOOK_HOSTS (comma between) and EIGHT_ACTIONS_DINGTALK_SECRET_FILE.

    Raises UnfitSetting.
    """
    given = os.environ if environment is None else environment
    hosts = frozenset(host.strip().lower() for host in _get(given, "WEBHOOK_HOSTS").split(",") if host.strip())
    return Ways(_mail(given), hosts, _secret(given, "DINGTALK_SECRET_FILE"))


def _mail(given: Mapping[str, str]) -> Mail | None:
    host = _get(given, "SMTP_HOST")
    if not host:
        return None
    port, security, sender = _get(given, "SMTP_PORT") or "25", _get(given, "SMTP_SECURITY"), _get(given, "SMTP_FROM")
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise UnfitSetting(
            "{setting} is {given!r}: write a port number.", setting="EIGHT_ACTIONS_SMTP_PORT", given=port
        )
    if (security or "starttls") not in SECURITY:
        raise UnfitSetting(
            "{setting} is {given!r}: set it to {choices}.",
            setting="EIGHT_ACTIONS_SMTP_SECURITY",
            given=security,
            choices=tuple(SECURITY),
        )
    if "@" not in sender:
        raise UnfitSetting(
            "{setting} is {given!r}: write the sender's address.", setting="EIGHT_ACTIONS_SMTP_FROM", given=sender
        )
    password = _secret(given, "SMTP_PASSWORD_FILE")
    return Mail(host, int(port), security or "starttls", sender, _get(given, "SMTP_USER"), password)


def _get(given: Mapping[str, str], name: str) -> str:
    return given.get(f"EIGHT_ACTIONS_{name}", "").strip()


def _secret(given: Mapping[str, str], name: str) -> str:
    place = _get(given, name)
    if not place:
        return ""
    try:
        return Path(place).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise UnfitSetting(
            "{setting} names {given}, which cannot be read: {why}.",
            setting=f"EIGHT_ACTIONS_{name}",
            given=place,
            why=error.strerror,
        ) from error
