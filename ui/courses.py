"""One indicator's course as a chart: shared with papers."""

from reports.courses import COMPACT, Chart, chart_of, known_of, trend_of

__all__ = ["COMPACT", "Chart", "chart_of", "known_of", "trend_of"]
