"""The reports screen: its figures are the other screens', prose is written around them, what is issued stays."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from i18n import LANGUAGES, words_for
from reports.content.model import Table
from reports.periods import parse_period
from tests.screens.conftest import BOARD_DATE, open_screen
from ui import tables
from ui.data import board_at
from ui.process import the_process
from ui.reports import source
from ui.screen import Screen
from warehouse import summaries
from warehouse.access import Right
from warehouse.issued import read_issued
from warehouse.ledger import EVER
from warehouse.report_drafts import read_report_draft
from warehouse.settings import as_of

EN = words_for("en")
OCTOBER = date(2031, 10, 1)
FIELDS = {
    "value": "actual",
    "target": "target",
    "gap": "gap",
    "status": "status",
    "reason": "reason",
    "period": "period",
}


def paper_of(visit) -> str:  # type: ignore[no-untyped-def]
    return "\n".join(html.proto.body for html in visit.get("html") if "ea-paper" in html.proto.body)


def screen_of(language: str) -> Screen:
    board = board_at(as_of(BOARD_DATE), OCTOBER)
    return Screen(page="reports", words=words_for(language), board=board, latest=BOARD_DATE, size="screen")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_is_the_one_on_the_other_screens(office: Path, language: str) -> None:
    screen = screen_of(language)
    words, board = screen.words, screen.board
    paper = source.draft(screen, "monthly_work", "2031-10")
    table = tables.targets_table(screen)
    shown = {
        row["indicator_id"]: text
        for row, text in zip(table.rows.to_dicts(), table.shown.to_dicts(), strict=True)
        if row["is_deciding"]
    }
    compared = 0
    for figure in paper.content.figures.values():
        if figure.subject in shown and figure.field in FIELDS:
            text = shown[figure.subject][words(f"column.{FIELDS[figure.field]}")]
            expected = text.split(" ", 1)[1] if figure.field == "status" else text
            assert figure.text == (expected or "–"), figure.key
            compared += 1
    assert compared > 35
    counts = summaries.status_counts(summaries.deciding_rows(board.verdicts))
    for status, count in counts.items():
        figure = paper.content.figures.get(f"board:{status}")
        assert (figure.value if figure else 0) == count


def test_table_cells_write_their_figures(office: Path) -> None:
    content = source.draft(screen_of("zh-Hans"), "monthly_work", "2031-10").content
    cells = [run for b in content.blocks() if isinstance(b, Table) for row in b.rows for run in row if run.figure]
    assert cells
    assert all(content.figures[run.figure].text == run.text for run in cells)


def test_the_paper_shows_four_sections_and_leads_to_the_figures(office: Path) -> None:
    visit = open_screen("reports", lang="en")
    paper = paper_of(visit)
    for heading in ("1 Important indicators", "2 Key tasks", "3 Outstanding problems", "4 Highlights"):
        assert f"<h2>{heading}</h2>" in paper
    assert "indicator?lang=en&amp;month=2031-10&amp;as_of=2031-11-20" in paper
    assert visit.query_params["report"] == "monthly_work"
    assert "data:image/png;base64," in paper


def test_the_address_opens_another_report(office: Path) -> None:
    visit = open_screen("reports", lang="en", report="quarterly_review.2031-Q2")
    assert "Q2 2031" in paper_of(visit)
    visit.selectbox(key="pick_report_kind").set_value("ten_day_brief").run()
    assert visit.query_params["report"] == "ten_day_brief.2031-T32"
    visit.selectbox(key="pick_report_period").set_value("2031-T31").run()
    assert parse_period("2031-T31").in_words(EN) in paper_of(visit)


def opened_for_writing():  # type: ignore[no-untyped-def]
    visit = open_screen("reports", lang="en")
    visit.segmented_control(key="report_view").set_value("write").run()
    return visit


def kept_draft() -> dict[str, str]:
    warehouse = the_process().warehouse
    return read_report_draft(warehouse, "tiny_2031", kind="monthly_work", period="2031-10", language="en")


def write(visit, text: str) -> None:  # type: ignore[no-untyped-def]
    visit.text_input(key="pick_person").set_value("Tester").run()
    next(area for area in visit.text_area if area.label.startswith("Overall")).set_value(text)
    next(button for button in visit.button if button.label == EN("paper.screen.save")).click().run()


def test_prose_is_kept_with_its_figures_bound(office: Path) -> None:
    visit = opened_for_writing()
    write(visit, "Industry grew {Above-scale industrial value-added growth: actual}.")
    assert not visit.exception
    assert kept_draft() == {"overall": "Industry grew {f:industry_growth:value}."}
    again = open_screen("reports", lang="en")
    assert "Industry grew <a" in paper_of(again)
    assert ">8.0%</a>." in paper_of(again)


def test_without_a_name_nothing_can_look_saved(office: Path) -> None:
    visit = opened_for_writing()
    save = next(button for button in visit.button if button.label == EN("paper.screen.save"))
    assert save.disabled
    assert EN("person.needed") in [caption.value for caption in visit.caption]


def test_an_unknown_figure_is_one_sentence_and_nothing_is_kept(office: Path) -> None:
    visit = opened_for_writing()
    write(visit, "Growth of {Happiness: actual}.")
    assert [error.value for error in visit.error] == [EN("paper.screen.unknown", placeholders="{Happiness: actual}")]
    assert kept_draft() == {}


def test_numbers_typed_by_hand_are_told(office: Path) -> None:
    visit = opened_for_writing()
    write(visit, "Industry grew 12.5%.")
    assert [warning.value for warning in visit.warning] == [EN("paper.screen.typed", numbers="12.5%")]


def test_an_issued_report_is_shown_as_it_went_out_and_compared(office: Path) -> None:
    for _ in range(2):
        visit = open_screen("reports", lang="en")
        visit.text_input(key="pick_person").set_value("Tester").run()
        visit.button(key="report_issue").click().run()
        assert not visit.exception
    issued = read_issued(the_process().warehouse, "tiny_2031", EVER)
    assert issued["number_running"].to_list() == [2, 1]
    report_id = issued["report_id"][0]
    assert visit.query_params["report"] == f"issued.{report_id}"
    assert "Yueting Three Actions Office [2031] No. 2" in paper_of(visit)
    said = [element.value for element in visit.markdown]
    assert EN("paper.screen.figures_changed", count=0) in said
    reopened = open_screen("reports", lang="en", report=f"issued.{report_id}")
    assert paper_of(reopened) == paper_of(visit)
    reopened.button(key="report_back").click().run()
    assert EN("paper.draft") in paper_of(reopened)


def test_an_issued_report_that_was_changed_is_not_shown(office: Path) -> None:
    visit = open_screen("reports", lang="en")
    visit.text_input(key="pick_person").set_value("Tester").run()
    visit.button(key="report_issue").click().run()
    warehouse = the_process().warehouse
    report_id = read_issued(warehouse, "tiny_2031", EVER)["report_id"][0]
    with warehouse.writing("tampering", right=Right.SETTINGS) as cursor:
        cursor.execute("UPDATE issued_report SET title = 'Better'")
    source.issued.clear()
    damaged = open_screen("reports", lang="en", report=f"issued.{report_id}")
    assert not damaged.exception
    assert "restore a backup" in damaged.error[0].value
