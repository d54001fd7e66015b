"""What a person does with the lists: look, filter, open, write, close with evidence, load a workbook."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from i18n import words_for
from tests.screens.conftest import html_of, open_screen, tables_of
from ui.data import board_at
from ui.keys import key_of
from ui.ledgers import listing
from ui.livelihood.data import drive_version
from ui.process import the_process
from ui.screen import Screen
from warehouse import ledgers
from warehouse.catalogue import Catalogue
from warehouse.settings import as_of

EN, HANT = words_for("en"), words_for("zh-Hant")
BOARD = date(2031, 11, 20)
NOW = as_of(BOARD)
JULY = datetime(2031, 7, 1)


def labels_of(visit: AppTest) -> str:
    """The labels of links and expanders."""
    return "\n".join([link.proto.label for link in visit.get("page_link")] + [box.label for box in visit.expander])


def table_of(visit: AppTest) -> pl.DataFrame:
    return tables_of(visit)["entries"]


def entries() -> pl.DataFrame:
    process = the_process()
    from warehouse.queries import read_catalogue

    return ledgers.read_entries(process.warehouse, read_catalogue(process.warehouse, process.programme_id, NOW), NOW)


def write(**fields: object) -> str:
    process = the_process()
    entry = {"ledger": "shortcoming", "action_id": "industry", "title": "Hiring is slow", "by": "A", "at": JULY}
    return ledgers.write_entry(process.warehouse, process.programme_id, **(entry | fields))  # type: ignore[arg-type]


def test_the_plans_own_entries_are_on_the_lists(office: Path, tiny_catalogue: Catalogue) -> None:
    visit = open_screen("ledgers", lang="en")
    shown = table_of(visit)
    assert shown.height == tiny_catalogue.projects.height + tiny_catalogue.key_tasks.height
    assert "South coach station" in shown[EN("ledger_column.title")].to_list()
    assert shown[EN("ledger_column.state")][0] == "◆ Overdue"
    assert any("**3** List of works" in button.label for button in visit.button)


def test_a_list_an_action_and_a_state_are_kept_in_the_address(office: Path) -> None:
    visit = open_screen("ledgers", lang="en", ledger="project", ledger_action="livelihood", show="all")
    assert table_of(visit)[EN("ledger_column.title")].to_list() == ["South coach station"]
    visit.selectbox(key="pick_ledger_action").set_value("industry").run()
    assert visit.query_params["ledger_action"] == "industry"
    assert any("List of projects" in button.label for button in visit.button)
    visit.button(key="tile_project").click().run()
    assert "ledger" not in visit.query_params
    visit.selectbox(key="pick_show").set_value("overdue").run()
    assert not tables_of(visit)


def test_words_are_sought_in_titles_units_and_people(office: Path) -> None:
    visit = open_screen("ledgers", lang="en")
    write(lead_person="Ms Zhang", title="Too few drivers")
    visit.text_input(key="ledger_search").set_value("zhang").run()
    assert table_of(visit)[EN("ledger_column.title")].to_list() == ["Too few drivers"]


def test_an_entry_is_written_with_a_name_and_opens_then(office: Path) -> None:
    visit = open_screen("ledgers", lang="en", ledger="key_task", ledger_action="safety")
    visit.button(key="begin_entry").click().run()
    visit.text_input(key="entry_title_new_1").set_value("Check the dams")
    visit.multiselect(key="entry_lead_units_new_1").set_value(["emergency"])
    visit.button(key="FormSubmitter:entry_form_new_1-Save").click().run()
    assert entries().filter(title="Check the dams").is_empty(), "nobody gave a name"
    visit.text_input(key="pick_person").set_value("Li")
    visit.button(key="FormSubmitter:entry_form_new_1-Save").click().run()
    stored = entries().filter(title="Check the dams").row(0, named=True)
    assert (stored["ledger"], stored["action_id"], stored["written_by"]) == ("key_task", "safety", "Li")
    assert visit.query_params["entry"] == stored["entry_id"]
    assert "Check the dams" in html_of(visit)


def test_a_shortcoming_is_closed_with_a_link_and_shows_its_next_figure(office: Path) -> None:
    visit = open_screen("ledgers", lang="en")
    entry_id = write(indicator_ids=["gdp_growth"])
    visit = open_screen("ledgers", lang="en", entry=entry_id)
    visit.text_input(key="pick_person").set_value("Li")
    visit.date_input(key="close_day").set_value(date(2031, 7, 31))
    visit.button(key="FormSubmitter:close_form-Close").click().run()
    assert any("only with evidence" in error.value for error in visit.error)
    visit.text_input(key="close_link").set_value("https://example.org/proof")
    visit.button(key="FormSubmitter:close_form-Close").click().run()
    assert not visit.error
    assert entries().filter(entry_id=entry_id)["state"].to_list() == ["done"]
    assert EN("ledgers.next_figure_line", indicator="GDP growth", period="Sep 2031", value="6.8%") in html_of(visit)
    visit.button(key="reopen_entry").click().run()
    assert entries().filter(entry_id=entry_id)["state"].to_list() == ["open"]


def test_an_update_is_a_row_of_the_history(office: Path) -> None:
    visit = open_screen("ledgers", lang="en", entry="key_task:jobs_fair")
    visit.text_input(key="pick_person").set_value("Li")
    box = next(area for area in visit.text_area if area.label == EN("ledger_column.progress"))
    box.set_value("The hall is booked")
    visit.button(key=next(b.key for b in visit.button if "entry_form_key_task:jobs_fair" in b.key)).click().run()
    assert not visit.exception
    page = html_of(visit)
    assert "The hall is booked" in page
    assert EN("ledgers.brought_by_plan") in page
    assert "Spring jobs fair held" in page


def test_a_highlight_shows_the_figure_it_cites(office: Path) -> None:
    open_screen("ledgers", lang="en")
    cited = {"cited_indicator_id": "gdp_growth", "cited_period": date(2031, 6, 1)}
    entry_id = write(ledger="highlight", title="Growth leads", at=NOW, **cited)
    visit = open_screen("ledgers", lang="en", entry=entry_id)
    assert EN("ledgers.cited_figure", indicator="GDP growth", period="Jun 2031", value="6.8%") in html_of(visit)


def test_what_is_behind_and_on_no_list_is_flagged_and_entered_with_a_click(office: Path) -> None:
    visit = open_screen("ledgers", lang="en")
    behind = [key for button in visit.button if (key := button.key or "").startswith("enter_")]
    assert behind
    assert EN("ledgers.unflagged", count=len(behind)) in labels_of(visit)
    indicator_id = behind[0].removeprefix("enter_")
    noted = open_screen("indicator", lang="en", indicator=indicator_id)
    assert EN("ledgers.unflagged_one") in html_of(noted)
    visit.button(key=behind[0]).click().run()
    assert visit.multiselect(key="entry_indicator_ids_new_1").value == [indicator_id]
    write(indicator_ids=[indicator_id], title="Named now")
    assert EN("ledgers.unflagged_one") not in html_of(open_screen("indicator", lang="en", indicator=indicator_id))


def test_other_screens_tell_of_the_lists_in_brief(office: Path) -> None:
    open_screen("", lang="en")
    write(title="No drivers", lead_units=["human_resources"], indicator_ids=["urban_jobs"], due_on=date(2031, 9, 1))
    assert "No drivers" in html_of(open_screen("action_industry", lang="en"))
    assert "Spring jobs fair held" in html_of(open_screen("action_livelihood", lang="en"))
    unit = labels_of(open_screen("units", lang="en", unit="human_resources"))
    assert "No drivers" in unit
    assert "Spring jobs fair held" in unit
    assert "No drivers" in labels_of(open_screen("indicator", lang="en", indicator="urban_jobs"))


def test_looking_back_shows_the_lists_as_they_stood(office: Path) -> None:
    open_screen("ledgers", lang="en")
    write(title="No drivers")
    assert "No drivers" not in table_of(open_screen("ledgers", lang="en", as_of="2031-06-30"))[:, 1].to_list()
    assert "No drivers" in table_of(open_screen("ledgers", lang="en", as_of="2031-07-31"))[:, 1].to_list()


def workbook(rows: list[list[str]]) -> bytes:
    book = Workbook()
    book.active.title = "List of problems"  # type: ignore[union-attr]
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("due", "stored"),
    [("2031-12-01", ["Too few drivers"]), ("soon", [])],
)
def test_a_workbook_is_shown_before_it_is_stored(office: Path, due: str, stored: list[str]) -> None:
    visit = open_screen("ledgers", lang="en")
    visit.text_input(key="pick_person").set_value("Li")
    content = workbook([["Title", "Due"], ["Too few drivers", due]])
    visit.get("file_uploader")[0].set_value(("lists.xlsx", content, "application/xlsx")).run()
    if stored:
        visit.button(key="store_ledgers").click().run()
    else:
        assert any(EN("ledgers.fix_first", count=1) in error.value for error in visit.error)
    assert not visit.exception
    assert entries().filter(origin="spreadsheet")["title"].to_list() == stored


def test_the_organisation_has_every_task_force_and_rule(office: Path, tiny_catalogue: Catalogue) -> None:
    visit = open_screen("organisation", lang="en")
    page = html_of(visit)
    for row in tiny_catalogue.actions.iter_rows(named=True):
        assert row["convener_post_en"] in page
    for row in tiny_catalogue.organisation_rules.iter_rows(named=True):
        assert row["name_en"] in page
    assert "Ledgers" in labels_of(visit)


def test_what_persons_typed_is_shown_in_the_readers_script(office: Path) -> None:
    open_screen("ledgers", lang="zh-Hant")
    entry_id = write(title="县级车间缺电工", progress="已对接两家")
    shown = table_of(open_screen("ledgers", lang="zh-Hant"))
    assert "縣級車間缺電工" in shown[HANT("ledger_column.title")].to_list()
    page = html_of(open_screen("ledgers", lang="zh-Hant", entry=entry_id))
    assert "已對接兩家" in page
    assert "对接" not in page


def test_the_table_s_file_has_days_as_days(office: Path) -> None:
    screen = Screen("ledgers", EN, board_at(as_of(date(2031, 11, 20)), date(2031, 10, 1)), date(2031, 11, 20), "screen")
    kinds = listing._table(key_of(screen), drive_version(), "").download.schema
    assert {kinds[EN(f"ledger_column.{name}")] for name in ("due_on", "closed_on")} <= {pl.Date, pl.Null}
    assert kinds[EN("ledger_column.due_on")] == pl.Date
