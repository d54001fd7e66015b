"""Who asked to hear of what, and what was sent to whom."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import polars as pl

from warehouse.access import Right
from warehouse.connection import DRIVE, Warehouse
from warehouse.errors import UnfitDecision, UnknownSubscription
from warehouse.ledger import EVER, Ledger, required

SUBSCRIPTIONS = Ledger("alert_subscription", "AlertSubscription", ("subscription_id",))
MESSAGES = Ledger("alert_message", "AlertMessage", ("message_id",))
TOPICS = ("verdict_turned", "report_overdue", "due_near", "notice_issued", "report_issued")
"""Events somebody may ask to hear of."""
PAPERS = ("ten_day_brief", "monthly_bulletin", "quarterly_review", "monthly_work")
"""Documents somebody may ask to be sent when their day comes."""
CHANNELS = ("email", "wecom", "dingtalk", "webhook")
_EMAIL = re.compile(r"^[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\"]+$")
_HOOK = re.compile(r"^https?://[^\s]+$")


def read_subscriptions(warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
    """The standing subscriptions, columns of `models.AlertSubscription`, sorted by subscriber."""
    rows = SUBSCRIPTIONS.newest(warehouse, programme_id, as_of)
    return rows.filter(~pl.col("removed")).sort("subscriber", "channel", "address")


def read_messages(warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
    """Each message as it stands after its last attempt, newest first, columns of `models.AlertMessage`."""
    return MESSAGES.newest(warehouse, programme_id, as_of).sort("recorded_at", descending=True)


def told_before(warehouse: Warehouse, programme_id: str) -> dict[str, set[str]]:
    """Subscription -> the keys of all events it has been told of, or is being told of."""
    told: dict[str, set[str]] = {}
    for row in read_messages(warehouse, programme_id, EVER).iter_rows(named=True):
        told.setdefault(row["subscription_id"], set()).update(row["event_keys"].splitlines())
    return told


def subscribe(
    warehouse: Warehouse,
    programme_id: str,
    *,
    subscriber: str,
    channel: str,
    address: str,
    topics: Sequence[str],
    by: str,
    language: str = "zh-Hans",
    unit_ids: Iterable[str] = (),
    action_ids: Iterable[str] = (),
    at: datetime | None = None,
) -> str:
    """Keeps what somebody asks to hear of; the subscription's id. Raises UnfitDecision."""
    given = address.strip()
    fits = _EMAIL if channel == "email" else _HOOK
    if not fits.match(given):
        raise UnfitDecision(
            "{address!r} is no address for {channel}: write it like {example}.",
            code="address_unfit",
            address=given,
            channel=channel,
            example=_example(channel),
        )
    if not topics:
        raise UnfitDecision("Nothing was chosen to be told of: choose at least one topic.", code="no_topic")
    row = {
        "programme_id": programme_id,
        "subscription_id": uuid.uuid4().hex[:12],
        "subscriber": required(subscriber, "subscriber"),
        "channel": channel,
        "address": given,
        "topics": ";".join(topics),
        "unit_ids": ";".join(unit_ids) or None,
        "action_ids": ";".join(action_ids) or None,
        "language": language,
        "removed": False,
        "subscribed_by": required(by, "who"),
    }
    with warehouse.writing(f"subscribe {row['subscription_id']}", right=Right.ALERTS, at=at, counter=DRIVE) as cursor:
        SUBSCRIPTIONS.append(cursor, row, at=at)
    return str(row["subscription_id"])


def unsubscribe(
    warehouse: Warehouse, programme_id: str, *, subscription_id: str, by: str, at: datetime | None = None
) -> None:
    """Ends a subscription. Raises UnknownSubscription, UnfitDecision."""
    with warehouse.writing(f"unsubscribe {subscription_id}", right=Right.ALERTS, at=at, counter=DRIVE) as cursor:
        rows = SUBSCRIPTIONS.newest(warehouse, programme_id, EVER).filter(subscription_id=subscription_id)
        if rows.is_empty() or rows["removed"][0]:
            raise UnknownSubscription("No standing subscription has the id {id!r}.", id=subscription_id)
        row = rows.row(0, named=True)
        row |= {"removed": True, "subscribed_by": required(by, "who")}
        SUBSCRIPTIONS.append(cursor, row, at=at)


def log_message(warehouse: Warehouse, message: dict[str, Any], *, at: datetime | None = None) -> None:
    """Keeps how an attempt to send went; `message` has the columns of `models.AlertMessage` but recorded_at."""
    cause = f"message {message['message_id']} {message['state']}"
    with warehouse.writing(cause, right=Right.ALERTS, at=at, counter=DRIVE) as cursor:
        MESSAGES.append(cursor, message, at=at)


def _example(channel: str) -> str:
    return "name@office.example" if channel == "email" else "https://host/path"
