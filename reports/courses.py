"""One indicator's course as a chart: the form follows the kind of its deciding target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from charts import calendar as calendar_chart
from charts import describing
from charts import stages as stages_chart
from charts import trend as trend_chart
from charts.calendar import CalendarRow, State
from charts.event_notes import Note
from charts.stages import StageRow
from charts.theme import Size, spoken
from charts.trend import Forecast, TargetLine, Trend
from charts.wording import Unit
from i18n import Words
from rules.assess import known_series
from rules.forecast import forecast_year_end
from rules.model import STAGES, Board, Kind, Observation, Schedule, Status, Target
from rules.periods import due_day, late_day, period_end, periods_of_year
from rules.schedule import LINEAR, expected_share
from warehouse.board import BoardView, Knowledge

Chart = tuple[pl.DataFrame, dict[str, Any]]
COMPACT: Mapping[Size, Size] = {"screen": "phone", "phone": "phone", "projector": "tile", "tile": "tile"}
"""A third of a desk screen is as narrow as a phone, a third of a wall has letters between the two."""
_EVENTS = frozenset({Kind.ZERO_TOLERANCE, Kind.DYNAMIC_ZERO})


def chart_of(
    board: BoardView,
    words: Words,
    indicator_id: str,
    *,
    size: Size,
    compact: bool,
    notes: Sequence[Note] = (),
    times: int = 1,
) -> Chart:
    """The prepared rows and the specification of an indicator's chart at the board's month.

    `compact` leaves out what a small chart has no room for: last year, revisions and the forecast. `notes`: what
    happened, as (first of the month, words). `times`: how many times as high as usual a row of months is.
    """
    if compact:
        size = COMPACT[size]
    verdict = board.deciding[indicator_id]
    target = board.knowledge.target_of[verdict["target_id"]]
    name = words.of(board.knowledge.indicators[indicator_id])
    if target.kind in _EVENTS:
        cells, year = CalendarRow("", _event_months(board, target)), board.month.year
        frame = calendar_chart.prepare([cells], words=words, year=year, size=size, notes=notes)
        told = describing.calendar_in_words(name, cells, words=words, year=year)
        return spoken(frame, told), calendar_chart.spec(words, size=size, description=name, is_named=False, times=times)
    if target.kind is Kind.MILESTONE:
        row = _stage_row(board, target, Status(verdict["status"]))
        frame = stages_chart.prepare([row], words=words, size=size, notes=notes)
        told = describing.stages_in_words(name, row, words=words)
        return spoken(frame, told), stages_chart.spec(words, size=size, description=name)
    trend = replace(trend_of(board, words, indicator_id, compact=compact), notes=notes)
    frame = spoken(trend_chart.prepare(trend, words=words, size=size), describing.trend_in_words(trend, words=words))
    return frame, trend_chart.spec(words, size=size, description=name)


def known_of(board: BoardView, indicator_id: str) -> list[Observation]:
    """The newest vintage of each period known to the board."""
    series = board.knowledge.subjects.series.get(indicator_id, ())
    return known_series(series, board.knowledge.as_of, board.month)


def _event_months(board: BoardView, target: Target) -> dict[date, tuple[State, int]]:
    indicator = board.knowledge.subjects.indicators[target.indicator_id]
    seen = {o.period: o for o in known_of(board, target.indicator_id)}
    today = board.knowledge.as_of.date()
    months: dict[date, tuple[State, int]] = {}
    for period in periods_of_year(indicator.release, board.month.year):
        found = seen.get(period)
        if found is not None and found.value is not None:
            months[period] = _event_state(target.kind, found)
        elif period_end(period) < today and period <= board.month:
            is_late = late_day(period, indicator.release) < today
            months[period] = (State.OVERDUE if is_late else State.WAITING, 0)
    return months


def _event_state(kind: Kind, found: Observation) -> tuple[State, int]:
    count = round(found.value or 0)
    if not count:
        return State.CLEAN, 0
    if kind is Kind.ZERO_TOLERANCE:
        return State.EVENTS, count
    return (State.PAST_DATE if found.overdue_cases else State.OPEN), count


def _stage_row(board: BoardView, target: Target, status: Status) -> StageRow:
    reached: dict[str, date] = {}
    for found in known_of(board, target.indicator_id):
        if found.value is not None:
            for stage in STAGES[: round(found.value) + 1]:
                reached.setdefault(stage, found.period)
    return StageRow("", status, reached, target.stage, target.deadline)


def trend_of(board: BoardView, words: Words, indicator_id: str, *, compact: bool) -> Trend:
    """All that the indicator's trend chart shows."""
    known = board.knowledge
    verdict = board.deciding[indicator_id]
    target = known.target_of[verdict["target_id"]]
    year = board.month.year
    series = known_of(board, indicator_id)
    schedule = known.subjects.schedule_of.get(target.target_id)
    return Trend(
        kind=target.kind,
        year=year,
        unit=Unit(known.measure_of(indicator_id), known.indicators[indicator_id]["decimals"]),
        name=words.of(known.indicators[indicator_id]),
        status=Status(verdict["status"]),
        figures=[o for o in series if o.period.year == year],
        targets=_lines(known, words, indicator_id),
        decisive=target.value,
        direction=target.direction,
        gap=None if verdict["status"] == Status.DONE else verdict["gap"],
        gap_unit=verdict["gap_unit"],
        path=_path(target, schedule, year, _baseline(series, year)),
        baseline=_baseline(series, year) if target.kind is Kind.STOCK else None,
        tolerance=_tolerance(known, target),
        other=_other(board, target, year),
        other_name=words.of(known.indicators[target.relative_to]) if target.relative_to else "",
        last_year=[] if compact else [o for o in series if o.period.year == year - 1 and _has_year(series, year)],
        revised=[] if compact else _revised(board, indicator_id, series, year),
        forecast=None if compact else _forecast(board, words, target, schedule),
        owed=_owed(board, words, indicator_id),
    )


