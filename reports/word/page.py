"""The page: margins, the grid of lines and characters, page numbers, and what the file says of itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

from reports.content.model import Content
from reports.word.look import (
    BOTTOM,
    FOOTER,
    LEFT,
    LINE_PITCH,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    TOP,
    Look,
)
from reports.word.xml import element, field, text_run, twips

SURPLUS_PARTS = ("/stylesWithEffects", "/customXml", "/webSettings", "/thumbnail")


def set_page(document: Document, look: Look, *, header: str) -> None:
    """A4 with the standard's margins and grid; the page number outside below, `header` small above."""
    section = document.sections[0]._sectPr
    for old in list(section):
        if old.tag in (qn("w:pgSz"), qn("w:pgMar"), qn("w:cols"), qn("w:docGrid")):
            section.remove(old)
    section.append(element("pgSz", w=twips(PAGE_WIDTH), h=twips(PAGE_HEIGHT)))
    section.append(
        element(
            "pgMar",
            top=twips(TOP),
            right=twips(RIGHT),
            bottom=twips(BOTTOM),
            left=twips(LEFT),
            header=twips(20),
            footer=twips(FOOTER),
            gutter=0,
        )
    )
    if look.indent:
        section.append(_grid())
    _set_footers(document, look)
    _set_headers(document, header)


def _grid() -> Any:
    """22 lines a page. The 28 characters a line come from `Look.tracking`: LibreOffice gives a character wider than
    its cell of the grid two cells."""
    return element("docGrid", type="lines", linePitch=round(LINE_PITCH * 20))


def _set_footers(document: Document, look: Look) -> None:
    """— 1 — one character in from the outer edge: right on odd pages, left on even ones."""
    section = document.sections[0]
    for footer, align, side in (
        (section.footer, "right", "rightChars"),
        (section.even_page_footer, "left", "leftChars"),
    ):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]._p
        style = element("pStyle", val="Footer")
        indent = element("ind", **{side: 100, side.removesuffix("Chars"): 280}, firstLineChars=0, firstLine=0)
        paragraph.insert(0, element("pPr", style, indent, element("jc", val=align)))
        dash = "— " if look.indent else "– "
        for run in (text_run(dash), *field("PAGE", "1"), text_run(dash[::-1])):
            paragraph.append(run)


def _set_headers(document: Document, text: str) -> None:
    section = document.sections[0]
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        paragraph = header.paragraphs[0]._p
        paragraph.insert(0, element("pPr", element("pStyle", val="Header")))
        if text:
            paragraph.append(text_run(text))


def set_settings(document: Document, look: Look) -> None:
    """Settings written anew: even and odd pages differ, line breaks by East Asian rules."""
    root = document.settings.element
    for old in list(root):
        root.remove(old)
    compatibility = element(
        "compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15
    )
    for made in (
        element("zoom", percent=100),
        element("defaultTabStop", val=420),
        element("evenAndOddHeaders"),
        element("characterSpacingControl", val="compressPunctuation"),
        element("compat", element("useFELayout"), compatibility),
        element("themeFontLang", val="en-US", eastAsia=look.locale if look.indent else "zh-CN"),
    ):
        root.append(made)


def set_properties(document: Document, content: Content, *, author: str) -> None:
    """Title, author and moments: those of the report, never of the machine, so that equal reports are equal files."""
    core = document.core_properties
    core.title, core.subject, core.keywords = content.title, content.period_words, content.kind
    core.author = core.last_modified_by = author
    core.comments, core.category, core.version = "", "", ""
    core.language = content.language
    core.created = core.modified = core.last_printed = _whole_seconds(content.as_of)
    core.revision = 1


def _whole_seconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def drop_surplus_parts(document: Document) -> None:
    """Leaves out what the template brings and no report needs."""
    for holder in (document.part, document.part.package):
        for relation_id, relation in list(holder.rels.items()):
            if relation.reltype.endswith(SURPLUS_PARTS):
                del holder.rels[relation_id]
