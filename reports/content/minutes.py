"""The minutes of a meeting: the figures it had before it, what was said, what was decided."""

from __future__ import annotations

from typing import Any

from reports.content import indicators
from reports.content.material import Material, Meeting
from reports.content.model import Block, Section
from reports.content.placeholders import Run
from rules.model import Status

DECISION_COLUMNS = (("number", 0.08), ("entry", 0.46), ("unit", 0.2), ("person", 0.13), ("due", 0.13))


def sections(material: Material) -> list[Section]:
    words, meeting = material.words, material.meeting
    assert meeting is not None
    return [
        Section("figures", words("paper.section.figures"), _figures(material, meeting)),
        Section("remarks", words("paper.section.remarks"), _remarks(material, meeting)),
        Section("decisions", words("paper.section.decisions"), _decisions(material, meeting)),
    ]


def _figures(material: Material, meeting: Meeting) -> tuple[Block, ...]:
    words, row = material.words, meeting.row
    opening = words("paper.meeting_held", day=words.day(row["held_on"]), name=material.typed(row["name"]))
    behind = indicators.worst_lines(material) if indicators.worst_ids(material, Status.BEHIND) else []
    lines = [opening, indicators.overall(material), *behind]
    return (material.prose("figures", words("paper.section.figures"), lines),)


def _remarks(material: Material, meeting: Meeting) -> tuple[Block, ...]:
    words = material.words
    lines = [_remark(material, row) for row in meeting.remarks.iter_rows(named=True)]
    return (material.prose("remarks", words("paper.section.remarks"), lines or [words("paper.no_remark")]),)


def _remark(material: Material, row: dict[str, Any]) -> str:
    said = material.typed(row["words"]).rstrip("。.")
    if row["indicator_id"] not in material.board.deciding:
        return material.words("paper.remark", words=said)
    name = material.indicator(row["indicator_id"])
    return material.words("paper.remark_on", name=name, words=said)


def _decisions(material: Material, meeting: Meeting) -> tuple[Block, ...]:
    words = material.words
    if meeting.decisions.is_empty():
        return (material.prose("decisions", words("paper.section.decisions"), [words("paper.no_decision")]),)
    material.figures.add("meeting", "decisions", meeting.decisions.height)
    line = words("paper.decided", count=material.f("meeting", "decisions"))
    rows = [_decision(material, n, row) for n, row in enumerate(meeting.decisions.iter_rows(named=True), start=1)]
    return (
        material.prose("decisions", words("paper.section.decisions"), [line]),
        material.table("decisions", DECISION_COLUMNS, rows),
    )


def _decision(material: Material, number: int, row: dict[str, Any]) -> list[Run]:
    said, person = material.cell_typed(row["words"]), material.cell_typed(row["lead_person"])
    cells = (str(number), said, material.units(row["lead_unit"]), person)
    return [*[Run(text) for text in cells], Run(material.short_day(row["due_on"]))]
