"""A figure in a sentence as papers write it: 新增学位1,000个, 涉企检查次数同比下降27.4%, 不低于8%."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from i18n import Words
from i18n.notice_text import spelled
from i18n.sentences import amount, plain_amount
from reports.wording.targets import target_in_words
from rules.model import Kind
from warehouse.board import Knowledge

Row = Mapping[str, Any]
_NUMBER = re.compile(r"(?P<whole>[−+]?[\d,]+)(?:\.(?P<decimals>\d+))?")


def said(words: Words, known: Knowledge, indicator_id: str, value: float | None, text: str) -> str:
    """An indicator's name and value in one: a fall is called a fall, a unit the name has is not said twice.

    `text` is the value as tables write it; a value without a number keeps it.
    """
    indicator, name = known.indicators[indicator_id], words.of(known.indicators[indicator_id])
    if value is None or indicator["measure"] == "stage":
        return words("said.plain", name=name, value=text)
    change = _change(words, name, value, indicator, known.measure_of(indicator_id))
    return change or words("said.plain", name=name, value=_without_unit_of(words, name, _without_zeros(text)))


def _change(words: Words, name: str, value: float, indicator: Row, measure: Row) -> str:
    """涉企检查次数同比下降27.4%; "" where the name is no growth, or one that grows and is called so."""
    changes, grows = words("said.change_name"), words("said.growth_name")
    subject = _stem(words, name, changes)
    if not subject and value < 0:
        subject = _stem(words, name, grows)
    if not subject or indicator["unit_measure"] != "percent":
        return ""
    size = _without_zeros(amount(words, abs(value), indicator, measure))
    way = "level" if round(value, indicator["decimals"]) == 0 else "fell" if value < 0 else "rose"
    return words(f"said.{way}", name=subject, size=size)


def _stem(words: Words, name: str, mark: str) -> str:
    """What changes: the name without the words that say it is a change; "" where it has none."""
    if words.is_chinese:
        return name.removesuffix(mark).removesuffix("同比") if name.endswith(mark) else ""
    if mark.endswith(" "):
        subject = name.removeprefix(mark)
        return subject[:1].upper() + subject[1:] if name.startswith(mark) else ""
    return name.removesuffix(mark) if name.endswith(mark) else ""


def _without_zeros(text: str) -> str:
    """611.90万人次 as 611.9万人次: zeros that only fill up two decimals or more; one decimal stays."""
    found = _NUMBER.match(text)
    if not found or len(found["decimals"] or "") < 2:
        return text
    return found["whole"] + f".{found['decimals']}".rstrip("0").rstrip(".") + text[found.end() :]


def _without_unit_of(words: Words, name: str, text: str) -> str:
    """1,000个学位 of 新增学位 as 1,000个; 1,000 school places of "School places added" as 1,000."""
    found = _NUMBER.match(text)
    if not found:
        return text
    number, unit = text[: found.end()], text[found.end() :].strip()
    if words.is_chinese:
        noun = unit[1:]
        return number + unit[0] if len(noun) > 1 and noun in name else text
    return number if unit and unit.casefold() in name.casefold() else text


def asked(words: Words, known: Knowledge, target: Row) -> str:
    """What a target asks, in words and without signs: 不低于8%, at least 8%, 下降50%以上."""
    value, indicator = target["value"], known.indicators[target["indicator_id"]]
    falls = target["kind"] == Kind.GROWTH_RATE and value is not None and value < 0
    if falls and target["comparator"] in ("<=", "<") and target["stretch"] is None:
        size = plain_amount(words, abs(value), indicator, known.measure_of(target["indicator_id"]))
        return words("said.fall_of", size=size)
    return spelled(words, target_in_words(words, known, target))
