"""The ranking: places in order, parts end to end, movement told by arrow and colour, names never cut."""

from __future__ import annotations

import json
from dataclasses import replace

import altair as alt
import polars as pl
import pytest

from charts import ranking
from charts.ranking import RankedRow, is_dense, movement_text, prepare, spec
from charts.theme import SIZES, Size
from i18n import LANGUAGES, words_for
from tests.charts.drawn import calculated, fields_of

HANS = words_for("zh-Hans")
ROWS = [
    RankedRow("a4", "改革攻坚行动", 1, "66.73", {"look": 45.8, "rate": 17.2, "compare": 3.73}, 0),
    RankedRow("a1", "产业培塑行动", 2, "63.00", {"look": 43.0, "rate": 20.0}, 2),
    RankedRow("a3", "激发需求行动", 2, "63.00", {"look": 63.0}, -1),
    RankedRow("a9", "没有可计内容的行动", None, "–", {}, None),
]


def rows_of(frame: pl.DataFrame, role: str) -> list[dict[str, object]]:
    return frame.filter(role=role).to_dicts()


def test_every_subject_has_its_place_and_score_in_the_order_given() -> None:
    frame = prepare(ROWS, words=HANS)
    labels = [str(row["row_label"]).replace("\n", "") for row in rows_of(frame, "track")]
    assert labels == [row.name for row in ROWS]
    assert [row["place"] for row in rows_of(frame, "track")] == ["1", "2", "2", "–"]
    assert [row["text"] for row in rows_of(frame, "score")] == ["66.73", "63.00", "63.00", "–"]


@pytest.mark.parametrize(("size", "told"), [("screen", "66.73（12项）"), ("phone", "66.73")])
def test_beside_a_score_stands_how_many_things_it_rests_on_where_there_is_room(size: Size, told: str) -> None:
    frame = prepare([replace(ROWS[0], counted=12)], words=HANS, size=size)
    assert [row["text"] for row in rows_of(frame, "score")] == [told]


def test_places_stand_one_under_another_and_a_click_on_a_name_counts() -> None:
    layers = spec(HANS)["layer"]
    places = [layer for layer in layers if layer["encoding"].get("text", {}).get("field") == "place"]
    assert [layer["mark"]["align"] for layer in places] == ["right"]
    grounds = [layer for layer in layers if layer["encoding"].get("x2", {}).get("value") == 0]
    assert [layer["encoding"]["x"]["value"] < 0 for layer in grounds] == [True]


def test_the_parts_of_a_score_stand_end_to_end() -> None:
    frame = prepare(ROWS, words=HANS).filter(role="part", subject_id="a4")
    assert frame["x0"].to_list() == pytest.approx([0.0, 45.8, 63.0])
    assert frame["x1"].to_list() == pytest.approx([45.8, 63.0, 66.73])
    assert prepare(ROWS, words=HANS).filter(role="part", subject_id="a9").is_empty()


def test_movement_is_an_arrow_and_a_colour() -> None:
    shown = [movement_text(HANS, moved) for moved in (0, 2, -1, None)]
    assert shown == ["＝", "↑2", "↓1", HANS("chart.ranking.new")]


def test_only_groups_that_have_points_are_in_the_legend() -> None:
    two = [replace(row, points={"look": 10.0, "rate": 5.0}) for row in ROWS]
    names = [row["text"] for row in rows_of(prepare(two, words=HANS), "legend")]
    assert names == [HANS("chart.ranking.look"), HANS("chart.ranking.rate")]


def test_many_short_names_are_drawn_closer_together_long_ones_are_not() -> None:
    many = [replace(ROWS[0], subject_id=str(n)) for n in range(20)]
    assert is_dense(prepare(many, words=HANS))
    assert not is_dense(prepare(many[:5], words=HANS))
    long = [replace(row, name="County Bureau of Things with a Very Long Name Indeed") for row in many]
    assert not is_dense(prepare(long, words=HANS))
    assert spec(HANS, dense=True)["height"]["step"] < spec(HANS)["height"]["step"]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_specification_is_valid_and_reads_only_its_frame(language: str, size: Size) -> None:
    words = words_for(language)
    frame = prepare(ROWS, words=words, size=size)
    made = spec(words, size=size)
    alt.Chart.from_dict(made, validate=True)
    assert fields_of(made) - calculated(made) - {"value"} <= set(frame.columns)
    assert "#000000" not in json.dumps(made)


def test_no_subject_is_an_empty_frame_of_the_same_columns() -> None:
    assert prepare([], words=HANS).schema == prepare(ROWS, words=HANS).schema
    assert prepare([], words=HANS).is_empty()
    assert set(ranking.SHADES) == set(ranking.GROUPS)
