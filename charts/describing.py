"""Every chart in words, for those who do not see it: what it shows, of when, the newest value, target and status."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from charts.bullet_rows import BulletRow, verdict_text
from charts.calendar import CalendarRow
from charts.composition import CountedRow
from charts.matrix_rows import ActionRow, counted_in_words
from charts.stages import StageRow
from charts.trend_model import Trend
from charts.trend_series import Pen
from charts.wording import gap_text
from i18n import Words
from rules.model import STAGES, Status

TOLD = 5
"""How many of a chart's rows are told one by one."""


def trend_in_words(trend: Trend, *, words: Words) -> str:
    """Name, period, newest value, status, gap and what is asked."""
    pen = Pen(trend, words)
    asked = words.join([row["label"] for row in pen.targets() if row["role"] == "target"])
    target = words("chart.told.target", targets=asked) if asked else ""
    if not trend.known:
        nothing = words("chart.told.nothing", name=trend.name, year=trend.year)
        return _sentences(words, [nothing, trend.owed, target])
    newest = trend.known[-1]
    value = words("chart.told.value", name=trend.name, period=words.month(newest.period), value=pen.text(newest.value))
    gap = gap_text(words, trend.gap, trend.gap_unit, unit=trend.unit, direction=trend.direction)
    status = words(f"status.{trend.status}")
    verdict = words("chart.with_gap", value=status, gap=gap) if gap else status
    noted = [words("chart.told.note", month=words.month(month), text=text) for month, text in trend.notes]
    return _sentences(words, [value, verdict, target, *noted])


def calendar_in_words(name: str, row: CalendarRow, *, words: Words, year: int) -> str:
    """The state of each month that has begun."""
    months = [
        words("chart.told.month", month=words.month_short(month), state=state.told(words, count))
        for month, (state, count) in sorted(row.months.items())
    ]
    return _sentences(words, [words("chart.calendar.description", name=name, year=year), words.join(months)])


def stages_in_words(name: str, row: StageRow, *, words: Words) -> str:
    """The newest stage reached, the status and the stage required."""
    reached = max(row.reached, key=STAGES.index, default=None)
    at = words(f"chart.stage.{reached}") if reached else words("chart.no_figure")
    told = [words("chart.told.stage", name=name, stage=at), words(f"status.{row.status}")]
    if row.required and row.deadline:
        needed = words(f"chart.stage.{row.required}")
        told.append(words("chart.told.required", stage=needed, day=words.day(row.deadline)))
    return _sentences(words, told)


def bullet_in_words(name: str, rows: Sequence[BulletRow], *, words: Words) -> str:
    """How many targets, and the worst of them with their verdicts."""
    worst = sorted(rows, key=lambda row: row.order)[:TOLD]
    told = [words("chart.told.row", name=row.name, told=verdict_text(row, words)) for row in worst]
    return _sentences(words, [words("chart.told.targets", name=name, count=len(rows)), words.join(told)])


def composition_in_words(rows: Sequence[CountedRow], *, words: Words) -> str:
    """Each action's or unit's counts by status."""
    told = [words("chart.told.row", name=row.name, told=_counted(row.counts, words)) for row in rows]
    return _sentences(words, [words("chart.composition.description"), *told])


def matrix_in_words(rows: Sequence[ActionRow], *, words: Words, month: date) -> str:
    """Each action's counts by status in the board's month."""
    counted = [(row.name, row.counts.get(month, {})) for row in rows]
    told = [words("chart.told.row", name=name, told=_counted(counts, words)) for name, counts in counted]
    return _sentences(words, [words("chart.matrix.description"), words.month(month), *told])


def _counted(counts: Mapping[Status, int], words: Words) -> str:
    return counted_in_words(counts, words) or words("chart.no_figure")


def _sentences(words: Words, parts: Sequence[str]) -> str:
    ends = "。.!！?？"
    stop = "。" if words.is_chinese else "."
    told = [part if part[-1] in ends else part + stop for part in parts if part]
    return ("" if words.is_chinese else " ").join(told)
