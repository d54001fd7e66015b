"""The livelihood screen: items with their parts, opening and closing, ballots collected, stages confirmed."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from i18n import words_for
from rating.settings import spool_path
from rating.spool import Spool
from rules.periods import day_of
from tests.screens.conftest import BOARD_DATE, open_screen
from tests.screens.test_every_screen import texts_of
from ui.livelihood.data import _collecting
from ui.process import the_process
from warehouse.ratings import read_openings, read_ratings, store_ballots

EN = words_for("en")
PROGRAMME = "tiny_2031"
EVER = datetime(9999, 1, 1)


def visit(**query: str) -> AppTest:
    return open_screen("livelihood", lang="en", **query)


def name_oneself(screen: AppTest) -> AppTest:
    screen.text_input(key="pick_person").set_value("Zhang")
    return screen


def the_spool() -> Spool:
    return Spool(spool_path(the_process().warehouse.path, {}))


def openings() -> dict[str, date | None]:
    rows = read_openings(the_process().warehouse, PROGRAMME, EVER)
    return dict(rows.select("item_id", "open_until").iter_rows())


def test_every_item_is_listed_with_its_result_and_owner(office: Path) -> None:
    screen = visit()
    said = texts_of(screen)
    assert "3 items" not in said  # two provincial ones
    assert "2 items, 3 parts" in said
    assert "103.1% of task" in said  # 3,300 new jobs of 3,200
    links = [link.proto.label for link in screen.get("page_link")]
    assert sum("Affordable homes" in link for link in links) == 1
    assert EN("livelihood.no_works") in said
    assert "Human Resources" in said


def test_an_item_opens_in_the_same_page_and_by_its_address(office: Path) -> None:
    screen = visit(item="city_1")
    said = texts_of(screen)
    assert "1. Affordable homes" in said
    assert "Start 240 affordable homes" in said
    assert "30.0% of task" in said  # 72 of 240, the second quarter's figure: housing has sent none since
    assert "168 to go" in said
    assert "Aug figure Started" in said
    assert screen.query_params["item"] == "city_1"
    screen.selectbox(key="pick_item").set_value("all").run()
    assert "2 items, 3 parts" in texts_of(screen)


def test_an_item_that_is_none_shows_the_list(office: Path) -> None:
    screen = visit(item="nonsense")
    assert not screen.exception
    assert "2 items, 3 parts" in texts_of(screen)


def test_items_are_closed_until_a_person_opens_them_and_the_rating_server_is_told(office: Path) -> None:
    screen = visit()
    assert not spool_path(the_process().warehouse.path, {}).exists()
    screen.button(key="open_all").click().run()
    assert EN("person.needed") in [warning.value for warning in screen.warning]
    assert not openings()
    name_oneself(screen).date_input(key="until_all").set_value(date(2031, 12, 5))
    screen.button(key="open_all").click().run()
    assert not screen.exception
    assert openings() == dict.fromkeys(["assistance_1", "city_1", "provincial_1", "provincial_2"], date(2031, 12, 5))
    spool = the_spool()
    assert spool.today() == BOARD_DATE
    assert all(offer.is_open(BOARD_DATE) for offer in spool.offers())
    assert spool.offers()[0].names["en"] == "Promote employment"
    screen.button(key="close_all").click().run()
    assert set(openings().values()) == {None}
    assert not any(offer.is_open(BOARD_DATE) for offer in spool.offers())
    spool.close()


def test_opening_the_screen_collects_what_the_public_has_said(office: Path) -> None:
    screen = name_oneself(visit(item="city_1"))
    screen.button(key="open_city_1").click().run()
    spool = the_spool()
    for device, stars, words in (("a", 1, ""), ("a", 4, "Better <now>"), ("b", 5, "")):
        spool.cast("city_1", device * 32, stars=stars, reasons=("speed",), words=words)
    screen.run()
    said = texts_of(screen)
    assert EN("opinion.n", n=2) in said
    assert "4.5" in said
    assert "Better <now>" in said
    assert "▲ " + EN("opinion.small", limit=30) in said
    assert "Speed 2" in said
    (row,) = read_ratings(the_process().warehouse, PROGRAMME, EVER).iter_rows(named=True)
    assert day_of(row["newest_at"]) == BOARD_DATE
    assert EN("opinion.n", n=2) not in texts_of(visit(item="city_1", as_of="2031-10-31"))
    spool.close()


def test_many_visitors_do_not_collect_at_every_look(office: Path) -> None:
    screen = name_oneself(visit(item="city_1"))
    screen.button(key="open_city_1").click().run()
    spool = the_spool()
    spool.cast("city_1", "a" * 32, stars=1, reasons=(), words="")
    assert EN("opinion.n_one", n=1) in texts_of(visit(item="city_1"))
    spool.cast("city_1", "b" * 32, stars=1, reasons=(), words="")
    assert EN("opinion.n_one", n=1) in texts_of(visit(item="city_1"))
    _collecting().not_before = 0.0  # half a minute later
    assert EN("opinion.n", n=2) in texts_of(visit(item="city_1"))
    spool.close()


def test_only_the_table_of_ballots_that_count_is_offered(office: Path) -> None:
    from ui.livelihood.opinions import ballot_table
    from warehouse.ratings import read_ballots

    warehouse = the_process().warehouse
    row = {"item_id": "city_1", "reasons": "speed;quality", "cast_at": datetime(2031, 6, 1), "spool_id": "s"}
    votes = [row | {"device_hash": "a" * 32, "stars": n, "words": "好", "ballot_number": n} for n in (1, 2)]
    store_ballots(warehouse, PROGRAMME, votes)
    table = ballot_table(EN, read_ballots(warehouse, PROGRAMME, EVER))
    assert table.rows() == [(2, "Speed, Quality", "好", "1 Jun 2031 08:00")]


def test_a_confirmed_acceptance_shows_with_its_name_and_raises_the_rate(office: Path) -> None:
    screen = name_oneself(visit(item="city_1"))
    assert EN("livelihood.not_accepted") in texts_of(screen)
    form = next(box for box in screen.selectbox if box.label == EN("confirming.part"))
    form.set_value(1)
    next(box for box in screen.text_input if box.label == EN("confirming.note")).set_value("No. 7")
    next(button for button in screen.button if button.label == EN("confirming.save")).click().run()
    assert not screen.exception
    said = texts_of(screen)
    assert "Accepted: 20 Nov 2031, confirmed by Zhang · Evidence: No. 7" in said
    assert "Accepted 1/2" in texts_of(visit())
    assert "Accepted 0/2" in texts_of(visit(as_of="2031-10-31"))


@pytest.mark.parametrize(("given", "is_kept"), [("http://10.0.0.9:8600", True), ("10.0.0.9", False)])
def test_the_address_is_asked_for_once_and_then_posters_are_there(office: Path, given: str, is_kept: bool) -> None:
    screen = name_oneself(visit(item="city_1"))
    assert EN("opening.address_missing") in texts_of(screen)
    screen.text_input(key="address_given").set_value(given)
    screen.button(key="address_save").click().run()
    assert (EN("opening.address_missing") not in texts_of(screen)) is is_kept
    assert bool(screen.error) is not is_kept
    assert len([button for button in screen.get("download_button") if "Poster" in button.proto.label]) == 2 * is_kept


def test_an_address_set_for_the_process_is_not_asked_for(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EIGHT_ACTIONS_RATING_ADDRESS", "https://rating.example/")
    screen = visit(item="city_1")
    assert EN("opening.address_missing") not in texts_of(screen)
    assert not [box for box in screen.text_input if box.key == "address_given"]
    assert the_process().settings.rating_address == "https://rating.example"


def test_looking_back_shows_and_changes_nothing(office: Path) -> None:
    screen = visit(item="city_1", as_of="2031-10-31")
    assert not [button for button in screen.button if button.key == "open_city_1"]
    assert not [box for box in screen.selectbox if box.label == EN("confirming.part")]
