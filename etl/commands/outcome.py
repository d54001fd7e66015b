"""What every command shares: exit codes, the warehouse it works on, and how it answers."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from typing import Any

import polars as pl

from etl.errors import WishUnclear
from etl.periods import read_period
from etl.plan import Plan
from rules.periods import day_of
from warehouse.clock import check_clock, now_on
from warehouse.connection import Warehouse, borrowed_warehouse, utc_now
from warehouse.seed import programme_in
from warehouse.settings import Settings, board_date

FINE, CELLS_REFUSED, FILES_REFUSED = 0, 1, 2
_BAR = 30


@contextmanager
def opened(asked: argparse.Namespace, settings: Settings) -> Iterator[tuple[Warehouse, str]]:
    """The warehouse with the programme in it, and the programme's id."""
    with borrowed_warehouse(asked.warehouse or settings.warehouse_path) as warehouse:
        yield warehouse, programme_in(warehouse, asked.programme or settings.programme_folder)


def moment_on(warehouse: Warehouse, settings: Settings) -> datetime | None:
    """When something done now counts from, where the board stands on another day than today: a demonstration's own.

    None = now; then the board shows it as it is. Raises ClockBehind.
    """
    day = board_date(settings, warehouse)
    check_clock(warehouse, day)
    return None if day == day_of(utc_now()) else now_on(warehouse, day)


def period_of(text: str) -> date:
    """The first day of a written period's last month. Raises WishUnclear."""
    period = read_period(text)
    if period is None or period.year is None:
        raise WishUnclear("--period", found=text, expected="a period with its year: 2024-10")
    return period.starting(period.year)


def period_of_plan(text: str, plan: Plan) -> date:
    """As `period_of`, of the plan's year or the one before. Raises WishUnclear."""
    period = period_of(text)
    if period.year not in (plan.year - 1, plan.year):
        raise WishUnclear("--period", found=text, expected=f"a period of {plan.year - 1} or {plan.year}")
    return period


def unit_of(text: str, plan: Plan) -> str:
    """A unit's id from its id or name. Raises WishUnclear."""
    unit_id = text if text in plan.units else plan.unit_names.get(plan.fold(text))
    if unit_id is None:
        raise WishUnclear("--unit", found=text, expected="a unit of the plan, by its id or name")
    return unit_id


def answer_json(data: object) -> None:
    """One JSON document on the standard output."""
    print(json.dumps(data, ensure_ascii=False, indent=1, default=_plain))


def answer_rows(frame: pl.DataFrame, columns: Sequence[str], *, as_json: bool) -> None:
    """A frame's rows: all columns as JSON, else the named ones as lines."""
    if as_json:
        answer_json(frame.to_dicts())
        return
    for row in frame.select(columns).iter_rows():
        print("  ".join(_cell(value) for value in row))


@cache
def _is_watched() -> bool:
    return sys.stderr.isatty()


def show_progress(done: int, total: int, name: str) -> None:
    """A bar on the error stream, where somebody looks at it."""
    if _is_watched():
        filled = _BAR * done // total if total else _BAR
        bar = "█" * filled + "·" * (_BAR - filled)
        print(f"\r{bar} {done}/{total} {name:40.40}", end="\n" if done == total else "", file=sys.stderr, flush=True)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is nothing JSON can hold")


def _cell(value: Any) -> str:
    match value:
        case None:
            return "–"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return f"{value:%Y-%m}"
        case Mapping():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)
