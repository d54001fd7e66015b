"""Tables on the screens: every text is there and escaped, names lead to what they name, statuses have their colours."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n import LANGUAGES, words_for
from tests.screens.conftest import links_of, open_screen, table_in, tables_of
from ui.grid import MOST, ON_PHONE, Look, Way, markup
from warehouse.settings import as_of

EN = words_for("en")
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).filter(
    lambda text: text.strip()
)


def drawn(shown: pl.DataFrame, *, way: Way | None = None, look: Look | None = None) -> str:
    return str(markup(EN, shown, key="t", way=way, look=look or Look()))


@given(rows=st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=6), header=st.lists(TEXT, min_size=2, max_size=2))
def test_every_text_is_there_as_it_is_whatever_signs_it_has(rows: list[tuple[str, str]], header: list[str]) -> None:
    if len(set(header)) < 2:
        return
    found = table_in(drawn(pl.DataFrame(rows, schema=header, orient="row")))
    assert found.columns == header
    assert found.rows() == rows


def test_numbers_days_and_yes_are_written_for_the_reader() -> None:
    shown = pl.DataFrame({"n": [1234, None], "x": [4.31, -2.0], "d": [date(2024, 10, 5), None], "b": [True, False]})
    assert table_in(drawn(shown)).rows() == [("1,234", "4.31", "5 Oct 2024", "✓"), ("", "−2", "", "")]
    assert drawn(shown).count('class="num"') == 2 * 3


def test_a_column_that_says_nothing_is_left_out() -> None:
    shown = pl.DataFrame({"a": ["1", "2"], "note": ["", None], "c": ["", "3"]})
    assert table_in(drawn(shown)).columns == ["a", "c"]
    assert table_in(drawn(shown.head(0))).columns == ["a", "note", "c"]


@given(values=st.lists(TEXT, min_size=1, max_size=4))
def test_a_name_leads_to_the_address_of_its_row(values: list[str]) -> None:
    way = Way("indicator", {"lang": "en", "indicator": "another"}, "indicator", values)
    made = drawn(pl.DataFrame({"name": ["a"] * len(values), "of": ["b"] * len(values)}), way=way)
    addresses = [urlsplit(unescape(found)) for found in re.findall(r'href="([^"]*)"', made)]
    assert [parse_qs(address.query) for address in addresses] == [
        {"lang": ["en"], "indicator": [value]} for value in values
    ]


def test_a_row_without_a_value_leads_nowhere() -> None:
    way = Way("units", {}, "unit", ["", "u"], "name")
    made = drawn(pl.DataFrame({"n": ["1", "2"], "name": ["None", "One"]}), way=way)
    assert re.findall(r">(\w+)</a>", made) == ["One"]


def test_statuses_have_their_colours_and_their_order() -> None:
    look = Look(statuses={"s": ["done", "behind"]}, chosen=1)
    made = drawn(pl.DataFrame({"s": ["■ Done", "◆ Behind"]}), look=look)
    assert re.findall(r'data-s="(\d)"><span class="ea-word (\w+)">', made) == [("5", "done"), ("0", "behind")]
    assert re.findall(r'<tr class="now" aria-current="true"><td[^>]*data-s="(\d)"', made) == ["0"]


def test_a_long_table_says_what_it_leaves_out_and_a_phone_is_offered_all() -> None:
    assert "ea-all" not in drawn(pl.DataFrame({"n": range(ON_PHONE)}))
    assert EN("table.all_rows", count=ON_PHONE + 1) in drawn(pl.DataFrame({"n": range(ON_PHONE + 1)}))
    long = drawn(pl.DataFrame({"n": range(MOST + 1)}))
    assert table_in(long).height == MOST
    assert EN("table.first_rows", shown=MOST, all=EN.number(MOST + 1)) in long


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_targets_table_leads_to_every_indicator_it_names(office: Path, language: str) -> None:
    visit = open_screen("plan_check", lang=language)
    words = words_for(language)
    table = tables_of(visit)["check_all"]
    assert words("column.place") in table.columns
    leads = links_of(visit, "check_all")
    assert len(leads) == table.height > 10
    assert all(address.startswith(f"./indicator?lang={language}&month=2031-10") for address in leads)


def test_a_row_opens_below_its_table_and_the_address_keeps_it(office: Path) -> None:
    visit = open_screen("indicator", lang="en", indicator="urban_jobs")
    assert not visit.get("download_button")[-1].proto.label.startswith(EN("indicator.download_source", file=""))
    address = links_of(visit, "source")[0]
    assert f"as_of={as_of(date(2031, 11, 20)):%Y-%m-%d}" in address
    chosen = address.rpartition("source=")[2]
    again = open_screen("indicator", lang="en", indicator="urban_jobs", source=chosen)
    labels = [button.proto.label for button in again.get("download_button")]
    assert EN("indicator.download_source", file="human_resources_2031-10.xlsx") in labels


@pytest.mark.usefixtures("office")
def test_an_actions_targets_stand_in_a_table_where_the_address_says_so() -> None:
    visit = open_screen("action_industry", lang="en", targets_as="table")
    assert "targets_industry" in tables_of(visit)
    (ways,) = [
        found for piece in visit.get("html") for found in re.findall(r'<nav class="ea-tabs".*?</nav>', piece.proto.body)
    ]
    assert re.findall(r'href="([^"]*)"( aria-current=true)?', ways) == [
        ("?targets_as=", ""),
        ("?targets_as=table", " aria-current=true"),
    ]
    del visit.query_params["targets_as"]
    assert not tables_of(visit.run())
    assert not visit.exception
