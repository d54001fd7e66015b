"""A report as a Word document in the layout of GB/T 9704-2012, and a sober one in English."""

from reports.word.document import write_word

__all__ = ["write_word"]
