"""The plan as reviewed data: one CSV file a table in data/seed/<programme>/."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
from pandera.typing.polars import Series

from rules import model as rules
from warehouse.models.base import DOCUMENT, ID, IDS, Table, values_of
from warehouse.plan_entries import LEDGERS


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
    measure: Series[str] = pa.Field(isin=values_of(rules.Measure))
    accumulation: Series[str] = pa.Field(isin=values_of(rules.Accumulation))
    unit_measure: Series[str] = pa.Field(str_matches=ID)
    unit_mult: Series[pl.Int64]
    decimals: Series[pl.Int64] = pa.Field(ge=0, le=4)
    direction: Series[str] = pa.Field(isin=values_of(rules.Direction))
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
    frequency: Series[str] = pa.Field(isin=values_of(rules.Frequency))
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
    kind: Series[str] = pa.Field(isin=values_of(rules.Kind))
    comparator: Series[str] = pa.Field(isin=values_of(rules.Comparator), nullable=True)
    value: Series[float] = pa.Field(nullable=True)
    unit_measure: Series[str] = pa.Field(str_matches=ID, nullable=True)
    unit_mult: Series[pl.Int64] = pa.Field(nullable=True)
    value_from: Series[float] = pa.Field(nullable=True)
    stretch: Series[float] = pa.Field(nullable=True)
    strength: Series[str] = pa.Field(isin=values_of(rules.Strength))
    direction: Series[str] = pa.Field(isin=values_of(rules.Direction))
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
    """projects.csv: a construction or programme the plan names. `stage` is what its verb asks, if it asks one;
    `indicator_ids` are the indicators that tell how far it is."""

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
    indicator_ids: Series[str] = pa.Field(str_matches=IDS, nullable=True)


class KeyTask(Table):
    """key_tasks.csv: a dated task the plan names that is no project; `indicator_ids` tell how far it is."""

    task_id: Series[str] = pa.Field(str_matches=ID, unique=True)
    action_id: Series[str] = pa.Field(str_matches=ID)
    name_zh_hans: Series[str] = pa.Field(unique=True)
    name_zh_hant: Series[str]
    name_en: Series[str]
    document: Series[str] = pa.Field(str_matches=DOCUMENT)
    section: Series[pl.Int64]
    item: Series[str] = pa.Field(nullable=True)
    deadline: Series[pl.Date]
    lead_units: Series[str] = pa.Field(str_matches=IDS, nullable=True)
    supporting_units: Series[str] = pa.Field(str_matches=IDS, nullable=True)
    indicator_ids: Series[str] = pa.Field(str_matches=IDS, nullable=True)


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
    """livelihood_parts.csv: the countable parts of an item; `target_id` where a target row stands for it.

    `is_works` says whether it is something built or altered, which is started, completed and accepted; a service
    or a standard is not. Empty in plans loaded before it was asked: a part whose target names a stage is works.
    """

    item_id: Series[str]
    ordinal: Series[pl.Int64] = pa.Field(ge=1)
    name_zh_hans: Series[str]
    name_zh_hant: Series[str]
    name_en: Series[str]
    target_id: Series[str] = pa.Field(nullable=True)
    is_works: Series[bool] = pa.Field(nullable=True)


class OrganisationRule(Table):
    """organisation_rules.csv: how the plan wants to be driven.

    `rule_type`: ledger (the lists kept), look / rate / compare (三看, 三评, 三比), rhythm (briefs, bulletins,
    reviews, reports), body (task forces and their heads). `action_id` empty = the master plan's own version.
    `countable` says whether a figure of the warehouse can answer it. `ledger` is the list a ledger row names,
    under the plan's own name; `screen` is the page that serves the rule.
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
    ledger: Series[str] = pa.Field(isin=list(LEDGERS), nullable=True)
    screen: Series[str] = pa.Field(str_matches=ID, nullable=True)
