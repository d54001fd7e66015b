"""A report's charts as pictures sharp enough for print."""

from __future__ import annotations

from charts.export import to_png
from i18n import words_for
from reports.content.model import Content, Picture
from reports.word.blocks import PICTURE_WIDTH

DOTS_PER_INCH = 300
WIDTHS = {"zh-Hans": 720, "zh-Hant": 720, "en": 860}
"""The width a chart is laid out in; its letters are then about as large on paper as the table's. English legends are
longer."""


def draw_pictures(content: Content) -> dict[str, bytes]:
    """PNG by picture_id, 300 dots an inch at their width on the page."""
    return {block.picture_id: draw(block, content.language) for block in content.blocks() if isinstance(block, Picture)}


def draw(picture: Picture, language: str) -> bytes:
    """One chart, with title, period, as-of and source inside."""
    width, dots = WIDTHS[language], PICTURE_WIDTH / 25.4 * DOTS_PER_INCH
    return to_png(
        picture.spec,
        picture.frame,
        words=words_for(language),
        title=picture.title,
        source=picture.source,
        period=picture.period,
        as_of=picture.as_of,
        width=width,
        scale=round(dots / width, 3),
    )
