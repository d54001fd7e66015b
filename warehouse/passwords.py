"""Passwords: which may be chosen, how they are kept (argon2id), and one-time ones that are handed over."""

from __future__ import annotations

import re
import secrets
import threading
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from warehouse.errors import UnfitAccount

SHORTEST, LONGEST = 12, 128
FEWEST_DIFFERENT = 5
COMMON = frozenset((Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8").split())
"""What guessers try first, without the digits and signs people put around it."""
_RUNS = ("01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
_hasher = PasswordHasher()  # RFC 9106's second choice: 64 MiB, three passes
_at_once = threading.BoundedSemaphore(2)
"""Each check takes 64 MiB for a moment; a crowd of guessers waits rather than fills the memory."""
_dummy: list[str] = []


def hash_password(password: str) -> str:
    """The form a password is kept in."""
    with _at_once:
        return _hasher.hash(password)


def fits(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one kept; takes as long where none is kept."""
    with _at_once:
        try:
            return _hasher.verify(password_hash or _nobodys(), password) and password_hash is not None
        except (VerificationError, InvalidHashError):
            return False


def refuse_weak(password: str, *, names: tuple[str, ...] = ()) -> None:
    """Raises UnfitAccount for a password that would be guessed: too short or long, common, a run, or one's name."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise UnfitAccount(
            "A password has {shortest} to {longest} characters; several words are easy to remember.",
            code="password_length",
            shortest=SHORTEST,
            longest=LONGEST,
        )
    folded = password.casefold()
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded)
    is_named = any(len(name) >= 3 and name.casefold() in folded for name in names)
    if is_named or core in COMMON or len(set(folded)) < FEWEST_DIFFERENT or any(folded in run for run in _RUNS):
        raise UnfitAccount("That password is among the first a guesser tries: choose another.", code="password_common")


def one_time_password() -> str:
    """Sixteen letters in groups, none that is mistaken for another; for the first sign-in alone."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def _nobodys() -> str:
    if not _dummy:
        _dummy.append(_hasher.hash(secrets.token_urlsafe()))
    return _dummy[0]
