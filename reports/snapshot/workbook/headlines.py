"""The spreadsheet's own charts: a small line in each indicator's row, and the headline indicators at large."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.chart import Chart
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from charts.theme import COLOURS
from i18n import Words
from reports.sheets import HEADER_ROW, INK, Book
from reports.snapshot.rows import Series
from rules.model import Status
from warehouse.board import BoardView

WIDE, HIGH, A_ROW = 560, 300, 2
ROWS_A_PAGE = 32
"""Two charts high, so that none is cut in two."""


def sparklines(made: Worksheet, count: int, *, first: int, months: int) -> None:
    """The year's course in the last cell of each row."""
    for row in range(HEADER_ROW + 1, HEADER_ROW + 1 + count):
        place = xl_range_abs(row, first, row, first + months - 1)
        made.add_sparkline(
            row, first + months, {"range": f"'{made.get_name()}'!{place}", "markers": True, "series_color": "#2676BF"}
        )
    made.set_column(first + months, first + months, 22)


def write(
    book: Book, words: Words, board: BoardView, found: Sequence[Series], *, source: str, first: int, note: str
) -> None:
    """A chart for each headline indicator that has numbers: its figures as a line, the year's target as another."""
    name = words("snapshot_book.charts")
    made = book.add(name)
    made.hide_gridlines(2)
    made.write_string(0, 0, name, book.format(bold=True, font_size=14))
    made.write_string(1, 0, note, book.format(font_color="#5B6470"))
    for shown, (place, each) in enumerate(_headline(board, found)):
        chart = _chart(book, words, each, source=source, row=HEADER_ROW + 1 + place, first=first)
        made.insert_chart(3 + 16 * (shown // A_ROW), 9 * (shown % A_ROW), chart)
    book.on_paper(made, note)
    made.set_h_pagebreaks(range(3 + ROWS_A_PAGE, 400, ROWS_A_PAGE))


def _headline(board: BoardView, found: Sequence[Series]) -> list[tuple[int, Series]]:
    """The headline indicators in their order, with their place in the sheet of indicators."""
    indicators = board.knowledge.indicators
    ranked = [
        (indicators[each.indicator_id]["headline"], place, each)
        for place, each in enumerate(found)
        if indicators[each.indicator_id]["headline"] is not None
        and indicators[each.indicator_id]["measure"] != "stage"
        and any(value is not None for value in each.values)
    ]
    return [(place, each) for _, place, each in sorted(ranked, key=lambda item: item[:2])]


def _chart(book: Book, words: Words, each: Series, *, source: str, row: int, first: int) -> Chart:
    chart: Chart = book.file.add_chart({"type": "line"})
    months: list[str | int] = [source, HEADER_ROW, first, HEADER_ROW, first + 11]
    colour = COLOURS[Status(each.verdict["status"])]
    ink = colour if colour.startswith("#") and len(colour) == 7 else INK
    chart.add_series(
        {
            "name": words("snapshot_book.actual"),
            "categories": months,
            "values": [source, row, first, row, first + 11],
            "line": {"color": ink, "width": 2.25},
            "marker": {"type": "circle", "size": 6, "fill": {"color": ink}, "border": {"color": ink}},
        }
    )
    if each.target["value"] is not None:
        _add_target(chart, words, months, source, row)
    chart.set_title(
        {
            "name": f"{each.name}（{each.measure}）" if words.is_chinese else f"{each.name} ({each.measure})",
            "name_font": {"size": 11},
        }
    )
    chart.set_legend({"position": "bottom"})
    chart.set_x_axis({"label_position": "low"})
    chart.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": "#E3E6EA"}}})
    chart.show_blanks_as("span")
    chart.set_size({"width": WIDE, "height": HIGH})
    return chart


def _add_target(chart: Chart, words: Words, months: list[str | int], source: str, row: int) -> None:
    """The target as a line of its own: the same cell for each month."""
    cell = f"'{source}'!$E${row + 1}"
    chart.add_series(
        {
            "name": words("snapshot_book.target"),
            "categories": months,
            "values": "=(" + ",".join([cell] * 12) + ")",
            "line": {"color": "#5B6470", "dash_type": "dash", "width": 1.5},
            "marker": {"type": "none"},
        }
    )
