"""The direct labels of a trend: of the lines at their right ends, of the newest figure where nothing is under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import pi, sqrt
from typing import Any

from charts.geometry import spread_labels
from charts.placing import Box, Drawn, Place, Plot, Stroke, nearest_free
from charts.theme import BRIEF, MEASURES, Measures, Size
from charts.trend_model import FORMS
from charts.trend_series import Pen
from charts.wording import gap_text
from charts.wrapping import text_width, wrap

Row = dict[str, Any]
LINE = 1.25
"""The height of a line of text as a share of its letters' size."""
BOLD = 1.12
END_SHARE = 0.3
"""How much of a chart's width the labels at the right may take before they are broken into lines."""
WIDEST = 2.5
"""How much wider than in the narrowest chart the plot may become."""
BAR_SHARE = 0.56
"""How much of a month's width a bar takes."""


def label_size(text: str, letters: float) -> tuple[float, float]:
    """Width and height of a bold label in pixels, rather too large than too small."""
    lines = text.split("\n")
    return max(text_width(line) for line in lines) * letters * BOLD, len(lines) * letters * LINE


@dataclass(frozen=True, slots=True)
class Ends:
    """The labels at the right of the plot, and those beside the newest month of two series."""

    edge: list[Row]
    beside: list[Row]
    width: float  # pixels the edge labels take
    lines: int  # of the tallest

    @classmethod
    def of(cls, pen: Pen, size: Size) -> Ends:
        measure = MEASURES[size]
        room = measure.narrowest * END_SHARE / measure.small
        edge = [_broken(row, room, size) for row in _edge_rows(pen)]
        beside = [_broken(row, room, size) for row in _series_ends(pen)]
        written = [row["label"] for row in edge]
        width = max((label_size(text, measure.small)[0] for text in written), default=0.0)
        lines = max((row["label"].count("\n") + 1 for row in (*edge, *beside)), default=1)
        return cls(edge, beside, width, lines)

    def placed(self, plot: Plot, measure: Measures) -> list[Row]:
        """The labels with their places on the value axis, moved apart and kept beside the plot."""
        rows = []
        for labels in (self.edge, self.beside):
            distance = self.lines * measure.small * LINE + 1
            levels = [plot.y(row["value"]) for row in labels]
            places = spread_labels(levels, distance, within=(distance / 2, plot.height - distance / 2))
            for row, y in zip(labels, places, strict=True):
                rows.append({**row, "role": "end_label", "label_value": plot.value(y)})
        return rows


def _broken(row: Row, room: float, size: Size) -> Row:
    brief = size in BRIEF and row["role"] == "target"
    text = row["value_text"] if brief else wrap(row["label"], width=room, lines=3)
    return {"value": row["value"], "month": row.get("beside"), "label": text, "series_label": row["role"]}


def _edge_rows(pen: Pen) -> list[Row]:
    rows = pen.targets() + [row for row in pen.forecast() if row["label"]]
    if last_year := pen.last_year():
        newest = last_year[-1]
        label = pen.words("chart.trend.series", name=newest["series_label"], value=newest["value_text"])
        rows.append({**newest, "label": label})
    return rows


def _series_ends(pen: Pen) -> list[Row]:
    """The newest figure of either series of a relative target."""
    if not pen.trend.other:
        return []
    newest = [rows[-1] for rows in (pen.actual(), pen.other()) if rows]
    beside = max((row["month"] for row in newest), default=1.0)
    return [
        {
            **row,
            "label": pen.words("chart.trend.series", name=row["series_label"], value=row["value_text"]),
            "beside": beside,
        }
        for row in newest
    ]


def newest_rows(pen: Pen, plot: Plot, size: Size) -> tuple[list[Row], bool]:
    """The newest figure with its label placed, or the words that there is none; and whether its place is free."""
    if not pen.trend.known:
        return _empty(pen, plot, size)
    (row,) = pen.newest()
    if pen.trend.other:
        return [row], True
    measure = MEASURES[size]
    found: tuple[str, Place] | None = None
    for text in _wordings(pen, row["value_text"], plot, measure):
        place = _place(pen, row, text, plot, measure)
        if found is None or (place.is_free and not found[1].is_free):
            found = text, place
    assert found is not None
    text, place = found
    made = [{**row, "label": text, **_hung(place)}]
    return made + _leader(row, place, plot, measure), place.is_free


def _wordings(pen: Pen, value: str, plot: Plot, measure: Measures) -> list[str]:
    """The newest figure with its gap on one line, on two, and alone: those that fit the plot."""
    trend = pen.trend
    gap = gap_text(pen.words, trend.gap, trend.gap_unit, unit=trend.unit, direction=trend.direction)
    told = [pen.words("chart.with_gap", value=value, gap=gap), f"{value}\n{gap}"] if gap else []
    return [*(text for text in told if label_size(text, measure.strong)[0] < 0.7 * plot.width), value]


