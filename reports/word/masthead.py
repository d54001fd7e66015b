"""What stands before and after the text of an issued document: red head, number, line, signature, imprint."""

from __future__ import annotations

from typing import Any

from docx.document import Document

from i18n import Words
from reports.content.model import Content, Imprint, Masthead
from reports.word.look import RED, TEXT_WIDTH, Look
from reports.word.xml import element, half_points, text_run, twips

LARGEST_MARK = 48.0


def add_paragraph(document: Document, style_id: str, *runs: Any, properties: tuple[Any, ...] = ()) -> Any:
    """A paragraph of a style at the document's end; `properties` follow the style in schema order."""
    paragraph = element("p", element("pPr", element("pStyle", val=style_id), *properties), *runs)
    document.element.body._insert_p(paragraph)
    return paragraph


def add_masthead(document: Document, content: Content, imprint: Imprint, words: Words, look: Look) -> None:
    """The red head, by the kind of document."""
    mark = content.mark
    if content.masthead is Masthead.DOCUMENT:
        mark = words("paper.mark_document", organ=content.organ)
    add_paragraph(document, "Mark", text_run(mark, *_mark_size(mark, look)))
    if content.masthead is Masthead.DOCUMENT:
        add_paragraph(document, "Numberline", text_run(imprint.number), properties=(_rule("bottom"), _space(24)))
    else:
        add_paragraph(document, "Numberline", text_run(imprint.number))
        _add_sides(document, content.organ, words.day(imprint.issued_on))
    add_paragraph(document, "Numberline")


def _mark_size(mark: str, look: Look) -> list[Any]:
    """As large as the mark fits on one line."""
    width = TEXT_WIDTH / 25.4 * 72
    share = 1.0 if look.indent else 0.55
    points = min(LARGEST_MARK, int(width / (len(mark) * share)))
    return [element("color", val=RED), element("sz", val=half_points(points)), element("szCs", val=half_points(points))]


def _rule(side: str) -> Any:
    return element("pBdr", element(side, val="single", sz=18, space=6, color=RED))


def _space(before: float) -> Any:
    return element("spacing", before=round(before * 20))


def _add_sides(document: Document, left: str, right: str) -> None:
    """Who compiles at the left, the day at the right, the red line below."""
    tabs = element("tabs", element("tab", val="right", pos=twips(TEXT_WIDTH)))
    add_paragraph(
        document,
        "Numberline",
        text_run(left),
        element("r", element("tab")),
        text_run(right),
        properties=(_rule("bottom"), tabs, element("jc", val="left")),
    )


def add_signature(document: Document, content: Content, imprint: Imprint, words: Words, look: Look) -> None:
    """The organ and the date at the right, the date two characters further in where the organ is longer."""
    unit = round(look.body_size * 20)
    far = 4 if len(content.organ) > len(words.day(imprint.issued_on)) else 2
    add_paragraph(document, "Signature", properties=(element("keepNext"),))
    for text, characters, keep in ((content.organ, 2, True), (words.day(imprint.issued_on), far, False)):
        indent = element("ind", rightChars=characters * 100, right=characters * unit, firstLineChars=0, firstLine=0)
        kept = (element("keepNext"),) if keep else ()
        add_paragraph(document, "Signature", text_run(text), properties=(*kept, indent))


def add_imprint(document: Document, content: Content, imprint: Imprint, words: Words, look: Look) -> None:
    """Who printed it and when, between two lines, at the document's end."""
    unit = round(look.body_size * 20)
    borders = element(
        "pBdr",
        element("top", val="single", sz=8, space=2, color="000000"),
        element("bottom", val="single", sz=8, space=2, color="000000"),
    )
    tabs = element("tabs", element("tab", val="right", pos=twips(TEXT_WIDTH) - unit))
    indent = element("ind", leftChars=100, left=unit, rightChars=100, right=unit, firstLineChars=0, firstLine=0)
    spacing = element("spacing", before=480)
    add_paragraph(
        document,
        "Imprint",
        text_run(content.organ),
        element("r", element("tab")),
        text_run(words("paper.printed", day=words.day(imprint.issued_on))),
        properties=(element("keepLines"), borders, tabs, spacing, indent),
    )
