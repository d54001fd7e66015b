"""The overview and an action in plain Dash: Plotly figures made in callbacks, data read once."""

import os
from typing import Any

import figures
import plotly.graph_objects as go
from dash import Dash, Input, Output, callback, dash_table, dcc, html

VERDICTS, SERIES = figures.verdicts(), figures.series()
ACTION = os.environ["PEER_ACTION"]
app = Dash(__name__, suppress_callback_exceptions=True)
app.layout = html.Div(
    [
        dcc.Location(id="place"),
        html.Div([dcc.Link("Overview", href="/"), " ", dcc.Link("Action", href="/action", id="to-action")]),
        dcc.RadioItems(figures.MONTHS, figures.MONTHS[-1], id="month", inline=True),
        html.Div(id="page"),
    ]
)


@callback(Output("page", "children"), Input("place", "pathname"), Input("month", "value"))
def show(path: str, month: str) -> list[Any]:
    """One of the two pages at a month."""
    content = action(month) if path == "/action" else overview(month)
    return [*content, html.Div(className="end", **{"data-month": month, "data-page": path.strip("/") or "overview"})]


def overview(month: str) -> list[Any]:
    counted = figures.counts(VERDICTS, month)
    shown = [s for s in figures.STATUSES if s in counted]
    tiles = html.Div([html.Div([html.B(s), html.H2(int(counted[s].sum()))]) for s in shown])
    bars = go.Figure(
        [go.Bar(y=counted.index, x=counted[s], name=s, orientation="h", marker_color=figures.COLOURS[s]) for s in shown]
    ).update_layout(barmode="stack")
    table = figures.matrix(VERDICTS)
    cells = go.Heatmap(z=table.values, x=table.columns, y=table.index, text=table.values, texttemplate="%{text}")
    charts = [dcc.Graph(figure=bars), dcc.Graph(figure=go.Figure(cells))]
    return [html.H1("Overview"), tiles, *charts, grid(figures.worst(VERDICTS, month))]


def action(month: str) -> list[Any]:
    charts = []
    for name, part in figures.lines(SERIES, ACTION, month):
        made = go.Figure(go.Scatter(x=part["month"], y=part["value"], mode="lines+markers")).update_layout(title=name)
        charts.append(dcc.Graph(figure=made.add_hline(y=part["target"].iloc[0], line_dash="dash")))
    return [html.H1(ACTION), *charts, grid(figures.of_action(VERDICTS, ACTION, month))]


def grid(rows: Any) -> Any:
    columns = [{"name": name, "id": name} for name in rows.columns]
    return dash_table.DataTable(rows.to_dict("records"), columns, page_size=20)


if __name__ == "__main__":
    app.run(port=int(os.environ["PEER_PORT"]), debug=False)
