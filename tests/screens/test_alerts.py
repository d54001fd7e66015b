"""Alerts on the screen: a subscription entered, shown without its key, tried and ended."""

from __future__ import annotations

from pathlib import Path

import pytest

from i18n import words_for
from tests.reports.receivers import post_office
from tests.screens.conftest import open_screen, tables_of
from tests.screens.test_every_screen import texts_of
from ui.alerts import masked
from ui.markup import escape_markdown
from ui.process import the_process
from warehouse.alerts import read_subscriptions
from warehouse.ledger import EVER

EN = words_for("en")


def test_somebody_is_subscribed_tried_and_ended(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = open_screen("alerts", lang="en")
    visit.text_input(key="pick_person").set_value("Wu").run()
    fields = {field.label: field for field in visit.text_input}
    fields[EN("alerts.subscriber")].set_value("Inspection office")
    fields[EN("alerts.address")].set_value("office@county.example")
    visit.multiselect[0].set_value(["report_overdue"])
    visit.button[-1].click().run()
    process = the_process()
    (row,) = read_subscriptions(process.warehouse, process.programme_id, EVER).to_dicts()
    assert (row["subscriber"], row["topics"], row["subscribed_by"]) == ("Inspection office", "report_overdue", "Wu")
    assert "office@county.example" in str(tables_of(visit)["subscription"].rows())


def test_a_wrong_address_is_one_sentence(office: Path) -> None:
    visit = open_screen("alerts", lang="en")
    visit.text_input(key="pick_person").set_value("Wu").run()
    fields = {field.label: field for field in visit.text_input}
    fields[EN("alerts.subscriber")].set_value("Inspection office")
    fields[EN("alerts.address")].set_value("nobody")
    visit.multiselect[0].set_value(["report_overdue"])
    visit.button[-1].click().run()
    assert escape_markdown("E-mail") in visit.error[0].value
    assert not visit.exception


def test_the_ways_are_told(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "E-mail: not set up" in texts_of(open_screen("alerts", lang="en"))
    with post_office() as post:
        monkeypatch.setenv("EIGHT_ACTIONS_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("EIGHT_ACTIONS_SMTP_PORT", str(post.port))
        monkeypatch.setenv("EIGHT_ACTIONS_SMTP_FROM", "board@county.example")
        assert "E-mail: open" in texts_of(open_screen("alerts", lang="en"))
    monkeypatch.setenv("EIGHT_ACTIONS_SMTP_PORT", "none")
    assert escape_markdown("EIGHT_ACTIONS_SMTP_PORT") in open_screen("alerts", lang="en").error[0].value


@pytest.mark.parametrize(
    ("channel", "address", "shown"),
    [
        ("email", "a@b.example", "a@b.example"),
        ("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0123-secret-7890", "qyapi.weixin.qq.com/…7890"),
        ("webhook", "https://user:pw@hooks.example/abcdefgh", "hooks.example/…efgh"),
    ],
)
def test_a_robots_key_is_not_shown(channel: str, address: str, shown: str) -> None:
    assert masked(channel, address) == shown
