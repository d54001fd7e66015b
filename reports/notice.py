"""A supervision notice as a Word document: its text word for word as it was sent, under number and red head."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from i18n import words_for
from reports.content.make import organ_of
from reports.content.model import Content, Imprint, Masthead, Prose, Section
from reports.content.placeholders import defuse_braces
from reports.errors import NothingToReport
from reports.word import write_word
from warehouse.connection import Warehouse
from warehouse.ledger import EVER
from warehouse.notices import paragraphs_of, read_notices
from warehouse.queries import read_batches, read_catalogue


def notice_file(warehouse: Warehouse, programme_id: str, notice_id: str) -> bytes:
    """The .docx of an issued notice; equal bytes each time. Raises NothingToReport."""
    rows = read_notices(warehouse, programme_id, EVER).filter(notice_id=notice_id, decision="issued")
    if rows.is_empty():
        raise NothingToReport("No notice {id!r} was issued.", id=notice_id)
    notice = rows.row(0, named=True)
    programme = read_catalogue(warehouse, programme_id, notice["recorded_at"]).programme
    batches = read_batches(warehouse, programme_id, notice["as_of"])
    content = notice_content(notice, programme, is_demonstration=bool(batches["is_demonstration"].any()))
    return write_word(content, Imprint(notice["number"], notice["issued_on"], notice["decided_by"]))


def notice_content(notice: Mapping[str, Any], programme: Mapping[str, Any], *, is_demonstration: bool) -> Content:
    """An issued notice's row of `read_notices` as a document of one section without a heading."""
    words = words_for(notice["language"])
    organ = organ_of(words, programme)
    text = "\n".join(defuse_braces(part.text) for part in paragraphs_of(notice))
    colon = "：" if words.is_chinese else ":"
    return Content(
        kind="notice",
        period=notice["notice_id"],
        period_words=words.month(notice["reference_period"]),
        language=notice["language"],
        month=notice["reference_period"],
        as_of=notice["as_of"],
        masthead=Masthead.DOCUMENT,
        mark=organ,
        organ=organ,
        title=notice["title"],
        addressee=(notice["addressee"] or "").rstrip("：:") + colon,
        sections=(Section("text", "", (Prose("text", words("paper.kind.notice"), text),)),),
        annexes=(),
        figures={},
        is_demonstration=is_demonstration,
    )
