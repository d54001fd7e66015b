"""A bare page of charts: choices above, as many charts below, each built anew as a first script would write it."""

import altair as alt
import pandas as pd
import streamlit as st

st.set_page_config(layout="wide")
count = int(st.query_params.get("charts", "2"))
month = int(st.selectbox("month", range(1, 13), index=8, key="month"))
action = int(st.selectbox("action", range(1, 9), key="action"))
for start in range(0, count, 3):
    for column, number in zip(st.columns(3), range(start, min(start + 3, count)), strict=False):
        figures = [(number * 7 + action * 5 + n * n) % 40 for n in range(1, month + 1)]
        frame = pd.DataFrame({"month": range(1, month + 1), "value": figures, "target": 30})
        line = alt.Chart(frame).mark_line(point=True).encode(x="month:Q", y="value:Q", tooltip=["month", "value"])
        target = alt.Chart(frame).mark_rule(strokeDash=[6, 4]).encode(y="target:Q")
        with column:
            st.subheader(f"{number + 1}")
            st.altair_chart(line + target)
st.html(f'<div class="end" data-month="{month}" data-action="{action}"></div>')
