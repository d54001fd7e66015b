"""The whole board as a workbook: a sheet for each screen, with charts of the spreadsheet's own."""

from reports.snapshot.workbook.write import write_workbook

__all__ = ["write_workbook"]
