"""The lines of a trend chart as rows: figures, targets, path, band, forecast and the shaded gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from charts.geometry import areas_between
from charts.theme import COLOURS, SHAPES
from charts.trend_model import FORMS, Trend
from charts.wording import COMPARATORS
from i18n import Words
from rules.model import Comparator, Kind, Observation, ObsStatus, Status

Row = dict[str, Any]
UNFINISHED = frozenset({ObsStatus.FORECAST, ObsStatus.PRELIMINARY, ObsStatus.ESTIMATED})
AHEAD, SHORT = COLOURS[Status.ON_TRACK], COLOURS[Status.BEHIND]


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes the rows of one trend in one language, values in the reader's unit."""

    trend: Trend
    words: Words

    def shown(self, value: float) -> float:
        return self.trend.axis_unit.shown(value, self.words)

    def text(self, value: float | None) -> str:
        return self.trend.unit.text(value, self.words)

    def series(self, role: str, name: str, observations: Sequence[Observation]) -> list[Row]:
        """Rows of the figures with a value; a reported gap starts a new `piece` of the line."""
        rows: list[Row] = []
        piece = 0
        for seen in sorted(observations, key=lambda o: o.period):
            if seen.value is None:
                piece += 1
                continue
            rows.append(
                {
                    "role": role,
                    "month": float(seen.period.month),
                    "month_label": self.words.month(seen.period),
                    "series_label": name,
                    "value": self.shown(seen.value),
                    "value_text": self.text(seen.value),
                    "is_preliminary": seen.status in UNFINISHED,
                    "piece": piece,
                }
            )
        return rows

    def actual(self) -> list[Row]:
        return self.series("actual", self.trend.name, self.trend.figures)

    def other(self) -> list[Row]:
        return self.series("other", self.trend.other_name, self.trend.other)

    def last_year(self) -> list[Row]:
        return self.series("last_year", self.words("chart.trend.last_year"), self.trend.last_year)

    def revised(self) -> list[Row]:
        return self.series("revised", self.trend.name, self.trend.revised)

    def path(self) -> list[Row]:
        return [
            {
                "role": "path",
                "month": float(month.month),
                "month_label": self.words.month(month),
                "value": self.shown(value),
                "value_text": self.text(value),
            }
            for month, value in sorted((self.trend.path or {}).items())
        ]

    def targets(self) -> list[Row]:
        """One row a different demand; places that ask the same share one line."""
        places: dict[tuple[float, bool, Comparator | None], list[str]] = {}
        for target in self.trend.targets:
            key = (target.value, target.is_stretch, target.comparator)
            places.setdefault(key, []).append(target.place)
        rows = []
        for (value, is_stretch, comparator), named in places.items():
            sign = COMPARATORS[comparator] if comparator else ""
            asked = sign + self.trend.unit.brief(value, self.words)
            asked = self.words("chart.trend.stretch", value=asked) if is_stretch else asked
            place = self.words.join([name for name in dict.fromkeys(named) if name])
            word = "chart.trend.target" if place else "chart.trend.target_plain"
            label = self.words(word, place=place, value=asked)
            rows.append({"role": "target", "value": self.shown(value), "label": label, "value_text": asked})
        return rows + self.start()

    def start(self) -> list[Row]:
        """The level the year started from, or the standard before."""
        value = self.trend.baseline
        if value is None:
            return []
        word = "standard_before" if self.trend.kind is Kind.STANDARD else "baseline"
        label = self.words(f"chart.trend.{word}", value=self.text(value))
        return [{"role": "start", "value": self.shown(value), "label": label, "value_text": self.text(value)}]

    def band(self) -> list[Row]:
        trend = self.trend
        if trend.tolerance is None or trend.strictest is None:
            return []
        edge = trend.strictest - trend.tolerance * trend.direction_sign
        return [{"role": "band", "value": self.shown(edge), "value2": self.shown(trend.strictest)}]

    def forecast(self) -> list[Row]:
        trend = self.trend
        if trend.forecast is None or not trend.known:
            return []
        last, seen = trend.known[-1], trend.forecast
        label = self.words("chart.trend.forecast", value=self.text(seen.value))
        ends = [(last.period.month, last.value or 0.0, None), (12, seen.value, label)]
        return [
            {
                "role": "forecast",
                "month": float(month),
                "value": self.shown(value),
                "value_text": self.text(value),
                "label": text,
            }
            for month, value, text in ends
        ]

    def gaps(self) -> list[Row]:
        """The shaded area between the figures and what they are compared with."""
        trend = self.trend
        if FORMS.get(trend.kind) is not None:
            return []
        areas: dict[int, list[tuple[float, float, float]]] = {}
        for row in self.actual():
            reference = trend.reference(date(trend.year, int(row["month"]), 1))
            if reference is not None:
                areas.setdefault(row["piece"], []).append((row["month"], row["value"], self.shown(reference)))
        return [
            {
                "role": "gap",
                "month": corner.month,
                "value": corner.value,
                "value2": corner.reference,
                "piece": piece * 100 + corner.piece,
                "colour": AHEAD if corner.is_ahead else SHORT,
            }
            for piece, points in areas.items()
            for corner in areas_between(points, sign=trend.direction_sign)
        ]

    def missing(self, bottom: float) -> list[Row]:
        return [
            {
                "role": "missing",
                "month": float(seen.period.month),
                "month_label": self.words.month(seen.period),
                "value": bottom,
                "value_text": self.text(None),
            }
            for seen in self.trend.figures
            if seen.value is None
        ]

    def newest(self) -> list[Row]:
        """The newest figure with the mark of its status and what it is compared with; nothing without one."""
        trend = self.trend
        if not trend.known:
            return []
        reference = trend.reference(trend.known[-1].period)
        row = self.series("last", trend.name, [trend.known[-1]])[0]
        row |= {
            "value2": None if reference is None else self.shown(reference),
            "status": self.words(f"status.{trend.status}"),
            "colour": COLOURS[trend.status],
            "shape": SHAPES[trend.status],
        }
        return [row]
