"""The shape of every table, once: pandera models of the plan's data and of what departments report.

The migrations create these columns and a test holds both together. Not imported when the dashboard only
reads: pandera takes a second to load.

Names are SDMX and logframe words. Months are dates on the first of the month; a quarter or a year is named by
its last month. Moments are naive UTC. Names for screens come three times: `_zh_hans`, `_zh_hant`, `_en`.
Lists of ids inside one CSV field are separated by `;`.
"""

from warehouse.models.access import Account, AccountAttempt, AccountSession, Audit
from warehouse.models.alerts import AlertMessage, AlertSubscription
from warehouse.models.appraisal import AppraisalCriterion, AppraisalMark
from warehouse.models.base import Table
from warehouse.models.intake import AliasConfirmed, IntakeDraft, IntakeDraftStep, MonthLock, ReportReview
from warehouse.models.ledgers import LedgerEntry, LedgerEvidence, LedgerEvidenceFile
from warehouse.models.notes import EventNote, Meeting, MeetingDecision, MeetingRemark
from warehouse.models.notices import Notice, NoticeEvent, NoticeRule
from warehouse.models.plan import (
    Action,
    ActionMember,
    Indicator,
    IndicatorAlias,
    KeyTask,
    LivelihoodItem,
    LivelihoodPart,
    OrganisationRule,
    Project,
    ReleaseCalendar,
    ScheduleShare,
    Target,
    Unit,
    UnitAlias,
    UnitMeasure,
)
from warehouse.models.ratings import LivelihoodStage, RatingAddress, RatingBallot, RatingOpening
from warehouse.models.reported import Batch, BatchFile, BatchWithdrawal, Finding, Observation, TargetInForce
from warehouse.models.reports import IssuedReport, IssuedReportFile, ReportDraft
from warehouse.models.snapshots import Snapshot

__all__ = [
    "Account",
    "AccountAttempt",
    "AccountSession",
    "Action",
    "ActionMember",
    "AlertMessage",
    "AlertSubscription",
    "AliasConfirmed",
    "AppraisalCriterion",
    "AppraisalMark",
    "Audit",
    "Batch",
    "BatchFile",
    "BatchWithdrawal",
    "EventNote",
    "Finding",
    "Indicator",
    "IndicatorAlias",
    "IntakeDraft",
    "IntakeDraftStep",
    "IssuedReport",
    "IssuedReportFile",
    "KeyTask",
    "LedgerEntry",
    "LedgerEvidence",
    "LedgerEvidenceFile",
    "LivelihoodItem",
    "LivelihoodPart",
    "LivelihoodStage",
    "Meeting",
    "MeetingDecision",
    "MeetingRemark",
    "MonthLock",
    "Notice",
    "NoticeEvent",
    "NoticeRule",
    "Observation",
    "OrganisationRule",
    "Project",
    "RatingAddress",
    "RatingBallot",
    "RatingOpening",
    "ReleaseCalendar",
    "ReportDraft",
    "ReportReview",
    "ScheduleShare",
    "Snapshot",
    "Table",
    "Target",
    "TargetInForce",
    "Unit",
    "UnitAlias",
    "UnitMeasure",
]
