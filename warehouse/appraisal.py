"""The plan's forms of appraisal: the inputs of every score as a table, the scores from it, and its export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

import polars as pl

from rules.appraisal import FULL, Counted, Criterion, Input, Missing, Score, exact, score_all
from rules.periods import CHINA_TIME, add_months, day_of, period_end
from warehouse.appraisal_marks import give_mark, read_marks, standing_marks
from warehouse.appraisal_rows import CountedRow, Material, counted_rows
from warehouse.board import BoardView
from warehouse.catalogue import Catalogue
from warehouse.connection import Warehouse
from warehouse.ledgers import read_entries
from warehouse.livelihood import read_stages
from warehouse.livelihood_board import livelihood_board
from warehouse.ratings import read_openings, read_ratings
from warehouse.reporting import owed_figures

__all__ = [
    "actions_in",
    "appraisal_inputs",
    "criteria_of",
    "cutoff_of",
    "export_inputs",
    "forms_of",
    "give_mark",
    "read_marks",
    "read_material",
    "scores_from",
    "standing_marks",
]

SUBJECT_KINDS = ("action", "unit")
MASTER = "master"
INPUT_SCHEMA: Mapping[str, Any] = {
    "subject_id": pl.String,
    "criterion_id": pl.String,
    "row_kind": pl.String,
    "row_id": pl.String,
    "title": pl.String,
    "day": pl.Date,
    "state": pl.String,
    "counts": pl.Float64,
    "of": pl.Float64,
}
"""The inputs of a form of appraisal; a criterion nothing was counted of has one row of kind "nothing", 0 of 0."""


def forms_of(catalogue: Catalogue) -> list[str]:
    """The documents that have a form of appraisal, the master plan's first."""
    found = catalogue.appraisal_criteria["version"].unique(maintain_order=True).to_list()
    return sorted(found, key=lambda document: (document != MASTER, document))


def criteria_of(catalogue: Catalogue, form: str) -> list[Criterion]:
    """A form's criteria in the order of the data, with exact weights."""
    return [
        Criterion(row["criterion_id"], Counted(row["measure"]), exact(row["weight"]), Missing(row["missing"]))
        for row in catalogue.appraisal_criteria.filter(version=form).iter_rows(named=True)
    ]


def actions_in(catalogue: Catalogue, form: str) -> list[str]:
    """The actions a form is for: all for the master plan's, else the one whose annex it stands in."""
    actions = catalogue.actions.sort("ordinal")
    return (actions if form == MASTER else actions.filter(document=form))["action_id"].to_list()


def cutoff_of(month: date, as_of: datetime) -> date:
    """The last day whose deeds count for a month: the end of the next month, when its figures come in, or `as_of`."""
    return min(period_end(add_months(month, 1)), day_of(as_of))


def read_material(warehouse: Warehouse, board: BoardView) -> Material:
    """What an appraisal of the board's month is counted from."""
    known = board.knowledge
    programme_id, cutoff = known.catalogue.programme_id, cutoff_of(board.month, known.as_of)
    moment = min(known.as_of, _end_of(cutoff))
    stages = read_stages(warehouse, programme_id, known.as_of)
    items = livelihood_board(
        board,
        stages=stages.filter(pl.col("reached_on") <= cutoff),
        ratings=read_ratings(warehouse, programme_id, moment),
        openings=read_openings(warehouse, programme_id, moment),
    )
    owed = owed_figures(known.catalogue, known.observations, month=board.month, as_of=known.as_of)
    entries = read_entries(warehouse, known.catalogue, known.as_of)
    return Material(board, tuple(owed), entries, items, cutoff)


def _end_of(day: date) -> datetime:
    """The last moment of a day in China, naive UTC."""
    return datetime.combine(day, time.max, UTC).replace(tzinfo=None) - CHINA_TIME


