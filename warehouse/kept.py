"""The tables that make up a board, once: what a snapshot holds, writes out and loads back.

A new table is one line in `KEPT`, or one in `LEFT_OUT` with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from warehouse.catalogue import TABLES

Rows = Literal["plan", "programme", "child"]
LOAD = "catalogue_load"
BATCH = "batch"


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns that name a row of another kept table."""

    columns: tuple[str, ...]
    table: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """One table: its key, how its rows are ordered (by the key where nothing is said), what they refer to.

    `child_of`: the table whose rows decide which of these are known, and the column both share. `is_content`: the
    bytes of files, named by their hash elsewhere.
    """

    table: str
    key: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    refers: tuple[Reference, ...] = ()
    child_of: tuple[str, str] | None = None
    is_content: bool = False

    @property
    def rows(self) -> Rows:
        """Where its rows come from: the plan's version, the programme's own rows, or those of another table."""
        if self.table in TABLES.values():
            return "plan"
        return "child" if self.child_of else "programme"


def _to(table: str, *columns: str, others: tuple[str, ...] = ()) -> Reference:
    return Reference(columns, table, others or columns)


_INDICATOR, _ACTION = _to("indicator", "indicator_id"), _to("action", "action_id")
_TARGET, _UNIT, _ITEM = _to("target", "target_id"), _to("unit", "unit_id"), _to("livelihood_item", "item_id")
_MEASURE = _to("unit_measure", "unit_measure", "unit_mult")
_BATCH, _MEETING, _NOTICE = _to(BATCH, "batch_id"), _to("meeting", "meeting_id"), _to("notice", "notice_id")
_OF_BATCH = (BATCH, "batch_id")
_RELATIVE = _to("indicator", "relative_to", others=("indicator_id",))
_PART = _to("livelihood_part", "item_id", "ordinal")

KEPT: tuple[Kept, ...] = (
    Kept(LOAD, ("catalogue_version",)),
    Kept("unit", ("unit_id",)),
    Kept("unit_alias", ("alias",), refers=(_UNIT,)),
    Kept("unit_measure", ("unit_measure", "unit_mult")),
    Kept("action", ("action_id",), refers=(_to("unit", "office_unit", others=("unit_id",)),)),
    Kept("action_member", ("action_id", "unit_id"), refers=(_ACTION, _UNIT)),
    Kept("indicator", ("indicator_id",), refers=(_MEASURE, _to("unit", "reporting_unit", others=("unit_id",)))),
    Kept("indicator_alias", ("alias",), refers=(_INDICATOR,)),
    Kept("release_calendar", ("indicator_id",), refers=(_INDICATOR,)),
    Kept("schedule_share", ("schedule_id", "month")),
    Kept("target", ("target_id",), refers=(_INDICATOR, _ACTION, _RELATIVE)),
    Kept("project", ("project_id",), refers=(_ACTION,)),
    Kept("key_task", ("task_id",), refers=(_ACTION,)),
    Kept("livelihood_item", ("item_id",)),
    Kept("livelihood_part", ("item_id", "ordinal"), refers=(_ITEM, _TARGET)),
    Kept("organisation_rule", ("rule_id",), refers=(_ACTION,)),
    Kept("notice_rule", ("step",)),
    Kept("appraisal_criterion", ("criterion_id",), refers=(_to("organisation_rule", "rule_id"),)),
    Kept(BATCH, ("batch_id",), order=("recorded_at", "received_at", "batch_id"), refers=(_UNIT,)),
    Kept("batch_withdrawal", ("batch_id",), refers=(_BATCH,), child_of=_OF_BATCH),
    Kept("batch_file", ("batch_id",), refers=(_BATCH,), child_of=_OF_BATCH, is_content=True),
    Kept(
        "observation",
        ("batch_id", "ref_area", "indicator_id", "reference_period"),
        order=("ref_area", "indicator_id", "reference_period", "recorded_at", "batch_id"),
        refers=(_BATCH, _INDICATOR),
        child_of=_OF_BATCH,
    ),
    Kept(
        "finding",
        order=("batch_id", "sheet", "cell", "code", "severity", "indicator_id", "found", "expected"),
        refers=(_BATCH,),
        child_of=_OF_BATCH,
    ),
    Kept("target_in_force", ("programme_id", "indicator_id", "recorded_at"), refers=(_INDICATOR, _TARGET)),
    Kept("alias_confirmed", ("programme_id", "kind", "alias", "recorded_at")),
    Kept("report_review", ("programme_id", "unit_id", "reference_period", "recorded_at"), refers=(_UNIT,)),
    Kept("month_lock", ("programme_id", "reference_period", "recorded_at")),
    Kept("ledger_entry", ("programme_id", "entry_id", "recorded_at"), refers=(_ACTION,)),
    Kept("ledger_evidence", ("programme_id", "evidence_id", "recorded_at")),
    Kept("ledger_evidence_file", ("file_sha256",), child_of=("ledger_evidence", "file_sha256"), is_content=True),
    Kept("event_note", ("programme_id", "note_id", "recorded_at"), refers=(_INDICATOR,)),
    Kept("meeting", ("programme_id", "meeting_id", "recorded_at")),
    Kept("meeting_remark", ("programme_id", "remark_id", "recorded_at"), refers=(_INDICATOR,)),
    Kept("meeting_decision", ("programme_id", "decision_id", "recorded_at"), refers=(_INDICATOR,)),
    Kept("livelihood_stage", ("programme_id", "item_id", "ordinal", "recorded_at"), refers=(_ITEM, _PART)),
    Kept("rating_opening", ("programme_id", "item_id", "recorded_at"), refers=(_ITEM,)),
    Kept("rating_address", ("programme_id", "recorded_at")),
    Kept("rating_ballot", ("programme_id", "spool_id", "ballot_number"), refers=(_ITEM,)),
    Kept(
        "appraisal_mark",
        ("programme_id", "criterion_id", "subject_kind", "subject_id", "reference_period", "recorded_at"),
        refers=(_to("appraisal_criterion", "criterion_id"),),
    ),
    Kept("notice", ("programme_id", "notice_id"), refers=(_UNIT, _INDICATOR, _TARGET)),
    Kept("notice_event", ("programme_id", "notice_id", "recorded_at")),
    Kept("issued_report", ("programme_id", "report_id")),
    Kept("issued_report_file", ("file_sha256",), child_of=("issued_report", "file_sha256"), is_content=True),
    Kept("snapshot", ("programme_id", "snapshot_id", "recorded_at")),
)
"""Tables that others refer to come before those that refer to them."""

LEFT_OUT: Mapping[str, str] = {
    "schema_migration": "how the file came to its shape",
    "warehouse_version": "a counter of this file",
    "drive_version": "a counter of this file",
    "intake_draft": "work under way, nothing of it counts yet",
    "intake_draft_step": "work under way, nothing of it counts yet",
    "report_draft": "work under way, nothing of it counts yet",
    "alert_subscription": "addresses of persons, and no part of a board",
    "alert_message": "addresses of persons, and no part of a board",
    "audit": "who did what on this machine, and no part of a board",
    "account": "who may come in here, and no part of a board",
    "account_session": "who is in, and no part of a board",
    "account_attempt": "who tried to come in, and no part of a board",
}
"""Tables a snapshot does not hold, and why."""


def kept_table(name: str) -> Kept:
    """The table of that name. Raises KeyError."""
    return {kept.table: kept for kept in KEPT}[name]
