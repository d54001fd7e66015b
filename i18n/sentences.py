"""Targets, values and gaps in words. Takes plain rows of the warehouse, knows no other room."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from i18n.words import Words

Row = Mapping[str, Any]
_SIGNS = {">=": "≥", ">": "＞", "<=": "≤", "<": "＜", "=": "="}
_ON_SCHEDULE = ("target", "pieces")
_STAGES = ("preparation", "started", "structure", "completed", "accepted", "in_use")


def amount(words: Words, value: float | None, indicator: Row, measure: Row, *, signed: bool = False) -> str:
    """A value of an indicator as this reader writes it: 90.93亿元, 8.5%, 完工; of events 1起, as their sentences do."""
    if value is None:
        return "–"
    if indicator["measure"] == "stage":
        return words(f"stage.{_STAGES[max(0, min(round(value), len(_STAGES) - 1))]}")
    if indicator["measure"] == "events" and words.is_chinese:
        return words("chart.calendar.events", count=words.number(value, indicator["decimals"]))
    return words.quantity(value, measure, decimals=indicator["decimals"], signed=signed)


def plain_amount(words: Words, value: float, indicator: Row, measure: Row) -> str:
    """As `amount`, without the zeros that only fill up decimals: ≥8%, not ≥8.0%."""
    for decimals in range(indicator["decimals"] + 1):
        if abs(value - round(value, decimals)) < 1e-9:
            return words.quantity(value, measure, decimals=decimals)
    return words.quantity(value, measure, decimals=4)


def target_text(words: Words, target: Row, indicator: Row, measure: Row, other: Row | None = None) -> str:
    """What a target asks: ≥8.5%，力争10%; 650元/月提高到700元/月; 高于地区生产总值增速.

    `other` is the indicator row of the other side of a relative target.
    """
    kind = target["kind"]
    if kind == "not_quantified":
        return words("target.unquantified")
    if kind == "zero_tolerance":
        return words("target.zero")
    if kind == "dynamic_zero":
        return words("target.cleared")
    if kind == "direction":
        return words("target.better")
    if kind == "relative":
        return words(f"target.{_side(target)}", other=words.of(other) if other else "–")
    if kind == "milestone":
        return words("target.stage", day=_deadline(words, target), stage=words(f"stage.{target['stage']}"))
    return _numeric_target(words, target, indicator, measure)


def _side(target: Row) -> str:
    """Which side of the other series a relative target asks for: strictly beyond it, or level with it too."""
    equal_is_enough = target["comparator"] in (">=", "<=", "=")
    if target["direction"] == "down":
        return "at_most" if equal_is_enough else "below"
    return "at_least" if equal_is_enough else "above"


def _numeric_target(words: Words, target: Row, indicator: Row, measure: Row) -> str:
    value = target["value"]
    if value is None:
        return words("target.unquantified")
    if target["kind"] == "standard" and target["value_from"] is not None:
        before = plain_amount(words, target["value_from"], indicator, measure)
        return words("target.raised", before=before, after=plain_amount(words, value, indicator, measure))
    base = _SIGNS.get(target["comparator"] or "", "") + plain_amount(words, value, indicator, measure)
    if target["stretch"] is not None:
        stretch = plain_amount(words, target["stretch"], indicator, measure)
        base = words("target.stretch", base=base, stretch=stretch)
    if target["stage"]:
        base = words("target.stage_count", amount=base, stage=words(f"stage.{target['stage']}"))
    if (target["deadline"].month, target["deadline"].day) != (12, 31) or target["deadline"].year != _year(target):
        base = words("target.until", base=base, day=_deadline(words, target))
    return base


def _year(target: Row) -> int:
    return int(target.get("programme_year") or target["deadline"].year)


def _deadline(words: Words, target: Row) -> str:
    deadline: date = target["deadline"]
    return words.day(deadline)


def gap_text(words: Words, verdict: Row, indicator: Row, measure: Row) -> str:
    """How far off, in the kind's own unit; "" where a verdict has no gap."""
    gap, unit = verdict["gap"], verdict["gap_unit"]
    if gap is None or unit is None:
        return ""
    if indicator["measure"] == "open_cases":
        return _cases_text(words, gap, verdict["reason"], amount(words, abs(gap), indicator, measure))
    if unit == "days" and verdict["status"] == "done":
        return ""
    if unit == "units" and indicator["unit_measure"] == "percent":
        unit = "points"
    kind = _gap_kind(verdict["reason"], unit, indicator)
    if unit == "events" and gap >= 0:
        return ""
    if abs(gap) < 1e-9 and unit != "days":
        return "" if verdict["status"] == "done" else words(f"gap.{'on_schedule' if kind in _ON_SCHEDULE else 'level'}")
    size = _size(words, _rounded_down(gap) if kind == "reached" else abs(gap), unit, indicator, measure)
    key = f"gap.{kind}_{'behind' if gap < 0 else 'ahead'}"
    if size == "1" and words.has(f"{key}_one"):
        key = f"{key}_one"
    return words(key, size=size) if words.has(key) else ""


def _cases_text(words: Words, gap: float, reason: str, size: str) -> str:
    """What holds of cases: those past their dates where there are any, else those still open; "" where none is."""
    if gap >= 0:
        return ""
    key = f"gap.cases_{'past' if reason == 'open_past_dates' else 'open'}"
    return words(f"{key}_one" if gap == -1 else key, size=size)


def _gap_kind(reason: str, unit: str, indicator: Row) -> str:
    """What a gap is measured against, as the words name it."""
    if reason == "count_reached":
        return "reached"
    if reason.startswith("pieces_"):
        return "pieces"
    if unit == "points_of_target":
        return "target"
    return f"{unit}_down" if indicator["direction"] == "down" and unit in ("points", "units") else unit


def _rounded_down(percent: float) -> float:
    """To a tenth, as the percent of a target is written everywhere."""
    return math.floor(percent * 10 + 1e-9) / 10


def _size(words: Words, gap: float, unit: str, indicator: Row, measure: Row) -> str:
    if unit == "units":
        return amount(words, gap, indicator, measure)
    if unit in ("days", "events"):
        return words.number(gap, 0)
    return words.number(gap, 2 if unit == "points" and gap < 1 and round(gap, 1) != round(gap, 2) else 1)


def achieved_text(words: Words, form: str, size: float, indicator: Row, measure: Row) -> str:
    """One of `rules.achievement`'s forms in words: 164.5% of task, 9.4 points above, 17 yuan above, 42 more."""
    if form == "percent_of_task":
        written = words.number(size, 1)
    elif form.startswith("points_"):
        written = words.number(size, max(1, indicator["decimals"]))
    elif form in ("more", "remaining") and not words.is_chinese:
        written = words.number(size, 0)  # the figure beside it names the unit
    else:
        written = plain_amount(words, size, indicator, measure)
    return words(f"achieved.{form}", size=written)
