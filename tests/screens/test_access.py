"""Who is at the screen: signing in over HTTP, the modes, and whom a screen takes somebody for at a write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from re import search
from types import SimpleNamespace

import polars as pl
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.runtime import context
from streamlit.testing.v1 import AppTest

from i18n import words_for
from tests.screens.conftest import html_of, open_screen, tables_of
from tests.screens.test_every_screen import texts_of
from tests.screens.test_upload import drop, jobs, texts, workbook
from ui import web
from ui.access import mode
from ui.access.first import FIRST_CODE
from ui.access.here import told_export
from ui.access.mode import Mode, current_mode, is_loopback
from ui.access.routes import FIRST, HOME, PASSWORD, ROUTES, SIGN_IN, SIGN_OUT
from ui.access.signing import COOKIE, FORM_COOKIE, read_cookie, session_cookie
from ui.access.visitor import Visitor, principal
from ui.process import the_process
from warehouse import passwords
from warehouse.access import BOARD, Right, Role, acting_as
from warehouse.accounts import add_account, change_account
from warehouse.audit import read_audit
from warehouse.errors import NotPermitted, OpenToNetwork, UnfitSetting
from warehouse.notes import write_note
from warehouse.queries import read_batch_file, read_batches
from warehouse.sessions import begin_session, check_password, principal_of
from warehouse.settings import read_settings

EN = words_for("en")
SECRET = "seven rivers, one bridge"
NEW = "four lanterns on a wall"
ADDRESS = "http://board.example"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    from argon2 import PasswordHasher

    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    monkeypatch.setattr(passwords, "_dummy", [])


@pytest.fixture
def served(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The board as a server serves it: whoever writes signs in."""
    monkeypatch.setenv("EIGHT_ACTIONS_SIGN_IN", "writing")
    monkeypatch.setattr(mode, "_served_at", ["0.0.0.0"])


@dataclass
class Browser:
    """A browser at the account pages."""

    client: TestClient

    def send(self, path: str, *, seen: str | None = None, **fields: str) -> tuple[int, str]:
        """Opens the page `seen` (default `path`), fills its form in and sends it; status and text."""
        form = self.client.get(seen or path, params={"lang": "en"}).text
        hidden = search(rf'action="{path}">.*?name="form" value="([^"]+)"', form)
        assert hidden is not None, form
        return self.post(path, form=hidden[1], **fields)

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        answer = self.client.post(path, data={"lang": "en"} | fields, follow_redirects=False)
        return answer.status_code, answer.text

    @property
    def token(self) -> str | None:
        return read_cookie(dict(self.client.cookies))

    def sign_in(self, account: str, password: str = SECRET, **more: str) -> int:
        return self.send(SIGN_IN, account=account, password=password, **more)[0]


@pytest.fixture
def browser(served: None) -> Iterator[Browser]:
    with TestClient(Starlette(routes=list(ROUTES)), base_url=ADDRESS) as client:
        yield Browser(client)


@pytest.fixture
def accounts(served: None) -> None:
    warehouse = the_process().warehouse
    with acting_as(BOARD):
        add_account(warehouse, "zhao", name="Zhao", role=Role.ADMINISTRATOR, password=SECRET)
        add_account(warehouse, "wu", name="Wu", role=Role.REPORTER, units=["statistics"], password=SECRET)
        add_account(warehouse, "li", name="Li", role=Role.VIEWER, password=SECRET)


def at_work(browser: Browser) -> str:
    return principal(the_process().warehouse, Visitor(browser.token, client="192.0.2.7")).name


def test_signing_in_survives_a_reload_and_ends_on_the_server(browser: Browser, accounts: None) -> None:
    assert at_work(browser) == ""
    assert browser.sign_in("wu") == 303
    token = browser.token
    assert (at_work(browser), "Wu, Unit reporter" in browser.client.get(HOME, params={"lang": "en"}).text) == (
        "Wu",
        True,
    )
    assert browser.send(SIGN_OUT, seen=HOME)[0] == 200
    assert browser.token is None
    assert token is not None
    assert not principal_of(the_process().warehouse, token).is_signed_in


