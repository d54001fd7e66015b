"""How every chart looks: status colours and shapes, fonts per language, three sizes.

Ink is `currentColor` and there is no background, so a drawn chart follows the page's light or dark theme
without being rebuilt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import polars as pl

from charts.grammar import alt
from charts.wrapping import text_width
from i18n import Words
from rules.model import Status

V = TypeVar("V")
Size = Literal["screen", "projector", "phone", "tile"]
SIZES: tuple[Size, ...] = ("screen", "projector", "phone")
"""The sizes a page can have; a tile is one of several charts beside each other on the projector."""
BRIEF: frozenset[Size] = frozenset({"phone", "tile"})
"""Sizes where lines are labelled by their numbers alone and keys above the plot name them."""

DATA = "source"
"""The name of the data in every spec: the one under which Streamlit's front end puts in the table."""

FILL = "container"
"""The width or height of a chart that takes its place's."""
INK = "currentColor"
PAPER = "Canvas"
"""The page's own background: CSS's system colour follows the colour scheme of the page."""
GRID = "#8A94A040"
MUTED = "#8A94A0"
CLEAR = "transparent"

COLOURS: Mapping[Status, str] = {
    Status.DONE: "#128260",
    Status.ON_TRACK: "#2676BF",
    Status.AT_RISK: "#E39A0B",
    Status.BEHIND: "#CF440D",
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
FILLS: Mapping[Status, str] = {**COLOURS, Status.NO_DATA: "#8A94A066"}
"""What an area of a status is filled with."""
INK_ON_FILL: Mapping[Status, str] = {
    Status.DONE: "#FFFFFF",
    Status.ON_TRACK: "#FFFFFF",
    Status.AT_RISK: "#1B1B1B",
    Status.BEHIND: "#FFFFFF",
    Status.OVERDUE_REPORT: PAPER,
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
SYMBOL_FONT = FONTS["zh-Hans"]
"""Symbols in texts come from a Chinese font in every language: Latin fonts draw them tiny or not at all."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Lengths of one size, in pixels; `name_width` is in Chinese characters a line.

    `narrowest`: the least width of a chart with its labels that nothing may overlap in.
    """

    text: int
    small: int
    strong: int
    line: float
    point: int
    plot_height: int
    name_width: int
    name_lines: int
    narrowest: int

    def scaled(self, share: float) -> int:
        """A length that grows with the text: `share` times its size."""
        return round(self.text * share)


MEASURES: Mapping[Size, Measures] = {
    "screen": Measures(14, 13, 15, 2.5, 90, 300, 13, 2, 600),
    "projector": Measures(22, 20, 26, 4, 240, 560, 12, 2, 900),
    "phone": Measures(13, 12, 14, 2, 70, 260, 9, 3, 330),
    "tile": Measures(18, 17, 21, 3, 140, 340, 12, 3, 520),
}


def finish(
    layers: Sequence[alt.Chart],
    *,
    language: str,
    size: Size,
    height: int | Mapping[str, int],
) -> dict[str, Any]:
    """The layers as one specification of the named data, as wide as its place on the page.

    What those hear who do not see the chart is a row of the data (`spoken`): a description in the specification would
    have the browser build the whole chart anew with each month.
    """
    spoken = rows_of("spoken").mark_point(opacity=0, size=1, aria=True).encode(description=alt.Description("spoken:N"))
    chart = alt.layer(*map(_kept, [*layers, spoken]), data=alt.NamedData(name=DATA))
    made: dict[str, Any] = chart.to_dict(validate=False)
    made.pop("config", None)
    return {
        **_quiet(made),
        "width": FILL,
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": {"top": 10, "left": 4, "right": 8, "bottom": 4},
        "config": configuration(language, size),
    }


def filling(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The specification as high as its place on the page, too."""
    return {**spec, "height": FILL, "autosize": {"type": "fit", "contains": "padding"}}


def either(channel: Callable[..., V], test: str, yes: object, no: object) -> V:
    """A value of a channel that is `yes` where `test` holds of a row, else `no`."""
    return channel(no, condition={"test": test, "value": yes})


def _kept(layer: alt.Chart) -> alt.Chart:
    """The layer with its marks kept from month to month: moved and painted anew, not made anew. Lines have no marks."""
    return layer if layer.mark["type"] in ("line", "area") else layer.encode(key=alt.Key("mark_key:N"))


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
        "aria": False,
    }
    return {
        "background": CLEAR,
        "font": FONTS[language],
        "view": {"stroke": None},
        "text": {"color": INK, "fontSize": measure.text, "lineHeight": measure.scaled(1.25)},
        "axis": axis,
        "title": {"color": INK, "anchor": "start", "fontSize": measure.strong},
        "mark": {"aria": False},
    }


def row_order(field: str, *roles: str, axis: alt.Axis | None) -> alt.Chart:
    """An unseen first layer of all rows: the order in which it meets the names is the order they are drawn in."""
    y = alt.Y(f"{field}:N", sort=None, axis=axis, scale=alt.Scale(padding=0))
    return rows_of(*roles).mark_point(opacity=0, size=0).encode(y=y)


def rows_of(*roles: str) -> alt.Chart:
    """A layer of the rows that play these roles."""
    return alt.Chart().transform_filter(alt.FieldOneOfPredicate(field="role", oneOf=list(roles)))


def pointer_lines(*fields: str) -> list[alt.Tooltip]:
    """What is shown of a row under the pointer: lines without a name. Equal titles would leave the first line only."""
    return [alt.Tooltip(f"{field}:N", title=" " * count) for count, field in enumerate(fields, 1)]


def _quiet(layer: dict[str, Any]) -> dict[str, Any]:
    """The layer with nothing shown under the pointer where it does not say what: else the page shows every field."""
    if "layer" in layer:
        return {**layer, "layer": [_quiet(part) for part in layer["layer"]]}
    if "tooltip" in layer.get("encoding", {}):
        return layer
    return {**layer, "mark": {**layer["mark"], "tooltip": None}}


def name_axis(size: Size, *, strong: str | None = None) -> alt.Axis:
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


LEGEND_SCHEMA: Mapping[str, Any] = {
    "legend_x": pl.Float64,
    "legend_line": pl.Int32,
    "legend_shape": pl.String,
    "legend_colour": pl.String,
    "legend_label": pl.String,
}
"""Columns of the legend's rows, added to the schema of each chart that has one."""


def legend_rows(words: Words, size: Size) -> list[dict[str, Any]]:
    """A row a status with its shape, colour, word and place (pixels from the plot's left, line below it)."""
    measure, columns = MEASURES[size], 2 if size == "phone" else len(Status)
    names = {status: words(f"status.{status}") for status in Status}
    widest = max(text_width(name) for name in names.values()) if size == "phone" else 0.0
    rows, right = [], 0.0
    for index, (status, name) in enumerate(names.items()):
        line, column = divmod(index, columns)
        right = 0.0 if column == 0 else right
        place = {"legend_x": right + measure.text * 0.6, "legend_line": line, "legend_label": name}
        mark = {"legend_shape": SHAPES[status], "legend_colour": COLOURS[status]}
        rows.append({"role": "legend", **place, **mark})
        right += (max(widest, text_width(name)) + 2.6) * measure.text
    return rows


def legend_layers(size: Size) -> list[alt.Chart]:
    """The legend below the plot, drawn from `legend_rows`: colour, shape and word of every status.

    A Vega-Lite legend of colour and shape falls apart into two in some versions of the renderer.
    """
    measure = MEASURES[size]
    rows = rows_of("legend")
    y = alt.value(alt.ExprRef(f"height + {measure.scaled(1.6)} + datum.legend_line * {measure.scaled(1.5)}"))
    mark = rows.mark_point(filled=True, opacity=1, size=measure.point * 1.6)
    text = rows.mark_text(align="left", baseline="middle", dx=measure.scaled(0.8))
    x = alt.value(alt.ExprRef("datum.legend_x"))
    shape, colour = alt.Shape("legend_shape:N", scale=None), alt.Color("legend_colour:N", scale=None)
    return [mark.encode(x=x, y=y, shape=shape, color=colour), text.encode(x=x, y=y, text=alt.Text("legend_label:N"))]


def frame_of(rows: Sequence[Mapping[str, Any]], schema: Mapping[str, Any]) -> pl.DataFrame:
    """Rows as a frame of these columns, `spoken` and `mark_key` (the row's place in its role).

    Absent keys are null, unknown keys raise ValueError.
    """
    schema = {**schema, "spoken": pl.String, "mark_key": pl.String}
    unknown = {key for row in rows for key in row} - set(schema)
    if unknown:
        raise ValueError(f"columns not in the schema: {sorted(unknown)}")
    made, counted = [], Counter[str]()
    for row in rows:
        role = row["role"]
        counted[role] += 1
        made.append({name: row.get(name) for name in schema} | {"mark_key": f"{role}{counted[role]}"})
    return pl.DataFrame(made, schema=schema)


def spoken(frame: pl.DataFrame, text: str) -> pl.DataFrame:
    """A chart's rows with what is read aloud of it; `frame` as `prepare` made it."""
    row = frame_of([{"role": "spoken", "spoken": text}], frame.schema)
    return pl.concat([frame, row])
