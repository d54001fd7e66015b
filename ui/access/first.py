"""The first administrator: a code on the server's console, good once and for a day."""

from __future__ import annotations

import hmac
import secrets
import sys
import threading
from datetime import datetime, timedelta

from warehouse.access import BOARD, Role, acting_as
from warehouse.accounts import Account, add_account, find_account, has_administrator
from warehouse.connection import Warehouse, utc_now
from warehouse.errors import SignInRefused

LASTS = timedelta(hours=24)
TRIES = 10
_lock = threading.Lock()


class FirstCode:
    """The code as this process printed it; a restart prints another."""

    def __init__(self) -> None:
        self._code: str | None = None
        self._until = datetime.min
        self._tries = 0

    def announce(self, warehouse: Warehouse) -> str | None:
        """Prints a code where nobody can let others in yet, and gives it."""
        with _lock:
            if has_administrator(warehouse):
                return None
            self._code, self._until, self._tries = secrets.token_hex(8), utc_now() + LASTS, 0
        print(
            f"Nobody can sign in yet. Open /account/first on the board and give this code: {self._code}",
            file=sys.stderr,
            flush=True,
        )
        return self._code

    def is_wanted(self) -> bool:
        """Whether a code was printed and not used."""
        return self._code is not None

    def redeem(self, warehouse: Warehouse, code: str, *, account_id: str, name: str, password: str) -> Account:
        """The first administrator's account. Raises SignInRefused, UnfitAccount."""
        with _lock:
            self._refuse_wrong(code)
            if has_administrator(warehouse):
                raise SignInRefused("The code has been used.", code="sign_in_code_wrong")
            with acting_as(BOARD):
                add_account(warehouse, account_id, name=name, role=Role.ADMINISTRATOR, password=password)
            self._code = None
        return find_account(warehouse, account_id)

    def _refuse_wrong(self, code: str) -> None:
        self._tries += 1
        is_good = self._code is not None and self._tries <= TRIES and utc_now() <= self._until
        if not is_good or not hmac.compare_digest(code.strip().encode(), (self._code or "").encode()):
            raise SignInRefused("That is not the code on the server's console.", code="sign_in_code_wrong")


FIRST_CODE = FirstCode()
