"""The shape of every table, once: pandera models of the plan's data and of what departments report.

The migrations create these columns and a test holds both together. Not imported when the dashboard only
reads: pandera takes a second to load.

Names are SDMX and logframe words. Months are dates on the first of the month; a quarter or a year is named by
its last month. Moments are naive UTC. Names for screens come three times: `_zh_hans`, `_zh_hant`, `_en`.
Lists of ids inside one CSV field are separated by `;`.
"""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
from pandera.typing.polars import Series

from rules import model as rules

ID = r"^[a-z][a-z0-9_]*$"
IDS = r"^([a-z][a-z0-9_]*(;[a-z][a-z0-9_]*)*)?$"
DOCUMENT = r"^(master|annex_[1-9][0-9]*)$"


def _values(enum: type) -> list[str]:
    return [member.value for member in enum]  # type: ignore[attr-defined]


class Table(pa.DataFrameModel):
    class Config:
        strict = True
        ordered = True
        coerce = True


# --- the plan, one CSV file a table in data/seed/<programme>/ ----------------------------------------------


class Action(Table):
    """actions.csv: one of the plan's actions. The convener and deputies are named by post, never by person."""

    action_id: Series[str] = pa.Field(str_matches=ID, unique=True)
    ordinal: Series[pl.Int64] = pa.Field(ge=1, unique=True)
    name_zh_hans: Series[str]
    name_zh_hant: Series[str]
    name_en: Series[str]
    document: Series[str] = pa.Field(str_matches=DOCUMENT)
    convener_post_zh_hans: Series[str]
    convener_post_zh_hant: Series[str]
    convener_post_en: Series[str]
    deputy_posts_zh_hans: Series[str]
    deputy_posts_zh_hant: Series[str]
    deputy_posts_en: Series[str]
    office_unit: Series[str] = pa.Field(str_matches=ID)
    mechanism_zh_hans: Series[str]
    mechanism_zh_hant: Series[str]
    mechanism_en: Series[str]


class ActionMember(Table):
    """action_members.csv: the units of an action's task force, in the order of the text."""

    action_id: Series[str]
    unit_id: Series[str]
    ordinal: Series[pl.Int64] = pa.Field(ge=1)


class Unit(Table):
    """units.csv: a department or body. `kind`: department, body, enterprise, court, township_group, office."""

    unit_id: Series[str] = pa.Field(str_matches=ID, unique=True)
    name_zh_hans: Series[str] = pa.Field(unique=True)
    name_zh_hant: Series[str]
    name_en: Series[str] = pa.Field(unique=True)
    kind: Series[str] = pa.Field(isin=["department", "party", "body", "enterprise", "court", "group", "office"])


class UnitAlias(Table):
    """unit_aliases.csv: other names a unit goes by in the plan and in workbooks."""

    unit_id: Series[str]
    alias: Series[str] = pa.Field(unique=True)


class UnitMeasure(Table):
    """unit_measures.csv: a unit of measure at a power of ten (`cny` at 8 = 亿元). `aliases` are separated by `;`.

    English readers count in thousands, millions and billions: `name_en` is the unit they read ("billion yuan")
    and `factor_en` what a stored value is multiplied by to be in it (0.1).
    """

    unit_measure: Series[str] = pa.Field(str_matches=ID)
    unit_mult: Series[pl.Int64] = pa.Field(ge=0, le=12)
    name_zh_hans: Series[str]
    name_zh_hant: Series[str]
    name_en: Series[str]
    factor_en: Series[float] = pa.Field(gt=0)
    aliases: Series[str] = pa.Field(nullable=True)


