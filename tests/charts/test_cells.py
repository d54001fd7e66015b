"""Matrix, composition, calendar and stages: cells that add up and say what is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts import calendar, composition, matrix, stages
from charts.theme import BY_SEVERITY, Size
from i18n import words_for
from rules.model import STAGES, Status
from tests.charts.drawn import ACTIONS, CLEAN, COUNTS, ROAD, month

HANS = words_for("zh-Hans")
NUMBERS = st.dictionaries(st.sampled_from(Status), st.integers(0, 60), max_size=6)


def drawn(frame: pl.DataFrame, role: str) -> list[dict]:  # type: ignore[type-arg]
    return frame.filter(pl.col("role") == role).to_dicts()


@given(NUMBERS)
def test_the_segments_of_a_cell_add_to_one_and_lie_end_to_end(counts: dict[Status, int]) -> None:
    row = matrix.ActionRow("a", "甲", {month(5): counts})
    segments = drawn(matrix.prepare([row], words=HANS, month=month(10)), "segment")
    assert [segment["count"] for segment in segments] == [
        counts[status] for status in BY_SEVERITY if counts.get(status)
    ]
    if segments:
        assert sum(segment["share"] for segment in segments) == pytest.approx(1)
        assert all(a["x1"] == pytest.approx(b["x0"]) for a, b in pairwise(segments))
        assert segments[0]["x0"] >= 5
        assert segments[-1]["x1"] <= 6


def test_every_action_has_twelve_cells_and_later_months_are_not_due() -> None:
    frame = matrix.prepare(ACTIONS, words=HANS, month=month(10))
    cells = drawn(frame, "cell") + drawn(frame, "not_due")
    assert sorted((cell["action_id"], cell["month"]) for cell in cells) == [
        (action, n) for action in ("a1", "a2") for n in range(1, 13)
    ]
    assert {cell["month"] for cell in drawn(frame, "cell") if cell["action_id"] == "a1"} == set(range(2, 11))
    assert [cell["month"] for cell in cells if cell["is_current"]] == [10, 10]


def test_a_cell_says_how_many_are_behind_of_how_many() -> None:
    frame = matrix.prepare(ACTIONS, words=HANS, month=month(10))
    assert {row["text"] for row in drawn(frame, "behind") if row["action_id"] == "a1"} == {"◆5"}
    assert drawn(frame, "cell")[0]["tooltip"] == "滞后5项、逾期未报2项、正常推进13项，共20项"
    assert drawn(frame, "segment")[0]["tooltip"] == "滞后5项，共20项"


def test_the_legend_names_every_status() -> None:
    legend = drawn(matrix.prepare(ACTIONS, words=HANS, month=month(10)), "legend")
    assert [row["legend_label"] for row in legend] == [HANS(f"status.{status}") for status in Status]
    places = [row["legend_x"] for row in legend]
    assert places == sorted(set(places))


@given(NUMBERS)
def test_a_composed_bar_is_as_long_as_its_total(counts: dict[Status, int]) -> None:
    frame = composition.prepare([composition.CountedRow("a", "甲", counts)], words=HANS)
    (total,) = drawn(frame, "total")
    ends = [segment["x1"] for segment in drawn(frame, "segment")]
    assert total["x0"] == sum(counts.values()) == max(ends, default=0)


def test_statuses_are_stacked_best_first() -> None:
    frame = composition.prepare([composition.CountedRow("a", "甲", COUNTS)], words=HANS)
    assert [row["status"] for row in drawn(frame, "segment")] == ["on_track", "behind", "overdue_report"]


@pytest.mark.parametrize(("size", "may"), [("phone", "①\n5月"), ("screen", "5月①")])
def test_on_a_phone_marks_stand_above_their_month(size: Size, may: str) -> None:
    notes = [(date(2024, 5, 1), "Inspection")]
    header = drawn(calendar.prepare([CLEAN], words=HANS, year=2024, size=size, notes=notes), "header")
    assert [row["month_label"] for row in header if row["month"] == 5] == [may]


def test_on_a_phone_no_room_is_kept_for_a_name_where_there_is_none() -> None:
    named, alone = (calendar.spec(HANS, size="phone", is_named=named)["height"]["step"] for named in (True, False))
    assert named - alone == calendar.NAME_ROOM


@pytest.mark.parametrize(("size", "times"), [("screen", 3), ("projector", 3), ("tile", 3), ("phone", 1)])
def test_a_row_is_made_so_many_times_as_high_but_on_a_phone(size: Size, times: int) -> None:
    high, usual = (calendar.spec(HANS, size=size, is_named=False, times=n)["height"]["step"] for n in (3, 1))
    assert high == times * usual


@pytest.mark.parametrize(
    ("number", "symbol", "text", "is_dashed"),
    [
        (1, "●", "无", False),
        (2, "◆", "2起", False),
        (3, "✚", "未报", False),
        (4, "▲", "13件", False),
        (5, "◆", "1件", False),
        (6, "–", "待报", True),
        (7, "", "", True),
    ],
)
def test_a_month_is_clean_only_where_a_nil_report_says_so(number: int, symbol: str, text: str, is_dashed: bool) -> None:
    cells = drawn(calendar.prepare([CLEAN], words=HANS, year=2024), "cell")
    cell = cells[number - 1]
    assert (cell["symbol"], cell["text"], cell["is_dashed"]) == (symbol, text, is_dashed)


def test_the_track_has_six_stages_and_the_newest_carries_the_status() -> None:
    frame = stages.prepare([ROAD], words=HANS)
    reached = drawn(frame, "reached")
    assert [row["stage"] for row in reached] == ["preparation", "started", "structure"]
    assert [row["text"] for row in reached] == ["1月", "", "9月"]  # no month is made up for a stage passed unseen
    assert [row["shape"] for row in reached] == ["circle", "circle", "triangle-up"]
    assert len(reached) + len(drawn(frame, "stage")) == len(STAGES)


def test_the_required_stage_is_ringed_with_its_date() -> None:
    (required,) = drawn(stages.prepare([ROAD], words=HANS), "required")
    assert (required["stage"], required["text"]) == ("completed", "12月31日前")
    (english,) = drawn(stages.prepare([ROAD], words=words_for("en")), "required")
    assert english["text"] == "by 31 Dec"
    bare = replace(ROAD, required=None, deadline=date(2024, 6, 30))
    assert drawn(stages.prepare([bare], words=HANS), "required") == []


def test_nothing_reached_draws_no_way() -> None:
    frame = stages.prepare([replace(ROAD, reached={})], words=HANS)
    assert drawn(frame, "way") == []
    assert drawn(frame, "reached") == []
