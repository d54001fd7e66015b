"""One indicator's course as a chart: shared with papers."""

from reports.courses import Chart, chart_of, known_of, trend_of

__all__ = ["Chart", "chart_of", "known_of", "trend_of"]