class Indicator(Table):
    """indicators.csv: what is measured. One indicator has one measure, accumulation and unit.

    `reporting_unit` sends its figures; `reporting_basis` says whether the plan names it as lead ("plan") or it
    was assigned here as the natural custodian ("assigned"). `headline` orders an action's leading charts.
    """

    indicator_id: Series[str] = pa.Field(str_matches=ID, unique=True)
    name_zh_hans: Series[str] = pa.Field(unique=True)
    name_zh_hant: Series[str]
    name_en: Series[str] = pa.Field(unique=True)
    measure: Series[str] = pa.Field(isin=_values(rules.Measure))
    accumulation: Series[str] = pa.Field(isin=_values(rules.Accumulation))
    unit_measure: Series[str] = pa.Field(str_matches=ID)
    unit_mult: Series[pl.Int64]
    decimals: Series[pl.Int64] = pa.Field(ge=0, le=4)
    direction: Series[str] = pa.Field(isin=_values(rules.Direction))
    is_integer: Series[bool]
    can_fall: Series[bool]
    allowed_min: Series[float] = pa.Field(nullable=True)
    allowed_max: Series[float] = pa.Field(nullable=True)
    price_basis: Series[str] = pa.Field(isin=["real", "nominal"], nullable=True)
    headline: Series[pl.Int64] = pa.Field(nullable=True)
    reporting_unit: Series[str] = pa.Field(str_matches=ID)
    reporting_basis: Series[str] = pa.Field(isin=["plan", "assigned"])


class IndicatorAlias(Table):
    """indicator_aliases.csv: other names of an indicator in workbooks."""

    indicator_id: Series[str]
    alias: Series[str] = pa.Field(unique=True)


class ReleaseCalendar(Table):
    """releases.csv: when an indicator's figures exist and are due.

    `first_month` is the first month of a year with a figure of its own (2 = January and February together,
    3 for quarterly, 12 for annual). `lag_days` from the period's last day to the due day, then `grace_days`.
    """

    indicator_id: Series[str] = pa.Field(unique=True)
    frequency: Series[str] = pa.Field(isin=_values(rules.Frequency))
    first_month: Series[pl.Int64] = pa.Field(ge=1, le=12)
    jan_feb_combined: Series[bool]
    lag_days: Series[pl.Int64] = pa.Field(ge=0, le=400)
    grace_days: Series[pl.Int64] = pa.Field(ge=0, le=60)


class ScheduleShare(Table):
    """schedules.csv: cumulative share of the year target expected at the end of each month."""

    schedule_id: Series[str] = pa.Field(str_matches=ID)
    month: Series[pl.Int64] = pa.Field(ge=1, le=12)
    share: Series[float] = pa.Field(ge=0, le=1)


class Target(Table):
    """targets.csv: one number at one place of the plan.

    Place: `document`, `section` (一 = 1), `item` (numbers of the levels below, "2.1" = （二）1; bullets of the
    master plan's goals count from 1; empty for a goal paragraph), `ordinal` among the rows of that place.
    `value` and its companions are in the indicator's unit. `relative_to` names the other series; several
    values of one sentence are several rows. `schedule_id` only for cumulative kinds. `lead_units` and
    `supporting_units` as the text gives them, empty where it names none.
    """

    target_id: Series[str] = pa.Field(str_matches=ID, unique=True)
    indicator_id: Series[str] = pa.Field(str_matches=ID)
    action_id: Series[str] = pa.Field(str_matches=ID)
    document: Series[str] = pa.Field(str_matches=DOCUMENT)
    section: Series[pl.Int64] = pa.Field(ge=1, le=4)
    item: Series[str] = pa.Field(str_matches=r"^(\d+(\.\d+)*)?$", nullable=True)
    ordinal: Series[pl.Int64] = pa.Field(ge=1)
    quantified: Series[bool]
    kind: Series[str] = pa.Field(isin=_values(rules.Kind))
    comparator: Series[str] = pa.Field(isin=_values(rules.Comparator), nullable=True)
    value: Series[float] = pa.Field(nullable=True)
    unit_measure: Series[str] = pa.Field(str_matches=ID, nullable=True)
    unit_mult: Series[pl.Int64] = pa.Field(nullable=True)
    value_from: Series[float] = pa.Field(nullable=True)
    stretch: Series[float] = pa.Field(nullable=True)
    strength: Series[str] = pa.Field(isin=_values(rules.Strength))
    direction: Series[str] = pa.Field(isin=_values(rules.Direction))
    deadline: Series[pl.Date]
    relative_to: Series[str] = pa.Field(str_matches=ID, nullable=True)
    stage: Series[str] = pa.Field(isin=list(rules.STAGES), nullable=True)
    lead_units: Series[str] = pa.Field(str_matches=IDS, nullable=True)
    supporting_units: Series[str] = pa.Field(str_matches=IDS, nullable=True)
    schedule_id: Series[str] = pa.Field(str_matches=ID, nullable=True)
    note_zh_hans: Series[str] = pa.Field(nullable=True)
    note_zh_hant: Series[str] = pa.Field(nullable=True)
    note_en: Series[str] = pa.Field(nullable=True)