def test_the_cookie_is_out_of_reach(browser: Browser, accounts: None) -> None:
    form = browser.client.get(SIGN_IN).text
    hidden = search(r'name="form" value="([^"]+)"', form)
    assert hidden is not None
    fields = {"form": hidden[1], "account": "wu", "password": SECRET}
    set_ = browser.client.post(SIGN_IN, data=fields, follow_redirects=False).headers.get_list("set-cookie")
    (session,) = [one for one in set_ if one.startswith(COOKIE)]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= {part.strip() for part in session.split(";")}
    with TestClient(Starlette(routes=list(ROUTES)), base_url="https://board.example") as client:
        assert "Secure" in client.get(SIGN_IN).headers["set-cookie"]
    value = browser.client.cookies[COOKIE]
    assert read_cookie({COOKIE: value[:-1] + ("A" if value[-1] != "A" else "B")}) is None
    assert read_cookie({COOKIE: session_cookie("x")}) == "x"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda browser: browser.post(SIGN_IN, account="wu", password=SECRET),
        lambda browser: browser.post(SIGN_IN, account="wu", password=SECRET, form="forged"),
        lambda browser: (browser.client.cookies.delete(FORM_COOKIE), browser.post(SIGN_IN, account="wu"))[1],
    ],
    ids=["no token", "a forged one", "another browser's"],
)
def test_a_form_from_elsewhere_signs_nobody_in(
    browser: Browser, accounts: None, spoil: Callable[[Browser], tuple[int, str]]
) -> None:
    browser.client.get(SIGN_IN)
    assert spoil(browser)[0] == 403
    assert browser.token is None


def test_another_sites_form_is_refused(browser: Browser, accounts: None) -> None:
    browser.client.headers["origin"] = "https://evil.example"
    assert browser.sign_in("wu") == 403
    assert browser.token is None


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_afterwards_one_stays_on_the_board(browser: Browser, accounts: None, wanted: str) -> None:
    form = browser.client.get(SIGN_IN).text
    hidden = search(r'name="form" value="([^"]+)"', form)
    assert hidden is not None
    fields = {"form": hidden[1], "account": "wu", "password": SECRET, "next": wanted}
    answer = browser.client.post(SIGN_IN, data=fields, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_what_is_typed_is_never_markup(browser: Browser, accounts: None) -> None:
    status, text = browser.send(SIGN_IN, account='"><script>x</script>', password="wrong")
    assert status == 403
    assert "<script>" not in text


def test_a_one_time_password_leads_to_ones_own(browser: Browser, accounts: None) -> None:
    with acting_as(BOARD):
        given = add_account(the_process().warehouse, "chen", name="Chen", role=Role.ANALYST)
    assert given is not None
    status, text = browser.send(SIGN_IN, account="chen", password=given)
    assert (status, at_work(browser)) == (200, "")
    pending, form = (search(rf'name="{name}" value="([^"]+)"', text) for name in ("pending", "form"))
    assert pending is not None
    assert form is not None
    again = {"form": form[1], "pending": pending[1], "new": NEW, "again": NEW}
    assert browser.post(PASSWORD, **again | {"again": "other"})[0] == 403
    assert browser.post(PASSWORD, **again)[0] == 303
    assert at_work(browser) == "Chen"
    assert browser.post(PASSWORD, **again | {"new": SECRET, "again": SECRET})[0] == 403  # the stamp was good once


def test_a_password_is_changed_by_who_knows_it(browser: Browser, accounts: None) -> None:
    browser.sign_in("wu")
    assert browser.send(PASSWORD, now="wrong", new=NEW, again=NEW)[0] == 403
    assert browser.send(PASSWORD, now=SECRET, new=NEW, again=NEW)[0] == 200
    assert at_work(browser) == "Wu"
    assert browser.sign_in("wu", NEW) == 303


def test_the_first_administrator_needs_the_consoles_code(
    browser: Browser, served: None, capsys: pytest.CaptureFixture[str]
) -> None:
    code = FIRST_CODE.announce(the_process().warehouse)
    assert code is not None
    assert code in capsys.readouterr().err
    given = {"account": "zhao", "name": "Zhao", "new": NEW, "again": NEW}
    assert browser.send(FIRST, code="0" * 16, **given)[0] == 403
    assert browser.send(FIRST, code=code, **given)[0] == 303
    assert at_work(browser) == "Zhao"
    assert browser.client.get(FIRST, follow_redirects=False).status_code == 303  # it worked once
    assert FIRST_CODE.announce(the_process().warehouse) is None


def test_without_signing_in_nothing_is_written(served: None) -> None:
    process = the_process()
    with pytest.raises(NotPermitted):
        write_note(
            process.warehouse,
            process.programme_id,
            indicator_id="gdp_growth",
            period=date(2031, 10, 1),
            words="flood",
            author="Eve",
        )


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("[::1]", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.5", False),
        ("board.example", False),
        ("", False),
        (None, False),
        (mode.UNKNOWN, False),
    ],
)
def test_only_this_machine_is_loopback(address: str | None, expected: bool) -> None:
    assert is_loopback(address) is expected


