"""What the appraisal's screen shows, reckoned once per version of the figures and of what is kept beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from typing import Any

import polars as pl

from rules.appraisal import Criterion, Part, Score, movements, ranks, rounded
from rules.periods import add_months
from ui.data import Knowledge, board_at
from ui.kept import kept
from ui.process import the_process
from ui.screen import Screen
from warehouse.appraisal import appraisal_inputs, criteria_of, read_marks, read_material, scores_from
from warehouse.appraisal_rows import Material

Row = dict[str, Any]


@dataclass(frozen=True)
class Ranking:
    """A form's scores of one kind of subject at a month, best first, with all behind them."""

    form: str
    subject_kind: str
    material: Material
    criteria: list[Criterion]
    inputs: pl.DataFrame
    scores: dict[str, Score]
    ranks: dict[str, int | None]
    moved: dict[str, int | None]

    @cached_property
    def order(self) -> list[str]:
        """The subjects, best first; those that share a place in the plan's order, the unranked last."""
        return sorted(self.scores, key=lambda subject: self.ranks[subject] or len(self.scores) + 1)

    @cached_property
    def counted_rows(self) -> dict[str, int]:
        """subject_id -> how many things its score rests on: targets, figures, entries, marks."""
        return dict(self.inputs.filter(pl.col("of") != 0).group_by("subject_id").len().iter_rows())

    @cached_property
    def ranked(self) -> int:
        return sum(rank is not None for rank in self.ranks.values())


@kept(max_entries=16)
def _material(version: int, drive_version: int, as_of: datetime, month: date) -> Material:
    del version, drive_version  # parts of the cache's key only
    return read_material(the_process().warehouse, board_at(as_of, month))


@kept(max_entries=16)
def marks_at(drive_version: int, as_of: datetime) -> pl.DataFrame:
    """`read_marks` as known at a moment."""
    del drive_version  # part of the cache's key only
    process = the_process()
    return read_marks(process.warehouse, process.programme_id, as_of)


@kept(max_entries=64)
def _scored(
    version: int, drive_version: int, as_of: datetime, month: date, form: str, subject_kind: str
) -> tuple[Material, pl.DataFrame, dict[str, Score]]:
    material = _material(version, drive_version, as_of, month)
    inputs = appraisal_inputs(material, marks_at(drive_version, as_of), form=form, subject_kind=subject_kind)
    return material, inputs, scores_from(inputs, criteria_of(material.board.knowledge.catalogue, form))


@kept(max_entries=64)
def _ranking(version: int, drive_version: int, as_of: datetime, month: date, form: str, subject_kind: str) -> Ranking:
    material, inputs, scores = _scored(version, drive_version, as_of, month, form, subject_kind)
    placed = places(scores)
    before: dict[str, int | None] = {}
    if month.month > 1:
        before = places(_scored(version, drive_version, as_of, add_months(month, -1), form, subject_kind)[2])
    criteria = criteria_of(material.board.knowledge.catalogue, form)
    return Ranking(form, subject_kind, material, criteria, inputs, scores, placed, movements(placed, before))


def places(scores: dict[str, Score]) -> dict[str, int | None]:
    """Everyone's place by the exact scores."""
    return ranks({subject_id: score.total for subject_id, score in scores.items()})


def ranking(screen: Screen, form: str, subject_kind: str) -> Ranking:
    """The ranking of the screen's month and moment."""
    known, drive_version = screen.board.knowledge, the_process().warehouse.drive_version()
    return _ranking(known.version, drive_version, known.as_of, screen.month, form, subject_kind)


def subject_name(screen: Screen, subject_kind: str, subject_id: str) -> str:
    known = screen.board.knowledge
    return screen.words.of((known.actions if subject_kind == "action" else known.units)[subject_id])


def criterion_rows(known: Knowledge, form: str) -> dict[str, Row]:
    """criterion_id -> its row with the plan's rule it stands for as `rule`, in the order of the data."""
    rules = {row["rule_id"]: row for row in known.catalogue.organisation_rules.iter_rows(named=True)}
    rows = known.catalogue.appraisal_criteria.filter(version=form).iter_rows(named=True)
    return {row["criterion_id"]: {**row, "rule": rules[row["rule_id"]]} for row in rows}


def score_text(total: Fraction | None) -> str:
    """A score as shown: rounded once, two decimals; a dash where there is none."""
    return "–" if total is None else str(rounded(total))


def share_text(part: Part) -> str:
    return "–" if part.share is None else f"{rounded(part.share * 100, 1)}%"


def number_text(number: Fraction) -> str:
    """A count without decimals, a mark with its tenth."""
    return str(number.numerator) if number.denominator == 1 else str(rounded(number, 1))
