"""Puts a report together as a Word file: equal reports give equal bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import docx

from i18n import Words, words_for
from reports.content.model import Content, Imprint, Masthead
from reports.word import blocks, masthead, page, styles
from reports.word.look import LOOKS, TEXT_WIDTH, Look
from reports.word.pictures import draw_pictures
from reports.word.xml import element, text_run

_ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)


def write_word(content: Content, imprint: Imprint | None = None) -> bytes:
    """The .docx of a report: with its red head where it is issued, else marked as a draft.

    Raises nothing of its own; the figures were bound when the content was made.
    """
    words, look = words_for(content.language), LOOKS[content.language]
    document = docx.Document()
    page.drop_surplus_parts(document)
    styles.set_styles(document, look)
    styles.set_numbering(document, look)
    styles.set_typefaces(document, look)
    page.set_settings(document, look)
    page.set_page(document, look, header=words("paper.demonstration") if content.is_demonstration else "")
    page.set_properties(document, content, author=content.organ)
    _write_body(document, content, imprint, words, look)
    out = io.BytesIO()
    document.save(out)
    return settled_zip(out.getvalue())


def _write_body(
    document: docx.document.Document, content: Content, imprint: Imprint | None, words: Words, look: Look
) -> None:
    pictures = draw_pictures(content)
    if imprint is not None:
        masthead.add_masthead(document, content, imprint, words, look)
    for line in title_lines(content, look):
        masthead.add_paragraph(document, "Title", text_run(line))
    if imprint is None:
        masthead.add_paragraph(document, "Subtitle", text_run(words("paper.draft")))
    masthead.add_paragraph(document, "Subtitle")
    if content.addressee:
        masthead.add_paragraph(document, "Addressee", text_run(content.addressee))
    for section in content.sections:
        blocks.add_section(document, section, content, words, pictures)
    _add_annex_lines(document, content, words)
    if imprint is not None and content.masthead is not Masthead.BULLETIN:
        masthead.add_signature(document, content, imprint, words, look)
    _add_annexes(document, content, words, pictures)
    if imprint is not None:
        masthead.add_imprint(document, content, imprint, words, look)


def title_lines(content: Content, look: Look) -> list[str]:
    """The title on one line where it fits, else broken before the period it names, where its sense divides."""
    fits = len(content.title) * look.title_size <= TEXT_WIDTH / 25.4 * 72
    head, period, tail = content.title.partition(content.period_words)
    return [content.title] if fits or not look.indent or not head or not period else [head, period + tail]


def _add_annex_lines(document: docx.document.Document, content: Content, words: Words) -> None:
    """附件：1.… below the text, where there are annexes."""
    if not content.annexes:
        return
    masthead.add_paragraph(document, "Normal")
    many = len(content.annexes) > 1
    for number, annex in enumerate(content.annexes, start=1):
        key = (
            "paper.annex_line" if not many else "paper.annex_line_numbered" if number == 1 else "paper.annex_line_next"
        )
        masthead.add_paragraph(document, "Normal", text_run(words(key, number=number, title=annex.heading)))


def _add_annexes(
    document: docx.document.Document, content: Content, words: Words, pictures: Mapping[str, bytes]
) -> None:
    """Each annex on a page of its own: its number in the top left corner, its title in the middle."""
    many = len(content.annexes) > 1
    for number, annex in enumerate(content.annexes, start=1):
        label = words("paper.annex_numbered", number=number) if many else words("paper.annex")
        masthead.add_paragraph(document, "AnnexHead", text_run(label), properties=(element("pageBreakBefore"),))
        masthead.add_paragraph(document, "Title", text_run(annex.heading))
        blocks.add_blocks(document, annex, content, words, pictures)


def settled_zip(archive: bytes) -> bytes:
    """The same archive with one fixed moment and order of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as settled:
        names = sorted(given.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            entry = zipfile.ZipInfo(name, _ZIP_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            settled.writestr(entry, given.read(name))
    return out.getvalue()
