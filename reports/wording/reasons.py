"""Why a verdict is what it is, as a sentence in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from i18n import Words
from i18n.sentences import amount
from rules.reasons import FORMS, Form, Reason
from warehouse.board import Knowledge

Writer = Callable[["_Subject", Any], str]


class _Subject:
    """What a sentence is about: its words and how to write the indicator's values."""

    def __init__(self, words: Words, known: Knowledge, indicator_id: str) -> None:
        self.words, self.known = words, known
        self.indicator = known.indicators[indicator_id]
        self.measure = known.measure_of(indicator_id)

    def value(self, number: Any) -> str:
        value = float(number)
        if self.indicator["is_integer"] and value != round(value):  # a third of a firm a month is not none
            return self.words.quantity(value, self.measure, decimals=1)
        return amount(self.words, value, self.indicator, self.measure)

    def months(self, text: str) -> str:
        return self.words.join([self.words.month_short(date.fromisoformat(part)) for part in text.split(";")])


def _digits(points: float) -> int:
    """One decimal; two where one would hide a difference below a point."""
    return 2 if abs(points) < 1 and round(points, 1) != round(points, 2) else 1


_WRITERS: Mapping[Form, Writer] = {
    Form.VALUE: lambda s, x: s.value(x),
    Form.POINTS: lambda s, x: s.words.number(float(x), _digits(float(x))),
    Form.PERCENT: lambda s, x: s.words.number(float(x), 1),
    Form.MULTIPLE: lambda s, x: s.words.number(float(x), 1),
    Form.COUNT: lambda s, x: s.words.number(float(x), 0),
    Form.MONTH: lambda s, x: s.words.month(date.fromisoformat(x)),
    Form.MONTHS: lambda s, x: s.months(x),
    Form.DAY: lambda s, x: s.words.day(date.fromisoformat(x)),
    Form.STAGE: lambda s, x: s.words(f"stage.{x}"),
    Form.INDICATOR: lambda s, x: s.words.of(s.known.indicators[x]),
    Form.COMPARATOR: lambda _, x: str(x),
}


def written_inputs(words: Words, known: Knowledge, indicator_id: str, inputs: Mapping[str, Any]) -> dict[str, str]:
    """A verdict's inputs as texts, by name."""
    subject = _Subject(words, known, indicator_id)
    return {
        name: "–" if value is None else _WRITERS[FORMS[name]](subject, value)
        for name, value in inputs.items()
        if name in FORMS
    }


def sentence(words: Words, known: Knowledge, indicator_id: str, reason: str, inputs: Mapping[str, Any]) -> str:
    """The sentence of a reason code with its inputs."""
    return words(f"reason.{reason}", **written_inputs(words, known, indicator_id, inputs))


def reason_text(words: Words, known: Knowledge, verdict: Mapping[str, Any]) -> str:
    """The sentence of a verdict row (columns indicator_id, reason, inputs_json)."""
    inputs = json.loads(verdict["inputs_json"] or "{}")
    return sentence(words, known, verdict["indicator_id"], verdict["reason"], inputs)


def named_inputs(words: Words, known: Knowledge, verdict: Mapping[str, Any]) -> dict[str, str]:
    """The numbers a verdict used, by their names in words."""
    inputs = json.loads(verdict["inputs_json"] or "{}")
    written = written_inputs(words, known, verdict["indicator_id"], inputs)
    return {words(f"input.{name}"): text for name, text in written.items()}


def actual_value(verdict: Mapping[str, Any]) -> float | None:
    """The figure a verdict rests on, as a number; of a breach, the year's events, not the last month's."""
    if verdict["reason"] == Reason.BREACH:
        events: float = json.loads(verdict["inputs_json"])["events"]
        return events
    value: float | None = verdict["value"]
    return value


def actual_text(words: Words, known: Knowledge, verdict: Mapping[str, Any]) -> str:
    """The figure a verdict rests on, "" where there is none; of a breach, the year's events, not the last month's."""
    if not verdict["period"]:
        return ""
    indicator_id = verdict["indicator_id"]
    return amount(words, actual_value(verdict), known.indicators[indicator_id], known.measure_of(indicator_id))
