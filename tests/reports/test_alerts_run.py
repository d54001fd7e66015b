"""A day of sending: what was asked for once, in scope, documents on their day; failures tried again, then given up."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from i18n import LANGUAGES, words_for
from reports.__main__ import main
from reports.alerts.desk import open_office
from reports.alerts.events import NEAR_DAYS, Event, concerns, find_events
from reports.alerts.run import ATTEMPTS, TRIES_A_RUN, Office, newest_ended, send_due
from reports.alerts.settings import Mail, Ways
from reports.desk import boards_of
from tests.places import copied
from tests.reports.receivers import post_office
from tests.screens.conftest import full_file  # noqa: F401 the made-up county's filled warehouse
from warehouse.alerts import PAPERS, TOPICS, read_messages, read_subscriptions, subscribe, told_before, unsubscribe
from warehouse.connection import Warehouse, open_warehouse
from warehouse.errors import UnfitDecision, UnknownSubscription
from warehouse.ledger import EVER
from warehouse.ledgers import write_entry
from warehouse.settings import as_of

PROGRAMME = "tiny_2031"
DAY = date(2031, 11, 20)
EN = words_for("en")


@pytest.fixture
def filled(tmp_path: Path, full_file: Path) -> Iterator[Warehouse]:  # noqa: F811
    opened = open_warehouse(copied(full_file, tmp_path / "filled.duckdb"))
    yield opened
    opened.close()


def office_of(warehouse: Warehouse, *, port: int | None = None, day: date = DAY) -> Office:
    """The office on a day, with mail to a port of this machine."""
    mail = None if port is None else Mail("127.0.0.1", port, "none", "board@county.example")
    office = open_office(warehouse, PROGRAMME, boards_of(warehouse, PROGRAMME), moment=as_of(day), ways=Ways(mail=mail))
    return replace(office, pause=lambda seconds: None)


def ask(warehouse: Warehouse, *topics: str, **scope: list[str]) -> str:
    return subscribe(
        warehouse,
        PROGRAMME,
        subscriber="Inspection office",
        channel="email",
        address="office@county.example",
        topics=topics or TOPICS,
        by="Wu",
        language="en",
        **scope,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_has_a_key_of_its_own_and_a_line(filled: Warehouse, language: str) -> None:
    office = office_of(filled)
    events = find_events(office.board, words_for(language), office.beside)
    assert {event.topic for event in events} >= {"verdict_turned", "report_overdue"}
    assert len({event.key for event in events}) == len(events)
    assert all(event.line and "{" not in event.line for event in events)


def test_a_task_is_told_when_its_day_is_near_and_when_it_has_gone_by(filled: Warehouse) -> None:
    for offset in (-1, NEAR_DAYS, NEAR_DAYS + 1):
        due = date(2031, 11, 20 + offset)
        write_entry(
            filled, PROGRAMME, ledger="key_task", action_id="industry", title=f"in {offset}", by="Wu", due_on=due,
            at=as_of(date(2031, 11, 1)),
        )  # fmt: skip
    office = office_of(filled)
    lines = [e.line for e in find_events(office.board, EN, office.beside) if e.key.startswith("task:")]
    assert sum("in -1" in line and "Past its date" in line for line in lines) == 1
    assert sum(f"in {NEAR_DAYS}," in line for line in lines) == 1
    assert not [line for line in lines if f"in {NEAR_DAYS + 1}" in line]


def test_a_subscription_is_told_once(filled: Warehouse) -> None:
    ask(filled)
    with post_office() as post:
        first = send_due(office_of(filled, port=post.port))
        again = send_due(office_of(filled, port=post.port))
    assert [row["state"] for row in first] == ["sent"]
    assert again == []
    (mail,) = post.mails
    assert mail["To"] == "office@county.example"
    body = mail.get_body()
    assert body is not None
    assert "every actual figure is invented" in body.get_content()


def test_what_is_new_is_told_next_time(filled: Warehouse) -> None:
    ask(filled)
    with post_office() as post:
        before, after = office_of(filled, port=post.port, day=date(2031, 10, 20)), office_of(filled, port=post.port)
        send_due(before)
        send_due(after)
    first, second = (set(row["event_keys"].splitlines()) for row in reversed(list(_rows(filled))))
    assert second
    assert not first & second


def test_a_unit_hears_of_its_own_matters_alone(filled: Warehouse) -> None:
    ask(filled, unit_ids=["housing_construction"])
    with post_office() as post:
        send_due(office_of(filled, port=post.port))
    office = office_of(filled)
    told = set(_rows(filled)[0]["event_keys"].splitlines())
    own = {e.key for e in find_events(office.board, EN, office.beside) if "housing_construction" in e.unit_ids}
    assert told == own
    assert told


@given(
    topic=st.sampled_from(TOPICS),
    units=st.sets(st.sampled_from("abc")),
    actions=st.sets(st.sampled_from("xyz")),
    own_units=st.sets(st.sampled_from("abc")),
    own_actions=st.sets(st.sampled_from("xyz")),
)
def test_who_is_concerned(
    topic: str, units: set[str], actions: set[str], own_units: set[str], own_actions: set[str]
) -> None:
    event = Event("k", topic, "line", frozenset(own_units), frozenset(own_actions))
    told = concerns(event, topics=[topic], unit_ids=units, action_ids=actions)
    asks_or_is_for_all = not units | actions or not own_units | own_actions
    assert told == (asks_or_is_for_all or bool(units & own_units) or bool(actions & own_actions))
    assert not concerns(event, topics=[], unit_ids=units, action_ids=actions)


def test_a_document_goes_out_when_its_period_is_over(filled: Warehouse) -> None:
    ask(filled, "monthly_work")
    with post_office() as post:
        send_due(office_of(filled, port=post.port))
        send_due(office_of(filled, port=post.port))
    (mail,) = post.mails
    (attached,) = mail.iter_attachments()
    assert attached.get_filename() == "Monthly work report_2031-10.docx"
    assert len(Document(io.BytesIO(attached.get_content())).paragraphs) > 10


@pytest.mark.parametrize(
    ("kind", "day", "key"),
    [
        ("ten_day_brief", date(2031, 11, 20), "2031-T32"),
        ("ten_day_brief", date(2031, 11, 19), "2031-T31"),
        ("ten_day_brief", date(2031, 11, 30), "2031-T33"),
        ("monthly_work", date(2031, 11, 20), "2031-10"),
        ("monthly_bulletin", date(2031, 11, 30), "2031-11"),
        ("quarterly_review", date(2031, 11, 20), "2031-Q3"),
        ("quarterly_review", date(2031, 1, 1), "2030-Q4"),
    ],
)
def test_the_newest_period_that_is_over(kind: str, day: date, key: str) -> None:
    assert newest_ended(kind, day).key == key
    assert kind in PAPERS


def test_a_failed_message_is_tried_again_word_for_word(filled: Warehouse) -> None:
    ask(filled)
    with post_office() as post:
        post.refusals = TRIES_A_RUN
        (failed,) = send_due(office_of(filled, port=post.port))
        (sent,) = send_due(office_of(filled, port=post.port))
    assert (failed["state"], sent["state"], sent["attempt"]) == ("failed", "sent", 2)
    assert "451" in failed["error"]
    assert (failed["message_id"], failed["body"]) == (sent["message_id"], sent["body"])
    assert len(post.mails) == 1


def test_a_server_that_stumbles_once_is_asked_again_at_once(filled: Warehouse) -> None:
    ask(filled)
    with post_office() as post:
        post.refusals = TRIES_A_RUN - 1
        (row,) = send_due(office_of(filled, port=post.port))
    assert (row["state"], row["attempt"]) == ("sent", 1)


def test_a_message_is_given_up_in_the_end(filled: Warehouse) -> None:
    ask(filled)
    states = [row["state"] for _ in range(ATTEMPTS + 1) for row in send_due(office_of(filled, port=1))]
    assert states == ["failed"] * (ATTEMPTS - 1) + ["given_up"]


def test_nothing_is_sent_where_no_way_is_open(filled: Warehouse) -> None:
    ask(filled)
    assert send_due(office_of(filled)) == []
    assert not told_before(filled, PROGRAMME)


def test_an_ended_subscription_is_told_nothing(filled: Warehouse) -> None:
    subscription_id = ask(filled)
    unsubscribe(filled, PROGRAMME, subscription_id=subscription_id, by="Wu")
    with post_office() as post:
        assert send_due(office_of(filled, port=post.port)) == []
    assert read_subscriptions(filled, PROGRAMME, EVER).is_empty()
    with pytest.raises(UnknownSubscription):
        unsubscribe(filled, PROGRAMME, subscription_id=subscription_id, by="Wu")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"address": "nobody"}, "no address for email"),
        ({"address": "a@b.example\nBcc: c@d.example"}, "no address for email"),
        ({"channel": "wecom", "address": "ftp://host/x"}, "no address for wecom"),
        ({"topics": []}, "Nothing was chosen"),
        ({"topics": ["everything"]}, "AlertSubscription"),
        ({"subscriber": " "}, "The name of who is told"),
    ],
)
def test_a_subscription_that_could_not_be_served_is_refused(
    warehouse: Warehouse, wrong: dict[str, object], sentence: str
) -> None:
    right = {"subscriber": "A", "channel": "email", "address": "a@b.example", "topics": ["due_near"], "by": "Wu"}
    with pytest.raises(UnfitDecision, match=sentence):
        subscribe(warehouse, PROGRAMME, **right | wrong)  # type: ignore[arg-type]


def test_the_command_shows_and_sends(
    filled: Warehouse, tiny_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(filled)
    monkeypatch.setenv("EIGHT_ACTIONS_SMTP_FROM", "board@county.example")
    monkeypatch.setenv("EIGHT_ACTIONS_SMTP_SECURITY", "none")
    monkeypatch.setenv("EIGHT_ACTIONS_SMTP_HOST", "127.0.0.1")
    where = ["--warehouse", str(filled.path), "--programme", str(tiny_folder), "--as-of", "2031-11-20"]
    with post_office() as post:
        monkeypatch.setenv("EIGHT_ACTIONS_SMTP_PORT", str(post.port))
        assert main(["alerts", "send", "--dry-run", *where]) == 0
        assert not post.mails
        assert main(["alerts", "send", *where]) == 0
    shown, told = capsys.readouterr().out, post.mails[0].get_body()
    assert told is not None
    assert told.get_content().splitlines()[3] in shown
    assert len(post.mails) == 1


def _rows(warehouse: Warehouse) -> list[dict[str, object]]:
    return read_messages(warehouse, PROGRAMME, EVER).to_dicts()
