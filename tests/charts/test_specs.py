"""What holds for every chart: valid, without data, fed by the columns of its frame, one spec a language and size."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import altair as alt
import polars as pl
import pytest

from charts import trend
from charts.theme import COLOURS, FILLS, SHAPES, SIZES, SYMBOLS, Size, frame_of
from i18n import LANGUAGES, words_for
from rules.model import Status
from tests.charts.drawn import calculated, fields_of, pictures

BUILT_IN = {"value"}  # of an axis label, which every Vega axis has


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_every_field_a_spec_reads_is_a_column_of_its_frame(language: str, size: Size) -> None:
    for name, (spec, frame) in pictures(words_for(language), size):
        assert fields_of(spec) - calculated(spec) - BUILT_IN <= set(frame.columns), name


@pytest.mark.parametrize("size", ["screen", "phone"])
def test_specs_are_valid_vega_lite_and_carry_no_data(size: Size) -> None:
    made = {json.dumps(spec["layer"]): spec for _, (spec, _) in pictures(words_for("zh-Hans"), size)}
    for spec in made.values():
        assert spec["data"] == {"name": "source"}
        assert "datasets" not in spec
        assert spec["width"] == "container"
        alt.Chart.from_dict(spec, validate=True)


def test_no_colour_of_a_theme_is_baked_in() -> None:
    for _, (spec, frame) in pictures(words_for("en"), "screen"):
        assert spec["config"]["background"] == "transparent"
        written = json.dumps(spec) + frame.write_json()
        assert "#000000" not in written
        assert '"black"' not in written


def test_frames_have_one_schema_whether_full_or_empty() -> None:
    made = dict(pictures(words_for("zh-Hans"), "screen"))
    for family in ("matrix", "composition", "bullet"):
        full, empty = made[f"{family}_full"][1], made[f"{family}_empty"][1]
        assert full.schema == empty.schema
        assert empty.is_empty()


def test_no_column_reaches_the_browser_as_a_big_integer() -> None:
    for name, (_, frame) in pictures(words_for("zh-Hans"), "screen"):
        assert not {str(kind) for kind in frame.dtypes} & {"Int64", "UInt32", "UInt64"}, name


def test_a_spec_is_built_once_and_described_each_time() -> None:
    words = words_for("zh-Hans")
    first = trend.spec(words, description="甲")
    second = trend.spec(words, description="乙")
    assert first["layer"] is second["layer"]
    assert (first["description"], second["description"]) == ("甲", "乙")


def test_nothing_is_selected_in_a_chart() -> None:
    """A click leads somewhere; a selection would have the browser compile the chart and the server run twice."""
    for name, (made, _) in pictures(words_for("en"), "screen"):
        assert "params" not in made, name


@pytest.mark.parametrize("looks", [COLOURS, FILLS, SHAPES, SYMBOLS])
def test_no_two_statuses_look_alike(looks: dict[Status, str]) -> None:
    assert set(looks) == set(Status)
    assert len(set(looks.values())) == len(Status)


def test_a_row_with_a_column_unknown_to_the_schema_is_refused() -> None:
    with pytest.raises(ValueError, match="colour"):
        frame_of([{"role": "x", "colour": "red"}], {"role": str})


@pytest.mark.parametrize("language", LANGUAGES)
def test_under_the_pointer_are_words_alone(language: str) -> None:
    """Each part says what it shows there, by lines that are told apart and never empty, or shows nothing."""
    for name, (made, frame) in pictures(words_for(language), "screen"):
        for layer in parts(made):
            shown = layer["encoding"].get("tooltip")
            if shown is None:
                assert layer["mark"]["tooltip"] is None, name
                continue
            assert len({line["title"] for line in shown}) == len(shown), name
            roles = next(step["filter"]["oneOf"] for step in layer["transform"] if "oneOf" in step["filter"])
            rows = frame.filter(pl.col("role").is_in(roles))
            assert rows.select(line["field"] for line in shown).null_count().sum_horizontal().sum() == 0, name


def parts(layer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The layers that draw something, however deep."""
    for part in layer.get("layer", ()):
        yield from parts(part)
    if "mark" in layer:
        yield layer
