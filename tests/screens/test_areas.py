"""Many counties on the screens: choosing one, comparing them, and nothing of it where there is only one."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from i18n import LANGUAGES, words_for
from tests.places import copied
from tests.screens.conftest import choices, html_of, open_screen, tables_of
from tests.screens.test_every_screen import SIMPLIFIED_ONLY, texts_of
from tests.second_county import AREA, PLACE, PROGRAMME, load_second, report_second
from ui import area
from ui.access.here import told_export
from ui.process import the_process
from ui.router import page_names
from warehouse.access import BOARD, acting_as
from warehouse.connection import open_warehouse

EN = words_for("en")
HOME = "tiny_2031"


@pytest.fixture(scope="session")
def two_file(tmp_path_factory: pytest.TempPathFactory, full_file: Path, tiny_folder: Path) -> Path:
    """A closed warehouse with the made-up county's figures and a second county's."""
    folder = tmp_path_factory.mktemp("two")
    path = copied(full_file, folder / "warehouse.duckdb")
    opened = open_warehouse(path)
    load_second(opened, tiny_folder, folder / "second")
    report_second(opened)
    opened.close()
    return path


@pytest.fixture
def two_areas(office: Path, two_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The office with a warehouse of two counties."""
    path = copied(two_file, office.with_name("two.duckdb"))
    monkeypatch.setenv("EIGHT_ACTIONS_WAREHOUSE", str(path))
    return path


def title_of(visit: AppTest) -> str:
    return next(html.proto.body for html in visit.get("html") if "ea-head" in html.proto.body)


def boxes(visit: AppTest) -> set[str | None]:
    return {box.key for box in visit.selectbox}


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_areas_are_held_against_each_other(two_areas: Path, language: str) -> None:
    words, name = words_for(language), words_for(language).named(PLACE)
    visit = open_screen("areas", lang=language)
    assert not visit.exception
    said = texts_of(visit)
    assert [words("areas.tick") in said, words("areas.standings") in said, name in said] == [True, True, True]
    assert f"area={PROGRAMME}" in html_of(visit)
    if language == "zh-Hant":
        assert not (SIMPLIFIED_ONLY & set(said))
    table = tables_of(visit)["area_table"]
    assert table[words("column.place_of")].to_list() == ["1", "2"]
    assert table[words("column.area")][0] == name


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_area_has_nothing_to_compare_and_no_choice(office: Path, language: str) -> None:
    visit = open_screen("areas", lang=language)
    assert [info.value for info in visit.info] == [words_for(language)("areas.only_one")]
    assert "pick_area" not in boxes(visit)
    assert "area" not in visit.query_params


def test_with_one_programme_the_overview_is_as_ever(office: Path) -> None:
    visit = open_screen("", lang="en")
    assert boxes(visit) == set()
    assert list(choices(visit)) == ["month", "as_of", "size", "lang"]
    assert "area" not in visit.query_params
    assert area.shown() is None


def test_the_head_leads_to_the_other_board_and_back(two_areas: Path) -> None:
    visit = open_screen("", lang="en", month="2031-09")
    assert visit.query_params["area"] == HOME
    assert "Yueting" in title_of(visit)
    visit.selectbox(key="pick_area").set_value(PROGRAMME).run()
    assert not visit.exception
    assert not visit.warning
    assert "Xingpu" in title_of(visit)
    assert (visit.query_params["area"], visit.query_params["month"]) == (PROGRAMME, "2031-09")
    visit.selectbox(key="pick_area").set_value(HOME).run()
    assert "Yueting" in title_of(visit)


@pytest.mark.parametrize("wanted", [PROGRAMME, AREA])
def test_an_address_opens_an_area_by_plan_or_code(two_areas: Path, wanted: str) -> None:
    visit = open_screen("indicator", lang="en", area=wanted, indicator="gdp_growth")
    assert not visit.warning
    assert "Xingpu" in title_of(visit)
    assert "7.1%" in texts_of(visit)


def test_every_screen_opens_at_the_other_board(two_areas: Path) -> None:
    visit = open_screen("", lang="en", area=PROGRAMME)
    for page in page_names():
        visit.switch_page(f"pages/{page}.py").run()
        assert not visit.exception, page
        assert not visit.error, page
        assert page == "areas" or "Yueting" not in texts_of(visit), page


@pytest.mark.parametrize("filled", ["full"])
def test_an_unknown_area_is_one_sentence(office: Path, filled: str) -> None:
    (said,) = [warning.value for warning in open_screen("", lang="en", area="moon").warning]
    assert said.startswith("The address names no area")
    assert "moon" in said
    assert said.endswith("Yueting County.")


def test_what_was_chosen_at_one_board_is_not_asked_of_the_other(two_areas: Path) -> None:
    visit = open_screen("ledgers", lang="en", ledger="project", entry="nobody_knows")
    visit.selectbox(key="pick_area").set_value(PROGRAMME).run()
    assert not visit.warning


def test_a_download_made_later_is_of_the_board_it_was_asked_at(two_areas: Path) -> None:
    open_screen("", lang="en", area=PROGRAMME)
    with area.standing_in(PROGRAMME), acting_as(BOARD):
        later = told_export("figures", lambda: the_process().programme_id)
    assert (later(), the_process().programme_id) == (PROGRAMME, HOME)


def test_the_two_boards_share_nothing_prepared(two_areas: Path) -> None:
    first = texts_of(open_screen("", lang="en"))
    second = texts_of(open_screen("", lang="en", area=PROGRAMME))
    assert first != second
    assert "0/6 units complete" in second
