"""A report's charts as pictures sharp enough for print."""

from __future__ import annotations

from charts.export import to_png
from i18n import words_for
from reports.content.model import Content, Picture
from reports.word.blocks import PICTURE_WIDTH

DOTS_PER_INCH = 300
WIDTH = 720
"""The width a chart is laid out in; its letters are then as large on paper as the table's."""


def draw_pictures(content: Content) -> dict[str, bytes]:
    """PNG by picture_id, 300 dots an inch at their width on the page."""
    return {block.picture_id: draw(block, content.language) for block in content.blocks() if isinstance(block, Picture)}


def draw(picture: Picture, language: str) -> bytes:
    """One chart, with title, period, as-of and source inside."""
    dots = PICTURE_WIDTH / 25.4 * DOTS_PER_INCH
    return to_png(
        picture.spec,
        picture.frame,
        words=words_for(language),
        title=picture.title,
        source=picture.source,
        period=picture.period,
        as_of=picture.as_of,
        width=WIDTH,
        scale=round(dots / WIDTH, 3),
    )
