"""One indicator over the months of a year, in the form its kind of target asks for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, Literal

from charts.event_notes import list_layer
from charts.grammar import alt
from charts.store import specification
from charts.theme import (
    BRIEF,
    CLEAR,
    DATA,
    INK,
    MEASURES,
    MUTED,
    PAPER,
    SYMBOL_FONT,
    Measures,
    Size,
    either,
    finish,
    pointer_lines,
    rows_of,
)
from charts.trend_labels import BAR_SHARE, LINE
from charts.trend_model import Forecast, TargetLine, Trend
from charts.trend_rows import SCHEMA, prepare
from i18n import Words, words_for

__all__ = ["SCHEMA", "Forecast", "TargetLine", "Trend", "prepare", "spec"]

AROUND: Mapping[Size, int] = {"screen": 62, "projector": 86, "phone": 62}
"""Pixels of height that months, targets and the line of signs take around a small course, by the room it stands in."""


FIGURE = ("series_label", "month_label", "value_text")
"""What is told of a figure under the pointer."""


def spec(words: Words, *, size: Size = "screen", description: str = "") -> dict[str, Any]:
    """The chart of any kind of target without data; `description` is its text for those who do not see it.

    The rows say in which form they are drawn, so that the browser fills the chart it has when the kind is another.
    """
    return {**_build(words.language, size), "description": description}


@specification("trend")
def _build(language: str, size: Size) -> dict[str, Any]:
    measure = MEASURES[size]
    layers = [
        *_frame(words_for(language), measure, size),
        *_expected(measure),
        *_where("datum.form === 'bar'", _bars()),
        *_where("datum.form !== 'bar'", _lines(measure)),
        *_newest(measure),
        *_labels(measure),
        *_events(measure, size),
    ]
    return finish(layers, language=language, size=size, height=measure.plot_height)


@cache
def _month() -> alt.X:
    return alt.X("month:Q")


@cache
def _value() -> alt.Y:
    return alt.Y("value:Q")


def _where(condition: str, layers: list[alt.Chart]) -> list[alt.Chart]:
    """The layers, with only the rows of which `condition` is true."""
    return [layer.transform_filter(condition) for layer in layers]


def _month_axis(words: Words, size: Size) -> alt.Axis:
    """Every month has its name; on a narrow screen its shortest."""
    names = ",".join(f"'{_month_name(words, month, is_narrow=size in BRIEF)}'" for month in range(1, 13))
    label = f"[{names}][datum.value-1]"
    return alt.Axis(title=None, grid=False, values=[*range(1, 13)], tickCount=12, labelOverlap=False, labelExpr=label)


def _month_name(words: Words, month: int, *, is_narrow: bool) -> str:
    name = words.month_short(date(2000, month, 1))
    if not is_narrow:
        return name
    return str(month) if words.is_chinese and month > 1 else name if words.is_chinese else name[0]


def _frame(words: Words, measure: Measures, size: Size) -> list[alt.Chart]:
    """The axes, held open by the domain rows, and the keys above the plot."""
    months = alt.X(
        "month:Q", scale=alt.Scale(domain=[0.5, 12.5], nice=False, zero=False), axis=_month_axis(words, size)
    )
    # The value axis ends where the domain rows do. Named once, or each layer would be asked for its own extent with
    # each change of the figures, and the browser told of every layer that has no rows.
    ends = [alt.ExprRef(f"extent(pluck(data('{DATA}'), 'value'))[{end}]") for end in (0, 1)]
    values = alt.Y(
        "value:Q", scale=alt.Scale(domain=ends, zero=False, nice=False), axis=alt.Axis(title=None, tickCount=5)
    )
    domain = rows_of("domain").mark_point(opacity=0, size=0).encode(y=values)
    months_shown = rows_of("actual").mark_point(opacity=0, size=0).encode(x=months)
    line = measure.scaled(1.5)
    note = rows_of("note").mark_text(
        align="left",
        baseline="bottom",
        fontSize=measure.small,
        opacity=0.8,
        dy=alt.ExprRef(f"-(datum.line * {line} + {measure.scaled(0.9)})"),
    )
    return [domain, months_shown, note.encode(x=alt.XValue(0), y=alt.YValue(0), text=alt.Text("label:N"))]


def _expected(measure: Measures) -> list[alt.Chart]:
    """What is asked: the tolerance band, target lines, the start, the path and last year."""
    asked = rows_of("target", "start")
    thin = measure.line * 0.7
    return [
        rows_of("band").mark_rect(color="#E39A0B", opacity=0.16).encode(y=_value(), y2=alt.Y2("value2:Q")),
        asked.mark_rule(
            color=INK,
            strokeWidth=alt.ExprRef(f"datum.role == 'target' ? {thin} : 1"),
            strokeDash=alt.ExprRef("datum.role == 'target' ? [8, 5] : [2, 4]"),
        ).encode(y=_value()),
        rows_of("path")
        .mark_line(color=INK, strokeWidth=thin, strokeDash=[3, 3], opacity=0.75)
        .encode(_month(), _value()),
        rows_of("last_year")
        .mark_line(color=MUTED, strokeWidth=thin)
        .encode(_month(), _value(), detail=alt.Detail("piece:N")),
    ]


def _lines(measure: Measures) -> list[alt.Chart]:
    """The figures as a line with dots, the shaded gap behind them, hollow dots where not final."""
    hollow = either(alt.FillValue, "datum.is_preliminary", PAPER, INK)
    gap = rows_of("gap").mark_area(opacity=0.22, line=False)
    dots = rows_of("actual").mark_point(filled=True, size=measure.point * 0.55, opacity=1, stroke=INK, strokeWidth=2)
    other = rows_of("other")
    return [
        gap.encode(
            _month(),
            _value(),
            y2=alt.Y2("value2:Q"),
            detail=alt.Detail("piece:N"),
            fill=alt.Fill("colour:N", scale=None),
        ),
        other.mark_line(color=MUTED, strokeWidth=measure.line).encode(_month(), _value(), detail=alt.Detail("piece:N")),
        other.mark_point(filled=True, size=measure.point * 0.4, color=MUTED, opacity=1).encode(
            _month(), _value(), tooltip=pointer_lines(*FIGURE)
        ),
        rows_of("revised")
        .mark_point(filled=True, size=measure.point * 0.3, color=MUTED, opacity=0.7)
        .encode(_month(), _value(), tooltip=pointer_lines(*FIGURE)),
        rows_of("forecast")
        .mark_line(color=INK, strokeWidth=measure.line * 0.7, strokeDash=[2, 5])
        .encode(_month(), _value()),
        *_where("datum.form === 'line'", [_course("linear", measure)]),
        *_where("datum.form === 'step'", [_course("step-after", measure)]),
        dots.encode(_month(), _value(), fill=hollow, tooltip=pointer_lines(*FIGURE)),
    ]


def _course(curve: Literal["step-after", "linear"], measure: Measures) -> alt.Chart:
    line = rows_of("actual").mark_line(color=INK, strokeWidth=measure.line, interpolate=curve)
    return line.encode(_month(), _value(), detail=alt.Detail("piece:N"))


def _bars() -> list[alt.Chart]:
    """Amounts to date as bars; hollow where not final."""
    bars = rows_of("actual").mark_bar(
        size=alt.ExprRef(f"width / 12 * {BAR_SHARE}"),
        stroke="#6E7883",
        strokeWidth=1.5,
    )
    fill = either(alt.FillValue, "datum.is_preliminary", CLEAR, "#6E788399")
    return [
        bars.encode(_month(), _value(), y2=alt.Y2Datum(0), fill=fill, tooltip=pointer_lines(*FIGURE)),
        rows_of("revised").mark_tick(orient="horizontal", color=MUTED, size=18).encode(_month(), _value()),
        rows_of("forecast").mark_line(color=INK, strokeWidth=1.5, strokeDash=[2, 5]).encode(_month(), _value()),
    ]


def _newest(measure: Measures) -> list[alt.Chart]:
    """The newest figure in its status' colour and shape, with the distance to what is compared."""
    last = rows_of("last")
    fill = alt.condition("datum.is_preliminary", alt.value(PAPER), alt.Fill("colour:N", scale=None))
    return [
        last.transform_filter("isValid(datum.value2)")
        .mark_rule(strokeWidth=measure.line)
        .encode(_month(), _value(), y2=alt.Y2("value2:Q"), stroke=alt.Stroke("colour:N", scale=None)),
        last.mark_point(filled=True, size=measure.point * 1.7, opacity=1, strokeWidth=2).encode(
            _month(),
            _value(),
            shape=alt.Shape("shape:N", scale=None),
            stroke=alt.Stroke("colour:N", scale=None),
            fill=fill,
            tooltip=pointer_lines(*FIGURE, "status"),
        ),
    ]


