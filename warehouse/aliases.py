"""Names learned from people's confirmations: who said when that a workbook's word means one of the plan's."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from warehouse.access import Right
from warehouse.connection import Warehouse
from warehouse.errors import UnknownAlias
from warehouse.ledger import EVER, Ledger, required

ALIASES = Ledger("alias_confirmed", "AliasConfirmed", ("kind", "alias"))


def read_aliases(warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
    """The names that count at `as_of`, sorted by kind and alias, columns of `models.AliasConfirmed`."""
    return ALIASES.newest(warehouse, programme_id, as_of).filter(~pl.col("removed"))


def read_alias_history(warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
    """Every confirmation and removal, oldest first, columns of `models.AliasConfirmed`."""
    return ALIASES.read(warehouse, programme_id, as_of)


def confirm_alias(
    warehouse: Warehouse,
    programme_id: str,
    *,
    kind: str,
    alias: str,
    meaning: str,
    by: str,
    at: datetime | None = None,
) -> None:
    """Keeps that `alias` means `meaning` (an indicator_id, a unit_id or a unit of measure by name).

    A name that means this already is not kept again; one that meant another thing means this from now on.
    Raises UnfitDecision.
    """
    known = read_aliases(warehouse, programme_id, EVER).filter(kind=kind, alias=alias.strip())
    if known["meaning"].to_list() != [meaning]:
        _append(warehouse, programme_id, kind=kind, alias=alias, meaning=meaning, removed=False, by=by, at=at)


def remove_alias(
    warehouse: Warehouse, programme_id: str, *, kind: str, alias: str, by: str, at: datetime | None = None
) -> None:
    """Takes a confirmed name back: it is asked about again. Raises UnknownAlias."""
    known = read_aliases(warehouse, programme_id, EVER).filter(kind=kind, alias=alias.strip())
    if known.is_empty():
        raise UnknownAlias("No {kind} has been confirmed under the name {alias!r}.", kind=kind, alias=alias)
    meaning = str(known["meaning"][0])
    _append(warehouse, programme_id, kind=kind, alias=alias, meaning=meaning, removed=True, by=by, at=at)


def _append(
    warehouse: Warehouse,
    programme_id: str,
    *,
    kind: str,
    alias: str,
    meaning: str,
    removed: bool,
    by: str,
    at: datetime | None,
) -> None:
    row = {
        "programme_id": programme_id,
        "kind": kind,
        "alias": required(alias, "alias"),
        "meaning": required(meaning, "meaning"),
        "removed": removed,
        "confirmed_by": required(by, "who"),
    }
    word = "forget" if removed else "learn"
    with warehouse.writing(f"{word} {kind} {alias.strip()}", right=Right.NAMES, at=at) as cursor:
        ALIASES.append(cursor, row, at=at)
