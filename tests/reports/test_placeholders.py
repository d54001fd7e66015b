"""Figures in prose: what is stored, what the editor shows, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.content.placeholders import (
    Names,
    Run,
    defuse_braces,
    for_editor,
    from_editor,
    keys_of,
    placeholder,
    runs_of,
    typed_numbers,
)
from reports.errors import UnknownFigure

SUBJECTS = {"retail_growth": "社会消费品零售总额增速", "jobs": "城镇新增就业：累计", "gdp": "GDP: real growth"}
FIELDS = {"value": "实绩", "target": "目标"}
CHINESE, ENGLISH = Names(SUBJECTS, FIELDS), Names(SUBJECTS, {"value": "actual", "target": "target"}, ": ")
FIGURES = [placeholder(s, f) for s in [*SUBJECTS, "unnamed"] for f in [*FIELDS, "value_203109"]]
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="{}"), max_size=12)
TEMPLATES = st.lists(st.one_of(WORDS, st.sampled_from(FIGURES)), max_size=8).map("".join)


def everything(subject: str, field: str) -> bool:
    return True


@given(template=TEMPLATES, names=st.sampled_from([CHINESE, ENGLISH]))
def test_editing_nothing_changes_nothing(template: str, names: Names) -> None:
    assert from_editor(for_editor(template, names), names, everything) == template


@given(template=TEMPLATES)
def test_every_figure_of_a_text_is_found_and_filled_in(template: str) -> None:
    keys = keys_of(template)
    assert [placeholder(*key.split(":")) for key in keys] == _in_order(template)
    for line in template.splitlines():
        runs = runs_of(line, dict.fromkeys(keys, "8.4%"))
        assert "".join(placeholder(*r.figure.split(":")) if r.figure else r.text for r in runs) == line


def _in_order(template: str) -> list[str]:
    found = [(template.find(figure, at), figure) for figure in FIGURES for at in range(len(template))]
    return [figure for _, figure in sorted({(at, figure) for at, figure in found if at >= 0})]


@given(text=st.text(max_size=30))
def test_text_from_outside_holds_no_placeholder(text: str) -> None:
    assert keys_of(defuse_braces(text)) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("增速{零售：实绩}", "{零售：实绩}"),
        ("a { alone", "{"),
        ("{}", "{}"),
        ("{f:retail_growth:mood}", "{f:retail_growth:mood}"),
    ],
)
def test_a_brace_that_names_no_figure_is_refused_by_its_name(text: str, named: str) -> None:
    with pytest.raises(UnknownFigure) as refused:
        from_editor(text, CHINESE, lambda subject, field: field in FIELDS)
    assert refused.value.placeholders == (named,)
    assert named in str(refused.value)


@pytest.mark.parametrize(
    "written", ["{社会消费品零售总额增速：实绩}", "{社会消费品零售总额增速:实绩}", "{ 社会消费品零售总额增速： 实绩 }"]
)
def test_the_colon_may_be_of_either_width(written: str) -> None:
    assert from_editor(written, CHINESE, everything) == "{f:retail_growth:value}"


def test_a_missing_text_is_said_and_words_are_kept_apart() -> None:
    assert runs_of("增长{f:gdp:value}。", {"gdp:value": "6.8%"}) == (Run("增长"), Run("6.8%", "gdp:value"), Run("。"))
    with pytest.raises(UnknownFigure, match="f:gdp:value"):
        runs_of("增长{f:gdp:value}。", {})


def test_numbers_typed_by_hand_are_told() -> None:
    assert typed_numbers("增长8.4%，差1.6个百分点，{f:gdp:value}，共12家") == ["8.4%", "1.6个百分点"]
