"""What the programme's rule on supervision notices proposes, from the judged months."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import polars as pl

from rules.model import Status
from rules.notices import Course, MonthlyVerdict, Proposal, Settled, Step, propose, rules_of
from warehouse.catalogue import Catalogue
from warehouse.summaries import deciding_rows, month_rows

QUOTED = ("status", "reason", "inputs_json", "period", "value", "expected", "gap", "gap_unit", "turning_value")
"""The columns of a verdict that a notice keeps as the figures it quoted."""

PROPOSAL_SCHEMA: Mapping[str, Any] = {
    "step": pl.String,
    "cause": pl.String,
    "unit_id": pl.String,
    "indicator_id": pl.String,
    "target_id": pl.String,
    "action_id": pl.String,
    "reference_period": pl.Date,
    "months_behind": pl.Int64,
    "figures_behind": pl.Int64,
    "behind_since": pl.Date,
    "status": pl.String,
    "reason": pl.String,
    "inputs_json": pl.String,
    "period": pl.Date,
    "value": pl.Float64,
    "expected": pl.Float64,
    "gap": pl.Float64,
    "gap_unit": pl.String,
    "turning_value": pl.Float64,
}


def courses_of(catalogue: Catalogue, history: pl.DataFrame) -> list[Course]:
    """Every indicator's months with the units that answer for it, from `assess_history`'s frame."""
    leads = _lead_units(catalogue)
    reporting = dict(catalogue.indicators.select("indicator_id", "reporting_unit").iter_rows())
    months: dict[str, list[MonthlyVerdict]] = {}
    columns = ("indicator_id", "month", "status", "last_status", "period")
    for indicator_id, month, status, last, period in deciding_rows(history).sort("month").select(columns).iter_rows():
        verdict = MonthlyVerdict(month, Status(status), None if last is None else Status(last), period)
        months.setdefault(indicator_id, []).append(verdict)
    return [
        Course(indicator_id, verdicts, leads.get(indicator_id, ()), reporting[indicator_id])
        for indicator_id, verdicts in months.items()
    ]


def _lead_units(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """indicator_id -> the lead units of any of its targets, each once, in the order of the plan."""
    found: dict[str, dict[str, None]] = {}
    rows = catalogue.targets.select("indicator_id", "lead_units").drop_nulls()
    for indicator_id, units in rows.iter_rows():
        found.setdefault(indicator_id, {}).update(dict.fromkeys(part for part in units.split(";") if part))
    return {indicator_id: tuple(units) for indicator_id, units in found.items()}


def propose_notices(catalogue: Catalogue, history: pl.DataFrame, notices: pl.DataFrame, *, month: date) -> pl.DataFrame:
    """What the programme's rule proposes for `month`: columns as PROPOSAL_SCHEMA, furthest step first.

    `history` is `assess_history`'s frame up to `month`, `notices` `read_notices`'.
    """
    rules = rules_of(catalogue.notice_rules.iter_rows(named=True))
    upto = history.filter(pl.col("month") <= month)
    settled = [_settled(row) for row in notices.iter_rows(named=True)]
    found = propose(courses_of(catalogue, upto), rules=rules, settled=settled)
    newest = {row["indicator_id"]: row for row in deciding_rows(month_rows(upto, month)).iter_rows(named=True)}
    rows = [_proposal_row(proposal, newest[proposal.indicator_id]) for proposal in found if proposal.month == month]
    return pl.DataFrame(rows, schema=dict(PROPOSAL_SCHEMA), orient="row")


def _settled(row: Mapping[str, Any]) -> Settled:
    is_open = row["state"] in ("open", "replied")
    return Settled(row["unit_id"], row["indicator_id"], Step(row["step"]), row["reference_period"], is_open)


def _proposal_row(proposal: Proposal, verdict: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "step": proposal.step.value,
        "cause": proposal.cause.value,
        "unit_id": proposal.unit_id,
        "indicator_id": proposal.indicator_id,
        "target_id": verdict["target_id"],
        "action_id": verdict["action_id"],
        "reference_period": proposal.month,
        "months_behind": proposal.run.months,
        "figures_behind": proposal.run.figures,
        "behind_since": proposal.run.since,
        **{name: verdict[name] for name in QUOTED},
    }


def reply_due_day(catalogue: Catalogue, step: str, issued_on: date) -> date:
    """The day by which a notice of `step` issued on that day is to be answered."""
    days = dict(catalogue.notice_rules.select("step", "reply_days").iter_rows())
    return issued_on + timedelta(days=days[step])
