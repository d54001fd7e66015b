"""Whether a figure can be: range, whole numbers, and a unit mistaken by a factor of 10,000 or 100."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from typing import Final

from etl.figures import Figure
from etl.known import Figure as KnownFigure
from etl.size import doubt_size_within
from rules.model import Accumulation, Measure

_MONEY_FACTOR: Final = 10_000.0
_PERCENT_FACTOR: Final = 100.0
_LEEWAY: Final = 3.0
_LARGEST: Final = 1e12  # in any unit: beyond it a figure is a slip or no number at all
_PERCENT_LEEWAY: Final = 2.0
_COUNTED: Final = (Measure.EVENTS, Measure.OPEN_CASES)


def check_range(figure: Figure) -> None:
    """Raises CellRefused for a value outside the allowed range, a share over 100, a broken count.

    Where the plan sets no bound, a figure still ends at a million million of its unit.
    """
    value, indicator = figure.value, figure.indicator
    if value is None:
        return
    lowest, highest = indicator.allowed_min, indicator.allowed_max
    if indicator.measure is Measure.SHARE:
        lowest, highest = (0.0 if lowest is None else lowest), (100.0 if highest is None else highest)
    if indicator.measure in _COUNTED:
        lowest = 0.0 if lowest is None else lowest
    is_absurd = not math.isfinite(value) or abs(value) > _LARGEST
    if is_absurd:
        lowest, highest = (-_LARGEST if lowest is None else lowest), (_LARGEST if highest is None else highest)
    below = lowest is not None and value < lowest
    above = highest is not None and value > highest
    if below or above or not math.isfinite(value):
        raise figure.log.refuse("out_of_range", figure.cell, expected=_range(lowest, highest))
    if indicator.is_integer and not float(value).is_integer():
        raise figure.log.refuse("not_whole", figure.cell)


def _range(lowest: float | None, highest: float | None) -> str:
    low = "" if lowest is None else f"{lowest:,.15g}"
    high = "" if highest is None else f"{highest:,.15g}"
    return f"{low} – {high}".strip()


def check_unit(figure: Figure, *, last: KnownFigure | None) -> None:
    """Raises CellRefused where every figure to compare with says the unit is off by 10,000 (percent: 100).

    A cell that names its unit (`0.08%`) is meant as it stands.
    """
    if figure.value in (None, 0.0) or figure.says_unit or figure.indicator.measure is Measure.STAGE:
        return
    factor, leeway = _slip(figure)
    compared = _compared(figure, last=last, percentage=factor == _PERCENT_FACTOR)
    if compared and all(_is_off(figure.value, other, factor, leeway) for other in compared):
        raise figure.log.refuse("unit_suspect", figure.cell, expected=f"× {factor:,.0f}")


def doubt_unit(figure: Figure, last: Figure) -> None:
    """The same between a file's own periods, where only a person can say which of the two slipped: a doubt."""
    if not figure.value or figure.says_unit or figure.indicator.measure is Measure.STAGE:
        return
    if last.value and not last.says_unit and _is_off(figure.value, last.value, *_slip(figure)):
        figure.log.say("size_differs", figure.cell, expected=f"{last.value:,g}")


def _slip(figure: Figure) -> tuple[float, float]:
    """By what a mistaken unit is off, and how near to that a ratio must come."""
    if figure.indicator.unit_measure == "percent":
        return _PERCENT_FACTOR, _PERCENT_LEEWAY
    return _MONEY_FACTOR, _LEEWAY


def _compared(figure: Figure, *, last: KnownFigure | None, percentage: bool) -> list[float]:
    """The last value; for percentages beside it, for the rest instead of it, what the targets ask by now."""
    indicator = figure.indicator
    compared = [last.value] if last is not None and last.value else []
    if last is None or percentage:
        share = figure.period.month / 12 if _accrues(figure) else 1.0
        is_small_count = indicator.is_integer and figure.value is not None and abs(figure.value) < _MONEY_FACTOR
        if not is_small_count:
            compared += [value * share for value in indicator.target_values if value]
    return compared


def _accrues(figure: Figure) -> bool:
    indicator = figure.indicator
    return indicator.accumulation is Accumulation.YTD and indicator.measure is Measure.LEVEL


def _is_off(value: float | None, other: float, factor: float, leeway: float) -> bool:
    ratio = abs((value or 0.0) / other)
    less = 1 / factor
    return factor / leeway <= ratio <= factor * leeway or less / leeway <= ratio <= less * leeway


def compare_within(figures: Iterable[Figure]) -> None:
    """The same doubts between the periods of one file, each figure against the file's own before it."""
    series: dict[str, dict[date, Figure]] = {}
    for figure in sorted((one for one in figures if one.value is not None), key=lambda one: one.period):
        before = series.setdefault(figure.indicator.indicator_id, {})
        if before:
            last = before[max(before)]
            compare_with_last(figure, last)
            doubt_unit(figure, last)
            doubt_size_within(figure, last, {period: one.value for period, one in before.items()}.get)
        before[figure.period] = figure


def compare_with_last(figure: Figure, last: Figure | KnownFigure) -> None:
    """Doubts: a cumulative figure that fell, a growth whose sign turned, last period's figure again."""
    value, indicator, log, period = figure.value, figure.indicator, figure.log, figure.period
    if value is None or last.value is None:
        return
    if _fell(figure, last):
        log.say("fell", figure.cell, expected=f"{last.value:,g}")
    if indicator.measure is Measure.YOY_GROWTH and value == -last.value != 0:
        log.say("sign_flipped", figure.cell, expected=f"{last.value:,g}")
    repeats = value == last.value != 0 and last.period.year == period.year
    if repeats and _accrues(figure) and not indicator.is_integer:
        log.say("repeated_last", figure.cell)


def _fell(figure: Figure, last: Figure | KnownFigure) -> bool:
    indicator = figure.indicator
    counts_up = indicator.accumulation is Accumulation.YTD and not indicator.can_fall
    if not counts_up or not (figure.value or 0.0) < (last.value or 0.0):
        return False
    counted = indicator.measure in {Measure.LEVEL, Measure.EVENTS}
    return counted and last.period.year == figure.period.year
