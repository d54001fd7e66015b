"""A screen's first picture: whom it is shown to, at which addresses, and that it is never of an older board."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Scope

from tests.screens.conftest import choose, open_screen
from ui import early, front, own_files
from ui.access import mode
from ui.access.signing import COOKIE
from ui.ledgers import brief
from ui.process import the_process
from ui.screen import Screen
from ui.state import language_of
from warehouse.access import BOARD, acting_as
from warehouse.batches import withdraw_batch
from warehouse.notes import write_note
from warehouse.queries import read_batches

ENGLISH = {"accept-language": "en-GB,en;q=0.9,zh;q=0.8"}
PHONE = {"user-agent": "Mozilla/5.0 (Linux; Android 14) Mobile Safari"}


def request(
    path: str = "/", *, host: str = "localhost:8501", headers: dict[str, str] | None = None, **asked: str
) -> Scope:
    """A browser's request on this machine as the server gets it."""
    given_headers = {"host": host, "accept": "text/html", **ENGLISH, **(headers or {})}
    return {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": urlencode(asked).encode(),
        "headers": [(name.encode(), value.encode()) for name, value in given_headers.items()],
        "server": ("127.0.0.1", 8501),
        "client": ("127.0.0.1", 50000),
    }


def note_something() -> None:
    """Writes what is kept beside the figures."""
    process = the_process()
    said: dict[str, Any] = {"period": date(2031, 10, 1), "words": "flood", "author": "Wu"}
    with acting_as(BOARD):
        write_note(process.warehouse, process.programme_id, indicator_id="gdp_growth", **said)


def pieces(visit: Any) -> list[str]:
    """The HTML a run sent, without the style and the end's mark."""
    bodies = [piece.proto.body for piece in visit.get("html")]
    return [body for body in bodies if not body.startswith("<style") and "ea-end" not in body]


def test_what_a_visitor_was_shown_stands_in_the_next_ones_page(office: Path) -> None:
    assert early.found(request()) == ""
    visit = open_screen("", lang="en")
    picture = early.found(request())
    assert len(pieces(visit)) == 5
    for piece in pieces(visit):
        assert piece in picture
    assert picture.index("ea-top") < picture.index("ea-tiles") < picture.index("ea-chart") < picture.index("ea-lists")


def test_what_draws_it_comes_before_streamlits_programs_which_start_after_it(office: Path) -> None:
    open_screen("", lang="en")
    picture = early.found(request())
    plain = (own_files.STATIC / "index.html").read_bytes()
    written = front.written(plain, picture).decode()
    head, body = written.split('<div id="root"></div>')
    assert picture in body
    assert "<title>Yueting County Three Actions</title>" in head
    scripts = re.findall(r'<script type="module" crossorigin src="\./([^"]+)"', head)
    assert [name.split(".")[0] for name in scripts] == ["ea/page", "ea/early", "ea/charts"]
    started = re.findall(r'<link rel="modulepreload" crossorigin data-then href="\./static/js/([^"]+)"', head)
    assert [name.split(".")[0] for name in started] == ["index", "Html"]
    assert all((own_files.PROGRAMS / name).exists() for name in started)
    fetched = re.findall(r'modulepreload" crossorigin (?:data-then )?href="\./static/js/([^"]+)"', head)
    assert len(fetched) == len(set(fetched)) > plain.count(b"modulepreload")
    assert fetched[0].startswith("embed.")
    programs = set(re.findall(r'data-program="(\w+)"', picture))
    assert set(re.findall(r'as="fetch" crossorigin href="\./ea/(\w+)\.json"', head)) == programs


def test_the_pages_own_font_is_fetched_where_charts_are_written_in_it(office: Path) -> None:
    plain = (own_files.STATIC / "index.html").read_bytes()
    for language, fonts in (("en", 1), ("zh-Hans", 0), ("zh-Hant", 0)):
        open_screen("", lang=language)
        written = front.written(plain, early.found(request(lang=language))).decode()
        found = re.findall(r'as="font"[^>]*href="\./static/media/([^"]+)"', written)
        assert len(found) == fonts, language
        assert written.count('as="font"') == fonts
        assert all((own_files.STATIC / "static" / "media" / name).exists() for name in found)


def test_every_address_of_the_same_screen_has_it_and_no_other(office: Path) -> None:
    open_screen("", lang="en")
    same: list[dict[str, str]] = [
        {},
        {"lang": "en"},
        {"month": "2031-10"},
        {"as_of": "2031-11-20", "month": "2031-10", "lang": "en"},
        {"size": "screen"},
    ]
    assert len({early.found(request(**asked)) for asked in same} - {""}) == 1
    assert early.found(request("/overview")) == early.found(request())
    others: list[dict[str, str]] = [
        {"lang": "zh-Hans"},
        {"month": "2031-09"},
        {"as_of": "2031-10-20"},
        {"size": "projector"},
        {"embed": "true"},
        {"indicator": "gdp_growth"},
        {"snapshot": "1"},
        {"area": "431224"},
        {"month": "nonsense"},
    ]
    assert {early.found(request(**asked)) for asked in others} == {""}
    assert early.found(request("/units")) == ""
    assert early.found(request(headers=PHONE)) == ""
    assert early.found(request(headers={"accept-language": "zh-CN"})) == ""


