"""Units within labels and in the lines over a table."""

from __future__ import annotations

import re

from etl.plan import Plan

SIGNED = re.compile(r"^(?:±|\+-|\+/-|-\+)(?=[%‰])")
_UNIT_LINE = re.compile(r"(?:计量|数量|金额)?单位[::]([^()。;]+)")


def unit_line(text: str, plan: Plan) -> tuple[str, ...]:
    """The units a line such as `单位：亿元、%` gives; empty where it gives none."""
    found = _UNIT_LINE.search(plan.fold(text))
    return units_of(found[1], plan) if found else ()


def units_of(text: str, plan: Plan) -> tuple[str, ...]:
    """The units a folded text lists; empty where anything else is in it."""
    parts = [SIGNED.sub("", part) for part in re.split(r"[、,;和]", text.removeprefix("单位:")) if part]
    return tuple(parts) if parts and all(_is_unit(part, plan) for part in parts) else ()


def _is_unit(text: str, plan: Plan) -> bool:
    """A unit of the plan, or one that can be told for a unit and is none of the plan's (元/人)."""
    if plan.unit_words.meanings(text) or text in {"个百分点", "百分点", "‰"}:
        return True
    of, per, each = text.partition("/")
    return bool(per and each) and len(each) <= 4 and bool(plan.unit_words.meanings(of))
