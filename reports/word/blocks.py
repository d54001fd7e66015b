"""The text itself: headings, paragraphs, native tables and pictures."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from i18n import Words
from reports.content.model import Content, Figure, Heading, Picture, Prose, Section, Table
from reports.content.placeholders import Run
from reports.word.look import TEXT_WIDTH
from reports.word.masthead import add_paragraph
from reports.word.styles import HEADINGS
from reports.word.xml import element, field, text_run, twips

PICTURE_WIDTH = TEXT_WIDTH - 2


def add_section(
    document: Document, section: Section, content: Content, words: Words, pictures: Mapping[str, bytes]
) -> None:
    """A section's heading, where it has one, and its blocks. `pictures` are PNG by picture_id."""
    if section.heading:
        add_heading(document, 1, section.heading)
    add_blocks(document, section, content, words, pictures)


def add_blocks(
    document: Document, section: Section, content: Content, words: Words, pictures: Mapping[str, bytes]
) -> None:
    for block in section.blocks:
        match block:
            case Heading():
                add_heading(document, block.level, block.text)
            case Prose():
                add_prose(document, block, content.figures)
            case Table():
                add_table(document, block, words, is_named=block.caption == section.heading)
            case Picture():
                add_picture(document, block, pictures[block.picture_id])


def add_heading(document: Document, level: int, text: str) -> None:
    """A heading that numbers itself by its level."""
    add_paragraph(document, HEADINGS[level - 1], text_run(text))


def add_prose(document: Document, prose: Prose, figures: Mapping[str, Figure]) -> None:
    for runs in prose.paragraphs(figures):
        add_paragraph(document, "Normal", *[text_run(run.text) for run in runs])


def add_table(document: Document, table: Table, words: Words, *, is_named: bool = False) -> None:
    """A numbered caption (none where the heading above names the table) and the table: its header repeated on every
    page, its rows never torn."""
    if not is_named:
        _add_caption(document, table, words)
    widths = [round(twips(TEXT_WIDTH) * share / sum(table.widths)) for share in table.widths]
    made = element(
        "tbl",
        element(
            "tblPr",
            element("tblStyle", val="ReportTable"),
            element("tblW", w=sum(widths), type="dxa"),
            element("jc", val="center"),
            element("tblLayout", type="fixed"),
            element("tblLook", val="0020", firstRow=1, noHBand=1, noVBand=1),
        ),
        element("tblGrid", *[element("gridCol", w=width) for width in widths]),
        _row([Run(name) for name in table.header], widths, "TableHead", is_header=True),
        *[_row(row, widths, "TableText") for row in table.rows],
    )
    document.element.body._insert_tbl(made)
    add_paragraph(document, "TableText")


def _add_caption(document: Document, table: Table, words: Words) -> None:
    before, after = words("paper.table_number", number="\0", caption=table.caption).split("\0")
    add_paragraph(
        document, "Caption", text_run(before), *field("SEQ Table \\* ARABIC", _next_number(document)), text_run(after)
    )


def _next_number(document: Document) -> str:
    """The caption's number as last shown; word processors count anew."""
    return str(1 + sum(1 for _ in document.element.body.iter(qn("w:tbl"))))


def _row(cells: Sequence[Run], widths: Sequence[int], style: str, *, is_header: bool = False) -> Any:
    """A row; one with a single cell spans the table as a group's name."""
    spans_all = len(cells) == 1 < len(widths)
    properties = [element("cantSplit"), *([element("tblHeader")] if is_header else [])]
    made = element("tr", element("trPr", *properties))
    for cell, width in zip(cells, [sum(widths)] if spans_all else widths, strict=True):
        span = [element("gridSpan", val=len(widths))] if spans_all else []
        shade = [element("shd", val="clear", color="auto", fill="F2F2F2")] if spans_all or is_header else []
        inside = element("tcPr", element("tcW", w=width, type="dxa"), *span, *shade, element("vAlign", val="center"))
        kept = [element("keepNext")] if spans_all else []
        named = element("pPr", element("pStyle", val="TableHead" if spans_all else style), *kept)
        made.append(element("tc", inside, element("p", named, text_run(cell.text))))
    return made


def add_picture(document: Document, picture: Picture, png: bytes) -> None:
    """A chart as wide as the text, with its words for those who do not see it."""
    paragraph = document.add_paragraph(style="Picture")
    shape = paragraph.add_run().add_picture(io.BytesIO(png), width=Mm(PICTURE_WIDTH))
    properties = shape._inline.docPr
    properties.set("name", picture.picture_id)
    properties.set("title", picture.title)
    properties.set("descr", picture.alt)
