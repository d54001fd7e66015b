"""The overview as a sheet: counts by action and status with a chart, and the matrix of months."""

from __future__ import annotations

from datetime import date

from xlsxwriter.worksheet import Worksheet

from charts.theme import COLOURS, SYMBOLS
from i18n import Words
from reports.sheets import HEADER_ROW, TITLE_HEIGHT, Book, Judged
from rules.model import Status
from warehouse import summaries
from warehouse.board import BoardView

GREY, DARK = "#B9C0C8", "#4A5058"
"""A fill for a status whose colour on the screen is the page's own ink, and for one that has none."""


def write(book: Book, words: Words, board: BoardView, note: str) -> None:
    """Two tables and a chart: by status now, and behind month by month."""
    name = words("snapshot_book.overview")
    made = book.add(name)
    made.write_string(0, 0, name, book.format(bold=True, font_size=14))
    made.write_string(1, 0, note, book.format(font_color="#5B6470"))
    made.set_column(0, 0, 24)
    made.set_column(1, 13, 9.5)
    made.set_row(0, TITLE_HEIGHT)
    top = HEADER_ROW + 2
    below = _by_status(made, book, words, board, HEADER_ROW + 1)
    end = _by_month(made, book, words, board, below + 2)
    _stacked(made, book, words, top, below - top, row=end + 2)
    made.freeze_panes(HEADER_ROW, 1)
    book.on_paper(made, note)
    made.fit_to_pages(1, 1)


def _by_status(made: Worksheet, book: Book, words: Words, board: BoardView, row: int) -> int:
    """Actions down, statuses across; the chart stands beside it. Gives the last row."""
    made.write_string(row, 0, words("snapshot_book.by_action"), book.format(bold=True, font_size=12))
    top = row + 1
    book.cell(made, top, 0, words("column.action"))
    for column, status in enumerate(Status, 1):
        book.cell(made, top, column, Judged(status, f"{SYMBOLS[status]} {words(f'status.{status}')}"))
    counts = {
        (action_id, status): count
        for action_id, status, count in summaries.count_by_status(board.by_action, "action_id").iter_rows()
    }
    actions = board.knowledge.actions_in_order
    for number, action in enumerate(actions, top + 1):
        book.cell(made, number, 0, words.of(action))
        for column, status in enumerate(Status, 1):
            made.write_number(number, column, counts.get((action["action_id"], status), 0), book.format(align="left"))
    return top + len(actions)


def _stacked(made: Worksheet, book: Book, words: Words, top: int, count: int, *, row: int) -> None:
    """The counts as bars, an action a bar, the worst status first."""
    chart = book.file.add_chart({"type": "bar", "subtype": "stacked"})
    sheet = made.get_name()
    for status in reversed(Status):
        column = list(Status).index(status) + 1
        colour = COLOURS[status]
        fill = {Status.OVERDUE_REPORT: DARK, Status.NO_DATA: GREY}.get(status, colour)
        chart.add_series(
            {
                "name": [sheet, top, column],
                "categories": [sheet, top + 1, 0, top + count, 0],
                "values": [sheet, top + 1, column, top + count, column],
                "fill": {"color": fill},
                "gap": 40,
            }
        )
    chart.set_title({"name": words("snapshot_book.by_action"), "name_font": {"size": 12}, "overlay": False})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 10}})
    chart.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": "#E3E6EA"}}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 860, "height": 130 + 34 * count})
    made.insert_chart(row, 0, chart)


def _by_month(made: Worksheet, book: Book, words: Words, board: BoardView, row: int) -> int:
    """Actions down, months across: how many indicators are behind, the more the darker. Gives the last row."""
    made.write_string(row, 0, words("snapshot_book.by_month"), book.format(bold=True, font_size=12))
    top = row + 1
    behind = {
        (action_id, month): count
        for action_id, month, status, count in summaries.count_by_status(
            summaries.per_action(board.history), "action_id", "month"
        ).iter_rows()
        if status == Status.BEHIND
    }
    months = [date(board.month.year, number, 1) for number in range(1, board.month.month + 1)]
    actions = board.knowledge.actions_in_order
    book.cell(made, top, 0, words("column.action"))
    for column, month in enumerate(months, 1):
        book.cell(made, top, column, words.month_short(month))
    for number, action in enumerate(actions, top + 1):
        book.cell(made, number, 0, words.of(action))
        for column, month in enumerate(months, 1):
            made.write_number(number, column, behind.get((action["action_id"], month), 0), book.format(align="left"))
    scale = {"type": "2_color_scale", "min_type": "num", "min_value": 0, "min_color": "#FFFFFF", "max_color": "#E8875F"}
    made.conditional_format(top + 1, 1, top + len(actions), len(months), scale)
    return top + len(actions)
