"""A report's content as JSON for the archive, and back; charts are kept as their words."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import polars as pl

from reports.content.model import Block, Content, Figure, Heading, Masthead, Picture, Prose, Section, Table
from reports.content.placeholders import Run

VERSION = 1


def content_to_json(content: Content) -> str:
    """The content as text: equal contents give equal texts."""
    plain = {
        "version": VERSION,
        **{name: getattr(content, name) for name in _PLAIN},
        "month": content.month.isoformat(),
        "as_of": content.as_of.isoformat(),
        "masthead": content.masthead.value,
        "sections": [_section(section) for section in content.sections],
        "annexes": [_section(section) for section in content.annexes],
        "figures": [asdict(content.figures[key]) for key in sorted(content.figures)],
    }
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


_PLAIN = (
    "kind",
    "period",
    "period_words",
    "language",
    "mark",
    "organ",
    "title",
    "addressee",
    "is_demonstration",
)


def _section(section: Section) -> dict[str, Any]:
    return {
        "section_id": section.section_id,
        "heading": section.heading,
        "blocks": [_block(block) for block in section.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"is": "heading", "level": block.level, "text": block.text}
        case Prose():
            return {"is": "prose", **asdict(block)}
        case Table():
            rows = [[[run.text, run.figure] for run in row] for row in block.rows]
            return {"is": "table", **asdict(block), "rows": rows}
        case Picture():
            kept = ("picture_id", "title", "alt", "source", "period", "as_of")
            return {"is": "picture", **{name: getattr(block, name) for name in kept}}


def content_from_json(text: str) -> Content:
    """The content of `content_to_json`; its pictures have no rows to draw."""
    read = json.loads(text)
    figures = [Figure(**figure) for figure in read["figures"]]
    return Content(
        **{name: read[name] for name in _PLAIN},
        month=date.fromisoformat(read["month"]),
        as_of=datetime.fromisoformat(read["as_of"]),
        masthead=Masthead(read["masthead"]),
        sections=tuple(_read_section(section) for section in read["sections"]),
        annexes=tuple(_read_section(section) for section in read["annexes"]),
        figures={figure.key: figure for figure in figures},
    )


def _read_section(read: dict[str, Any]) -> Section:
    return Section(read["section_id"], read["heading"], tuple(_read_block(block) for block in read["blocks"]))


def _read_block(read: dict[str, Any]) -> Block:
    fields = {name: value for name, value in read.items() if name != "is"}
    match read["is"]:
        case "heading":
            return Heading(**fields)
        case "prose":
            return Prose(**fields)
        case "table":
            rows = tuple(tuple(Run(text, figure) for text, figure in row) for row in fields["rows"])
            return Table(
                **{**fields, "rows": rows, "header": tuple(fields["header"]), "widths": tuple(fields["widths"])}
            )
        case _:
            return Picture(**fields, frame=pl.DataFrame(), spec={})
