"""A chart's place on a page: what the browser is given to draw it by."""

from __future__ import annotations

import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from charts import store
from tests.screens.conftest import open_screen
from ui import element, links

VALUES = st.one_of(st.none(), st.booleans(), st.integers(-(2**31), 2**31), st.floats(), st.text())
KINDS = (st.booleans(), st.integers(-(2**31), 2**31 - 1), st.floats(width=64), st.text())


@st.composite
def frames(draw: st.DrawFn) -> pl.DataFrame:
    """Any rows a chart may have: columns of one kind each, with gaps."""
    rows = draw(st.integers(0, 5))
    kinds = draw(st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), st.sampled_from(KINDS), max_size=4))
    given_to = {name: draw(st.lists(st.none() | kind, min_size=rows, max_size=rows)) for name, kind in kinds.items()}
    return pl.DataFrame(given_to, strict=False)


def is_number(value: object) -> bool:
    return not isinstance(value, float) or value - value == 0.0


def read(text: str) -> dict[str, list[Any]]:
    """The columns, as `ui/charts.js` reads them."""
    return {
        name: [said["of"][at] for at in said["at"]] if isinstance(said, dict) else said
        for name, said in json.loads(text).items()
    }


def rows_of(place: dict[str, str]) -> dict[str, list[Any]]:
    return read(place["data-rows"])


def test_a_text_that_recurs_is_sent_once() -> None:
    frame = pl.DataFrame({"role": ["cell", None, "cell", "cell", "cell", None]})
    assert json.loads(element.columns(frame)) == {"role": {"of": ["cell", None], "at": [0, 1, 0, 0, 0, 1]}}


@given(frames())
def test_rows_arrive_as_they_were_and_hold_nothing_html_could_take_for_its_own(frame: pl.DataFrame) -> None:
    text = element.columns(frame)
    arrived = read(text)
    wanted = {
        name: [value if is_number(value) else None for value in values]
        for name, values in frame.to_dict(as_series=False).items()
    }
    assert arrived == wanted
    assert not set("<>") & set(text)


class Places(HTMLParser):
    """The attributes of the charts' places in a piece of HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "div" and named.get("class") == "ea-chart":
            self.found.append(named)


def places(visit: AppTest) -> list[dict[str, str]]:
    return [place for piece in visit.get("html") for place in Places(piece.proto.body).found]


@pytest.mark.parametrize(
    ("screen", "query", "count"),
    [("", {}, 2), ("action_industry", {}, 5), ("indicator", {"indicator": "retail_growth"}, 1), ("appraisal", {}, 1)],
)
def test_a_screen_sends_its_charts_by_the_names_of_kept_programs(
    office: Path, screen: str, query: dict[str, str], count: int
) -> None:
    found = places(open_screen(screen, **query))
    assert len(found) == count
    for place in found:
        assert place["data-program"] in store.kept().programs
        assert "data-inline" not in place
        assert place["data-alt"]
        assert place["data-failed"]
        lengths = {len(values) for values in rows_of(place).values()}
        assert len(lengths) == 1


def test_the_rows_say_where_a_click_on_their_marks_leads(office: Path) -> None:
    _, matrix = places(open_screen("", lang="en", month="2031-09"))
    assert re.match(r"\./action_\{action_id\}\?lang=en&.*month=2031-\{month\}$", matrix["data-to"])
    rows = rows_of(matrix)
    assert {"industry", None} <= set(rows["action_id"])
    assert {1, 9} <= set(rows["month"])
    (ranking,) = places(open_screen("appraisal", lang="en"))
    assert ranking["data-to"].endswith("&subject={subject_id}")
    assert any(rows_of(ranking)["subject_id"])


def test_what_stands_in_the_pattern_takes_the_place_of_what_was_asked() -> None:
    made = links.pattern("action_{action_id}", {"lang": "zh-Hans", "month": "2024-10"}, month="2024-{month}")
    assert made == "./action_{action_id}?lang=zh-Hans&month=2024-{month}"


def placing(text: str, tall: int | None, is_kept: bool) -> None:
    import streamlit

    from charts.store import Program
    from ui import element

    program = Program("abc", text, is_kept=is_kept)
    streamlit.html(element.place(program, '{"a": [1]}', alt='a "chart"', tall=tall, failed="<not drawn>"))


@pytest.mark.parametrize(("tall", "name", "value"), [(300, "style", "min-height:300px"), (None, "data-fill", "")])
def test_a_place_keeps_its_height_before_anything_is_drawn(tall: int | None, name: str, value: str) -> None:
    (found,) = places(AppTest.from_function(placing, args=("{}", tall, True)).run())
    assert found[name] == value
    assert found["data-alt"] == 'a "chart"'
    assert ("style" in found) == (name == "style")


def test_a_program_nobody_keeps_goes_with_its_chart() -> None:
    program = '{"name": "a<b>c"}'
    (found,) = places(AppTest.from_function(placing, args=(program, 300, False)).run())
    assert json.loads(found["data-inline"]) == json.loads(program)
    assert unescape(found["data-failed"]) == "<not drawn>"