class Project(Table):
    """projects.csv: a construction or programme the plan names. `stage` is what its verb asks, if it asks one."""

    project_id: Series[str] = pa.Field(str_matches=ID, unique=True)
    action_id: Series[str] = pa.Field(str_matches=ID)
    name_zh_hans: Series[str] = pa.Field(unique=True)
    name_zh_hant: Series[str]
    name_en: Series[str]
    document: Series[str] = pa.Field(str_matches=DOCUMENT)
    section: Series[pl.Int64]
    item: Series[str] = pa.Field(nullable=True)
    stage: Series[str] = pa.Field(isin=list(rules.STAGES), nullable=True)
    deadline: Series[pl.Date] = pa.Field(nullable=True)
    lead_units: Series[str] = pa.Field(str_matches=IDS, nullable=True)
    supporting_units: Series[str] = pa.Field(str_matches=IDS, nullable=True)


class LivelihoodItem(Table):
    """livelihood_items.csv: the provincial (22), assistance (2) and city (7) items. `number` as in the plan."""

    item_id: Series[str] = pa.Field(str_matches=ID, unique=True)
    item_group: Series[str] = pa.Field(isin=["provincial", "assistance", "city"])
    number: Series[pl.Int64] = pa.Field(ge=1)
    theme_zh_hans: Series[str] = pa.Field(nullable=True)
    theme_zh_hant: Series[str] = pa.Field(nullable=True)
    theme_en: Series[str] = pa.Field(nullable=True)
    name_zh_hans: Series[str]
    name_zh_hant: Series[str]
    name_en: Series[str]
    item: Series[str]
    lead_units: Series[str] = pa.Field(str_matches=IDS)
    supporting_units: Series[str] = pa.Field(str_matches=IDS, nullable=True)


class LivelihoodPart(Table):
    """livelihood_parts.csv: the countable parts of an item; `target_id` where a target row stands for it."""

    item_id: Series[str]
    ordinal: Series[pl.Int64] = pa.Field(ge=1)
    name_zh_hans: Series[str]
    name_zh_hant: Series[str]
    name_en: Series[str]
    target_id: Series[str] = pa.Field(nullable=True)


class OrganisationRule(Table):
    """organisation_rules.csv: how the plan wants to be driven.

    `rule_type`: ledger (the lists kept), look / rate / compare (三看, 三评, 三比), rhythm (briefs, bulletins,
    reviews, reports), body (task forces and their heads). `action_id` empty = the master plan's own version.
    `countable` says whether a figure of the warehouse can answer it.
    """

    rule_id: Series[str] = pa.Field(str_matches=ID, unique=True)
    action_id: Series[str] = pa.Field(nullable=True)
    document: Series[str] = pa.Field(str_matches=DOCUMENT)
    rule_type: Series[str] = pa.Field(isin=["ledger", "look", "rate", "compare", "rhythm", "body"])
    ordinal: Series[pl.Int64] = pa.Field(ge=1)
    name_zh_hans: Series[str]
    name_zh_hant: Series[str]
    name_en: Series[str]
    frequency: Series[str] = pa.Field(isin=["ten_day", "monthly", "quarterly", "annual", "regular"], nullable=True)
    countable: Series[bool]


# --- what departments report, append-only ------------------------------------------------------------------


class Batch(Table):
    """One file taken in. Its row is written last: observations count only once it stands."""

    batch_id: Series[str] = pa.Field(unique=True)
    programme_id: Series[str]
    unit_id: Series[str]
    reference_period: Series[pl.Date]
    file_name: Series[str]
    file_sha256: Series[str] = pa.Field(str_matches=r"^[0-9a-f]{64}$")
    received_at: Series[pl.Datetime]
    received_by: Series[str]
    reader_version: Series[str]
    is_demonstration: Series[bool]
    observation_count: Series[pl.Int64] = pa.Field(ge=0)
    finding_count: Series[pl.Int64] = pa.Field(ge=0)
    recorded_at: Series[pl.Datetime]


class BatchFile(Table):
    """The original bytes of a batch's file."""

    batch_id: Series[str]
    content: Series[pl.Binary]


