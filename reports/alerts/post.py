"""One message out: by e-mail through the office's server, or as a webhook in the form the receiver knows."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import smtplib
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate

from reports.alerts.settings import Mail, Ways
from reports.errors import ReportError

TIMEOUT_SECONDS = 20.0
_LONGEST_HOOK_TEXT = 1900
"""Receivers of webhooks cut or refuse longer texts (2,048 bytes of UTF-8 at the strictest)."""


class NotSent(ReportError):
    """The message did not leave; says why in one sentence."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document that goes with a mail."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent. `letter_id` makes the same message recognisable when it arrives twice."""

    letter_id: str
    address: str
    subject: str
    body: str
    attachments: tuple[Attachment, ...] = ()


def send(letter: Letter, channel: str, ways: Ways) -> None:
    """Sends a letter by `channel`. Raises NotSent."""
    if channel == "email":
        if ways.mail is None:
            raise NotSent("No mail server is set (EIGHT_ACTIONS_SMTP_HOST).", code="no_mail_server")
        _mail(letter, ways.mail)
    else:
        _hook(letter, channel, ways)


def written(letter: Letter, sender: str) -> EmailMessage:
    """The letter as a mail."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, letter.address, _line(letter.subject)
    mail["Message-ID"], mail["Date"] = f"<{letter.letter_id}@{sender.rpartition('@')[2]}>", formatdate()
    mail.set_content(letter.body)
    for one in letter.attachments:
        mail.add_attachment(one.content, maintype="application", subtype="octet-stream", filename=one.name)
    return mail


def _mail(letter: Letter, mail: Mail) -> None:
    try:
        with _connected(mail) as server:
            if mail.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if mail.user:
                server.login(mail.user, mail.password)
            server.send_message(written(letter, mail.sender))
    except (smtplib.SMTPException, OSError) as error:
        raise NotSent(
            "{host}: {why}", host=f"{mail.host}:{mail.port}", why=_line(str(error)) or type(error).__name__
        ) from error


def _connected(mail: Mail) -> smtplib.SMTP:
    if mail.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=TIMEOUT_SECONDS, context=context)
    return smtplib.SMTP(mail.host, mail.port, timeout=TIMEOUT_SECONDS)


def _hook(letter: Letter, channel: str, ways: Ways) -> None:
    host = (urllib.parse.urlsplit(letter.address).hostname or "").lower()
    if "*" not in ways.hook_hosts and host not in ways.hook_hosts:
        raise NotSent(
            "Webhooks to {host} are not allowed (EIGHT_ACTIONS_WEBHOOK_HOSTS).", code="host_not_allowed", host=host
        )
    address = _signed(letter.address, ways.dingtalk_secret) if channel == "dingtalk" else letter.address
    request = urllib.request.Request(
        address,
        data=json.dumps(payload(letter, channel), ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json; charset=utf-8"},
    )
    try:
        with _OPENER.open(request, timeout=TIMEOUT_SECONDS) as answer:
            _accepted(host, channel, answer.read(65536))
    except (urllib.error.URLError, OSError) as error:
        raise NotSent("{host}: {why}", host=host, why=_line(str(error))) from error


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect could lead to a host nobody allowed."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        del args, kwargs


_OPENER = urllib.request.build_opener(_NoRedirect)


def payload(letter: Letter, channel: str) -> dict[str, object]:
    """The JSON a receiver expects: WeCom's and DingTalk's text messages, else subject, body and id."""
    if channel in ("wecom", "dingtalk"):
        return {"msgtype": "text", "text": {"content": _cut(f"{letter.subject}\n{letter.body}")}}
    return {"id": letter.letter_id, "subject": letter.subject, "body": letter.body}


def _cut(text: str) -> str:
    kept = text.encode()[:_LONGEST_HOOK_TEXT].decode(errors="ignore")
    return kept if kept == text else kept.rpartition("\n")[0] + "\n……"


def _accepted(host: str, channel: str, answer: bytes) -> None:
    """WeCom and DingTalk answer 200 and say in `errcode` whether they took it."""
    if channel == "webhook":
        return
    try:
        told = json.loads(answer)
    except ValueError as error:
        raise NotSent(
            "{host}: answered what no {channel} robot answers.", code="strange_answer", host=host, channel=channel
        ) from error
    if not isinstance(told, dict) or told.get("errcode") != 0:
        raise NotSent(
            "{host}: {why}", host=host, why=_line(str(told.get("errmsg") if isinstance(told, dict) else told))
        )


def _signed(address: str, secret: str, *, now: Callable[[], float] = time.time) -> str:
    """DingTalk's signature, where its robot was set up with one."""
    if not secret:
        return address
    moment = str(round(now() * 1000))
    digest = hmac.new(secret.encode(), f"{moment}\n{secret}".encode(), hashlib.sha256).digest()
    sign = urllib.parse.quote_plus(base64.b64encode(digest))
    return f"{address}{'&' if '?' in address else '?'}timestamp={moment}&sign={sign}"


def _line(text: str) -> str:
    """In one line: no header can be smuggled in, and no log line broken."""
    return " ".join(text.split())
