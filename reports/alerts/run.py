"""Sending what is due: new events as one message a subscription, documents on their day, failed ones again."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from i18n import Words, words_for
from reports.alerts.events import Beside, Event, concerns, find_events
from reports.alerts.post import Attachment, Letter, NotSent, send
from reports.alerts.settings import Ways
from reports.content.kinds import kind_of
from reports.periods import Period, parse_period, period_of
from reports.wording.owners import ids
from rules.periods import day_of
from warehouse.alerts import PAPERS, log_message, read_messages, read_subscriptions, told_before
from warehouse.board import BoardView
from warehouse.connection import Warehouse
from warehouse.ledger import EVER

ATTEMPTS = 5
"""After so many runs a message is given up."""
TRIES_A_RUN = 3
PAUSE_SECONDS = 2.0
Row = dict[str, Any]
Paper = Callable[[str, Period, str], Attachment]
"""Makes a document of a kind about a period in a language."""


@dataclass(frozen=True)
class Office:
    """What a run works with: the board it tells of, the ways out, and what makes the documents."""

    warehouse: Warehouse
    programme_id: str
    board: BoardView
    beside: Beside
    ways: Ways
    paper: Paper
    pause: Callable[[float], None] = time.sleep


@dataclass(frozen=True)
class Draft:
    """A message to be sent: what it tells (`keys`), its words, and the document it carries."""

    keys: tuple[str, ...]
    subject: str
    body: str
    paper: str | None = None


def send_due(office: Office) -> list[Row]:
    """Sends everything that is due and tries failed messages again; the log's rows of this run."""
    messages = read_messages(office.warehouse, office.programme_id, EVER).filter(pl.col("state") == "failed")
    told = told_before(office.warehouse, office.programme_id)
    sent: list[Row] = []
    for subscription in read_subscriptions(office.warehouse, office.programme_id, EVER).iter_rows(named=True):
        if office.ways.is_open(subscription["channel"]):
            failed = messages.filter(subscription_id=subscription["subscription_id"])
            due = _due(office, subscription, failed, told.get(subscription["subscription_id"], set()))
            sent += [_attempt(office, row, subscription["language"]) for row in due]
    return sent


def _due(office: Office, subscription: Row, failed: pl.DataFrame, told: set[str]) -> Iterator[Row]:
    """Messages to try: those that failed before, then new ones."""
    for left in failed.iter_rows(named=True):
        yield left | {"attempt": left["attempt"] + 1}
    for draft in drafts(office, subscription, told):
        yield _row(subscription, draft)


def drafts(office: Office, subscription: Row, told: set[str]) -> Iterator[Draft]:
    """What a subscription is to be sent beside what it was `told` before."""
    words, day = words_for(subscription["language"]), day_of(office.board.knowledge.as_of)
    wanted = {
        "topics": ids(subscription["topics"]),
        "unit_ids": ids(subscription["unit_ids"]),
        "action_ids": ids(subscription["action_ids"]),
    }
    events = [
        event
        for event in find_events(office.board, words, office.beside)
        if event.key not in told and concerns(event, **wanted)
    ]
    if events:
        yield _digest(office, words, subscription, events, day)
    for kind in PAPERS:
        period = newest_ended(kind, day)
        if kind in wanted["topics"] and _paper_key(kind, period) not in told:
            yield _paper_draft(words, kind, period, subscription["channel"], day)


def newest_ended(kind: str, day: date) -> Period:
    """The newest period of a kind of document that is over at the end of `day`."""
    period = period_of(kind_of(kind).shape, day)
    return period if period.end <= day else period.before()


def trial_letter(subscription: Row) -> Letter:
    """A message that only shows that the way is open."""
    words = words_for(subscription["language"])
    return Letter(uuid.uuid4().hex, subscription["address"], words("alert.test_subject"), words("alert.test_body"))


def _digest(office: Office, words: Words, subscription: Row, events: list[Event], day: date) -> Draft:
    known = office.board.knowledge
    programme = words.named(known.catalogue.programme["name"])
    parts = [
        words("alert.opening", month=words.month(office.board.month), day=words.day(day)),
        *([words("alert.demonstration")] if known.has_demonstration else []),
        "",
        *(f"{number}. {event.line}" for number, event in enumerate(events, start=1)),
        "",
        words("alert.closing", subscriber=subscription["subscriber"], by=subscription["subscribed_by"]),
    ]
    subject = words("alert.subject", programme=programme, count=len(events), day=words.day(day))
    return Draft(tuple(event.key for event in events), subject, "\n".join(parts))


def _paper_key(kind: str, period: Period) -> str:
    return f"paper:{kind}:{period.key}"


def _paper_draft(words: Words, kind: str, period: Period, channel: str, day: date) -> Draft:
    told = {"title": words(f"alert.topic.{kind}"), "period": period.in_words(words), "day": words.day(day)}
    body = words("alert.paper_body" if channel == "email" else "alert.paper_hook", **told)
    paper = f"{kind}:{period.key}" if channel == "email" else None
    return Draft((_paper_key(kind, period),), words("alert.paper_subject", **told), body, paper)


def _row(subscription: Row, draft: Draft) -> Row:
    kept = ("programme_id", "subscription_id", "subscriber", "channel", "address")
    return {name: subscription[name] for name in kept} | {
        "message_id": uuid.uuid4().hex,
        "event_keys": "\n".join(draft.keys),
        "subject": draft.subject,
        "body": draft.body,
        "attachment": draft.paper,
        "attempt": 1,
    }


def _attempt(office: Office, row: Row, language: str) -> Row:
    """Tries a message a few times and keeps how it went."""
    attached: tuple[Attachment, ...] = ()
    if row["attachment"]:
        kind, _, period = row["attachment"].partition(":")
        attached = (office.paper(kind, parse_period(period), language),)
    letter = Letter(row["message_id"], row["address"], row["subject"], row["body"], attached)
    error = None
    for number in range(TRIES_A_RUN):
        if number:
            office.pause(PAUSE_SECONDS * number)
        try:
            send(letter, row["channel"], office.ways)
        except NotSent as reason:
            error = str(reason)
        else:
            error = None
            break
    state = "sent" if error is None else "failed" if row["attempt"] < ATTEMPTS else "given_up"
    kept = {name: value for name, value in row.items() if name != "recorded_at"} | {"state": state, "error": error}
    log_message(office.warehouse, kept)
    return kept
