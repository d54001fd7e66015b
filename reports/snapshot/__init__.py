"""The board of a moment as files: a bundle of tables, a workbook, a page that needs no server."""