class BatchWithdrawal(Table):
    """A batch taken back: its figures stop counting from `recorded_at` on."""

    batch_id: Series[str]
    withdrawn_by: Series[str]
    reason: Series[str]
    recorded_at: Series[pl.Datetime]


class Observation(Table):
    """One figure as one file gave it. `obs_value` empty with status M = reported as missing, never 0.

    `cell_text` is what the cell showed, `unit_factor` what it was multiplied by to reach the indicator's unit.
    """

    batch_id: Series[str]
    programme_id: Series[str]
    ref_area: Series[str]
    indicator_id: Series[str]
    reference_period: Series[pl.Date]
    obs_value: Series[float] = pa.Field(nullable=True)
    obs_status: Series[str] = pa.Field(isin=_values(rules.ObsStatus))
    overdue_cases: Series[pl.Int64] = pa.Field(nullable=True)
    sheet: Series[str]
    cell: Series[str] = pa.Field(str_matches=r"^[A-Z]{1,3}[0-9]+$")
    cell_text: Series[str]
    unit_factor: Series[float]
    derived: Series[bool]
    note: Series[str] = pa.Field(nullable=True)
    recorded_at: Series[pl.Datetime]


class Finding(Table):
    """One thing the check said of a cell of a committed file: an error (the cell was refused) or a doubt."""

    batch_id: Series[str]
    severity: Series[str] = pa.Field(isin=["error", "doubt", "info"])
    code: Series[str]
    sheet: Series[str]
    cell: Series[str] = pa.Field(nullable=True)
    indicator_id: Series[str] = pa.Field(nullable=True)
    found: Series[str] = pa.Field(nullable=True)
    expected: Series[str] = pa.Field(nullable=True)
    recorded_at: Series[pl.Datetime]


class TargetInForce(Table):
    """A person's decision which of an indicator's contradicting rows is in force; the newest row counts.

    `target_id` empty = the decision is taken back.
    """

    programme_id: Series[str]
    indicator_id: Series[str]
    target_id: Series[str] = pa.Field(nullable=True)
    marked_by: Series[str]
    reason: Series[str]
    recorded_at: Series[pl.Datetime]


# --- what people decide about the intake, append-only: the newest row of a subject counts -------------------


class AliasConfirmed(Table):
    """A name a person confirmed: `alias` as the workbook writes it means `meaning`, an id or a unit of measure.

    `removed` = the confirmation is taken back. One subject is a kind and an alias.
    """

    programme_id: Series[str]
    kind: Series[str] = pa.Field(isin=["indicator", "unit", "unit_measure"])
    alias: Series[str] = pa.Field(str_length={"min_value": 1})
    meaning: Series[str] = pa.Field(str_length={"min_value": 1})
    removed: Series[bool]
    confirmed_by: Series[str]
    recorded_at: Series[pl.Datetime]


class ReportReview(Table):
    """A decision on what a unit reported for a period, as it stood at `recorded_at`.

    `words` say why a report is returned. Figures that come later are not covered: they are submitted anew.
    """

    programme_id: Series[str]
    unit_id: Series[str]
    reference_period: Series[pl.Date]
    state: Series[str] = pa.Field(isin=["submitted", "accepted", "returned"])
    words: Series[str] = pa.Field(nullable=True)
    reviewed_by: Series[str]
    recorded_at: Series[pl.Datetime]


class MonthLock(Table):
    """A period closed to new figures, or opened again with a reason."""

    programme_id: Series[str]
    reference_period: Series[pl.Date]
    locked: Series[bool]
    locked_by: Series[str]
    reason: Series[str] = pa.Field(nullable=True)
    recorded_at: Series[pl.Datetime]


class IntakeDraft(Table):
    """A file somebody is working on, stored before anything of it counts, so that a reload loses nothing."""

    programme_id: Series[str]
    draft_id: Series[str] = pa.Field(unique=True)
    drafted_by: Series[str]
    file_name: Series[str]
    file_sha256: Series[str] = pa.Field(str_matches=r"^[0-9a-f]{64}$")
    content: Series[pl.Binary]
    recorded_at: Series[pl.Datetime]


class IntakeDraftStep(Table):
    """How far the work on a draft is: all answers given so far, and whether it is over (stored or given up)."""

    draft_id: Series[str]
    answers_json: Series[str]
    closed: Series[bool]
    recorded_at: Series[pl.Datetime]
