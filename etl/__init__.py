"""A department's workbook on its way in: open, locate, match, check, commit."""
