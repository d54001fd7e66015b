"""`template` and `remind`: what goes out to the units."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import date
from pathlib import Path

from etl.calendar import reminder_text, reminders, reporting_calendar
from etl.commands.outcome import FINE, answer_json, opened, period_of, period_of_plan, unit_of
from etl.errors import WishUnclear
from etl.known import Known
from etl.plan import Plan
from etl.template import write_template
from i18n.words import words_for
from warehouse.connection import utc_now
from warehouse.ledger import EVER
from warehouse.queries import read_catalogue, read_observations
from warehouse.seed import read_programme
from warehouse.settings import Settings, as_of, board_date


def template(asked: argparse.Namespace, settings: Settings) -> int:
    """Writes one unit's form, or every unit's that owes something."""
    plan, known = _plan_and_known(asked, settings)
    month = period_of_plan(asked.period, plan)
    wanted = plan.units if asked.all else [unit_of(asked.unit, plan)]
    units = [unit_id for unit_id in wanted if plan.owed(unit_id=unit_id, period=month)]
    if not units:
        who = "no unit" if asked.all else plan.units[next(iter(wanted))]
        raise WishUnclear("--period", found=f"{who}, {month:%Y-%m}", expected="a period for which something is owed")
    written = [_write(asked, plan, unit_id, month, known) for unit_id in units]
    if asked.json:
        answer_json([{"unit_id": unit_id, "file": str(path)} for unit_id, path in zip(units, written, strict=True)])
    else:
        print("\n".join(map(str, written)))
    return FINE


def _plan_and_known(asked: argparse.Namespace, settings: Settings) -> tuple[Plan, Known]:
    if asked.blank:
        return Plan.of(read_programme(asked.programme or settings.programme_folder)), Known()
    with opened(asked, settings) as (warehouse, programme_id):
        plan = Plan.of(read_catalogue(warehouse, programme_id, utc_now()))
        return plan, Known.of(read_observations(warehouse, programme_id, EVER))


def _write(asked: argparse.Namespace, plan: Plan, unit_id: str, month: date, known: Known) -> Path:
    out: Path = asked.out
    if asked.all or out.is_dir() or not out.suffix:
        out.mkdir(parents=True, exist_ok=True)
        out = out / f"{plan.units[unit_id]}_{month.year}年{month.month}月.xlsx"
    out.write_bytes(write_template(plan, unit_id=unit_id, period=month, known=known))
    return out


def remind(asked: argparse.Namespace, settings: Settings) -> int:
    """Says whom to remind of what; as JSON with the whole calendar."""
    words = words_for(asked.language)
    with opened(asked, settings) as (warehouse, programme_id):
        moment = as_of(asked.day or board_date(settings, warehouse))
        catalogue = read_catalogue(warehouse, programme_id, moment)
        observations = read_observations(warehouse, programme_id, moment)
    month = period_of(asked.month)
    given = reminders(catalogue, observations, month=month, as_of=moment, soon=asked.soon)
    text = reminder_text(given, catalogue, words, as_of=moment)
    if asked.json:
        calendar = reporting_calendar(catalogue, observations, month=month, as_of=moment).to_dicts()
        answer_json({"text": text, "reminders": [asdict(one) for one in given], "calendar": calendar})
    else:
        print(text)
    return FINE
