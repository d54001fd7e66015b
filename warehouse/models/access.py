"""Who may come in, who is in, and who did what. Append-only; the newest row of an account or session counts."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
from pandera.typing.polars import Series

from warehouse.models.base import Table

ACCOUNT_ID = r"^[a-z0-9][a-z0-9._@-]{1,79}$"
UNITS = r"^(([A-Za-z0-9_.-]+/)?[a-z][a-z0-9_]*(;([A-Za-z0-9_.-]+/)?[a-z][a-z0-9_]*)*)?$"
"""Units as accounts name them: those of another area than the warehouse's first with it before them."""
ROLES = ["viewer", "reporter", "analyst", "administrator"]


class Audit(Table):
    """One deed: who did what to what, when by the machine's clock, from where. `deed` is the right it needed, or
    sign_in, sign_out, export; `seal` binds each row to the one before it."""

    audit_number: Series[pl.Int64] = pa.Field(ge=1, unique=True)
    recorded_at: Series[pl.Datetime]
    who: Series[str]
    account_id: Series[str] = pa.Field(nullable=True)
    role: Series[str] = pa.Field(isin=ROLES)
    way: Series[str] = pa.Field(isin=["machine", "open", "account", "oidc", "board", "none"])
    client: Series[str] = pa.Field(nullable=True)
    deed: Series[str]
    subject: Series[str]
    unit_ids: Series[str] = pa.Field(str_matches=UNITS, nullable=True)
    outcome: Series[str] = pa.Field(isin=["done", "refused", "failed"])
    seal: Series[str] = pa.Field(str_matches=r"^[0-9a-f]{64}$")


class Account(Table):
    """A person's account as decided last; without a password it is entered through the office's own sign-in,
    whose `claim` (an e-mail address, a subject or `group:<name>`) leads to it."""

    account_id: Series[str] = pa.Field(str_matches=ACCOUNT_ID)
    name: Series[str] = pa.Field(str_length={"min_value": 1, "max_value": 40})
    role: Series[str] = pa.Field(isin=ROLES)
    unit_ids: Series[str] = pa.Field(str_matches=UNITS, nullable=True)
    claim: Series[str] = pa.Field(str_length={"min_value": 1, "max_value": 200}, nullable=True)
    password_hash: Series[str] = pa.Field(nullable=True)
    must_change: Series[bool]
    expires_on: Series[pl.Date] = pa.Field(nullable=True)
    disabled: Series[bool]
    recorded_by: Series[str]
    recorded_at: Series[pl.Datetime]


class AccountSession(Table):
    """Somebody signed in: the hash of the session's name (never the name itself), and whether it has ended."""

    session_hash: Series[str] = pa.Field(str_matches=r"^[0-9a-f]{64}$")
    account_id: Series[str]
    client: Series[str] = pa.Field(nullable=True)
    expires_at: Series[pl.Datetime]
    ended: Series[bool]
    recorded_at: Series[pl.Datetime]


class AccountAttempt(Table):
    """A try to sign in with a password, of an account or of a name that is none."""

    account_id: Series[str]
    client: Series[str] = pa.Field(nullable=True)
    succeeded: Series[bool]
    recorded_at: Series[pl.Datetime]
