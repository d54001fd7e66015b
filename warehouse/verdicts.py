"""The judged board: every target of a catalogue against the figures known at a moment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import polars as pl

from rules.assess import assess_target, decide_indicator
from rules.model import Board, Preset, Target, Verdict
from warehouse.catalogue import Catalogue
from warehouse.subjects import Subjects, read_subjects

VERDICT_SCHEMA: Mapping[str, Any] = {
    "month": pl.Date,
    "target_id": pl.String,
    "indicator_id": pl.String,
    "action_id": pl.String,
    "status": pl.String,
    "reason": pl.String,
    "inputs_json": pl.String,
    "flags": pl.String,
    "period": pl.Date,
    "value": pl.Float64,
    "expected": pl.Float64,
    "gap": pl.Float64,
    "gap_unit": pl.String,
    "turning_value": pl.Float64,
    "counted": pl.Boolean,
    "last_status": pl.String,
    "is_deciding": pl.Boolean,
}
"""The columns of a history; a board has the same without `month`."""


def assess_board(
    catalogue: Catalogue,
    observations: pl.DataFrame,
    *,
    month: date,
    as_of: datetime,
    in_force: Mapping[str, str] | None = None,
) -> pl.DataFrame:
    """One row per target, in the order of the plan, judged for `month` with what was known at `as_of`.

    `observations` is `read_observations`' frame, `in_force` `read_in_force`'s. Columns as in VERDICT_SCHEMA
    without month: `inputs_json` is a JSON object of the verdict's inputs, `flags` are joined by `;`,
    `last_status` is the verdict on the last figure where the report is overdue, and `is_deciding` marks the
    row that gives its indicator's colour (exactly one per indicator with targets).
    """
    subjects = read_subjects(catalogue, observations)
    rows = _board_rows(subjects, Board(month, as_of), catalogue.preset, in_force or {})
    return _verdict_frame(rows).drop("month")


def assess_history(
    catalogue: Catalogue,
    observations: pl.DataFrame,
    *,
    month: date,
    as_of: datetime,
    in_force: Mapping[str, str] | None = None,
) -> pl.DataFrame:
    """`assess_board` for each month from January to `month`, the month as the first column."""
    subjects = read_subjects(catalogue, observations)
    months = [date(month.year, number, 1) for number in range(1, month.month + 1)]
    return _verdict_frame(
        [row for each in months for row in _board_rows(subjects, Board(each, as_of), catalogue.preset, in_force or {})]
    )


def _board_rows(subjects: Subjects, board: Board, preset: Preset, in_force: Mapping[str, str]) -> list[tuple[Any, ...]]:
    verdicts = [_assess(target, subjects, board, preset) for target in subjects.targets]
    deciding = _deciding_targets(subjects, verdicts, in_force)
    return [
        _row(board.month, target, subjects.actions[target.target_id], verdict, deciding)
        for target, verdict in zip(subjects.targets, verdicts, strict=True)
    ]


def _assess(target: Target, subjects: Subjects, board: Board, preset: Preset) -> Verdict:
    other = target.relative_to
    return assess_target(
        target,
        indicator=subjects.indicators[target.indicator_id],
        observations=subjects.series.get(target.indicator_id, ()),
        board=board,
        preset=preset,
        schedule=subjects.schedule_of.get(target.target_id),
        reference=None if other is None else subjects.series.get(other, ()),
        reference_indicator=None if other is None else subjects.indicators[other],
    )


def _deciding_targets(subjects: Subjects, verdicts: list[Verdict], in_force: Mapping[str, str]) -> frozenset[str]:
    """The target of each indicator that gives its colour; a marked row that is gone is passed over."""
    rivals: dict[str, list[Verdict]] = {}
    for target, verdict in zip(subjects.targets, verdicts, strict=True):
        rivals.setdefault(target.indicator_id, []).append(verdict)
    return frozenset(
        decide_indicator(given, _standing(in_force.get(indicator_id), given)).target_id
        for indicator_id, given in rivals.items()
    )


def _standing(marked: str | None, verdicts: list[Verdict]) -> str | None:
    return marked if any(verdict.target_id == marked for verdict in verdicts) else None


def _row(month: date, target: Target, action_id: str, verdict: Verdict, deciding: frozenset[str]) -> tuple[Any, ...]:
    return (
        month,
        target.target_id,
        target.indicator_id,
        action_id,
        verdict.status.value,
        str(verdict.reason),
        json.dumps(dict(verdict.inputs), ensure_ascii=False),
        ";".join(sorted(flag.value for flag in verdict.flags)),
        verdict.period,
        verdict.value,
        verdict.expected,
        verdict.gap,
        verdict.gap_unit,
        verdict.turning_value,
        verdict.counted,
        None if verdict.last is None else verdict.last.status.value,
        target.target_id in deciding,
    )


def _verdict_frame(rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict(VERDICT_SCHEMA), orient="row")
