"""How every chart looks: status colours and shapes, fonts per language, three sizes.

Ink is `currentColor` and there is no background, so a drawn chart follows the page's light or dark theme
without being rebuilt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt
import polars as pl

from i18n import Words
from rules.model import Status

Size = Literal["screen", "projector", "phone"]
SIZES: tuple[Size, ...] = ("screen", "projector", "phone")

INK = "currentColor"
PAPER = "Canvas"
"""The page's own background: CSS's system colour follows the colour scheme of the page."""
GRID = "#8A94A040"
MUTED = "#8A94A0"
CLEAR = "transparent"

COLOURS: Mapping[Status, str] = {
    Status.DONE: "#158F6B",
    Status.ON_TRACK: "#2B7FCB",
    Status.AT_RISK: "#E39A0B",
    Status.BEHIND: "#D9480F",
    Status.OVERDUE_REPORT: INK,
    Status.NO_DATA: MUTED,
}
SHAPES: Mapping[Status, str] = {
    Status.DONE: "square",
    Status.ON_TRACK: "circle",
    Status.AT_RISK: "triangle-up",
    Status.BEHIND: "diamond",
    Status.OVERDUE_REPORT: "cross",
    Status.NO_DATA: "M-1,-0.25H1V0.25H-1Z",
}
SYMBOLS: Mapping[Status, str] = {
    Status.DONE: "■",
    Status.ON_TRACK: "●",
    Status.AT_RISK: "▲",
    Status.BEHIND: "◆",
    Status.OVERDUE_REPORT: "✚",
    Status.NO_DATA: "–",
}
FILLS: Mapping[Status, str] = {**COLOURS, Status.OVERDUE_REPORT: CLEAR, Status.NO_DATA: "#8A94A066"}
"""What an area of a status is filled with; an overdue report is an outline around nothing."""
INK_ON_FILL: Mapping[Status, str] = {
    Status.DONE: "#FFFFFF",
    Status.ON_TRACK: "#FFFFFF",
    Status.AT_RISK: "#1B1B1B",
    Status.BEHIND: "#FFFFFF",
    Status.OVERDUE_REPORT: INK,
    Status.NO_DATA: INK,
}
BY_SEVERITY: tuple[Status, ...] = (
    Status.BEHIND,
    Status.OVERDUE_REPORT,
    Status.AT_RISK,
    Status.ON_TRACK,
    Status.DONE,
    Status.NO_DATA,
)

_SC = "'Noto Sans CJK SC','Microsoft YaHei','PingFang SC'"
_TC = "'Noto Sans CJK TC','Microsoft JhengHei','PingFang TC'"
FONTS: Mapping[str, str] = {
    "zh-Hans": f"{_SC},sans-serif",
    "zh-Hant": f"{_TC},sans-serif",
    "en": f"'Source Sans','Segoe UI','Helvetica Neue','Noto Sans',{_SC},sans-serif",
}


@dataclass(frozen=True, slots=True)
class Measures:
    """Lengths of one size, in pixels; `name_width` is in Chinese characters a line."""

    text: int
    small: int
    strong: int
    line: float
    point: int
    plot_height: int
    name_width: int
    name_lines: int

    def scaled(self, share: float) -> int:
        """A length that grows with the text: `share` times its size."""
        return round(self.text * share)


MEASURES: Mapping[Size, Measures] = {
    "screen": Measures(14, 13, 15, 2.5, 90, 300, 13, 2),
    "projector": Measures(22, 20, 26, 4, 240, 560, 12, 2),
    "phone": Measures(13, 12, 14, 2, 70, 260, 9, 3),
}


def finish(
    layers: Sequence[alt.Chart],
    *,
    language: str,
    size: Size,
    height: int | Mapping[str, int],
) -> dict[str, Any]:
    """The layers as one validated specification of the named data, as wide as its place on the page."""
    chart = alt.layer(*layers, data=alt.NamedData(name="data"))
    made: dict[str, Any] = chart.to_dict()
    made.pop("config", None)
    return {
        **made,
        "width": "container",
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": {"top": 10, "left": 4, "right": 8, "bottom": 4},
        "config": configuration(language, size),
    }


def configuration(language: str, size: Size) -> dict[str, Any]:
    """The Vega-Lite `config` of one language and size."""
    measure = MEASURES[size]
    axis = {
        "labelColor": INK,
        "labelFontSize": measure.small,
        "labelLimit": 0,
        "labelOverlap": False,
        "labelPadding": measure.scaled(0.5),
        "titleColor": INK,
        "domain": False,
        "ticks": False,
        "gridColor": GRID,
    }
    return {
        "background": None,
        "font": FONTS[language],
        "view": {"stroke": None},
        "text": {"color": INK, "fontSize": measure.text, "lineHeight": measure.scaled(1.25)},
        "axis": axis,
        "legend": {
            "labelColor": INK,
            "labelFontSize": measure.text,
            "labelLimit": 0,
            "symbolSize": measure.point * 1.6,
            "columnPadding": measure.text,
            "offset": measure.text,
        },
        "title": {"color": INK, "anchor": "start", "fontSize": measure.strong},
    }


def rows_of(*roles: str) -> alt.Chart:
    """A layer of the rows that play these roles."""
    return alt.Chart().transform_filter(alt.FieldOneOfPredicate(field="role", oneOf=list(roles)))


def name_axis(
    size: Size, *, orient: Literal["left", "right"] = "left", strong: str | None = None
) -> alt.Axis:
    """The axis of row names: lines broken where `prepare` broke them, never cut.

    `strong` is an expression over `datum.value` that says which names are headings.
    """
    measure = MEASURES[size]
    line = measure.scaled(1.2)
    weight: Any = alt.Undefined
    if strong:
        weight = {"condition": {"test": strong, "value": "bold"}, "value": "normal"}
    return alt.Axis(
        title=None,
        grid=False,
        labelExpr="split(datum.value, '\\n')",
        labelFontSize=measure.text,
        labelLineHeight=line,
        labelOffset={
            "condition": [
                {"test": f"length(split(datum.value, '\\n')) === {lines}", "value": -line * (lines - 1) / 2}
                for lines in (2, 3)
            ],
            "value": 0,
        },
        labelFontWeight=weight,
    )


def status_legend(words: Words, size: Size) -> alt.Chart:
    """An empty layer that carries the legend of all statuses: colour, shape and word."""
    names = {status.value: words(f"status.{status.value}") for status in Status}
    lookup = "{" + ",".join(f"'{code}':'{name}'" for code, name in names.items()) + "}"
    legend = alt.Legend(
        title=None,
        orient="bottom",
        direction="horizontal",
        columns=2 if size == "phone" else 6,
        labelExpr=f"({lookup})[datum.value]",
        symbolOpacity=1,
        symbolStrokeWidth=2,
    )
    codes = [status.value for status in Status]
    colour = alt.Scale(domain=codes, range=[COLOURS[status] for status in Status])
    shape = alt.Scale(domain=codes, range=[SHAPES[status] for status in Status])
    return (
        rows_of("legend")
        .mark_point(filled=True, opacity=0)
        .encode(
            color=alt.Color("status:N", scale=colour, legend=legend),
            shape=alt.Shape("status:N", scale=shape, legend=legend),
        )
    )


def frame_of(rows: Sequence[Mapping[str, Any]], schema: Mapping[str, Any]) -> pl.DataFrame:
    """Rows as a frame of exactly these columns; absent keys are null, unknown keys raise ValueError."""
    unknown = {key for row in rows for key in row} - set(schema)
    if unknown:
        raise ValueError(f"columns not in the schema: {sorted(unknown)}")
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=dict(schema))
