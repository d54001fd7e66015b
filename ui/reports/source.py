"""The reports the screen shows, made once per warehouse version and kept with their pictures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from i18n import words_for
from reports.content.figures import Figures
from reports.content.make import make_content
from reports.content.model import Content, Imprint
from reports.content.stored import content_from_json
from reports.desk import material_for
from reports.word import write_word
from reports.word.pictures import draw_pictures
from reports.word.read import pictures_of
from ui.data import board_at
from ui.kept import kept
from ui.process import the_process
from ui.screen import Screen
from warehouse.issued import read_issued_file, read_issued_report
from warehouse.report_drafts import read_report_draft


@dataclass(frozen=True)
class Paper:
    """A report ready to show: its content, the figures prose may use, its charts as PNG, its imprint once issued."""

    content: Content
    figures: Figures | None
    pictures: dict[str, bytes]
    imprint: Imprint | None = None


def draft(screen: Screen, kind: str, period: str) -> Paper:
    """The report of a kind and period as known at the screen's moment. Raises UnknownFigure where prose refers to a
    figure that is gone."""
    warehouse = the_process().warehouse
    return _draft(warehouse.version(), warehouse.drive_version(), screen.as_of, kind, period, screen.words.language)


@kept(max_entries=24)
def _draft(version: int, drive_version: int, as_of: datetime, kind: str, period: str, language: str) -> Paper:
    del version, drive_version  # part of the cache's key only
    process = the_process()
    edits = read_report_draft(process.warehouse, process.programme_id, kind=kind, period=period, language=language)
    material = material_for(
        process.warehouse,
        kind=kind,
        period=period,
        asked=as_of,
        words=words_for(language),
        board_at=board_at,
        edits=edits,
    )
    content = make_content(material, kind)
    return Paper(content, material.figures, draw_pictures(content))


@kept(max_entries=24)
def issued(report_id: str) -> Paper:
    """An issued report as it went out, its charts taken from its Word file. Raises UnknownReport, ReportDamaged."""
    warehouse = the_process().warehouse
    row = read_issued_report(warehouse, report_id)
    imprint = Imprint(row["number"], row["issued_on"], row["issued_by"])
    pictures = pictures_of(read_issued_file(warehouse, report_id))
    return Paper(content_from_json(row["content_json"]), None, pictures, imprint)


def word_file(paper: Paper, report_id: str | None = None) -> bytes:
    """The Word file: the archived bytes of an issued report, else the draft's."""
    if report_id is not None:
        return read_issued_file(the_process().warehouse, report_id)
    return write_word(paper.content)
