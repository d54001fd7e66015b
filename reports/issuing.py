"""Issuing: a report gets its number and day, becomes a Word file, and is kept with both."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from i18n import Words, words_for
from reports.content.model import Content, Imprint, Masthead
from reports.content.stored import content_from_json, content_to_json
from reports.word import write_word
from warehouse.connection import Warehouse
from warehouse.issued import ToIssue, issue_report, read_issued_report


def number_text(words: Words, programme: Mapping[str, Any], masthead: Masthead, *, year: int, running: int) -> str:
    """The number as printed: 第10期 on a bulletin; on a document with the programme's mark, 溆行动专班〔2024〕10号."""
    if masthead is not Masthead.DOCUMENT:
        return words("paper.issue_number", number=running)
    mark = programme.get("papers", {}).get("mark")
    if mark is None:
        return words("paper.plain_number", year=year, number=running)
    return words("paper.document_number", mark=words.named(mark), year=year, number=running)


def issue(
    warehouse: Warehouse,
    programme: Mapping[str, Any],
    content: Content,
    *,
    running: int,
    issued_on: date,
    by: str,
    at: datetime | None = None,
) -> str:
    """Numbers a report, writes its Word file and archives both; the report's id.

    Raises NumberTaken, and UnfitDecision without a name.
    """
    year = issued_on.year
    words = words_for(content.language)
    number = number_text(words, programme, content.masthead, year=year, running=running)
    report = ToIssue(
        kind=content.kind,
        period=content.period,
        language=content.language,
        reference_period=content.month,
        as_of=content.as_of,
        number=number,
        number_year=year,
        number_running=running,
        title=content.title,
        content_json=content_to_json(content),
        document=write_word(content, Imprint(number, issued_on, by)),
        issued_on=issued_on,
    )
    return issue_report(warehouse, str(programme["programme_id"]), report, by=by, at=at)


def read_content(warehouse: Warehouse, report_id: str) -> Content:
    """An issued report's content as it went out. Raises UnknownReport and ReportDamaged."""
    return content_from_json(read_issued_report(warehouse, report_id)["content_json"])
