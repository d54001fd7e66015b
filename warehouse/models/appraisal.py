"""The plan's looks, ratings and comparisons as criteria with weights, and the marks persons give."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
from pandera.typing.polars import Series

from rules.appraisal import Counted, Missing
from warehouse.models.base import DOCUMENT, ID, Table, values_of


class AppraisalCriterion(Table):
    """appraisal_criteria.csv: what stands for one of the plan's looks, ratings or comparisons.

    `version` is the document whose form of appraisal it belongs to, `rule_id` its row in organisation_rules.csv;
    a rule may have several criteria. `measure` is what is counted, or persons_mark where the plan gives words
    only. Weights are parts of a whole of any size. `missing`: what it is worth where nothing can be counted.
    """

    criterion_id: Series[str] = pa.Field(str_matches=ID, unique=True)
    version: Series[str] = pa.Field(str_matches=DOCUMENT)
    rule_id: Series[str] = pa.Field(str_matches=ID)
    measure: Series[str] = pa.Field(isin=values_of(Counted))
    weight: Series[float] = pa.Field(gt=0, le=100)
    missing: Series[str] = pa.Field(isin=values_of(Missing))
    name_zh_hans: Series[str]
    name_zh_hant: Series[str]
    name_en: Series[str]


class AppraisalMark(Table):
    """A person's mark out of 100 on one criterion, with the reason; `mark` empty = taken back.

    It stands from `reference_period` on until a later one of the same year.
    """

    programme_id: Series[str]
    criterion_id: Series[str] = pa.Field(str_matches=ID)
    subject_kind: Series[str] = pa.Field(isin=["action", "unit"])
    subject_id: Series[str] = pa.Field(str_matches=ID)
    reference_period: Series[pl.Date]
    mark: Series[float] = pa.Field(ge=0, le=100, nullable=True)
    reason: Series[str] = pa.Field(str_length={"min_value": 1})
    marked_by: Series[str]
    recorded_at: Series[pl.Datetime]