@pytest.mark.parametrize(
    ("setting", "served_at", "expected"),
    [
        ("", ["127.0.0.1"], Mode.OPEN),
        ("", [], Mode.OPEN),  # app.py at the address of .streamlit/config.toml
        ("", ["0.0.0.0"], "open_to_network"),
        ("", ["127.0.0.1", "::"], "open_to_network"),
        ("", [mode.UNKNOWN], "open_to_network"),
        ("writing", ["0.0.0.0"], Mode.WRITING),
        ("viewing", ["127.0.0.1"], Mode.VIEWING),
        ("writing", [], "no_way_in"),
    ],
)
def test_a_network_must_have_been_thought_of(
    monkeypatch: pytest.MonkeyPatch, setting: str, served_at: list[str], expected: str
) -> None:
    monkeypatch.setenv("EIGHT_ACTIONS_SIGN_IN", setting)
    monkeypatch.setattr(mode, "_served_at", served_at)
    if isinstance(expected, Mode):
        assert current_mode() is expected
    else:
        with pytest.raises(OpenToNetwork) as refusal:
            current_mode()
        assert refusal.value.code == expected


def test_another_setting_is_refused() -> None:
    with pytest.raises(UnfitSetting):
        read_settings({"EIGHT_ACTIONS_SIGN_IN": "no"})


