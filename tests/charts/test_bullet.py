"""All targets of an action: two scales never mixed, worst first, bars that stop where numbers go on."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from charts import bullet
from i18n import words_for
from rules.model import Comparator, Kind
from tests.charts.drawn import BULLETS, FIRMS

HANS = words_for("zh-Hans")
RATE, FALL, COUNT, UNKNOWN, ROAD = BULLETS


def drawn(*rows: bullet.BulletRow, role: str) -> list[dict]:  # type: ignore[type-arg]
    return bullet.prepare(rows, words=HANS).filter(pl.col("role") == role).to_dicts()


def test_every_target_has_one_verdict_in_its_panel_worst_first() -> None:
    verdicts = drawn(*BULLETS, role="verdict")
    assert [(row["panel"], row["target_id"]) for row in verdicts] == [
        ("progress", "t3"),
        ("progress", "t4"),
        ("deviation", "t2"),
        ("deviation", "t1"),
        ("listed", "t5"),
    ]


def test_two_targets_of_one_name_keep_rows_of_their_own() -> None:
    labels = [row["row_label"] for row in drawn(*BULLETS, role="verdict")]
    assert len(set(labels)) == len(BULLETS)


def test_bars_stop_at_the_target_and_numbers_do_not() -> None:
    (bar,) = drawn(COUNT, role="bar")
    assert bar["x2"] == 1
    assert bar["detail"] == "5,387家 / ≥4,100家 · 131.3%"


def test_the_share_of_the_target_is_rounded_down() -> None:
    (bar,) = drawn(replace(COUNT, value=4099), role="bar")
    assert bar["detail"].endswith("99.9%")


def test_what_is_due_is_marked_even_where_nothing_is_known() -> None:
    assert drawn(UNKNOWN, role="bar") == []
    (due,) = drawn(UNKNOWN, role="due")
    assert due["x"] == 3416 / 4100
    (verdict,) = drawn(UNKNOWN, role="verdict")
    assert verdict["detail"] == "– / ≥4,100家"


def test_a_gap_beyond_the_scale_is_an_arrow_at_its_edge() -> None:
    dots = {row["target_id"]: row for row in drawn(RATE, FALL, role="dot")}
    assert (dots["t2"]["x"], dots["t2"]["shape"]) == (0.0, "triangle-left")
    assert dots["t1"]["shape"] == "triangle-up"
    assert "−40.0个百分点" in dots["t2"]["text"]


def test_an_upper_limit_has_no_way_to_go() -> None:
    assert replace(COUNT, comparator=Comparator.LE).panel == "listed"
    assert replace(COUNT, target=None).panel == "listed"


def test_words_stand_where_numbers_say_nothing() -> None:
    (verdict,) = drawn(ROAD, role="verdict")
    assert verdict["detail"] == "主体 / 完工"


@given(st.lists(st.floats(-80, 80), min_size=1, max_size=20))
def test_deviations_lie_on_their_side_of_the_target(gaps: list[float]) -> None:
    rows = [replace(RATE, target_id=f"t{n}", gap=gap) for n, gap in enumerate(gaps)]
    placed = {row["target_id"]: row["x"] for row in drawn(*rows, role="dot")}
    assert all(0 <= x <= 1 for x in placed.values())
    assert all((placed[row.target_id] - 0.5) * (row.gap or 0) >= 0 for row in rows)


def test_fifty_targets_are_fifty_rows() -> None:
    rows = [replace(COUNT, target_id=f"t{n}", name=f"指标{n}", unit=FIRMS) for n in range(50)]
    assert len({row["row_label"] for row in drawn(*rows, role="verdict")}) == 50
    assert replace(COUNT, kind=Kind.STOCK).panel == "progress"
