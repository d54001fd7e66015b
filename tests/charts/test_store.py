"""The charts built and compiled beforehand: in step with the programs they are made from, and drawn alike."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st

from charts import calendar, compiling, composition, matrix, store, trend
from charts.store import VEGA_LITE
from charts.theme import DATA, FILL, SIZES, Size, filling
from i18n import LANGUAGES, words_for
from tests.charts.drawn import ACTIONS, COUNTS, Picture, pictures

LINES = st.text(st.characters(exclude_characters="\n\t", exclude_categories=["Cs"]))
TEXTS = st.dictionaries(LINES, LINES, max_size=3)


@pytest.fixture
def unkept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The programs of the room have changed since the store was written."""
    monkeypatch.setattr(store, "sources", lambda: "of another day")
    store._specs.cache_clear()
    yield
    store._specs.cache_clear()


def on_screens(language: str, size: Size) -> Iterator[tuple[str, Picture]]:
    """Every family's spec and frame as screens ask for them."""
    words = words_for(language)
    rows = [composition.CountedRow(row.action_id, row.name, COUNTS) for row in ACTIONS]
    frame = composition.prepare(rows, words=words, size=size)
    yield "composition", (composition.spec(words, size=size, legend=False), frame)
    for name, (spec, frame) in pictures(words, size):
        if name == "calendar":
            yield name, (calendar.spec(words, size=size, is_named=False), frame)
        elif name.startswith("matrix"):
            yield name, (matrix.spec(words, size=size, legend=False), frame)
        elif not name.startswith("composition"):
            yield name, (spec, frame)


def drawn_of(spec: dict[str, Any], frame: pl.DataFrame) -> str:
    """The drawing of Vega-Lite, 700 wide."""
    height = {"height": 400} if spec["height"] == FILL else {}
    full = {**spec, **height, "width": 700, "data": {"name": DATA, "values": frame.to_dicts()}}
    made: str = vl_convert.vegalite_to_svg(full, vl_version=VEGA_LITE)
    return made


def drawn_by(program: str, frame: pl.DataFrame, *, fills: bool = False) -> str:
    """The drawing of a Vega program, 700 wide."""
    full = json.loads(program) | {"width": 700} | ({"height": 400} if fills else {})
    (rows,) = [data for data in full["data"] if data["name"] == DATA]
    rows["values"] = frame.to_dicts()
    made: str = vl_convert.vega_to_svg(full)
    return made


def test_the_file_holds_what_the_programs_of_the_room_make() -> None:
    assert store.kept() == compiling.build()


@given(LINES, TEXTS, TEXTS)
def test_what_is_written_is_read_back(sources: str, specs: dict[str, str], programs: dict[str, str]) -> None:
    made = store.Store(sources, specs, programs)
    assert store.read(store.written(made)) == made
    assert store.written(made) == store.written(made)


def test_a_text_of_two_lines_is_not_written() -> None:
    with pytest.raises(ValueError, match="one line"):
        store.written(store.Store("", {"trend": "{\n}"}, {}))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_of_the_screens_is_compiled_beforehand(language: str) -> None:
    for size in SIZES:
        for name, (spec, _) in on_screens(language, size):
            assert store.program(spec).is_kept, name


def test_a_chart_that_was_not_compiled_beforehand_is_compiled_when_it_is_asked_for() -> None:
    spec, frame = dict(on_screens("en", "screen"))["composition"]
    taller = {**spec, "height": {"step": 61}}
    made = store.program(taller)
    assert not made.is_kept
    assert made.name == store.digest(taller) != store.program(spec).name
    assert drawn_by(made.text, frame) == drawn_of(taller, frame)
    assert store.program({**taller, "description": "another"}) == made


@pytest.mark.parametrize("size", SIZES)
def test_a_compiled_chart_is_drawn_as_its_specification_is(size: Size) -> None:
    for name, (spec, frame) in on_screens("zh-Hans", size):
        assert drawn_by(store.program(spec).text, frame) == drawn_of(spec, frame), name


def test_a_chart_that_fills_its_place_is_drawn_as_its_specification_is() -> None:
    spec, frame = dict(on_screens("en", "projector"))["trend_0_growth_rate"]
    program = store.program(filling(spec))
    assert program.is_kept
    assert drawn_by(program.text, frame, fills=True) == drawn_of(filling(spec), frame)


def test_a_specification_is_built_where_the_store_is_of_another_day(unkept: None) -> None:
    words = words_for("en")
    specs = {name: json.loads(text) for name, text in store.kept().specs.items() if "|en|" in name}
    for family, given_to in compiling.asked():
        build = store.BUILDERS[family]
        assert build(words.language, *given_to) == specs[store.name_of(family, words.language, *given_to)]
    assert trend._build.__wrapped__ is store.BUILDERS["trend"]  # type: ignore[attr-defined]


def test_a_specification_that_no_screen_asks_for_is_built_once() -> None:
    words = words_for("en")
    assert store.name_of("matrix", "en", "phone", True) not in store.kept().specs
    first = matrix.spec(words, size="phone")
    assert first["layer"] is matrix.spec(words, size="phone")["layer"]


def test_the_description_does_not_tell_one_specification_from_another() -> None:
    words = words_for("en")
    one, other = trend.spec(words, description="one"), trend.spec(words, description="other")
    assert store.digest(one) == store.digest(other)
    assert store.digest(one) != store.digest(trend.spec(words, size="phone"))


def test_starting_the_screens_imports_neither_altair_nor_the_compiler() -> None:
    told = "import sys, ui.visit, ui.opening, ui.front; print(*{'altair', 'vl_convert'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout == "\n"
