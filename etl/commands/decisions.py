"""`review`, `lock`, `unlock`, `withdraw`, `aliases`, `history`: what people decide, and what was decided."""

from __future__ import annotations

import argparse
from pathlib import Path

import polars as pl

from etl.commands.outcome import FINE, answer_json, answer_rows, moment_on, opened, period_of, unit_of
from etl.errors import WishUnclear
from etl.plan import Plan
from warehouse.aliases import confirm_alias, read_aliases, remove_alias
from warehouse.batches import withdraw_batch
from warehouse.connection import Warehouse, utc_now
from warehouse.ledger import EVER
from warehouse.queries import read_batch_file, read_batches, read_catalogue, read_observations
from warehouse.reviews import lock_month, read_locks, read_reviews, review_report, review_states, unlock_month
from warehouse.settings import Settings


def review(asked: argparse.Namespace, settings: Settings) -> int:
    """Accepts or returns a unit's period; without a state lists how far each is."""
    with opened(asked, settings) as (warehouse, programme_id):
        plan = _plan(warehouse, programme_id)
        unit_id = unit_of(asked.unit, plan) if asked.unit else None
        period = period_of(asked.period) if asked.period else None
        if asked.state is not None:
            if unit_id is None or period is None:
                raise WishUnclear("--state", found=asked.state, expected="--unit and --period with it")
            decision = {"unit_id": unit_id, "state": asked.state, "by": asked.by, "words": asked.words}
            review_report(warehouse, programme_id, period=period, at=moment_on(warehouse, settings), **decision)
        rows = _reports(warehouse, programme_id)
    rows = rows if unit_id is None else rows.filter(unit_id=unit_id)
    rows = rows if period is None else rows.filter(reference_period=period)
    columns = ("reference_period", "unit_id", "state", "figures", "accepted", "reviewed_by", "words")
    answer_rows(rows, columns, as_json=asked.json)
    return FINE


def _reports(warehouse: Warehouse, programme_id: str) -> pl.DataFrame:
    """How far each unit's period is, with the newest decision on it."""
    states = review_states(read_observations(warehouse, programme_id, EVER))
    last = read_reviews(warehouse, programme_id, EVER).select("unit_id", "reference_period", "words", "reviewed_by")
    return states.join(last, on=["unit_id", "reference_period"], how="left", maintain_order="left")


def lock(asked: argparse.Namespace, settings: Settings) -> int:
    """Closes a period; without one lists what is locked or was."""
    with opened(asked, settings) as (warehouse, programme_id):
        if asked.period:
            at = moment_on(warehouse, settings)
            lock_month(warehouse, programme_id, period_of(asked.period), by=asked.by, reason=asked.reason, at=at)
        return _show_locks(warehouse, programme_id, as_json=asked.json)


def unlock(asked: argparse.Namespace, settings: Settings) -> int:
    """Opens a locked period again."""
    with opened(asked, settings) as (warehouse, programme_id):
        at = moment_on(warehouse, settings)
        unlock_month(warehouse, programme_id, period_of(asked.period), by=asked.by, reason=asked.reason, at=at)
        return _show_locks(warehouse, programme_id, as_json=asked.json)


def _show_locks(warehouse: Warehouse, programme_id: str, *, as_json: bool) -> int:
    rows = read_locks(warehouse, programme_id, EVER)
    said = rows.with_columns(state=pl.when("locked").then(pl.lit("locked")).otherwise(pl.lit("open")))
    answer_rows(said, ("reference_period", "state", "locked_by", "recorded_at", "reason"), as_json=as_json)
    return FINE


def withdraw(asked: argparse.Namespace, settings: Settings) -> int:
    """Takes a batch back."""
    with opened(asked, settings) as (warehouse, programme_id):
        batch_id = _batch_id(asked.batch, read_batches(warehouse, programme_id, EVER))
        withdraw_batch(warehouse, batch_id, by=asked.by, reason=asked.reason, at=moment_on(warehouse, settings))
        rows = read_batches(warehouse, programme_id, EVER).filter(batch_id=batch_id)
    answer_rows(rows, ("batch_id", "file_name", "withdrawn_by", "withdrawal_reason"), as_json=asked.json)
    return FINE


def aliases(asked: argparse.Namespace, settings: Settings) -> int:
    """Lists the confirmed names, after a change where one is wished."""
    with opened(asked, settings) as (warehouse, programme_id):
        at = moment_on(warehouse, settings)
        if asked.confirm:
            kind, alias, meaning = asked.confirm
            _refuse_unknown(kind, meaning, _plan(warehouse, programme_id))
            confirm_alias(warehouse, programme_id, kind=kind, alias=alias, meaning=meaning, by=asked.by, at=at)
        if asked.remove:
            kind, alias = asked.remove
            remove_alias(warehouse, programme_id, kind=kind, alias=alias, by=asked.by, at=at)
        rows = read_aliases(warehouse, programme_id, EVER)
    answer_rows(rows, ("kind", "alias", "meaning", "confirmed_by", "recorded_at"), as_json=asked.json)
    return FINE


def _refuse_unknown(kind: str, meaning: str, plan: Plan) -> None:
    known = {"indicator": meaning in plan.indicators, "unit": meaning in plan.units}
    if not known.get(kind, bool(plan.unit_words.meanings(meaning))):
        raise WishUnclear("--confirm", found=meaning, expected=f"the id of a {kind} of the plan")


def history(asked: argparse.Namespace, settings: Settings) -> int:
    """Every batch, newest first; or a batch's file written out as it came."""
    with opened(asked, settings) as (warehouse, programme_id):
        rows = read_batches(warehouse, programme_id, EVER)
        if asked.batch:
            return _give_file(warehouse, _batch_id(asked.batch, rows), asked.out, as_json=asked.json)
        if asked.unit:
            rows = rows.filter(unit_id=unit_of(asked.unit, _plan(warehouse, programme_id)))
    shown = rows.with_columns(batch=pl.col("batch_id").str.head(12), sha256=pl.col("file_sha256").str.head(12))
    columns = ("batch", "received_at", "received_by", "unit_id", "reference_period", "observation_count",
               "file_name", "sha256", "withdrawn_at", "withdrawal_reason")  # fmt: skip
    answer_rows(rows if asked.json else shown, columns, as_json=asked.json)
    return FINE


def _give_file(warehouse: Warehouse, batch_id: str, out: Path | None, *, as_json: bool) -> int:
    name, content = read_batch_file(warehouse, batch_id)
    place = Path(Path(name).name) if out is None else out / Path(name).name if out.is_dir() else out
    place.write_bytes(content)
    if as_json:
        answer_json({"batch_id": batch_id, "file": str(place)})
    else:
        print(place)
    return FINE


def _batch_id(beginning: str, batches: pl.DataFrame) -> str:
    """The one batch whose id begins so. Raises WishUnclear."""
    found = [batch_id for batch_id in batches["batch_id"] if batch_id.startswith(beginning)]
    if len(found) != 1:
        raise WishUnclear("batch", found=beginning, expected=f"the beginning of one batch's id, not of {len(found)}")
    return str(found[0])


def _plan(warehouse: Warehouse, programme_id: str) -> Plan:
    return Plan.of(read_catalogue(warehouse, programme_id, utc_now()))