def _labels(measure: Measures) -> list[alt.Chart]:
    """Direct labels: of the newest figure, of the lines at their ends, of what is missing or empty."""
    halo: dict[str, Any] = {"stroke": PAPER, "strokeWidth": 4, "strokeJoin": "round", "fill": PAPER}
    value: dict[str, Any] = {
        "fontSize": measure.strong,
        "fontWeight": "bold",
        "align": alt.ExprRef("datum.label_align"),
        "dx": alt.ExprRef("datum.label_dx"),
        "dy": alt.ExprRef(f"datum.label_dy{_LIFT.format(letters=measure.strong * LINE / 2)}"),
        "baseline": "middle",
        "lineHeight": measure.strong * LINE,
        "lineBreak": "\n",
    }
    last, text = rows_of("last").transform_filter("isValid(datum.label)"), alt.Text("label:N")
    return [
        rows_of("leader")
        .mark_rule(color=INK, strokeWidth=1, opacity=0.6, y2Offset=alt.ExprRef("datum.label_dy"))
        .encode(_month(), _value(), y2=alt.Y2("value2:Q")),
        last.mark_text(**value, **halo).encode(_month(), _value(), text=text),
        last.mark_text(**value).encode(_month(), _value(), text=text),
        *_end_labels(measure, text),
        rows_of("missing")
        .mark_text(text="×", baseline="bottom", color=MUTED, fontSize=measure.strong)
        .encode(_month(), _value()),
        rows_of("empty").mark_text(**{**value, "fontSize": measure.text}).encode(_month(), _value(), text=text),
    ]