@pytest.mark.parametrize(
    ("client", "headers", "status"),
    [
        (("127.0.0.1", 5), {"host": "localhost:8501"}, 200),
        (("192.0.2.7", 5), {"host": "localhost:8501"}, 403),
        (("127.0.0.1", 5), {"host": "evil.example"}, 403),
        (("127.0.0.1", 5), {"host": "localhost", "x-forwarded-for": "192.0.2.7"}, 403),
    ],
)
def test_where_nobody_signs_in_only_this_machine_is_answered(
    client: tuple[str, int], headers: dict[str, str], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EIGHT_ACTIONS_SIGN_IN", raising=False)
    app = Starlette(routes=[web.ROUTES[0].__class__("/", web.healthz)])
    with TestClient(web.OwnMachineOnly(app), base_url="http://127.0.0.1", client=client) as visit:
        assert visit.get("/", headers=headers).status_code == status


@pytest.fixture
def signed_in(served: None, accounts: None, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Opens a screen as somebody."""

    def visit(account: str, path: str, **query: str) -> AppTest:
        cookies = {}
        if account:
            warehouse = the_process().warehouse
            found = check_password(warehouse, account, SECRET, client=None)
            cookies = {COOKIE: session_cookie(begin_session(warehouse, found, client=None))}
        brought = SimpleNamespace(headers=[], cookies=cookies, remote_ip="192.0.2.7")
        monkeypatch.setattr(context, "_get_client_context", lambda: brought)
        return open_screen(path, lang="en", **query)

    return visit


def test_the_name_of_the_account_is_written_and_not_typed(signed_in: Callable[..., AppTest]) -> None:
    visit = signed_in("zhao", "alerts")
    (field,) = [field for field in visit.text_input if field.label == EN("person.who")]
    assert (field.value, field.disabled) == ("Zhao", True)
    assert "Zhao, Administrator" in texts_of(visit)


def test_who_may_not_write_is_told_so(signed_in: Callable[..., AppTest]) -> None:
    assert EN("access.may_not") in texts_of(signed_in("li", "alerts"))
    assert EN("access.write_needs") in texts_of(signed_in("", "alerts"))


def test_an_account_is_made_on_the_screen(signed_in: Callable[..., AppTest]) -> None:
    visit = signed_in("zhao", "accounts")
    visit.text_input(key="account_new_id").set_value("chen")
    visit.text_input(key="account_name_new").set_value("Chen")
    visit.button[-1].click().run()
    given = visit.get("code")[0].value
    account = check_password(the_process().warehouse, "chen", given, client=None)
    assert (account.role, account.must_change, account.recorded_by) == (Role.VIEWER, True, "Zhao")
    assert account.expires_on is not None


def test_a_name_or_a_part_forged_into_the_session_changes_nothing(signed_in: Callable[..., AppTest]) -> None:
    visit = signed_in("wu", "upload")
    visit.session_state["person_name"] = "Zhao"
    visit.session_state["upload_section"] = "review"
    visit.run()
    assert not [button for button in visit.button if button.label == EN("review.accept")]
    (field,) = [field for field in visit.text_input if field.label == EN("person.who")]
    assert field.value == "Wu"


def test_a_reporters_desk_stores_its_own_units_files_alone(signed_in: Callable[..., AppTest]) -> None:
    warehouse = the_process().warehouse
    stored = warehouse.frame("SELECT count(*) FROM batch").item()
    own = drop(
        signed_in("wu", "upload"),
        ("growth.xlsx", workbook("statistics", {"industry_growth": 8.1, "retail_growth": 8.7})),
    )
    own.button(key="commit_ready").click().run()
    assert warehouse.frame("SELECT count(*) FROM batch").item() == stored + 1
    theirs = drop(signed_in("wu", "upload"), ("jobs.xlsx", workbook("human_resources", jobs(3400))))
    theirs.button(key="commit_ready").click().run()
    assert EN("error.unit_not_own") in texts(theirs)
    assert warehouse.frame("SELECT count(*) FROM batch").item() == stored + 1
    refused = read_audit_as_board().filter(outcome="refused")
    assert refused.select("who", "deed", "unit_ids").rows() == [("Wu", "figures", "human_resources")]


def read_audit_as_board() -> pl.DataFrame:
    with acting_as(BOARD):
        return read_audit(the_process().warehouse)


def test_a_download_is_its_visitors_and_is_told(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    process = the_process()
    assert told_export("x.csv", lambda: b"1")() == b"1"
    (row,) = read_audit(process.warehouse, limit=1).to_dicts()
    assert (row["deed"], row["subject"], row["way"]) == ("export", "x.csv", "open")
    batch_id = read_batches(process.warehouse, process.programme_id, datetime(9999, 1, 1))["batch_id"][0]
    monkeypatch.setenv("EIGHT_ACTIONS_SIGN_IN", "writing")
    monkeypatch.setattr(mode, "_served_at", ["0.0.0.0"])
    with pytest.raises(NotPermitted):
        told_export("own.xlsx", lambda: read_batch_file(process.warehouse, batch_id))()


@pytest.mark.parametrize("account", ["wu", "li", ""])
def test_accounts_are_an_administrators(signed_in: Callable[..., AppTest], account: str) -> None:
    visit = signed_in(account, "accounts")
    assert not tables_of(visit)
    assert visit.error


def test_the_audit_is_read_as_far_as_one_may(signed_in: Callable[..., AppTest]) -> None:
    every = tables_of(signed_in("zhao", "audit"))["audit"]
    own = tables_of(signed_in("wu", "audit"))["audit"]
    units = EN("column.unit")
    assert set(own[units]) == {"County Statistics Bureau"}
    assert set(every[units]) > set(own[units])
    assert signed_in("li", "audit").error


def test_where_looking_needs_an_account_there_is_the_way_in_and_nothing_else(
    signed_in: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EIGHT_ACTIONS_SIGN_IN", "viewing")
    assert "Li, Viewer" in texts_of(signed_in("li", ""))
    visit = signed_in("", "")
    assert [title.value for title in visit.title] == [EN("access.sign_in")]
    assert not tables_of(visit)
    assert "ea-end" not in html_of(visit)


@pytest.mark.parametrize(
    ("headers", "client", "shown"),
    [
        ([("Host", "localhost:8501")], None, True),
        ([("Host", "localhost:8501")], "192.0.2.7", False),
        ([("Host", "evil.example")], None, False),
        ([("Host", "localhost"), ("X-Forwarded-For", "192.0.2.7")], None, False),
    ],
)
def test_a_desks_board_shows_itself_to_its_desk_alone(
    office: Path, monkeypatch: pytest.MonkeyPatch, headers: list[tuple[str, str]], client: str | None, shown: bool
) -> None:
    brought = SimpleNamespace(headers=headers, cookies={}, remote_ip=client)
    monkeypatch.setattr(context, "_get_client_context", lambda: brought)
    visit = open_screen("units", lang="en")
    assert any("ea-end" in html.proto.body for html in visit.get("html")) is shown
    assert bool(visit.error) is not shown


def test_a_session_that_ended_writes_nothing_more(browser: Browser, accounts: None) -> None:
    browser.sign_in("zhao")
    visitor, warehouse = Visitor(browser.token), the_process().warehouse
    assert principal(warehouse, visitor).may(Right.ACCOUNTS)
    with acting_as(BOARD):
        add_account(warehouse, "qian", name="Qian", role=Role.ADMINISTRATOR, password=SECRET)
        change_account(warehouse, "zhao", disabled=True)
    assert not principal(warehouse, visitor).may(Right.ACCOUNTS)
    with acting_as(BOARD):
        assert {"sign_in", "accounts"} <= set(read_audit(warehouse)["deed"])
