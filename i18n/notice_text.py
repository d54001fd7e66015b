"""The text of a supervision notice in one language: what a person may rewrite, and the figures nobody writes in.

Takes plain rows of the warehouse, knows no other room.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from i18n.sentences import amount, gap_text, target_text
from i18n.words import Words

Row = Mapping[str, Any]
SIGNS = {"≥": "at_least", "＞": "more_than", "≤": "at_most", "＜": "less_than"}


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom and what a notice is about: rows of the catalogue, and a proposal or an issued notice."""

    unit: Row
    indicator: Row
    measure: Row
    target: Row
    other: Row | None
    programme: Row


@dataclass(frozen=True, slots=True)
class Draft:
    """A notice before it is sent: `prose` is a person's to rewrite, `bound` is written from the figures."""

    title: str
    addressee: str
    opening: str
    figures: str
    demand: str
    reply: str

    def paragraphs(self) -> list[tuple[str, str]]:
        """(role, text) in the order of the paper; roles are prose and bound."""
        return [("prose", self.opening), ("bound", self.figures), ("prose", self.demand), ("bound", self.reply)]


def draft_notice(
    words: Words, subject: Subject, proposal: Row, *, step: str, known_on: date, reply_due_on: date
) -> Draft:
    """The notice as the words have it; `proposal` is one of the proposed rows or an issued one's facts."""
    cause = proposal["cause"]
    kind = f"{step}_overdue" if cause == "overdue" else step
    name = words.of(subject.indicator)
    return Draft(
        title=words(f"notice_text.title.{kind}", indicator=name),
        addressee=words.of(subject.unit),
        opening=words(f"notice_text.opening.{step}", programme=words.named(subject.programme["name"])),
        figures=overdue_figures(words, subject, proposal, known_on)
        if cause == "overdue"
        else behind_figures(words, subject, proposal, known_on),
        demand=words(f"notice_text.demand.{kind}"),
        reply=words("notice_text.reply", day=words.day(reply_due_on)),
    )


def behind_figures(words: Words, subject: Subject, proposal: Row, known_on: date) -> str:
    """Figure, target, gap and how long already, as known on a day."""
    asked = target_text(
        words,
        {**subject.target, "programme_year": int(subject.programme["year"])},
        subject.indicator,
        subject.measure,
        subject.other,
    )
    clauses = [
        words(
            "notice_text.figure",
            indicator=words.of(subject.indicator),
            period=words.month(proposal["period"] or proposal["reference_period"]),
            actual=actual_text(words, subject, proposal),
        ),
        words("notice_text.target", target=spelled(words, asked)),
        gap_text(words, proposal, subject.indicator, subject.measure),
        run_text(words, proposal),
    ]
    told = words("notice_text.clause").join(clause for clause in clauses if clause)
    return told + words("notice_text.known", day=words.day(known_on))


def overdue_figures(words: Words, subject: Subject, proposal: Row, known_on: date) -> str:
    """Which figure was due when, as known on a day."""
    inputs = json.loads(proposal["inputs_json"] or "{}")
    period = date.fromisoformat(inputs["due_period"]) if inputs.get("due_period") else proposal["reference_period"]
    name = words.of(subject.indicator)
    if not inputs.get("due_day"):
        return words("notice_text.overdue", indicator=name, period=words.month(period), known=words.day(known_on))
    return words(
        "notice_text.overdue_since",
        indicator=name,
        period=words.month(period),
        day=words.day(date.fromisoformat(inputs["due_day"])),
        known=words.day(known_on),
    )


def actual_text(words: Words, subject: Subject, proposal: Row) -> str:
    """The figure quoted; of a breach, the year's events and not the last month's."""
    value = proposal["value"]
    if proposal["reason"] == "breach":
        value = json.loads(proposal["inputs_json"])["events"]
    return amount(words, value, subject.indicator, subject.measure)


def run_text(words: Words, proposal: Row) -> str:
    """How many months in a row, "" where it is the report that is owed."""
    months = proposal["months_behind"]
    if not months:
        return ""
    key = "notice_text.one_month" if months == 1 else "notice_text.months"
    return words(key, months=months, month=words.month(proposal["reference_period"]))


def spelled(words: Words, target: str) -> str:
    """A target as a paper writes it: 不低于8%, not ≥8%."""
    for sign, name in SIGNS.items():
        target = target.replace(sign, words(f"notice_text.sign.{name}"))
    return target


def why_text(words: Words, subject: Subject, proposal: Row) -> str:
    """Why a notice is proposed, in one line."""
    if proposal["cause"] == "overdue":
        return words("notices.why_overdue")
    months = proposal["months_behind"]
    run = words("notices.why_month") if months == 1 else words("notices.why_months", months=months)
    gap = gap_text(words, proposal, subject.indicator, subject.measure)
    return " · ".join(part for part in (run, gap) if part)
