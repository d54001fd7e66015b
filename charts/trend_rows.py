"""The rows of a trend chart: one indicator over the months of a year beside what is asked of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from charts.geometry import areas_between, height_at, span, spread_labels
from charts.theme import COLOURS, SHAPES, frame_of
from charts.trend_model import FORMS, Trend
from charts.wording import COMPARATORS, gap_text
from charts.wrapping import text_width
from i18n import Words
from rules.model import Comparator, Kind, Observation, ObsStatus, Status

UNFINISHED = frozenset({ObsStatus.FORECAST, ObsStatus.PRELIMINARY, ObsStatus.ESTIMATED})
TURN = 8
"""The label of the newest figure is to its right up to this month, then to its left."""
NOTE_WIDTH = 24
LABEL_DISTANCE = 0.085
"""The least distance of two labels, as a share of the plot's height: a line of text in every size."""

SCHEMA: Mapping[str, Any] = {
    "role": pl.String,
    "month": pl.Float64,
    "month_label": pl.String,
    "series_label": pl.String,
    "value": pl.Float64,
    "value2": pl.Float64,
    "label_value": pl.Float64,
    "label": pl.String,
    "brief": pl.String,
    "value_text": pl.String,
    "status": pl.String,
    "colour": pl.String,
    "shape": pl.String,
    "is_preliminary": pl.Boolean,
    "label_lines": pl.Int32,
    "piece": pl.Int32,
    "line": pl.Int32,
}
AHEAD, SHORT = COLOURS[Status.ON_TRACK], COLOURS[Status.BEHIND]


def prepare(trend: Trend, *, words: Words) -> pl.DataFrame:
    """The rows of the chart, values in the reader's unit; columns as SCHEMA.

    `role` says which layer draws a row: note (keys above the plot; target_note
    only where the ends have no room for places), domain (two rows: the axis' ends), band,
    target, end_label (at the right edge, or beside `month`), path, last_year, other, revised, actual, missing,
    gap (corners of the shaded area, one `piece` a side), forecast, last (newest figure with its label), empty.
    """
    pen = _Pen(trend, words)
    lines = pen.figures() + pen.paths() + pen.targets() + pen.forecast() + pen.band()
    low, high = _axis(trend, [row[key] for row in lines for key in ("value", "value2") if row.get(key) is not None])
    distance = (high - low) * LABEL_DISTANCE
    labels = pen.end_labels(distance)
    edges = [low, high, *(row["label_value"] for row in labels)]
    domain = [{"role": "domain", "value": edge} for edge in (min(edges), max(edges))]
    rows = [
        *domain,
        *pen.notes(),
        *lines,
        *pen.gaps(),
        *pen.missing(min(edges)),
        *pen.last(distance),
        *labels,
    ]
    return frame_of(rows, SCHEMA)


