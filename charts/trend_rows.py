"""The rows of a trend chart: one indicator over the months of a year beside what is asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from charts.event_notes import NOTE_SCHEMA
from charts.geometry import span
from charts.placing import Plot
from charts.theme import MEASURES, Size, frame_of
from charts.trend_keys import event_rows, key_rows
from charts.trend_labels import Ends, newest_rows
from charts.trend_model import FORMS, Trend
from charts.trend_series import Pen
from charts.wrapping import text_width
from i18n import Words
from rules.model import Kind

HEADROOM = 0.12
"""By how much the value axis grows, each time no free place for the newest figure's label is found."""
TRIES = 4
LEAST_PLOT = 0.4
"""The least share of a chart's width that is left to its plot."""

SCHEMA: Mapping[str, Any] = {
    "role": pl.String,
    "form": pl.String,
    "month": pl.Float64,
    "month_label": pl.String,
    "series_label": pl.String,
    "value": pl.Float64,
    "value2": pl.Float64,
    "label_value": pl.Float64,
    "label": pl.String,
    "value_text": pl.String,
    "status": pl.String,
    "colour": pl.String,
    "shape": pl.String,
    "is_preliminary": pl.Boolean,
    "label_dx": pl.Float64,
    "label_dy": pl.Float64,
    "label_align": pl.String,
    "piece": pl.Int32,
    "line": pl.Int32,
    **NOTE_SCHEMA,
}


def prepare(trend: Trend, *, words: Words, size: Size = "screen") -> pl.DataFrame:
    """The rows of the chart, values in the reader's unit; columns as SCHEMA.

    `form` says how figures are drawn: line, bar, step. `role` says which layer draws a row:
    note (keys above the plot), domain (two rows: the axis' ends), band, target,
    end_label (at the right edge, or beside `month`), path, last_year, other, revised, actual, missing, gap (corners of
    the shaded area, one `piece` a side), forecast, last (newest figure with its label, which hangs `label_dx`,
    `label_dy` pixels from it), leader, empty, event (the mark of a note above its month), note_line (its words below).
    """
    pen, measure = Pen(trend, words), MEASURES[size]
    lines = [*pen.actual(), *pen.other(), *pen.last_year(), *pen.revised()]
    lines += [*pen.path(), *pen.targets(), *pen.forecast(), *pen.band()]
    low, high = _axis(trend, [row[key] for row in lines for key in ("value", "value2") if row.get(key) is not None])
    ends = Ends.of(pen, size)
    for room in range(TRIES + 1):
        plot = plot_of(low, high + room * HEADROOM * (high - low), ends=ends, size=size)
        newest, is_free = newest_rows(pen, plot, size)
        if is_free:
            break
    rows = [
        *({"role": "domain", "value": edge} for edge in (plot.low, plot.high)),
        *key_rows(pen, size=size, width=plot.width + ends.width),
        *lines,
        *pen.gaps(),
        *pen.missing(plot.low),
        *newest,
        *ends.placed(plot, measure),
        *event_rows(pen, size=size, width=plot.width + ends.width),
    ]
    form = FORMS.get(trend.kind, "line")
    return frame_of([{**row, "form": form} for row in rows], SCHEMA)


def plot_of(low: float, high: float, *, ends: Ends, size: Size) -> Plot:
    """The plot of the narrowest chart of a size: what the numbers at its left and the labels at its right leave."""
    measure = MEASURES[size]
    step = (high - low) / 5
    decimals = 0 if step >= 1 else 1 if step >= 0.1 else 2
    numbers = max(text_width(f"{value:,.{decimals}f}") for value in (low, high)) * measure.small
    taken = numbers + measure.scaled(0.5) + 12 + ends.width + 6
    width = max(measure.narrowest - taken, measure.narrowest * LEAST_PLOT)
    return Plot(width, float(measure.plot_height), low, high)


def _axis(trend: Trend, values: list[float]) -> tuple[float, float]:
    """The ends of the value axis: amounts stand on zero, rates keep a span that does not exaggerate."""
    with_zero = trend.kind in (Kind.CUMULATIVE, Kind.DYNAMIC_ZERO)
    if trend.kind in (Kind.GROWTH_RATE, Kind.SHARE, Kind.RELATIVE, Kind.DIRECTION):
        smallest = 4.0
    else:
        smallest = 0.1 * max((abs(value) for value in values), default=1.0) or 1.0
    return span(values, smallest=smallest, with_zero=with_zero)
