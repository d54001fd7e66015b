"""The list of all indicators: what the filters leave, what the address keeps, one step to an indicator and back."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, datetime
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import polars as pl
import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from i18n import LANGUAGES, words_for
from tests.screens.conftest import open_screen, tables_of
from ui import downloads, html, indicator_list, links, owners, shell, tables
from ui.data import board_at
from ui.keys import key_of
from ui.owners import lead_units
from warehouse import summaries
from warehouse.settings import as_of

EN = words_for("en")
EVERY_FILTER = {"in_action": "livelihood", "in_status": "behind", "of_unit": "statistics", "of_kind": "growth_rate"}


def listed(visit: AppTest) -> list[str]:
    return tables_of(visit)["indicators"][EN("column.indicator")].to_list()


def names(screen: shell.Screen, keep: list[str]) -> list[str]:
    return [EN.of(screen.board.knowledge.indicators[indicator_id]) for indicator_id in keep]


@pytest.fixture
def screen(office: Path) -> shell.Screen:
    board = board_at(as_of(date(2031, 11, 20)), date(2031, 10, 1))
    return shell.Screen("indicator", EN, board, date(2031, 11, 20), "screen")


def test_without_an_indicator_every_one_is_listed_the_worst_first(screen: shell.Screen) -> None:
    found = listed(open_screen("indicator", lang="en"))
    assert sorted(found) == sorted(names(screen, list(screen.board.deciding)))
    behind = summaries.worst(screen.board.verdicts).filter(status="behind")["indicator_id"].to_list()
    assert found[: len(behind)] == names(screen, behind)


@pytest.mark.parametrize("name", EVERY_FILTER)
def test_a_filter_leaves_what_has_it_and_stays_in_the_address(screen: shell.Screen, name: str) -> None:
    chosen, known = EVERY_FILTER[name], screen.board.knowledge
    visit = open_screen("indicator", lang="en")
    visit.selectbox(key=f"pick_{name}").set_value(chosen).run()
    holds = {
        "in_action": lambda i: chosen in [target["action_id"] for target in known.targets_of[i]],
        "in_status": lambda i: screen.board.deciding[i]["status"] == chosen,
        "of_unit": lambda i: chosen in [*lead_units(known, i), known.indicators[i]["reporting_unit"]],
        "of_kind": lambda i: screen.board.deciding[i]["kind"] == chosen,
    }[name]
    expected = names(screen, [indicator_id for indicator_id in screen.board.deciding if holds(indicator_id)])
    assert expected
    assert sorted(listed(visit)) == sorted(expected)
    assert visit.query_params[name] == chosen
    assert sorted(listed(open_screen("indicator", **{"lang": "en", name: chosen}))) == sorted(expected)


def test_filters_add_up_and_words_are_looked_for(screen: shell.Screen) -> None:
    visit = open_screen("indicator", lang="en", of_kind="growth_rate")
    before = listed(visit)
    visit.text_input(key="pick_sought").set_value("Retail").run()
    assert listed(visit) == [name for name in before if "etail" in name] != []
    assert visit.query_params["sought"] == "Retail"
    visit.text_input(key="pick_sought").set_value("no such word").run()
    assert not tables_of(visit)
    assert EN("indicators.found", count=0, of=len(screen.board.deciding)) in visit.caption[0].value


def test_one_step_back_from_an_indicator_finds_the_list_as_it_was(screen: shell.Screen) -> None:
    visit = open_screen("indicator", lang="en", of_kind="growth_rate", indicator="retail_growth")
    assert visit.selectbox(key="pick_indicator").value == "retail_growth"
    assert visit.query_params["of_kind"] == "growth_rate"
    visit.button(key="to_list").click().run()
    assert "indicator" not in visit.query_params
    assert visit.selectbox(key="pick_of_kind").value == "growth_rate"
    assert 0 < len(listed(visit)) < len(screen.board.deciding)


def test_the_navigations_link_opens_the_list_again(office: Path) -> None:
    visit = open_screen("indicator", lang="en", indicator="urban_jobs")
    for name in list(visit.query_params):
        del visit.query_params[name]
    visit.run()
    assert visit.query_params["lang"] == ["en"] or visit.query_params["lang"] == "en"
    assert "indicator" not in visit.query_params
    assert len(listed(visit)) > 10


def test_the_download_has_the_rows_on_the_screen_with_numbers_as_numbers(screen: shell.Screen) -> None:
    table = indicator_list._listed(key_of(screen))
    assert table.rows.height == table.shown.height == table.download.height == len(screen.board.deciding)
    kinds = table.download.schema
    assert all(kinds[EN(f"column.{name}")].is_numeric() for name in ("actual", "target_value"))
    assert all(kinds[EN(f"column.{name}")] == pl.Date for name in ("period", "deadline"))
    assert EN("column.reporting") in table.download.columns
    by_stage = screen.board.knowledge.catalogue.indicators.filter(measure="stage")["name_en"].to_list()
    of_stages = table.download.filter(pl.col(EN("column.indicator")).is_in(by_stage))
    assert of_stages.height > 0
    assert of_stages[EN("column.actual")].null_count() == of_stages.height
    assert table.download[EN("column.actual_text")].to_list() == table.shown[EN("column.actual")].to_list()


def test_a_workbook_holds_numbers_and_days_and_says_as_known_on_which_day(screen: shell.Screen) -> None:
    table = indicator_list._listed(key_of(screen)).download
    book = load_workbook(io.BytesIO(downloads._xlsx(screen, table, "All indicators")()))
    header, *rows = list(book.worksheets[0].iter_rows(min_row=3, values_only=True))
    actual, deadline = (header.index(EN(f"column.{name}")) for name in ("actual", "deadline"))
    assert {type(row[actual]) for row in rows} <= {int, float, type(None)}
    assert all(isinstance(row[deadline], datetime) for row in rows)
    assert EN("snapshot_book.note", period="Oct 2031", as_of="20 Nov 2031") in book.worksheets[0]["A2"].value


def test_a_file_of_invented_figures_says_so_in_every_row(screen: shell.Screen) -> None:
    table = pl.DataFrame({"a": [1, 2]})
    known = screen.board.knowledge

    def marked(is_demonstration: bool) -> pl.DataFrame:
        batches = known.batches.with_columns(is_demonstration=is_demonstration)
        board = replace(screen.board, knowledge=replace(known, batches=batches))
        return downloads.marked(replace(screen, board=board), table)

    assert marked(False).equals(table)
    assert marked(True)[EN("column.origin")].to_list() == [EN("picture.demonstration")] * 2


def test_an_indicator_is_listed_wherever_the_target_that_decides_it_stands() -> None:
    rows = pl.DataFrame({"indicator_id": ["a", "b", "b", "b"], "is_deciding": [True, False, True, True]})
    assert tables.Table(rows, rows, rows.with_row_index()).one_each().download["index"].to_list() == [0, 2]


def test_rows_of_one_indicator_are_told_apart_by_their_place(screen: shell.Screen) -> None:
    told = tables.targets_table(screen).shown.select([EN(f"column.{name}") for name in tables.ON_SCREEN])
    assert told.height == screen.board.knowledge.catalogue.targets.height
    assert told.select(EN("column.indicator"), EN("column.place"), EN("column.target")).is_unique().all()


def test_open_cases_on_the_chart_say_which_of_them_make_the_colour(screen: shell.Screen) -> None:
    known, verdict = screen.board.knowledge, screen.board.deciding["zero_employment_families"]
    late = {"status": "behind", "reason": "open_past_dates", "value": 2.0, "gap": -1.0, "gap_unit": "events"}
    drawn = tables.bullet_row(EN, known, {**verdict, **late})
    assert drawn.gap is None
    assert drawn.value_text.endswith("(1 family past its date)")


def test_an_indicator_without_a_lead_names_who_reports_it(screen: shell.Screen) -> None:
    known, listed_lead = screen.board.knowledge, EN("column.lead")
    table = indicator_list._listed(key_of(screen))
    for indicator_id, told in zip(table.rows["indicator_id"], table.shown[listed_lead], strict=True):
        leads = lead_units(known, indicator_id)
        reporting = EN.of(known.units[known.indicators[indicator_id]["reporting_unit"]])
        assert told == (owners.names(EN, known, leads, limit=2) if leads else f"{reporting} (reports)")


def test_a_name_of_the_other_language_or_of_a_units_own_is_found(screen: shell.Screen) -> None:
    known = screen.board.knowledge
    indicator_id, alias = known.catalogue.indicator_aliases.select("indicator_id", "alias").row(0)
    found = listed(open_screen("indicator", lang="en", sought=alias))
    assert EN.of(known.indicators[indicator_id]) in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_indicator_opens_in_every_language(office: Path, language: str) -> None:
    visit = open_screen("indicator", lang=language, indicator="urban_jobs")
    assert not visit.exception
    assert visit.button(key="to_list").label == words_for(language)("indicators.back")


def test_a_tile_leads_to_as_many_indicators_as_it_counts(screen: shell.Screen) -> None:
    asked = {"lang": "en", "month": "2031-10"}
    counts = summaries.status_counts(summaries.deciding_rows(screen.board.verdicts))
    leading = {status: count for status, count in counts.items() if count and status != "no_data"}
    assert len(leading) > 2
    shown = html.tiles(EN, summaries.deciding_rows(screen.board.verdicts), pl.DataFrame(), links.listed(asked))
    addresses = [parse_qs(urlsplit(unescape(found)).query) for found in re.findall(r'href="([^"]+)"', shown)]
    assert [query["in_status"][0] for query in addresses] == list(leading)
    for query, count in zip(addresses, leading.values(), strict=True):
        visit = open_screen("indicator", **{name: values[0] for name, values in query.items()})
        assert len(listed(visit)) == count


def test_a_link_to_the_list_forgets_what_was_narrowed_before(screen: shell.Screen) -> None:
    visit = open_screen("indicator", lang="en", in_action="livelihood", of_unit="statistics")
    everything = links.listed({"lang": "en"})(links.ALL, "")
    query = parse_qs(urlsplit(unescape(everything.split('"')[3])).query, keep_blank_values=True)
    for name, values in query.items():
        visit.query_params[name] = values[0]
    visit.run()
    assert len(listed(visit)) == len(screen.board.deciding)


def test_going_back_from_an_indicator_is_going_to_the_list(screen: shell.Screen) -> None:
    indicator_id = next(iter(screen.board.deciding))
    visit = open_screen("indicator", lang="en", in_status="behind")
    before = listed(visit)
    assert before
    visit.query_params["indicator"] = indicator_id
    visit.run()
    assert visit.session_state["indicator"] == indicator_id
    visit.session_state["url_replaced"].clear()  # some time later
    del visit.query_params["indicator"]
    visit.run()
    assert listed(visit) == before
