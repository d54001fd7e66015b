"""Who owns an indicator: the units the plan names as lead, else the unit that sends its figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from i18n import Words
from warehouse.board import Knowledge


def ids(text: str | None) -> list[str]:
    """The ids of a `;`-separated field."""
    return [part for part in (text or "").split(";") if part]


def names(words: Words, known: Knowledge, unit_ids: Iterable[str], *, limit: int | None = None) -> str:
    """Units by name, the first `limit` of them and how many more."""
    return some(words, [words.of(known.units[unit_id]) for unit_id in unit_ids], limit=limit)


def some(words: Words, found: list[str], *, limit: int | None = None) -> str:
    """The first `limit` names and how many more."""
    if limit is not None and len(found) > limit:
        shown = words.join(found[:limit])
        count = len(found) if words.is_chinese else len(found) - limit
        return words("owner.more", units=shown, count=count)
    return words.join(found)


def lead_units(known: Knowledge, indicator_id: str) -> list[str]:
    """The lead units of any of an indicator's targets, each once, in the order of the plan."""
    return list(dict.fromkeys(u for row in known.targets_of[indicator_id] for u in ids(row["lead_units"])))


def owner_text(words: Words, known: Knowledge, indicator_id: str, *, limit: int = 3) -> str:
    """牵头：… or, where the plan names no lead, 报送：…"""
    leads = lead_units(known, indicator_id)
    if leads:
        return words("owner.lead", units=names(words, known, leads, limit=limit))
    reporting = known.indicators[indicator_id]["reporting_unit"]
    return words("owner.reporting", units=names(words, known, [reporting]))


def owner_cell(
    words: Words,
    known: Knowledge,
    indicator_id: str,
    *,
    target: Mapping[str, Any] | None = None,
    limit: int | None = None,
) -> str:
    """The owner as a cell of a table: of one target where given, else of the indicator; the first `limit` by name.

    The lead units; those another place of the plan names, said to be so; else 县商务局（报送）.
    """
    own = ids(target["lead_units"]) if target else []
    leads = own or lead_units(known, indicator_id)
    if not leads:
        reporting = known.indicators[indicator_id]["reporting_unit"]
        return words("owner.reports_it", units=names(words, known, [reporting]))
    named = names(words, known, leads, limit=limit)
    return named if own or target is None else words("owner.lead_elsewhere", units=named)
