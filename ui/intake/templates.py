"""Templates: a unit's workbook for a month with what it owes, last values and allowed ranges."""

from __future__ import annotations

import streamlit as st

from etl.plan import Plan
from etl.template import write_template
from rules.periods import add_months
from ui.screen import Screen


def draw(screen: Screen) -> None:
    """Choose unit and month, download."""
    words, known = screen.words, screen.board.knowledge
    st.caption(words("template.what"))
    plan = Plan.of(known.catalogue)
    units = list(dict.fromkeys(known.catalogue.indicators["reporting_unit"]))
    first = screen.month.replace(month=1)
    months = [add_months(first, n) for n in range(12)]
    unit_id = st.selectbox(
        words("units.pick"),
        units,
        format_func=lambda u: words.of(known.units[u]),
        key="template_unit",
        filter_mode="contains",
    )
    period = st.selectbox(
        words("template.period"),
        months,
        index=min(screen.month.month, 11),
        format_func=words.month,
        key="template_period",
    )
    if not plan.owed(unit_id=unit_id, period=period):
        st.caption(words("template.nothing"))
        return
    name, month = words.of(known.units[unit_id]), words.month(period)
    st.download_button(
        words("template.download", unit=name, month=month),
        lambda: write_template(plan, unit_id=unit_id, period=period, known=known.observations),
        file_name=f"{known.units[unit_id]['name_zh_hans']}_{period:%Y年%m月}.xlsx",
        on_click="ignore",
        type="primary",
        key="template_file",
    )
