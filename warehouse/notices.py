"""Supervision notices: issued or declined by a person, answered and closed; rows are only added."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import polars as pl

from rules.notices import STEPS, Cause
from rules.periods import CHINA_TIME, day_of
from warehouse.access import Right
from warehouse.areas import units_of_area
from warehouse.connection import DRIVE, Warehouse, utc_now
from warehouse.errors import NoticeStands, UnfitDecision, UnknownNotice
from warehouse.ledger import EVER, Ledger, required
from warehouse.ledgers import write_entry
from warehouse.proposals import QUOTED

NOTICES = Ledger("notice", "Notice", ("notice_id",))
EVENTS = Ledger("notice_event", "NoticeEvent", ("notice_id",))
STATES = ("open", "replied", "closed", "declined")
"""How far a notice is: waiting for the unit, waiting for the close-out, over, never sent."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a notice: `bound` ones hold the figures and nobody writes in them, `prose` ones are a person's."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class NoticeText:
    """What is sent, word for word."""

    language: str
    title: str
    addressee: str
    paragraphs: tuple[Paragraph, ...]


def read_notices(warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
    """Every notice known at `as_of`, oldest first: columns of `models.Notice`, then

    number (督〔2024〕3号; null where declined), issued_on, state (one of STATES), is_reply_overdue, reply_words,
    replied_by, replied_at, closing_words, closed_by, closed_at.
    """
    notices = NOTICES.read(warehouse, programme_id, as_of)
    events = EVENTS.read(warehouse, programme_id, as_of)
    joined = notices
    for event, words, by, at in (
        ("replied", "reply_words", "replied_by", "replied_at"),
        ("closed", "closing_words", "closed_by", "closed_at"),
    ):
        newest = events.filter(event=event).unique("notice_id", keep="last", maintain_order=True)
        named = newest.select("notice_id", **{words: "words", by: "written_by", at: "recorded_at"})
        joined = joined.join(named, on="notice_id", how="left", maintain_order="left")
    return joined.with_columns(number=_number(), issued_on=_issued_on(), state=_state()).with_columns(
        is_reply_overdue=(pl.col("state") == "open") & (pl.col("reply_due_on") < day_of(as_of))
    )


def _number() -> pl.Expr:
    return pl.format("{}〔{}〕{}号", "number_word", "number_year", "number_running")


def _issued_on() -> pl.Expr:
    return pl.when(decision="issued").then((pl.col("recorded_at") + CHINA_TIME).dt.date())


def _state() -> pl.Expr:
    return (
        pl.when(decision="declined")
        .then(pl.lit("declined"))
        .when(pl.col("closed_at").is_not_null())
        .then(pl.lit("closed"))
        .when(pl.col("replied_at").is_not_null())
        .then(pl.lit("replied"))
        .otherwise(pl.lit("open"))
    )


def read_notice_events(warehouse: Warehouse, programme_id: str, as_of: datetime) -> pl.DataFrame:
    """Every reply and close-out, oldest first, columns of `models.NoticeEvent`."""
    return EVENTS.read(warehouse, programme_id, as_of)


def paragraphs_of(notice: Mapping[str, Any]) -> list[Paragraph]:
    """The paragraphs of an issued notice as they were sent."""
    return [Paragraph(part["role"], part["text"]) for part in json.loads(notice["paragraphs_json"] or "[]")]


def issue_notice(
    warehouse: Warehouse,
    programme_id: str,
    proposal: Mapping[str, Any],
    *,
    text: NoticeText,
    number_word: str,
    reply_due_on: date,
    as_of: datetime,
    by: str,
    step: str | None = None,
    shortcoming: str | None = None,
    at: datetime | None = None,
) -> str:
    """Sends a notice: gives it the next number of its year, keeps its text and figures; gives its id.

    `proposal` is a row of `propose_notices` as known at `as_of`; `step` another than the proposed one where the
    person decides so. With the title of a `shortcoming` the action's list gets that entry too, due with the
    reply; both are stored or neither. Raises NoticeStands where such a notice is open, UnfitDecision where words
    are missing.
    """
    chosen = step or proposal["step"]
    decided_by = required(by, "who")
    required(text.title, "title")
    for paragraph in text.paragraphs:
        required(paragraph.text, "paragraph")
    with warehouse.write_lock:
        _refuse_open(warehouse, programme_id, proposal, chosen)
        moment = at or utc_now()
        year = day_of(moment).year
        row = {
            **_decided(programme_id, proposal, chosen, as_of),
            "decision": "issued",
            "number_word": number_word,
            "number_year": year,
            "number_running": _next_running(warehouse, programme_id, number_word, year),
            "language": text.language,
            "title": text.title.strip(),
            "addressee": text.addressee,
            "paragraphs_json": _paragraphs_json(text.paragraphs),
            "reply_due_on": reply_due_on,
            "reason": None,
            "decided_by": decided_by,
        }
        with warehouse.writing(f"notice {row['notice_id']}", right=Right.NOTICES, at=moment, counter=DRIVE) as cursor:
            NOTICES.append(cursor, row, at=moment)
            if shortcoming is not None:
                write_entry(warehouse, programme_id, **_listed(proposal, row, shortcoming), at=moment, cursor=cursor)
    return str(row["notice_id"])


def _listed(proposal: Mapping[str, Any], row: Mapping[str, Any], title: str) -> dict[str, Any]:
    """The shortcoming that goes with a notice."""
    return {
        "ledger": "shortcoming",
        "action_id": proposal["action_id"],
        "title": title,
        "by": row["decided_by"],
        "lead_units": [row["unit_id"]],
        "indicator_ids": [row["indicator_id"]],
        "due_on": row["reply_due_on"],
        "origin": "notice",
        "origin_id": row["notice_id"],
    }


def decline_notice(
    warehouse: Warehouse,
    programme_id: str,
    proposal: Mapping[str, Any],
    *,
    reason: str,
    as_of: datetime,
    by: str,
    at: datetime | None = None,
) -> str:
    """Keeps that a proposal was not followed this month, and why; gives its id. Raises UnfitDecision."""
    row = {
        **_decided(programme_id, proposal, proposal["step"], as_of),
        "decision": "declined",
        **dict.fromkeys(("number_word", "number_year", "number_running", "language")),
        **dict.fromkeys(("title", "addressee", "paragraphs_json", "reply_due_on")),
        "reason": required(reason, "reason"),
        "decided_by": required(by, "who"),
    }
    _append(warehouse, NOTICES, row, f"notice declined {row['notice_id']}", at)
    return str(row["notice_id"])


def reply_notice(
    warehouse: Warehouse, programme_id: str, notice_id: str, *, words: str, by: str, at: datetime | None = None
) -> None:
    """Keeps what the unit answered. A second reply counts beside the first, which stays."""
    _follow(warehouse, programme_id, notice_id, "replied", required(words, "reply"), by, at)


def close_notice(
    warehouse: Warehouse, programme_id: str, notice_id: str, *, words: str, by: str, at: datetime | None = None
) -> None:
    """Ends a notice with words on how it was settled."""
    _follow(warehouse, programme_id, notice_id, "closed", required(words, "settlement"), by, at)


def _follow(
    warehouse: Warehouse, programme_id: str, notice_id: str, event: str, words: str, by: str, at: datetime | None
) -> None:
    row = {
        "programme_id": programme_id,
        "notice_id": notice_id,
        "event": event,
        "words": words,
        "written_by": required(by, "who"),
    }
    with warehouse.write_lock:
        standing = read_notices(warehouse, programme_id, EVER).filter(notice_id=notice_id)
        if standing.is_empty() or standing["state"][0] not in ("open", "replied"):
            state = "unknown" if standing.is_empty() else standing["state"][0]
            raise UnknownNotice(
                "Notice {id!r} is {state}: only an open one can be answered or closed.", id=notice_id, state=state
            )
        issued = standing["recorded_at"][0]
        if at is not None and at <= issued:
            raise UnfitDecision(
                "The notice went out at {issued} UTC: nothing can have followed it at {at} UTC.",
                code="before_the_notice",
                issued=issued,
                at=at,
            )
        right = Right.REPLIES if event == "replied" else Right.NOTICES
        _append(warehouse, EVENTS, row, f"notice {event} {notice_id}", at, right=right, units=standing["unit_id"])


def _append(
    warehouse: Warehouse,
    ledger: Ledger,
    row: Mapping[str, Any],
    cause: str,
    at: datetime | None,
    *,
    right: Right = Right.NOTICES,
    units: Iterable[str] = (),
) -> None:
    named = units_of_area(warehouse, row["programme_id"], units)
    with warehouse.writing(cause, right=right, units=named, at=at, counter=DRIVE) as cursor:
        ledger.append(cursor, row, at=at)


def _decided(programme_id: str, proposal: Mapping[str, Any], step: str, as_of: datetime) -> dict[str, Any]:
    if step not in STEPS:
        raise UnfitDecision(
            "{step!r} is no step of a notice: choose {steps}.", code="no_such_step", step=step, steps=tuple(STEPS)
        )
    facts = {name: proposal[name] for name in (*QUOTED, "figures_behind", "behind_since")}
    return {
        "programme_id": programme_id,
        "notice_id": uuid4().hex,
        "step": step,
        "cause": Cause(proposal["cause"]).value,
        **{name: proposal[name] for name in ("unit_id", "indicator_id", "target_id", "reference_period")},
        "as_of": as_of,
        "months_behind": proposal["months_behind"],
        "facts_json": json.dumps(facts, ensure_ascii=False, sort_keys=True, default=date.isoformat),
    }


def _paragraphs_json(paragraphs: Sequence[Paragraph]) -> str:
    return json.dumps([{"role": each.role, "text": each.text.strip()} for each in paragraphs], ensure_ascii=False)


def _refuse_open(warehouse: Warehouse, programme_id: str, proposal: Mapping[str, Any], step: str) -> None:
    standing = read_notices(warehouse, programme_id, EVER).filter(
        pl.col("state").is_in(["open", "replied"]),
        unit_id=proposal["unit_id"],
        indicator_id=proposal["indicator_id"],
        step=step,
    )
    if standing.height:
        raise NoticeStands("{number} about this is still open: close it first.", number=standing["number"][0])


def _next_running(warehouse: Warehouse, programme_id: str, number_word: str, year: int) -> int:
    """One more than the last number of that word and year; numbers are never given twice, and none is skipped."""
    rows = NOTICES.read(warehouse, programme_id, EVER).filter(number_word=number_word, number_year=year)
    last: Any = rows["number_running"].max()
    return 1 if last is None else int(last) + 1