def appraisal_inputs(material: Material, marks: pl.DataFrame, *, form: str, subject_kind: str) -> pl.DataFrame:
    """Every row behind every score of a form for one kind of subject: columns as INPUT_SCHEMA.

    Subjects are the form's actions in the plan's order, or the units that lead, report or answer for anything
    counted in them, in the plan's order.
    """
    catalogue = material.board.knowledge.catalogue
    actions, criteria = actions_in(catalogue, form), criteria_of(catalogue, form)
    found: dict[tuple[str, str], list[CountedRow]] = {}
    for criterion in criteria:
        for row in counted_rows(material, criterion.counted):
            for subject_id in _subjects(row, form, actions, subject_kind):
                found.setdefault((subject_id, criterion.criterion_id), []).append(row)
    subjects = actions if subject_kind == "action" else _units(catalogue, found)
    for criterion in criteria:
        if criterion.counted is Counted.EXPERIENCES_PUBLISHED:
            _compare(found, criterion.criterion_id, subjects)
    _add_marks(found, marks, criteria, subject_kind, subjects, material.board.month)
    rows = [
        (subject_id, criterion.criterion_id, *_fields(row))
        for subject_id in subjects
        for criterion in criteria
        for row in found.get((subject_id, criterion.criterion_id)) or (NOTHING,)
    ]
    return pl.DataFrame(rows, schema=dict(INPUT_SCHEMA), orient="row")


NOTHING = CountedRow("nothing", "", (), (), 0.0, 0.0, "nothing")


def _fields(row: CountedRow) -> tuple[Any, ...]:
    return row.kind, row.row_id, row.title, row.day, row.state, row.counts, row.of


def _subjects(row: CountedRow, form: str, actions: Sequence[str], subject_kind: str) -> Iterable[str]:
    """Whom a row speaks for; no action's rows count for units in the master's form only."""
    inside = set(row.actions) & set(actions)
    if subject_kind == "action":
        return [action for action in actions if action in inside]
    return row.units if inside or (form == MASTER and not row.actions) else ()


def _units(catalogue: Catalogue, found: Iterable[tuple[str, str]]) -> list[str]:
    named = {subject_id for subject_id, _ in found}
    return [unit for unit in catalogue.units["unit_id"] if unit in named]


def _compare(found: dict[tuple[str, str], list[CountedRow]], criterion_id: str, subjects: Iterable[str]) -> None:
    """Sets each subject's number against the most any of them has; where none has any, nothing is counted."""
    keys = [(subject_id, criterion_id) for subject_id in subjects]
    most = max((len(found.get(key, ())) for key in keys), default=0)
    for key in keys if most else ():
        found.setdefault(key, []).append(CountedRow("most", "", (), (), 0.0, float(most), "most"))


def _add_marks(
    found: dict[tuple[str, str], list[CountedRow]],
    marks: pl.DataFrame,
    criteria: Iterable[Criterion],
    subject_kind: str,
    subjects: Iterable[str],
    month: date,
) -> None:
    wanted = {each.criterion_id for each in criteria if each.counted is Counted.PERSONS_MARK}
    subjects = set(subjects)
    for row in standing_marks(marks, month).filter(subject_kind=subject_kind).iter_rows(named=True):
        if row["criterion_id"] in wanted and row["subject_id"] in subjects:
            key = (row["subject_id"], row["criterion_id"])
            given = CountedRow(
                "mark",
                row["marked_by"],
                (),
                (),
                row["mark"],
                float(FULL),
                "marked",
                row["reference_period"],
                row["reason"],
            )
            found.setdefault(key, []).append(given)


def scores_from(inputs: pl.DataFrame, criteria: Sequence[Criterion]) -> dict[str, Score]:
    """Every subject's score from `appraisal_inputs`' frame."""
    columns = ("subject_id", "criterion_id", "counts", "of")
    rows = [Input(s, c, exact(counts), exact(of)) for s, c, counts, of in inputs.select(columns).iter_rows()]
    return score_all(inputs["subject_id"].unique(maintain_order=True).to_list(), criteria, rows)


def export_inputs(
    inputs: pl.DataFrame, catalogue: Catalogue, *, form: str, subject_kind: str, month: date
) -> pl.DataFrame:
    """`inputs` with all that a score needs beside it, so that it can be reckoned again from this table alone.

    Columns: form, month, subject_kind, subject_id, criterion_id, rule_id, measure, weight, missing, then those of
    INPUT_SCHEMA. A share is the sum of `counts` by the sum of `of`; see docs/appraisal.md.
    """
    criteria = catalogue.appraisal_criteria.filter(version=form)
    named = criteria.select("criterion_id", "rule_id", "measure", "weight", "missing")
    joined = inputs.join(named, on="criterion_id", how="left", maintain_order="left")
    first = ["form", "month", "subject_kind", "subject_id", "criterion_id", "rule_id", "measure", "weight", "missing"]
    told = joined.with_columns(form=pl.lit(form), month=pl.lit(f"{month:%Y-%m}"), subject_kind=pl.lit(subject_kind))
    return told.select(*first, *(name for name in INPUT_SCHEMA if name not in first))
