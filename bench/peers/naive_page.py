"""The two screens as a first Streamlit script: the workbook read with pandas in every run, Altair uncached."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import altair as alt
import figures
import streamlit as st

ACTION = os.environ["PEER_ACTION"]
st.set_page_config(layout="wide")


def overview() -> None:
    month = st.radio("month", figures.MONTHS, index=len(figures.MONTHS) - 1, horizontal=True, key="month")
    rows = figures.verdicts_from_workbook()
    st.title("Overview")
    counted = figures.counts(rows, month)
    shown = [s for s in figures.STATUSES if s in counted]
    for column, status in zip(st.columns(len(shown)), shown, strict=True):
        column.metric(status, int(counted[status].sum()))
    long = counted[shown].reset_index().melt("action", value_name="count")
    colour = alt.Color("status", scale=alt.Scale(domain=list(figures.COLOURS), range=list(figures.COLOURS.values())))
    left, right = st.columns(2)
    left.altair_chart(alt.Chart(long).mark_bar().encode(x="count", y="action", color=colour))
    cells = figures.matrix(rows).stack().rename("behind").reset_index()
    base = alt.Chart(cells).encode(x="month:O", y="action")
    right.altair_chart(base.mark_rect().encode(color="behind") + base.mark_text().encode(text="behind"))
    st.dataframe(figures.worst(rows, month))
    st.html(f'<div class="end" data-month="{month}" data-page="overview"></div>')


def action() -> None:
    month = st.radio("month", figures.MONTHS, index=len(figures.MONTHS) - 1, horizontal=True, key="month")
    rows, series = figures.verdicts_from_workbook(), figures.series_from_workbook()
    st.title(ACTION)
    columns = st.columns(3)
    for number, (name, part) in enumerate(figures.lines(series, ACTION, month)):
        line = alt.Chart(part, title=name).mark_line(point=True).encode(x="month:O", y="value")
        target = alt.Chart(part).mark_rule(strokeDash=[6, 4]).encode(y="target")
        columns[number % 3].altair_chart(line + target)
    st.dataframe(figures.of_action(rows, ACTION, month))
    st.html(f'<div class="end" data-month="{month}" data-page="action"></div>')


pages = [st.Page(overview, title="Overview", default=True), st.Page(action, title="Action", url_path="action")]
st.navigation(pages, position="top").run()