def test_another_month_moment_and_size_have_their_own(office: Path) -> None:
    visit = open_screen("", lang="en")
    for choice in ({"month": "2031-08"}, {"as_of": "2031-10-31"}, {"size": "projector"}):
        choose(visit, **choice)
    last = {"month": "2031-08", "as_of": "2031-10-31", "size": "projector"}
    assert "Aug 2031" in early.found(request(**last))
    assert "font-size:21px" in early.found(request(**last))
    assert early.found(request(as_of="2031-10-31")) == "", "its own month was not looked at"
    assert early.found(request(month="2031-08")) not in ("", early.found(request()))


def test_a_board_that_has_changed_has_none(office: Path) -> None:
    open_screen("", lang="en")
    before = early.found(request())
    warehouse, moment = the_process().warehouse, datetime(2031, 11, 19)
    batch = str(read_batches(warehouse, the_process().programme_id, moment)["batch_id"][0])
    with acting_as(BOARD):
        withdraw_batch(warehouse, batch, by="Wu", reason="wrong file", at=moment)
    assert before
    assert early.found(request()) == ""
    open_screen("", lang="en")
    assert early.found(request()) not in ("", before)


def test_what_is_kept_beside_the_figures_counts_too(office: Path) -> None:
    open_screen("action_industry", lang="en")
    before = early.found(request("/action_industry"))
    note_something()
    assert before
    assert early.found(request("/action_industry")) == ""


def test_what_was_written_while_a_screen_was_made_is_not_said_to_be_in_it(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def drawn(screen: Screen, action_id: str) -> str:
        note_something()
        return brief_of(screen, action_id)

    brief_of = brief.of_action
    monkeypatch.setattr(brief, "of_action", drawn)
    open_screen("action_industry", lang="en")
    assert early.found(request("/action_industry")) == ""


@pytest.mark.parametrize("filled", ["empty"])
def test_an_empty_board_has_none(office: Path, filled: str) -> None:
    open_screen("", lang="en")
    assert early.found(request()) == ""


def test_a_screen_that_says_something_of_its_address_is_not_kept(office: Path) -> None:
    visit = open_screen("", lang="en", month="2031-99")
    assert visit.warning
    assert early.found(request()) == ""


@pytest.mark.parametrize(
    ("host", "headers"),
    [("board.example", {}), ("localhost:8501", {"x-forwarded-for": "10.0.0.9"})],
)
def test_ones_own_machines_board_is_shown_there_alone(office: Path, host: str, headers: dict[str, str]) -> None:
    open_screen("", lang="en")
    assert early.found(request())
    assert early.found(request(host=host, headers=headers)) == ""


@pytest.mark.parametrize("cookie", [f"{COOKIE}=a", "_streamlit_user=b", "_streamlit_user_1=c", f"x=y; {COOKIE}="])
def test_where_people_sign_in_it_is_shown_to_those_who_have_not(
    office: Path, monkeypatch: pytest.MonkeyPatch, cookie: str
) -> None:
    open_screen("", lang="en")
    monkeypatch.setattr(mode, "_served_at", ["0.0.0.0"])
    monkeypatch.setenv("EIGHT_ACTIONS_SIGN_IN", "writing")
    assert early.found(request()) == "", "what the machine's own saw is no one else's"
    open_screen("", lang="en")
    picture = early.found(request(host="board.example"))
    assert "/account/sign-in" in picture
    assert "accounts" not in re.findall(r'href="\./(\w*)', picture)
    assert early.found(request(host="board.example", headers={"cookie": "other=1"})) == picture
    assert early.found(request(host="board.example", headers={"cookie": cookie})) == ""
    monkeypatch.setenv("EIGHT_ACTIONS_SIGN_IN", "viewing")
    assert early.found(request(host="board.example")) == ""


def test_where_a_board_may_not_stand_nothing_is_shown(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_screen("", lang="en")
    monkeypatch.setattr(mode, "_served_at", ["0.0.0.0"])
    assert early.found(request()) == ""


def test_a_warehouse_that_does_not_answer_is_left_to_the_run_to_tell(
    office: Path, caplog: pytest.LogCaptureFixture
) -> None:
    open_screen("", lang="en")
    assert early.found(request())
    warehouse = the_process().warehouse
    warehouse.close()
    warehouse._versions.clear()
    assert early.found(request()) == ""
    assert "no first picture: " in caplog.text


def test_only_so_many_are_kept() -> None:
    album, picture = early._Album(), early._Picture((1, 1, date(2031, 11, 20)), "")
    addresses = [early.Address("overview", "open", "en", "screen", str(at), "") for at in range(early.MOST + 5)]
    album.add(addresses, picture)
    assert [album.of(one) for one in addresses] == [None] * 5 + [picture] * early.MOST


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_request_asks_for_a_language_of_ours_or_gets_none(asked: str, accepted: str) -> None:
    first = accepted.split(",")[0].split(";")[0].strip()
    found = early._language({"lang": asked}, {"accept-language": accepted})
    assert found == (asked or language_of(first))
    assert early._language({}, {"accept-language": accepted}) in ("zh-Hans", "zh-Hant", "en")
