"""The marks persons give where the plan only has words: append-only, each with name and reason."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from rules.appraisal import Counted, exact
from warehouse.access import Right
from warehouse.catalogue import Catalogue
from warehouse.connection import DRIVE, Warehouse
from warehouse.errors import UnfitDecision
from warehouse.ledger import Ledger, required

MARKS = Ledger("appraisal_mark", "AppraisalMark", ("criterion_id", "subject_kind", "subject_id", "reference_period"))


def read_marks(warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
    """The newest mark of each criterion, subject and month, columns of `models.AppraisalMark`."""
    return MARKS.newest(warehouse, programme_id, as_of)


def give_mark(
    warehouse: Warehouse,
    catalogue: Catalogue,
    *,
    criterion_id: str,
    subject_kind: str,
    subject_id: str,
    month: date,
    mark: float | None,
    reason: str,
    by: str,
    at: datetime | None = None,
) -> None:
    """Keeps a person's mark out of 100 from `month` on; None takes the one of that month back.

    Raises UnfitDecision without name or reason, beyond 0-100, with more than one decimal, or where the criterion
    is no person's to mark.
    """
    criteria = catalogue.appraisal_criteria.filter(criterion_id=criterion_id, measure=Counted.PERSONS_MARK.value)
    if criteria.is_empty():
        raise UnfitDecision(
            "{criterion!r} is counted, not marked: choose a criterion of kind persons_mark.",
            code="criterion_counted",
            criterion=criterion_id,
        )
    if mark is not None and exact(mark) * 10 % 1:
        raise UnfitDecision(
            "{mark} has more than one decimal: a mark is given to a tenth at most.", code="mark_too_fine", mark=mark
        )
    row = {
        "programme_id": catalogue.programme_id,
        "criterion_id": criterion_id,
        "subject_kind": subject_kind,
        "subject_id": subject_id,
        "reference_period": month,
        "mark": mark,
        "reason": required(reason, "mark_reason"),
        "marked_by": required(by, "who"),
    }
    with warehouse.writing(f"mark {criterion_id} {subject_id}", right=Right.APPRAISAL, at=at, counter=DRIVE) as cursor:
        MARKS.append(cursor, row, at=at)


def standing_marks(marks: pl.DataFrame, month: date) -> pl.DataFrame:
    """The mark that stands for each criterion and subject in a month: the newest of that year up to it, if any."""
    year = marks.filter(
        pl.col("reference_period").dt.year() == month.year,
        pl.col("reference_period") <= month,
        pl.col("mark").is_not_null(),
    )
    key = ["criterion_id", "subject_kind", "subject_id"]
    return year.sort("reference_period").unique(key, keep="last", maintain_order=True)
