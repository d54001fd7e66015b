"""Names on lines: never cut, never broken inside a number, never begun by a comma."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.wrapping import unique_labels, wrap

NAMES = st.text(alphabet="全县杂交水稻制种面积增速（）、，GDP&R% 1234", min_size=1, max_size=50).map(str.strip)


@given(NAMES, st.integers(4, 20), st.integers(1, 3))
def test_nothing_of_a_name_is_lost(name: str, width: int, lines: int) -> None:
    broken = wrap(name, width=width, lines=lines)
    assert broken.replace("\n", "").replace(" ", "") == name.replace(" ", "")
    assert broken.count("\n") < lines


@pytest.mark.parametrize(
    ("name", "width", "broken"),
    [
        ("产业培塑行动", 13, "产业培塑行动"),
        ("企业和群众办事纸质证照免提交率", 13, "企业和群众办事纸\n质证照免提交率"),
        ("R&D经费投入强度（占GDP比重）", 13, "R&D经费投入强度\n（占GDP比重）"),
        ("New-energy vehicles put on the road", 13, "New-energy vehicles\nput on the road"),
        ("Supercalifragilisticexpialidocious", 5, "Supercalifragilisticexpialidocious"),
    ],
)
def test_breaks_where_a_reader_would(name: str, width: int, broken: str) -> None:
    assert wrap(name, width=width) == broken


def test_repeated_names_keep_rows_of_their_own() -> None:
    labels = unique_labels(["甲", "乙", "甲", "甲"])
    assert len(set(labels)) == 4
    assert [label.strip("\u200b") for label in labels] == ["甲", "乙", "甲", "甲"]