def _owed(board: BoardView, words: Words, indicator_id: str) -> str:
    """Who owes the indicator's figures and, of an annual one, when."""
    known = board.knowledge
    unit = words.of(known.units[known.indicators[indicator_id]["reporting_unit"]])
    release = known.release_of(indicator_id)
    if release.frequency != "annual":
        return words("indicator.no_figures", unit=unit)
    day = due_day(periods_of_year(release, board.month.year)[-1], release)
    return words("indicator.no_figures_annual", unit=unit, day=words.day(day))


def _has_year(series: list[Observation], year: int) -> bool:
    """A single year-end figure is a baseline, not last year's course."""
    return sum(o.period.year == year - 1 for o in series) > 1


def _lines(known: Knowledge, words: Words, indicator_id: str) -> list[TargetLine]:
    lines = []
    for row in known.targets_of[indicator_id]:
        if row["value"] is None or row["kind"] == Kind.NOT_QUANTIFIED:
            continue
        place = words.place_short(row["document"])
        target = known.target_of[row["target_id"]]
        if target.deadline.year != int(known.catalogue.programme["year"]):
            place = f"{place} {target.deadline.year}"
        lines.append(TargetLine(row["value"], place, target.comparator))
        if row["stretch"] is not None:
            lines.append(TargetLine(row["stretch"], place, target.comparator, is_stretch=True))
    return lines


def _baseline(series: list[Observation], year: int) -> float | None:
    found = [o.value for o in series if o.period == date(year - 1, 12, 1)]
    return found[-1] if found else None


def _path(target: Target, schedule: Schedule | None, year: int, baseline: float | None) -> Mapping[date, float] | None:
    """What is due at the end of each month: the schedule's share, or the straight way from the baseline."""
    if target.value is None:
        return None
    months = [date(year, n, 1) for n in range(1, 13)]
    if target.kind is Kind.CUMULATIVE:
        return {m: target.value * expected_share(schedule or LINEAR, m) for m in months}
    if target.kind is Kind.STOCK and baseline is not None and _is_way(target, baseline):
        whole = (target.deadline.year - year) * 12 + target.deadline.month
        return {m: baseline + (target.value - baseline) * m.month / whole for m in months if m.month <= whole}
    return None


def _is_way(target: Target, baseline: float) -> bool:
    """Whether the target lies ahead of the baseline; else it is a floor and has no path."""
    assert target.value is not None
    return (target.value - baseline) * (1 if target.direction == "up" else -1) > 0


def _tolerance(known: Knowledge, target: Target) -> float | None:
    preset = known.catalogue.preset
    if target.value is None:
        return None
    if target.kind is Kind.GROWTH_RATE:
        return max(preset.growth_tolerance_points, preset.growth_tolerance_share * abs(target.value))
    if target.kind is Kind.SHARE:
        high = target.value >= preset.share_high_from
        return preset.share_high_tolerance if high else preset.share_tolerance
    return None


def _other(board: BoardView, target: Target, year: int) -> list[Observation]:
    if target.relative_to is None:
        return []
    return [o for o in known_of(board, target.relative_to) if o.period.year == year]


def _revised(board: BoardView, indicator_id: str, current: list[Observation], year: int) -> list[Observation]:
    """Earlier values of periods that have since changed."""
    as_of = board.knowledge.as_of
    now = {o.period: o.value for o in current}
    return [
        o
        for o in board.knowledge.subjects.series.get(indicator_id, ())
        if o.period.year == year
        and o.recorded_at <= as_of
        and o.withdrawn_at is None
        and o.period in now
        and o.value is not None
        and o.value != now[o.period]
    ]


def _forecast(board: BoardView, words: Words, target: Target, schedule: Schedule | None) -> Forecast | None:
    subjects = board.knowledge.subjects
    made = forecast_year_end(
        target,
        indicator=subjects.indicators[target.indicator_id],
        observations=subjects.series.get(target.indicator_id, ()),
        board=Board(board.month, board.knowledge.as_of),
        schedule=schedule,
    )
    return None if made is None else Forecast(made.value, words(f"forecast.{made.method}"))
