"""Which device votes: a signed random number in a cookie, and the token that ties a form to it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

COOKIE = "rater"
COOKIE_SECONDS = 400 * 24 * 3600
_SIGNATURE = 32


@dataclass(frozen=True, slots=True)
class Devices:
    """Makes and checks device numbers with one secret; keeps nothing."""

    secret: bytes

    def new(self) -> str:
        """A cookie value for a device not seen before: a random number and its signature."""
        number = secrets.token_hex(16)
        return f"{number}.{self._keyed('cookie', number)}"

    def known(self, cookie: str | None) -> str | None:
        """The device number of a cookie value we made, else None."""
        number, _, signature = (cookie or "").partition(".")
        made = self._keyed("cookie", number)
        return number if number and hmac.compare_digest(made.encode(), signature.encode()) else None

    def hashed(self, number: str) -> str:
        """What is kept with a vote: 32 hexadecimal digits that lead back to no cookie."""
        return self._keyed("device", number)

    def token(self, number: str, item_id: str) -> str:
        """What a form of this device for this item carries, so that no other page can send it."""
        return self._keyed("form", f"{number}|{item_id}")

    def fits(self, token: str, number: str, item_id: str) -> bool:
        return hmac.compare_digest(self.token(number, item_id).encode(), token.encode())

    def _keyed(self, purpose: str, text: str) -> str:
        return hmac.new(self.secret, f"{purpose}|{text}".encode(), hashlib.sha256).hexdigest()[:_SIGNATURE]
