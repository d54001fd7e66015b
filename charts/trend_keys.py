"""What stands above a trend's plot: its unit, the keys of what is drawn, and the marks of what happened."""

from __future__ import annotations

from collections import Counter
from typing import Any

from charts.event_notes import note_rows, numbered
from charts.theme import BRIEF, MEASURES, Size
from charts.trend_series import UNFINISHED, Pen
from charts.wrapping import text_width, wrap
from rules.model import Kind

Row = dict[str, Any]


def key_rows(pen: Pen, *, size: Size, width: float) -> list[Row]:
    """The unit and the keys of what this chart shows, in lines counted from the plot upwards; `width` in pixels.

    Where lines are labelled by numbers alone, the keys begin with what each target's place in the plan is.
    """
    measure = MEASURES[size]
    lines: list[str] = []
    for text in _texts(pen, is_brief=size in BRIEF):
        if lines and text_width(lines[-1] + text) + 1 <= width / measure.small:
            lines[-1] += "　" + text
        else:
            lines.append(text)
    named = [row["label"] for row in pen.targets() if row["role"] == "target"] if size in BRIEF else []
    room = width / measure.small
    above = [line for text in (*named, *lines) for line in wrap(text, width=room, lines=2).split("\n")]
    first = max(Counter(month for _, month, _ in numbered(pen.trend.notes, pen.trend.year)).values(), default=0)
    return [{"role": "note", "label": text, "line": first + n} for n, text in enumerate(reversed(above))]


def _texts(pen: Pen, *, is_brief: bool) -> list[str]:
    """The unit and the keys; in brief the forecast's method is left to the words beside the chart."""
    trend, words = pen.trend, pen.words
    is_path = trend.path is not None and not trend.other
    path = "schedule" if trend.kind is Kind.CUMULATIVE else "path"
    keys = [
        *([path] if is_path else []),
        *(["hollow"] if any(o.status in UNFINISHED and o.value is not None for o in trend.figures) else []),
        *(["missing"] if any(o.value is None for o in trend.figures) else []),
        *(["revised"] if trend.revised else []),
        *(["band"] if trend.tolerance is not None and trend.targets else []),
    ]
    unit = words("chart.trend.unit", unit=trend.axis_unit.name(words))
    texts = [unit, *(words(f"chart.trend.{key}") for key in keys)]
    if trend.forecast is not None and trend.known:
        key = "forecast_brief" if is_brief else "forecast_method"
        texts.append(words(f"chart.trend.{key}", method=trend.forecast.method))
    return texts


def event_rows(pen: Pen, *, size: Size, width: float) -> list[Row]:
    """A numbered mark above each month something happened in, a line down to its figures, the words in a list below."""
    trend, stacked = pen.trend, Counter[int]()
    rows: list[Row] = []
    for mark, month, _ in numbered(trend.notes, trend.year):
        place = {"month": float(month.month), "label": mark, "line": stacked[month.month]}
        rows.append({"role": "event", **place})
        stacked[month.month] += 1
    listed = note_rows(trend.notes, words=pen.words, year=trend.year, width=width / MEASURES[size].small)
    return rows + listed
