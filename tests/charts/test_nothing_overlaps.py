"""No text of a chart covers a line, a symbol, a bar or another text: for every indicator of the plan, in every size."""

from __future__ import annotations

from dataclasses import replace

import pytest

from charts import trend
from charts.theme import MEASURES, Size
from charts.trend_labels import Ends
from charts.trend_rows import plot_of
from charts.trend_series import Pen
from i18n import LANGUAGES, words_for
from reports import courses
from rules.model import Kind
from tests.charts.drawn import TRENDS, month
from tests.charts.scene import overlaps, scene_of, scene_of_rows
from warehouse.board import BoardView

SIZES: tuple[Size, ...] = ("screen", "projector", "phone", "tile")
HAPPENED = [(month(6), "暴雨致沿江三个乡镇停产两日"), (month(6), "国补政策到位"), (month(9), "A trade fair opened")]
NOT_TRENDS = {Kind.ZERO_TOLERANCE, Kind.DYNAMIC_ZERO, Kind.MILESTONE}


def trends(board: BoardView) -> list[str]:
    return [
        indicator_id
        for indicator_id, verdict in board.deciding.items()
        if verdict["reason"] != "not_quantified" and Kind(verdict["kind"]) not in NOT_TRENDS
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_the_newest_figure_of_every_indicator_is_free_of_all_lines(
    demonstration: BoardView, language: str, size: Size
) -> None:
    words, found = words_for(language), {}
    for indicator_id in trends(demonstration):
        drawn = courses.trend_of(demonstration, words, indicator_id, compact=size in ("phone", "tile"))
        frame = trend.prepare(drawn, words=words, size=size)
        narrow = plot_of(0, 1, ends=Ends.of(Pen(drawn, words), size), size=size).width + 20
        for width in (narrow, narrow * 1.6):
            if touched := list(overlaps(scene_of_rows(frame, size=size, width=width))):
                found[indicator_id, width] = touched
    assert found == {}


@pytest.mark.parametrize("size", SIZES)
def test_as_rendered_nothing_overlaps_in_every_tenth_chart(demonstration: BoardView, size: Size) -> None:
    chosen = trends(demonstration)[::10]
    for index, indicator_id in enumerate(chosen):
        words = words_for(LANGUAGES[index % len(LANGUAGES)])
        drawn = courses.trend_of(demonstration, words, indicator_id, compact=size in ("phone", "tile"))
        frame, spec = trend.prepare(drawn, words=words, size=size), trend.spec(words, size=size)
        assert list(overlaps(scene_of(spec, frame, width=MEASURES[size].narrowest))) == [], indicator_id


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("index", range(len(TRENDS)))
def test_marks_and_words_of_what_happened_cover_nothing(size: Size, index: int) -> None:
    words, drawn = words_for("en"), replace(TRENDS[index], notes=HAPPENED)
    frame, spec = trend.prepare(drawn, words=words, size=size), trend.spec(words, size=size)
    scene = scene_of(spec, frame, width=MEASURES[size].narrowest)
    assert list(overlaps(scene)) == []
    assert {"①", "②", "③"} <= {text for text, _ in scene.texts}
    told = "".join(text for text, _ in scene.texts)
    assert all(words_typed.replace(" ", "") in told.replace(" ", "") for _, words_typed in HAPPENED)
