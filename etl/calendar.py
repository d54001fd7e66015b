"""The reporting calendar: what is due, received and late per unit and period, and whom to remind of what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from i18n.words import Words
from rules.periods import day_of
from warehouse.catalogue import Catalogue
from warehouse.reporting import OwedFigure, owed_figures, reports_due
from warehouse.reviews import review_states

SOON = 3
"""Days before a figure is due from which its unit is reminded."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one unit still owes of one period: `is_overdue` once the grace is over, `days` after or before due_on."""

    unit_id: str
    period: date
    indicator_ids: tuple[str, ...]
    due_on: date
    late_on: date
    is_overdue: bool
    days: int


def reporting_calendar(
    catalogue: Catalogue, observations: pl.DataFrame, *, month: date, as_of: datetime
) -> pl.DataFrame:
    """One row per unit and period from January to `month`: the columns of `warehouse.reporting.reports_due`, then
    `review` (accepted, submitted, returned; empty where nothing came). `observations` is `read_observations`."""
    due = reports_due(catalogue, observations, month=month, as_of=as_of)
    states = review_states(observations).select("unit_id", period="reference_period", review="state")
    return due.join(states, on=["unit_id", "period"], how="left", maintain_order="left")


def reminders(
    catalogue: Catalogue, observations: pl.DataFrame, *, month: date, as_of: datetime, soon: int = SOON
) -> list[Reminder]:
    """What is missing and overdue, past its due day, or due within `soon` days, by unit in the plan's order and
    period; periods of `month`'s year up to `month`."""
    today = day_of(as_of)
    missing: dict[tuple[str, date], list[OwedFigure]] = {}
    for figure in owed_figures(catalogue, observations, month=month, as_of=as_of):
        if figure.received_at is None and (figure.due_on - today).days <= soon:
            missing.setdefault((figure.unit_id, figure.period), []).append(figure)
    order = {unit_id: place for place, unit_id in enumerate(catalogue.units["unit_id"])}
    keys = sorted(missing, key=lambda key: (order[key[0]], key[1]))
    return [_reminder(unit_id, period, missing[unit_id, period], today) for unit_id, period in keys]


def _reminder(unit_id: str, period: date, figures: Sequence[OwedFigure], today: date) -> Reminder:
    due_on = min(figure.due_on for figure in figures)
    return Reminder(
        unit_id=unit_id,
        period=period,
        indicator_ids=tuple(figure.indicator_id for figure in figures),
        due_on=due_on,
        late_on=max(figure.late_on for figure in figures),
        is_overdue=any(figure.state == "overdue" for figure in figures),
        days=abs((today - due_on).days),
    )


def reminder_text(given: Sequence[Reminder], catalogue: Catalogue, words: Words, *, as_of: datetime) -> str:
    """The reminders as one message to paste, a line a unit; where there are none, that nothing is owed."""
    day = words.day(day_of(as_of))
    if not given:
        return words("reminder.nothing", day=day)
    units = {row["unit_id"]: words.of(row) for row in catalogue.units.iter_rows(named=True)}
    names = {row["indicator_id"]: words.of(row) for row in catalogue.indicators.iter_rows(named=True)}
    by_unit: dict[str, list[Reminder]] = {}
    for reminder in given:
        by_unit.setdefault(reminder.unit_id, []).append(reminder)
    lines = [words("reminder.head", day=day, units=len(by_unit), figures=sum(len(one.indicator_ids) for one in given))]
    for number, (unit_id, owed) in enumerate(by_unit.items(), 1):
        parts = words("reminder.between").join(_said(one, names, words) for one in owed)
        lines.append(words("reminder.unit", number=number, unit=units[unit_id], owed=parts))
    return "\n".join([*lines, words("reminder.foot")])


def _said(reminder: Reminder, names: Mapping[str, str], words: Words) -> str:
    state = "overdue" if reminder.is_overdue else "today" if not reminder.days else "due"
    facts: dict[str, Any] = {
        "period": words.month(reminder.period),
        "figures": len(reminder.indicator_ids),
        "names": words.join([names[indicator_id] for indicator_id in reminder.indicator_ids]),
        "due": words.day(reminder.due_on),
        "days": reminder.days,
    }
    return words(f"reminder.{state}", **facts)
