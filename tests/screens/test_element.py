"""Charts that are compiled already: the message the browser gets is Streamlit's own, with another specification."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from charts import store
from charts.theme import DATA
from tests.screens.conftest import open_screen

CHART = "vega_lite_chart"


def both() -> None:
    """The same chart twice, by Streamlit's own command and by ours, among other elements and in a column."""
    import polars as pl
    import streamlit as st

    from charts import theme, trend
    from i18n import words_for
    from ui import drawing, element

    spec = trend.spec(words_for("en"), description="a chart")
    made = drawing.made(pl.DataFrame({"role": ["actual"], "month": [1.0], "value": [2.0]}), spec)
    st.vega_lite_chart(made.spec | {"datasets": {theme.DATA: made.arrow}}, theme=None, alt="a chart", height="content")
    st.caption("between")
    (column,) = st.columns(1)
    with column:
        element.place('{"marks": []}', made.arrow, alt="a chart", height="content")
    st.caption("after")


def test_a_compiled_chart_is_sent_as_streamlit_sends_its_own() -> None:
    visit = AppTest.from_function(both).run()
    assert not visit.exception
    theirs, ours = visit.get(CHART)
    assert json.loads(theirs.proto.spec)["layer"]
    assert ours.proto.spec == '{"marks": []}'
    for name in ("alt", "theme", "selection_mode", "form_id"):
        assert getattr(ours.proto, name) == getattr(theirs.proto, name), name
    assert [data.data.data for data in theirs.proto.datasets] == [ours.proto.data.data]
    assert DATA == "source", "the name Streamlit's page gives to rows without one"
    assert [caption.value for caption in visit.caption] == ["between", "after"]
    assert visit.columns[0].get(CHART)[0].proto == ours.proto


@pytest.mark.parametrize(
    ("screen", "query", "count"),
    [("", {}, 2), ("action_industry", {}, 5), ("indicator", {"indicator": "retail_growth"}, 1), ("appraisal", {}, 1)],
)
def test_a_screen_sends_its_charts_compiled_but_those_to_select_in(
    office: Path, screen: str, query: dict[str, str], count: int
) -> None:
    compiled = set(store.kept().programs.values())
    charts = open_screen(screen, **query).get(CHART)
    assert len(charts) == count
    for chart in charts:
        assert (chart.proto.spec in compiled) != bool(chart.proto.selection_mode)
        assert bool(chart.proto.data.data) != bool(chart.proto.datasets)
