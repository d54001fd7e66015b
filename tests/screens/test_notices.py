"""The notices' screen: what is proposed, a notice sent with its figures bound, answered, closed, still marked."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from docx import Document
from streamlit.testing.v1 import AppTest

from i18n import LANGUAGES, words_for
from reports.content.make import organ_of
from reports.notice import notice_file
from tests.conftest import TINY
from tests.screens.conftest import html_of, open_screen, tables_of
from ui.data import board_at
from ui.process import the_process
from warehouse.drive import read_drive
from warehouse.ledgers import read_entries
from warehouse.notices import paragraphs_of, read_notices
from warehouse.proposals import propose_notices
from warehouse.seed import read_programme
from warehouse.settings import as_of

EN = words_for("en")
LATEST = as_of(date(2031, 11, 20))
DRIVE = Path(__file__).parent.parent.parent / "data" / "raw" / "drive"


def links_of(visit: AppTest) -> dict[str, str]:
    return {link.proto.query_string: link.proto.label for link in visit.get("page_link")}


def standing() -> pl.DataFrame:
    return read_notices(the_process().warehouse, "tiny_2031", LATEST)


def button(visit: AppTest, label: str) -> object:
    return next(each for each in visit.button if each.label == label)


def send(visit: AppTest, *, by: str = "Supervision office") -> AppTest:
    visit.text_input(key="pick_person").set_value(by)
    visit.button(key="notice_issue").click()
    return visit.run()


def test_the_rule_s_proposals_are_listed_by_step_with_why(office: Path) -> None:
    shown = links_of(open_screen("notices", lang="en"))
    proposed = {query: label for query, label in shown.items() if "notice=" in query}
    assert any("notice=retail_growth" in query for query in proposed)
    retail = next(label for query, label in proposed.items() if "notice=retail_growth" in query)
    assert "months behind" in retail
    assert "1.4 points short" in retail
    overdue = next(label for query, label in proposed.items() if "notice=bus_station" in query)
    assert EN("notices.why_overdue") in overdue


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_preview_binds_the_figures_in_every_language(office: Path, language: str) -> None:
    visit = open_screen("notices", lang=language, notice="retail_growth")
    assert not visit.exception
    (paper,) = [html.proto.body for html in visit.get("html") if 'class="ea-notice"' in html.proto.body]
    assert "8.6%" in paper
    assert "{" not in paper
    programme = board_at(LATEST, date(2031, 10, 1)).knowledge.catalogue.programme
    assert organ_of(words_for(language), programme) in paper
    assert not [area for area in visit.text_area if "8.6%" in str(area.value)]


def test_a_notice_is_sent_answered_and_closed(office: Path) -> None:
    visit = open_screen("notices", lang="zh-Hans", notice="retail_growth")
    demand = next(area for area in visit.text_area if area.key and area.key.startswith("demand_"))
    demand.set_value("请于本周内提出整改措施。")
    send(visit)
    row = standing().row(0, named=True)
    assert (row["number"], row["state"], row["decided_by"]) == ("月督〔2031〕1号", "open", "Supervision office")
    told = [part.text for part in paragraphs_of(row)]
    assert told[2] == "请于本周内提出整改措施。"
    assert "8.6%" in told[1]
    assert "不低于10%" in told[1]
    entries = read_entries(the_process().warehouse, read_programme(TINY), LATEST)
    assert entries.filter(origin_id=row["notice_id"])["title"].to_list() == ["“社会消费品零售总额增速”指标滞后"]

    one = open_screen("notices", lang="en", notice=row["notice_id"])
    assert "请于本周内提出整改措施。" in html_of(one)
    one.text_input(key="pick_person").set_value("Statistics")
    one.text_area[0].set_value("We have met the shops.")
    button(one, EN("notices.reply")).click()  # type: ignore[attr-defined]
    one.run()
    assert standing()["state"].to_list() == ["replied"]
    two = open_screen("notices", lang="en", notice=row["notice_id"])
    two.text_input(key="pick_person").set_value("Supervision office")
    two.text_area[1].set_value("Settled.")
    button(two, EN("notices.close")).click()  # type: ignore[attr-defined]
    two.run()
    assert not two.exception
    closed = standing().row(0, named=True)
    assert (closed["state"], closed["closing_words"]) == ("closed", "Settled.")
    assert "Settled." in html_of(open_screen("notices", lang="en", notice=row["notice_id"]))


def test_without_a_name_nothing_is_sent(office: Path) -> None:
    visit = send(open_screen("notices", lang="en", notice="retail_growth"), by="")
    assert [warning.value for warning in visit.warning] == [EN("person.needed")]
    assert standing().is_empty()


def test_what_was_sent_is_proposed_no_more_and_stands_in_the_register(office: Path) -> None:
    send(open_screen("notices", lang="en", notice="retail_growth"))
    visit = open_screen("notices", lang="en")
    notice_id = standing()["notice_id"][0]
    queries = links_of(visit)
    assert any(notice_id in query for query in queries)
    register = tables_of(visit)["notices_register"]
    assert register["Number"].to_list() == ["月督〔2031〕1号"]
    gone = open_screen("notices", lang="en", notice="retail_growth")
    assert [info.value for info in gone.info] == [EN("notices.nothing_left")]


def test_nothing_is_decided_while_looking_back(office: Path) -> None:
    visit = open_screen("notices", lang="en", notice="retail_growth", as_of="2031-10-31", month="2031-09")
    assert [info.value for info in visit.info] == [EN("notices.looking_back")]
    assert not [button for button in visit.button if button.key == "notice_issue"]


def test_a_declined_proposal_keeps_its_reason(office: Path) -> None:
    visit = open_screen("notices", lang="en", notice="bus_station")
    visit.text_input(key="pick_person").set_value("Supervision office")
    reason = next(box for box in visit.text_input if box.label == EN("notices.decline_reason"))
    reason.set_value("The station is closed for works.")
    button(visit, EN("notices.decline")).click()  # type: ignore[attr-defined]
    visit.run()
    row = standing().row(0, named=True)
    assert (row["state"], row["number"], row["reason"]) == ("declined", None, "The station is closed for works.")
    assert "The station is closed for works." in html_of(open_screen("notices", lang="en", notice=row["notice_id"]))


def test_the_demonstration_s_notices_fit_their_tables() -> None:
    notices, events = read_drive(DRIVE / "notice.csv"), read_drive(DRIVE / "notice_event.csv")
    assert notices["number_running"].to_list() == list(range(1, notices.height + 1))
    assert set(events["notice_id"]) <= set(notices["notice_id"])
    assert notices["recorded_at"].is_sorted()


def test_the_demonstration_s_rows_open_in_a_spreadsheet() -> None:
    text = (DRIVE / "notice.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text)))
    assert {len(row) for row in rows} == {len(rows[0])}


def test_an_open_notice_stands_on_its_unit_s_and_its_indicator_s_screen_and_is_to_be_had_as_word(office: Path) -> None:
    send(open_screen("notices", lang="en", notice="retail_growth"))
    row = standing().row(0, named=True)
    for screen, query in (("units", {"unit": row["unit_id"]}), ("indicator", {"indicator": "retail_growth"})):
        visit = open_screen(screen, lang="en", **query)
        assert EN("notices.open_of") in [heading.value for heading in visit.subheader]
        assert any(f"notice={row['notice_id']}" in query for query in links_of(visit))
    elsewhere = open_screen("indicator", lang="en", indicator="gdp_growth")
    assert EN("notices.open_of") not in [heading.value for heading in elsewhere.subheader]
    paper = open_screen("notices", lang="en", notice=row["notice_id"])
    assert EN("notices.word") in [download.proto.label for download in paper.get("download_button")]
    process = the_process()
    told = Document(io.BytesIO(notice_file(process.warehouse, process.programme_id, row["notice_id"]))).paragraphs
    assert any("8.6%" in paragraph.text for paragraph in told)


def test_a_tile_counts_the_indicators_its_list_shows_and_names_the_letters(office: Path) -> None:
    visit = open_screen("notices", lang="en")
    tiles = next(html.proto.body for html in visit.get("html") if "ea-tiles" in html.proto.body)
    board = board_at(LATEST, date(2031, 10, 1))
    rows = propose_notices(board.knowledge.catalogue, board.history, standing(), month=board.month)
    assert rows.height
    for step in rows["step"].unique():
        mine = rows.filter(step=step)
        told = EN("notices.tile.indicators", letters=mine.height)
        assert f'<div class="n">{mine["indicator_id"].n_unique()}</div><div class="d">{told}</div>' in tiles
        heading = f"** {mine['indicator_id'].n_unique()}"
        assert any(text.value.endswith(heading) for text in visit.markdown)
