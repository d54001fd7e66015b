"""The board as one file that opens without a server and without a network."""

from reports.snapshot.page.write import write_page

__all__ = ["write_page"]
