"""Whether a programme's tables hold together: every id used exists, every target has what its kind needs."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rules.appraisal import Counted, Missing
from rules.model import Kind, Measure
from warehouse.errors import SeedProblem

if TYPE_CHECKING:
    from warehouse.seed_files import SeedTable

Tables = Mapping[str, "SeedTable"]
NUMERIC = frozenset({Kind.GROWTH_RATE, Kind.CUMULATIVE, Kind.STOCK, Kind.SHARE, Kind.STANDARD})

REFERENCES: tuple[tuple[str, str, str, str], ...] = (
    ("actions", "office_unit", "units", "unit_id"),
    ("action_members", "action_id", "actions", "action_id"),
    ("action_members", "unit_id", "units", "unit_id"),
    ("unit_aliases", "unit_id", "units", "unit_id"),
    ("indicators", "reporting_unit", "units", "unit_id"),
    ("indicators", "unit_measure;unit_mult", "unit_measures", "unit_measure;unit_mult"),
    ("indicator_aliases", "indicator_id", "indicators", "indicator_id"),
    ("releases", "indicator_id", "indicators", "indicator_id"),
    ("targets", "indicator_id", "indicators", "indicator_id"),
    ("targets", "relative_to", "indicators", "indicator_id"),
    ("targets", "action_id", "actions", "action_id"),
    ("targets", "unit_measure;unit_mult", "unit_measures", "unit_measure;unit_mult"),
    ("targets", "lead_units", "units", "unit_id"),
    ("targets", "supporting_units", "units", "unit_id"),
    ("targets", "schedule_id", "schedules", "schedule_id"),
    ("projects", "action_id", "actions", "action_id"),
    ("projects", "lead_units", "units", "unit_id"),
    ("projects", "supporting_units", "units", "unit_id"),
    ("projects", "indicator_ids", "indicators", "indicator_id"),
    ("key_tasks", "action_id", "actions", "action_id"),
    ("key_tasks", "lead_units", "units", "unit_id"),
    ("key_tasks", "supporting_units", "units", "unit_id"),
    ("key_tasks", "indicator_ids", "indicators", "indicator_id"),
    ("livelihood_items", "lead_units", "units", "unit_id"),
    ("livelihood_items", "supporting_units", "units", "unit_id"),
    ("livelihood_parts", "item_id", "livelihood_items", "item_id"),
    ("livelihood_parts", "target_id", "targets", "target_id"),
    ("organisation_rules", "action_id", "actions", "action_id"),
    ("appraisal_criteria", "rule_id", "organisation_rules", "rule_id"),
)
"""(table, column, its home table, its home column); two columns joined by `;` are one key."""

KEYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("action_members", ("action_id", "unit_id")),
    ("unit_measures", ("unit_measure", "unit_mult")),
    ("schedules", ("schedule_id", "month")),
    ("targets", ("document", "section", "item", "ordinal")),
    ("livelihood_items", ("item_group", "number")),
    ("livelihood_parts", ("item_id", "ordinal")),
)

KIND_NEEDS: tuple[tuple[frozenset[Kind], tuple[str, ...]], ...] = (
    (NUMERIC, ("comparator", "value", "unit_measure", "unit_mult")),
    (frozenset({Kind.RELATIVE}), ("comparator", "relative_to")),
    (frozenset({Kind.STANDARD}), ("value_from",)),
    (frozenset({Kind.MILESTONE}), ("stage", "deadline")),
    (frozenset({Kind.CUMULATIVE}), ("schedule_id",)),
)
KIND_MEASURES: Mapping[Kind, Measure] = {
    Kind.MILESTONE: Measure.STAGE,
    Kind.DYNAMIC_ZERO: Measure.OPEN_CASES,
    Kind.ZERO_TOLERANCE: Measure.EVENTS,
}
"""Kinds that read their observations as something else than a number."""

APPRAISED = ("look", "rate", "compare")
"""The types of organisation rules that an appraisal criterion may stand for."""


def fold_name(name: str) -> str:
    """A name without what tells no two things apart: width, case, spaces."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def reference_problems(tables: Tables) -> list[SeedProblem]:
    """Every fault between the tables of a programme; empty where it holds together."""
    checks: tuple[Callable[[Tables], Iterable[SeedProblem]], ...] = (
        _unknown_ids,
        _repeated_keys,
        _missing_releases,
        _uneven_releases,
        _broken_schedules,
        _unfit_targets,
        _stray_schedules,
        _unfit_criteria,
        lambda given: _ambiguous_names(given, "indicators", "indicator_aliases", "indicator_id"),
        lambda given: _ambiguous_names(given, "units", "unit_aliases", "unit_id"),
    )
    return [problem for check in checks for problem in check(tables)]


def _rows(table: SeedTable) -> Iterator[tuple[int, dict[str, Any]]]:
    return zip(table.lines, table.frame.iter_rows(named=True), strict=True)


def _key(row: Mapping[str, Any], columns: Iterable[str]) -> str:
    return " ".join("" if row[column] is None else str(row[column]) for column in columns)


def _unknown_ids(tables: Tables) -> Iterator[SeedProblem]:
    for name, column, home, home_column in REFERENCES:
        columns, home_columns = column.split(";"), home_column.split(";")
        known = {_key(row, home_columns) for row in tables[home].frame.iter_rows(named=True)}
        expected = f"one of {home_column.replace(';', ' and ')} in {home}.csv"
        for line, row in _rows(tables[name]):
            written = _key(row, columns).strip()
            parts = written.split(";") if column.endswith(("_units", "_ids")) else [written]
            for part in parts:
                if part and part not in known:
                    yield SeedProblem(tables[name].file, line, column, part, expected)