_LIFT = " - (length(split(datum.label, '\\n')) - 1) * {letters}"


def _lifted(letters: float) -> alt.ExprRef:
    """The middle of a text of several lines at the place of one of a single line."""
    return alt.ExprRef(f"0{_LIFT.format(letters=letters * LINE / 2)}")


def _end_labels(measure: Measures, text: alt.Text) -> list[alt.Chart]:
    style: dict[str, Any] = {
        "align": "left",
        "baseline": "middle",
        "fontSize": measure.small,
        "lineHeight": measure.small * LINE,
        "lineBreak": "\n",
        "dy": _lifted(measure.small),
        "opacity": alt.ExprRef("datum.series_label == 'last_year' ? 0.8 : 1"),
        "fontWeight": alt.ExprRef("indexof(['target', 'actual'], datum.series_label) >= 0 ? 'bold' : 'normal'"),
    }
    end = rows_of("end_label").encode(y=alt.Y("label_value:Q"), text=text)
    at_edge = end.transform_filter("!isValid(datum.month)").encode(x=alt.XValue(alt.ExprRef("width")))
    beside = end.transform_filter("isValid(datum.month)").mark_text(**style, dx=measure.scaled(0.9))
    return [at_edge.mark_text(**style, dx=6), beside.encode(x=_month())]


def _events(measure: Measures, size: Size) -> list[alt.Chart]:
    """What happened: a numbered mark above its month, a thin line down through the figures, the words below."""
    event = rows_of("event")
    line = event.transform_filter("datum.line === 0").mark_rule(color=INK, strokeWidth=1, opacity=0.3)
    top, bottom = alt.value(0), alt.value(alt.ExprRef("height"))
    mark = event.mark_text(
        font=SYMBOL_FONT,
        fontSize=measure.strong,
        baseline="bottom",
        dy=alt.ExprRef(f"-(datum.line * {measure.scaled(1.5)} + {measure.scaled(0.2)})"),
    )
    return [
        line.encode(_month(), y=top, y2=bottom),
        mark.encode(_month(), y=top, text=alt.Text("label:N")),
        list_layer(size, below=measure.small + measure.scaled(1.4)),
    ]