def _axis(trend: Trend, values: list[float]) -> tuple[float, float]:
    """The ends of the value axis: amounts stand on zero, rates keep a span that does not exaggerate."""
    with_zero = trend.kind in (Kind.CUMULATIVE, Kind.DYNAMIC_ZERO)
    if trend.kind in (Kind.GROWTH_RATE, Kind.SHARE, Kind.RELATIVE, Kind.DIRECTION):
        smallest = 4.0
    else:
        smallest = 0.1 * max((abs(value) for value in values), default=1.0) or 1.0
    return span(values, smallest=smallest, with_zero=with_zero)


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes the rows of one trend in one language."""

    trend: Trend
    words: Words

    def shown(self, value: float) -> float:
        return self.trend.unit.shown(value, self.words)

    def text(self, value: float | None) -> str:
        return self.trend.unit.text(value, self.words)

    def series(self, role: str, name: str, observations: Sequence[Observation]) -> list[dict[str, Any]]:
        """Rows of the figures with a value; a reported gap starts a new `piece` of the line."""
        rows, piece = [], 0
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

    def figures(self) -> list[dict[str, Any]]:
        trend = self.trend
        rows = self.series("actual", trend.name, trend.figures)
        rows += self.series("other", trend.other_name, trend.other)
        rows += self.series("last_year", self.words("chart.trend.last_year"), trend.last_year)
        return rows + self.series("revised", trend.name, trend.revised)

    def paths(self) -> list[dict[str, Any]]:
        path = sorted((self.trend.path or {}).items())
        return [
            {
                "role": "path",
                "month": float(month.month),
                "month_label": self.words.month(month),
                "value": self.shown(value),
                "value_text": self.text(value),
            }
            for month, value in path
        ]

    def targets(self) -> list[dict[str, Any]]:
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

    def start(self) -> list[dict[str, Any]]:
        """The level the year started from, or the standard before."""
        value = self.trend.baseline
        if value is None:
            return []
        word = "standard_before" if self.trend.kind is Kind.STANDARD else "baseline"
        label = self.words(f"chart.trend.{word}", value=self.text(value))
        return [{"role": "start", "value": self.shown(value), "label": label, "value_text": self.text(value)}]

    def band(self) -> list[dict[str, Any]]:
        trend = self.trend
        if trend.tolerance is None or trend.strictest is None:
            return []
        edge = trend.strictest - trend.tolerance * trend.direction_sign
        return [{"role": "band", "value": self.shown(edge), "value2": self.shown(trend.strictest)}]

    def forecast(self) -> list[dict[str, Any]]:
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

    def gaps(self) -> list[dict[str, Any]]:
        """The shaded area between the figures and what they are compared with."""
        trend = self.trend
        if FORMS.get(trend.kind) is not None:
            return []
        areas: dict[int, list[tuple[float, float, float]]] = {}
        for row in self.series("gap", trend.name, trend.figures):
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

    def missing(self, bottom: float) -> list[dict[str, Any]]:
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

    def last(self, distance: float) -> list[dict[str, Any]]:
        """The newest figure with its mark and label, or the word that there is none."""
        trend = self.trend
        if not trend.known:
            return [{"role": "empty", "label": self.words("chart.no_figure")}]
        newest = trend.known[-1]
        row = self.series("last", trend.name, [newest])[0]
        reference = trend.reference(newest.period)
        row |= {
            "value2": None if reference is None else self.shown(reference),
            "label": None if trend.other else self.value_label(newest),
            "status": self.words(f"status.{trend.status}"),
            "colour": COLOURS[trend.status],
            "shape": SHAPES[trend.status],
            "label_lines": self.label_lines(row["value"], distance),
        }
        return [row]

    def value_label(self, newest: Observation) -> str:
        gap = gap_text(self.words, self.trend.gap, self.trend.gap_unit, unit=self.trend.unit)
        value = self.text(newest.value)
        return self.words("chart.with_gap", value=value, gap=gap) if gap else value

    def label_lines(self, value: float, distance: float) -> int:
        """How many lines above (or below, negative) the newest figure its label stands free of other lines."""
        free = ((abs(self.hits(value + lines * distance, distance)), lines) for lines in (1, -1, 2, -2, 3))
        return min(free, key=lambda found: found[0])[1]

    def hits(self, level: float, distance: float) -> int:
        """How often a label at `level`, beside the newest month, would be struck by a drawn line."""
        newest = self.trend.known[-1].period.month
        months = [newest + 0.5 * step for step in (range(1, 8) if newest <= TURN else range(-7, 1))]
        flat = [row["value"] for row in self.targets()]
        lines = [[(0.0, value), (13.0, value)] for value in flat]
        drawn = (self.series("actual", "", self.trend.figures), self.paths(), self.forecast())
        lines += [[(row["month"], row["value"]) for row in rows] for rows in drawn]
        near = 0.62 * distance
        return sum(abs(at - level) < near for line in lines for month in months for at in height_at(line, month))

    def end_labels(self, distance: float) -> list[dict[str, Any]]:
        """Labels at the lines' ends, moved apart: at the right edge, or beside the newest month of two series."""
        ends = [(row["value"], row["label"], row["role"]) for row in self.edge_rows()]
        edge = self.placed(ends, None, distance)
        for row, label in zip(edge, self.edge_rows(), strict=True):
            row["brief"] = label["value_text"] if label["role"] == "target" else label["label"]
        if not self.trend.other:
            return edge
        return edge + self.placed(self.series_ends(), self.newest_month(), distance)

    def edge_rows(self) -> list[dict[str, Any]]:
        rows = self.targets() + [row for row in self.forecast() if row["label"]]
        last_year = self.series("last_year", self.words("chart.trend.last_year"), self.trend.last_year)
        if last_year:
            newest = last_year[-1]
            label = self.words("chart.trend.series", name=newest["series_label"], value=newest["value_text"])
            rows.append({**newest, "label": label})
        return rows

    def series_ends(self) -> list[tuple[float, str, str]]:
        """(value, label, role) of the newest figure of either series of a relative target."""
        ends = []
        for role, name, seen in (
            ("actual", self.trend.name, self.trend.figures),
            ("other", self.trend.other_name, self.trend.other),
        ):
            if rows := self.series(role, name, seen):
                text = self.words("chart.trend.series", name=name, value=rows[-1]["value_text"])
                ends.append((rows[-1]["value"], text, role))
        return ends

    def newest_month(self) -> float:
        known = [o.period.month for o in (*self.trend.figures, *self.trend.other) if o.value is not None]
        return float(max(known, default=1))

    def placed(
        self, ends: Sequence[tuple[float, str, str]], month: float | None, distance: float
    ) -> list[dict[str, Any]]:
        places = spread_labels([value for value, _, _ in ends], distance)
        return [
            {
                "role": "end_label",
                "month": month,
                "value": value,
                "label_value": place,
                "label": label,
                "series_label": role,
            }
            for (value, label, role), place in zip(ends, places, strict=True)
        ]

    def notes(self) -> list[dict[str, Any]]:
        """The unit and the keys of what this chart shows, in lines counted from the plot upwards."""
        trend = self.trend
        is_path = trend.path is not None and not trend.other
        path = "schedule" if trend.kind is Kind.CUMULATIVE else "path"
        keys = [
            *([path] if is_path else []),
            *(["hollow"] if any(o.status in UNFINISHED and o.value is not None for o in trend.figures) else []),
            *(["missing"] if any(o.value is None for o in trend.figures) else []),
            *(["revised"] if trend.revised else []),
            *(["band"] if trend.tolerance is not None and trend.targets else []),
        ]
        texts = [self.words("chart.trend.unit", unit=trend.unit.name(self.words))]
        texts += [self.words(f"chart.trend.{key}") for key in keys]
        if trend.forecast is not None:
            texts.append(self.words("chart.trend.forecast_method", method=trend.forecast.method))
        lines = texts[:1]
        for text in texts[1:]:
            if text_width(lines[-1] + text) > NOTE_WIDTH:
                lines.append(text)
            else:
                lines[-1] += "　" + text
        named = [row["label"] for row in self.targets() if row["role"] == "target"]
        rows = [("note", text) for text in reversed(lines)] + [("target_note", text) for text in named]
        return [{"role": role, "label": text, "line": line} for line, (role, text) in enumerate(rows)]