def _repeated_keys(tables: Tables) -> Iterator[SeedProblem]:
    for name, columns in KEYS:
        seen: dict[str, int] = {}
        for line, row in _rows(tables[name]):
            key = _key(row, columns)
            first = seen.setdefault(key, line)
            if first != line:
                expected = f"a {', '.join(columns)} of its own, not that of line {first}"
                yield SeedProblem(tables[name].file, line, ", ".join(columns), key, expected)


def _missing_releases(tables: Tables) -> Iterator[SeedProblem]:
    released = set(tables["releases"].frame["indicator_id"])
    for line, row in _rows(tables["indicators"]):
        if row["indicator_id"] not in released:
            yield SeedProblem(
                tables["indicators"].file,
                line,
                "indicator_id",
                row["indicator_id"],
                "a row of it in releases.csv",
            )


def _uneven_releases(tables: Tables) -> Iterator[SeedProblem]:
    wanted = {"quarterly": (3, 6, 9, 12), "annual": (12,)}
    for line, row in _rows(tables["releases"]):
        months = (2,) if row["jan_feb_combined"] else wanted.get(row["frequency"], range(1, 13))
        if row["first_month"] not in months or (row["jan_feb_combined"] and row["frequency"] != "monthly"):
            expected = f"a first month that a {row['frequency']} figure can have" + (
                ": monthly and 2, since January and February come together" if row["jan_feb_combined"] else ""
            )
            yield SeedProblem(tables["releases"].file, line, "first_month", str(row["first_month"]), expected)


def _broken_schedules(tables: Tables) -> Iterator[SeedProblem]:
    frame = tables["schedules"].frame
    for (schedule_id,), rows in frame.group_by("schedule_id", maintain_order=True):
        shares = rows.sort("month")["share"].to_list()
        whole = rows["month"].n_unique() == 12 and shares == sorted(shares) and shares[-1] == 1.0
        if not whole:
            line = tables["schedules"].lines[frame["schedule_id"].index_of(schedule_id) or 0]
            yield SeedProblem(
                tables["schedules"].file,
                line,
                "share",
                ", ".join(str(share) for share in shares),
                "12 months, none below the one before, the last 1.0",
            )


def _unfit_targets(tables: Tables) -> Iterator[SeedProblem]:
    indicators = {row["indicator_id"]: row for row in tables["indicators"].frame.iter_rows(named=True)}
    for line, row in _rows(tables["targets"]):
        for column, value, expected in _target_faults(row, indicators.get(row["indicator_id"])):
            yield SeedProblem(tables["targets"].file, line, column, value, expected)


def _target_faults(row: Mapping[str, Any], indicator: Mapping[str, Any] | None) -> Iterator[tuple[str, str, str]]:
    kind = Kind(row["kind"])
    if kind is not Kind.DIRECTION and row["quantified"] == (kind is Kind.NOT_QUANTIFIED):
        yield "quantified", str(row["quantified"]).lower(), f"the opposite for kind {kind}"
    for kinds, columns in KIND_NEEDS:
        for column in columns if kind in kinds else ():
            if row[column] is None:
                yield column, "", f"a value, as kind {kind} needs it"
    if indicator is None:
        return
    own, indicators = (_key(side, ("unit_measure", "unit_mult")) for side in (row, indicator))
    if row["unit_measure"] is not None and own != indicators:
        yield "unit_measure", own, f"the indicator's unit, {indicators}"
    needed = KIND_MEASURES.get(kind)
    if needed is not None and indicator["measure"] != needed:
        yield "kind", str(kind), f"an indicator of measure {needed}, not {indicator['measure']}"


def _stray_schedules(tables: Tables) -> Iterator[SeedProblem]:
    for line, row in _rows(tables["targets"]):
        if row["schedule_id"] is not None and row["kind"] != Kind.CUMULATIVE:
            yield SeedProblem(
                tables["targets"].file,
                line,
                "schedule_id",
                row["schedule_id"],
                "none, as only cumulative kinds have one",
            )


def _unfit_criteria(tables: Tables) -> Iterator[SeedProblem]:
    """A criterion stands for one of its own document's looks, ratings or comparisons; an absent mark is no number."""
    rules = {row["rule_id"]: row for row in tables["organisation_rules"].frame.iter_rows(named=True)}
    for line, row in _rows(tables["appraisal_criteria"]):
        rule = rules.get(row["rule_id"])
        file = tables["appraisal_criteria"].file
        if rule is not None and rule["rule_type"] not in APPRAISED:
            yield SeedProblem(file, line, "rule_id", row["rule_id"], f"a rule of type {', '.join(APPRAISED)}")
        if rule is not None and rule["document"] != row["version"]:
            yield SeedProblem(file, line, "version", row["version"], f"its rule's document, {rule['document']}")
        if row["measure"] == Counted.PERSONS_MARK and row["missing"] != Missing.LEAVE_OUT:
            yield SeedProblem(file, line, "missing", row["missing"], f"{Missing.LEAVE_OUT} for a person's mark")


def _ambiguous_names(tables: Tables, things: str, aliases: str, key: str) -> Iterator[SeedProblem]:
    owners: dict[str, str] = {}
    for name, columns in ((things, ("name_zh_hans", "name_zh_hant", "name_en")), (aliases, ("alias",))):
        for line, row in _rows(tables[name]):
            for column in columns:
                owner = owners.setdefault(fold_name(row[column]), row[key])
                if owner != row[key]:
                    expected = f"a name that does not also mean {owner}"
                    yield SeedProblem(tables[name].file, line, column, row[column], expected)
