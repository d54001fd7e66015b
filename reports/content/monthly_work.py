"""The monthly work report in its four sections: indicators, key tasks, outstanding problems, highlights."""

from __future__ import annotations

from reports.content import indicators, pictures, tasks
from reports.content.material import Material
from reports.content.model import Block, Heading, Section


def sections(material: Material) -> list[Section]:
    """The four sections in the plan's order."""
    words = material.words
    return [
        Section("indicators", words("paper.section.indicators"), _indicators(material)),
        Section("tasks", words("paper.section.tasks"), tuple(tasks.task_parts(material))),
        Section("problems", words("paper.section.problems"), _problems(material)),
        Section("highlights", words("paper.section.highlights"), tasks.highlight_parts(material)),
    ]


def annexes(material: Material) -> list[Section]:
    """Every leading indicator."""
    words = material.words
    return [
        Section("annex_leading", words("paper.table.leading"), (indicators.leading_table(material),)),
    ]


def _indicators(material: Material) -> tuple[Block, ...]:
    words = material.words
    moved = indicators.moved(material, indicators.changes_of(material))
    return (
        Heading(2, words("paper.heading.overall")),
        material.prose("overall", words("paper.heading.overall"), [indicators.overall(material)]),
        Heading(2, words("paper.heading.moved")),
        material.prose("moved", words("paper.heading.moved"), moved),
        pictures.composition(material),
        Heading(2, words("paper.heading.leading")),
        material.prose("leading", words("paper.heading.leading"), indicators.by_action(material)),
    )


def _problems(material: Material) -> tuple[Block, ...]:
    words = material.words
    return (
        Heading(2, words("paper.heading.behind")),
        *indicators.behind_parts(material, words("paper.heading.behind")),
        Heading(2, words("paper.heading.overdue")),
        *indicators.overdue_part(material),
        Heading(2, words("paper.heading.shortcomings")),
        *tasks.shortcoming_parts(material),
    )
