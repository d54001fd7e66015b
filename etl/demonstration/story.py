"""The demonstration's story: three reviewable tables of exceptions; whatever they do not name goes to plan."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl.values import NATURE_WORDS, STAGE_WORDS
from rules.model import Status

FOLDER = Path(__file__).parent / "tables"


class StoryError(ValueError):
    """A line of the story that cannot be told; names the file, the line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Point:
    """An exact figure; `overdue` of the open cases are past their date."""

    value: float
    overdue: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """courses.csv: where an indicator stands at its newest period and at the one before.

    `points` fix figures by period; the course runs through them. `baseline` is the figure of December 2023.
    """

    indicator_id: str
    newest: Status
    before: Status
    baseline: float | None
    points: dict[date, Point]


@dataclass(frozen=True, slots=True)
class CellStory:
    """cells.csv: one cell that is not simply the course's figure.

    `sent_on` names a later file that carries it again (a revision or a correction); without it the cell stands
    in the period's first file. `refused` says that the check will not store it.
    """

    indicator_id: str
    period: date
    sent_on: date | None
    shown: str
    nature: str
    remark: str
    refused: bool


@dataclass(frozen=True, slots=True)
class FileStory:
    """files.csv: a period a unit sends late, not at all, or first with the wrong file.

    `what` is late, silent or withdrawn; `sent_on` the day the (right) file comes, `reason` why the wrong one
    was taken back.
    """

    unit_id: str
    period: date
    what: str
    sent_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Story:
    turns: dict[str, Turn]
    cells: tuple[CellStory, ...]
    files: dict[tuple[str, date], FileStory]


def read_story(folder: Path = FOLDER) -> Story:
    """The three tables. Raises StoryError."""
    turns = [_turn(line, place) for line, place in _lines(folder / "courses.csv")]
    files = [_file(line, place) for line, place in _lines(folder / "files.csv")]
    return Story(
        turns={turn.indicator_id: turn for turn in turns},
        cells=tuple(_cell(line, place) for line, place in _lines(folder / "cells.csv")),
        files={(file.unit_id, file.period): file for file in files},
    )


def _lines(path: Path) -> Iterator[tuple[dict[str, str], str]]:
    with path.open(encoding="utf-8", newline="") as file:
        for number, line in enumerate(csv.DictReader(file), 2):
            if None in line or None in line.values():
                raise StoryError(f"{path.name}, line {number}: expected exactly the columns of the header")
            yield line, f"{path.name}, line {number}"


def _turn(line: dict[str, str], place: str) -> Turn:
    newest = _status(line["newest"] or Status.ON_TRACK, place)
    return Turn(
        indicator_id=line["indicator_id"],
        newest=newest,
        before=_status(line["before"] or newest, place),
        baseline=float(line["baseline"]) if line["baseline"] else None,
        points=dict(_point(text, place) for text in line["points"].split()),
    )


def _status(text: str, place: str) -> Status:
    if text not in {Status.DONE, Status.ON_TRACK, Status.AT_RISK, Status.BEHIND}:
        raise StoryError(f"{place}: {text!r} is not done, on_track, at_risk or behind")
    return Status(text)


def _point(text: str, place: str) -> tuple[date, Point]:
    """`2024-10=8.4`, `2024-10=6/1` for six open cases of which one is overdue, `2024-05=开工` for a stage."""
    month, _, written = text.partition("=")
    value, _, overdue = written.partition("/")
    stages = {words[0]: float(position) for position, words in enumerate(STAGE_WORDS)}
    try:
        number = stages[value] if value in stages else float(value)
        return month_of(month), Point(number, int(overdue) if overdue else None)
    except ValueError as error:
        raise StoryError(f"{place}: {text!r} is no point; write 2024-10=8.4") from error


def _cell(line: dict[str, str], place: str) -> CellStory:
    nature = line["nature"]
    if nature and nature not in NATURE_WORDS:
        raise StoryError(f"{place}: {nature!r} is no kind of figure; one of {list(NATURE_WORDS)[:4]}")
    return CellStory(
        indicator_id=line["indicator_id"],
        period=month_of(line["period"]),
        sent_on=date.fromisoformat(line["sent_on"]) if line["sent_on"] else None,
        shown=line["shown"],
        nature=nature,
        remark=line["remark"],
        refused=line["refused"] == "yes",
    )


def _file(line: dict[str, str], place: str) -> FileStory:
    if line["what"] not in {"late", "silent", "withdrawn"}:
        raise StoryError(f"{place}: {line['what']!r} is not late, silent or withdrawn")
    return FileStory(
        unit_id=line["unit_id"],
        period=month_of(line["period"]),
        what=line["what"],
        sent_on=date.fromisoformat(line["sent_on"]) if line["sent_on"] else None,
        reason=line["reason"],
    )


def month_of(text: str) -> date:
    """`2024-10` as the first of that month."""
    return date.fromisoformat(f"{text}-01")
