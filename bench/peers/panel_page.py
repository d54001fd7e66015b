"""The overview and an action in plain Panel: Bokeh figures bound to a select, data read once."""

import os
from typing import Any

import figures
import panel as pn
from bokeh.models import LinearColorMapper, Span
from bokeh.plotting import figure
from bokeh.transform import transform

pn.extension("tabulator")
VERDICTS, SERIES = figures.verdicts(), figures.series()
ACTION = os.environ["PEER_ACTION"]


def overview(month: str) -> Any:
    counted = figures.counts(VERDICTS, month)
    shown = [s for s in figures.STATUSES if s in counted]
    tiles = pn.Row(*(pn.indicators.Number(name=s, value=int(counted[s].sum())) for s in shown))
    source = {"action": list(counted.index), **{s: list(counted[s]) for s in shown}}
    bars = figure(y_range=source["action"], height=320, width=620)
    bars.hbar_stack(shown, y="action", height=0.8, color=[figures.COLOURS[s] for s in shown], source=source)
    cells = figures.matrix(VERDICTS).stack().rename("behind").reset_index()
    heat = figure(x_range=figures.MONTHS, y_range=source["action"], height=320, width=620)
    mapper = LinearColorMapper(palette="Viridis256", low=0, high=max(1, cells["behind"].max()))
    heat.rect(x="month", y="action", width=1, height=1, source=cells, fill_color=transform("behind", mapper))
    table = pn.widgets.Tabulator(figures.worst(VERDICTS, month), show_index=False)
    return pn.Column("# Overview", tiles, pn.Row(bars, heat), table, end(month, "overview"))


def action(month: str) -> Any:
    charts = []
    for name, part in figures.lines(SERIES, ACTION, month):
        made = figure(title=name, x_range=list(part["month"]), height=260, width=400)
        made.line(part["month"], part["value"])
        made.scatter(part["month"], part["value"], size=6)
        made.add_layout(Span(location=part["target"].iloc[0], dimension="width", line_dash="dashed"))
        charts.append(made)
    table = pn.widgets.Tabulator(figures.of_action(VERDICTS, ACTION, month), show_index=False)
    return pn.Column(f"# {ACTION}", pn.GridBox(*charts, ncols=3), table, end(month, "action"))


def end(month: str, page: str) -> Any:
    return pn.pane.HTML(f'<div class="end" data-month="{month}" data-page="{page}"></div>')


def page(build: Any) -> Any:
    """A page: links, the month, the content bound to it."""

    def make() -> Any:
        month = pn.widgets.RadioButtonGroup(name="month", options=figures.MONTHS, value=figures.MONTHS[-1])
        links = pn.pane.HTML('<a href="/overview">Overview</a> <a href="/action">Action</a>')
        return pn.Column(links, month, pn.bind(build, month))

    return make


if __name__ == "__main__":
    pages = {"overview": page(overview), "action": page(action)}
    pn.serve(pages, port=int(os.environ["PEER_PORT"]), show=False, admin=False)
