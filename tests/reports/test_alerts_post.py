"""Messages leave by the ways that are open, to real receivers, and say in a sentence why they could not."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.alerts.post import Attachment, Letter, NotSent, payload, send, written
from reports.alerts.settings import Mail, Ways, read_ways
from tests.reports.receivers import post_office, robot
from warehouse.errors import UnfitSetting

LETTER = Letter(
    "0a1b",
    "wu@county.example",
    "溆浦县：3项提醒",
    "1. 转差：社会消费品零售总额增速",
    (Attachment("月报.docx", b"PK\x03"),),
)
LOCAL = frozenset({"127.0.0.1"})


def ways_to(port: int, *, user: str = "", password: str = "") -> Ways:
    return Ways(mail=Mail("127.0.0.1", port, "none", "board@county.example", user, password))


def test_a_mail_arrives_with_its_words_and_its_document() -> None:
    with post_office() as office:
        send(LETTER, "email", ways_to(office.port))
    (mail,) = office.mails
    assert (mail["To"], mail["Subject"]) == ("wu@county.example", "溆浦县：3项提醒")
    assert mail["Message-ID"] == "<0a1b@county.example>"
    body, (document,) = mail.get_body(), list(mail.iter_attachments())
    assert body is not None
    assert body.get_content().strip() == "1. 转差：社会消费品零售总额增速"
    assert (document.get_filename(), document.get_content()) == ("月报.docx", b"PK\x03")


def test_a_server_that_asks_who_sends() -> None:
    with post_office(password="right") as office:
        send(LETTER, "email", ways_to(office.port, user="office", password="right"))
        with pytest.raises(NotSent) as refused:
            send(LETTER, "email", ways_to(office.port, user="office", password="wrong"))
    assert len(office.mails) == 1
    assert "wrong" not in str(refused.value)


def test_a_server_that_is_not_there_is_named() -> None:
    with pytest.raises(NotSent, match=r"127\.0\.0\.1:1: "):
        send(LETTER, "email", ways_to(1))


def test_a_server_without_the_protection_asked_for_gets_nothing() -> None:
    with post_office() as office:
        guarded = Ways(mail=Mail("127.0.0.1", office.port, "starttls", "board@county.example"))
        with pytest.raises(NotSent, match="STARTTLS"):
            send(LETTER, "email", guarded)
    assert not office.mails


@given(st.text(max_size=80))
def test_no_subject_smuggles_a_header(subject: str) -> None:
    mail = written(
        Letter("1", "a@b.example", "x\r\nBcc: c@d.example" + subject.replace("\ud800", ""), "body"), "s@b.example"
    )
    assert mail["Bcc"] is None
    assert b"\nBcc:" not in mail.as_bytes()


@pytest.mark.parametrize("channel", ["wecom", "dingtalk"])
def test_a_robot_gets_its_own_form(channel: str) -> None:
    with robot() as told:
        send(Letter("1", told.address, "标题", "正文"), channel, Ways(hook_hosts=LOCAL))
    assert told.received == [{"msgtype": "text", "text": {"content": "标题\n正文"}}]


def test_a_signed_robot_can_check_the_signature() -> None:
    with robot() as told:
        send(Letter("1", told.address + "?key=k", "s", "b"), "dingtalk", Ways(hook_hosts=LOCAL, dingtalk_secret="SEC"))
    asked = parse_qs(urlsplit(told.paths[0]).query)
    digest = hmac.new(b"SEC", f"{asked['timestamp'][0]}\nSEC".encode(), hashlib.sha256).digest()
    assert (asked["sign"], asked["key"]) == ([b64encode(digest).decode()], ["k"])


@pytest.mark.parametrize(
    ("answer", "status", "reason"),
    [
        (b'{"errcode": 93000, "errmsg": "invalid webhook"}', 200, "invalid webhook"),
        (b"<html>", 200, "no wecom robot"),
        (b"[]", 200, r"\[\]"),
        (b"", 500, "500"),
        (b"", 302, "302"),
    ],
)
def test_a_robot_that_does_not_take_it(answer: bytes, status: int, reason: str) -> None:
    with robot() as told:
        told.answer, told.status = answer, status
        with pytest.raises(NotSent, match=reason):
            send(Letter("1", told.address, "s", "b"), "wecom", Ways(hook_hosts=LOCAL))
    assert told.paths == ["/"]


def test_no_webhook_goes_where_none_was_allowed() -> None:
    elsewhere = Ways(hook_hosts=frozenset({"hooks.example"}))
    with robot() as told, pytest.raises(NotSent, match="not allowed"):
        send(Letter("1", told.address, "s", "b"), "webhook", elsewhere)
    assert not told.received


@given(st.text(max_size=3000))
def test_a_robots_text_is_never_too_long(body: str) -> None:
    made = payload(Letter("1", "https://h/", "标题", body), "wecom")["text"]
    assert isinstance(made, dict)
    assert len(made["content"].encode(errors="ignore")) <= 1910


def test_nothing_is_open_until_it_is_set(tmp_path: Path) -> None:
    closed = read_ways({})
    assert not any(closed.is_open(channel) for channel in ("email", "wecom", "webhook"))
    secret = tmp_path / "smtp"
    secret.write_text("hush\n", encoding="utf-8")
    given_ways = read_ways(
        {
            "EIGHT_ACTIONS_SMTP_HOST": "mail.county.example",
            "EIGHT_ACTIONS_SMTP_PORT": "465",
            "EIGHT_ACTIONS_SMTP_SECURITY": "tls",
            "EIGHT_ACTIONS_SMTP_FROM": "board@county.example",
            "EIGHT_ACTIONS_SMTP_USER": "board",
            "EIGHT_ACTIONS_SMTP_PASSWORD_FILE": str(secret),
            "EIGHT_ACTIONS_WEBHOOK_HOSTS": "qyapi.weixin.qq.com, OAPI.dingtalk.com",
        }
    )
    assert given_ways.mail == Mail("mail.county.example", 465, "tls", "board@county.example", "board", "hush")
    assert given_ways.hook_hosts == {"qyapi.weixin.qq.com", "oapi.dingtalk.com"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMTP_PORT", "mail"),
        ("SMTP_SECURITY", "ssl"),
        ("SMTP_FROM", "board"),
        ("SMTP_PASSWORD_FILE", "/nowhere/at/all"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    right = {"EIGHT_ACTIONS_SMTP_HOST": "mail.example", "EIGHT_ACTIONS_SMTP_FROM": "board@county.example"}
    with pytest.raises(UnfitSetting, match=f"EIGHT_ACTIONS_{name}"):
        read_ways(right | {f"EIGHT_ACTIONS_{name}": value})