def _place(pen: Pen, row: Row, text: str, plot: Plot, measure: Measures) -> Place:
    radius = radius_of(measure.point * 1.7)
    return nearest_free(label_size(text, measure.strong), _drawn(pen, row, plot, measure), radius=radius)


def _drawn(pen: Pen, row: Row, plot: Plot, measure: Measures) -> list[Drawn]:
    plots = (plot, plot.wider((1 + WIDEST) / 2), plot.wider(WIDEST))
    return [Drawn(p, p.x(row["month"]), p.y(row["value"]), obstacles(pen, p, measure)) for p in plots]


def _hung(place: Place) -> Row:
    return {"label_dx": place.dx, "label_dy": place.dy, "label_align": place.align}


def _leader(row: Row, place: Place, plot: Plot, measure: Measures) -> list[Row]:
    """A thin line to a label that could not stand beside its point; as long in pixels as the label is away."""
    x, y = plot.x(row["month"]), plot.y(row["value"])
    box = place.box(x, y)
    edge = box.bottom if box.bottom < y else box.top
    is_near = abs(edge - y) < measure.strong * LINE * 1.2 or box.top <= y <= box.bottom
    if is_near or not box.left <= x <= box.right:
        return []
    ends = {"value": row["value"], "value2": row["value"], "label_dy": edge - y}
    return [{"role": "leader", "month": row["month"], **ends}]


def _empty(pen: Pen, plot: Plot, size: Size) -> tuple[list[Row], bool]:
    measure, said = MEASURES[size], pen.words("chart.no_figure")
    width = plot.width * 0.9 / (measure.text * BOLD)
    owed = wrap(pen.trend.owed, width=width, lines=3) if pen.trend.owed else ""
    text = f"{said}\n{owed}" if owed else said
    middle = {"month": 6.5, "value": plot.value(plot.height * 0.7)}
    place = nearest_free(label_size(text, measure.text), _drawn(pen, middle, plot, measure), radius=0)
    row = {**middle, "role": "empty", "label": text, **_hung(place)}
    return [row], place.is_free


def radius_of(area: float) -> float:
    """Half the width of a symbol of this area."""
    return sqrt(area / pi) + 1


def obstacles(pen: Pen, plot: Plot, measure: Measures) -> list[Box | Stroke]:
    """All that is drawn in the plot and that a text must not cover."""
    thin = measure.line * 0.35
    levels = [plot.y(row["value"]) for row in pen.targets()]
    found: list[Box | Stroke] = [Stroke((0, y), (plot.width, y), thin) for y in levels]
    for rows in (pen.path(), pen.forecast(), pen.last_year()):
        found += plot.strokes([(row["month"], row["value"]) for row in rows], half=thin)
    for rows in (pen.other(), pen.revised()):
        found += _marks(rows, plot, radius_of(measure.point * 0.4))
    for row in pen.newest():
        found += _marks([row], plot, radius_of(measure.point * 1.7))
        if row["value2"] is not None:
            found += plot.strokes([(row["month"], row["value"]), (row["month"], row["value2"])], half=measure.line / 2)
    found += [_foot(row["month"], plot, measure) for row in pen.missing(plot.low)]
    return found + _figures(pen, plot, measure)


def _figures(pen: Pen, plot: Plot, measure: Measures) -> list[Box | Stroke]:
    rows, form = pen.actual(), FORMS.get(pen.trend.kind)
    if form == "bar":
        half = plot.width / 12 * BAR_SHARE / 2
        zero = plot.y(0)
        ends = [(plot.x(row["month"]), plot.y(row["value"])) for row in rows]
        return [Box(x - half, min(y, zero), x + half, max(y, zero)) for x, y in ends]
    points: list[tuple[float, float]] = []
    for row in rows:
        if form == "step" and points:
            points.append((row["month"], points[-1][1]))
        points.append((row["month"], row["value"]))
    return [*plot.strokes(points, half=measure.line / 2), *_marks(rows, plot, radius_of(measure.point * 0.55))]


def _marks(rows: Sequence[Row], plot: Plot, radius: float) -> list[Box]:
    return [plot.mark(row["month"], row["value"], radius=radius) for row in rows]


def _foot(month: float, plot: Plot, measure: Measures) -> Box:
    """The cross at the foot of a month reported as missing."""
    x, half = plot.x(month), measure.strong / 2
    return Box(x - half, plot.height - measure.strong, x + half, plot.height)
