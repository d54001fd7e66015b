"""Areas in their places: one's own marked, each with its target, the first and last where there are many."""

from __future__ import annotations

import altair as alt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.areas import MARK, OWN, ROOM, SHOWN, AreaRow, chosen_places, prepare, spec
from charts.theme import SIZES, Size
from i18n import LANGUAGES, words_for
from tests.charts.drawn import calculated, fields_of

HANS = words_for("zh-Hans")
ROWS = [
    AreaRow("a", "月汀县", 1, 7.1, "7.1%", target=7.5, target_text="7.5%"),
    AreaRow("b", "星浦县", 2, -0.4, "−0.4%", is_own=True),
]


def test_every_area_has_its_bar_its_number_and_its_target() -> None:
    frame = prepare(ROWS, words=HANS)
    assert frame.filter(role="bar")["value"].to_list() == [7.1, -0.4]
    assert frame.filter(role="bar")["row_label"].to_list() == ["1. 月汀县", f"{MARK} 2. 星浦县"]
    assert frame.filter(role="bar", fill=OWN)["area_id"].to_list() == ["b"]
    target, zero = (frame.filter(role=role)["x0"][0] for role in ("target", "zero"))
    assert frame.filter(role="value")["x0"].to_list() == [target, zero], "right of bar, target and zero"


def test_the_axis_holds_every_bar_with_room_for_the_numbers() -> None:
    frame = prepare(ROWS, words=HANS)
    positive, negative = frame.filter(role="bar").select("x0", "x1").iter_rows()
    zero = frame["x0"][0]
    assert (negative, positive[0]) == ((zero, 0.0), zero)
    assert zero < positive[1] < frame.filter(role="target")["x0"][0] < 1 - ROOM["screen"] / 2
    nothing = prepare([AreaRow("a", "月汀县", 1, 0.0, "0")], words=HANS)
    assert nothing.filter(role="bar").select("x0", "x1").row(0) == (0.0, 0.0)


@given(count=st.integers(1, 3000), own=st.none() | st.integers(0, 2999))
def test_of_many_the_first_the_last_and_ones_own_are_drawn(count: int, own: int | None) -> None:
    mine = own if own is not None and own < count else None
    shown = chosen_places(count, mine)
    assert shown == sorted(set(shown))
    assert len(shown) == min(count, SHOWN)
    assert {0, count - 1} | ({mine} if mine is not None else set()) <= set(shown)


@pytest.mark.parametrize(("language", "size"), [*zip(LANGUAGES, SIZES, strict=True)])
def test_the_specification_is_valid_and_reads_only_its_frame(language: str, size: Size) -> None:
    words = words_for(language)
    made = spec(words, size=size)
    alt.Chart.from_dict(made, validate=True)
    assert fields_of(made) - calculated(made) - {"value"} <= set(prepare(ROWS, words=words, size=size).columns)


def test_no_area_is_an_empty_frame_of_the_same_columns() -> None:
    assert prepare([], words=HANS).schema == prepare(ROWS, words=HANS).schema
    assert prepare([], words=HANS).is_empty()
