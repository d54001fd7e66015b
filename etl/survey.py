"""A survey of a sheet's XML before a reader meets it: where values are, and what a reader would not tell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from etl.errors import CorruptWorkbook, WorkbookTooLarge
from etl.grid import column_number

MOST_PLACES: Final = 1_000_000
MOST_CHARACTERS: Final = 20_000_000
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(slots=True)
class Survey:
    """What the survey of one sheet found; places are (row, column) counted from 1."""

    bottom: int = 0
    right: int = 0
    percent: set[tuple[int, int]] = field(default_factory=set)
    troubled: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)

    def is_hidden(self, row: int, column: int) -> bool:
        return row in self.hidden_rows or any(low <= column <= high for low, high in self.hidden_columns)


class _Surveyor:
    """The parser's handlers: one pass, nothing kept but the survey."""

    def __init__(self, percent_styles: frozenset[int], shared_lengths: list[int]) -> None:
        self.survey = Survey()
        self.characters = 0
        self._percent_styles = percent_styles
        self._shared_lengths = shared_lengths
        self._row = self._column = 0
        self._attributes: dict[str, str] = {}
        self._has_formula = self._has_inline = self._in_value = False
        self._value: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag.rpartition(":")[2]:
            case "c":
                self._start_cell(attributes)
            case "row":
                self._row = int(attributes.get("r", self._row + 1))
                self._column = 0
                if attributes.get("hidden") in {"1", "true"}:
                    self.survey.hidden_rows.add(self._row)
            case "col" if attributes.get("hidden") in {"1", "true"}:
                self.survey.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))
            case "f":
                self._has_formula = True
            case "is":
                self._has_inline = True
            case "v":
                self._in_value = True

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._attributes = attributes
        self._has_formula = self._has_inline = False
        self._value = []
        reference = _REFERENCE.fullmatch(attributes.get("r", ""))
        if reference:
            self._column, self._row = column_number(reference[1]), int(reference[2])
        else:
            self._column += 1

    def data(self, text: str) -> None:
        if self._in_value:
            self._value.append(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "v":
            self._in_value = False
        elif name == "c":
            self._end_cell("".join(self._value))

    def _end_cell(self, value: str) -> None:
        if not (value or self._has_formula or self._has_inline):
            return
        survey, place, kind = self.survey, (self._row, self._column), self._attributes.get("t", "n")
        survey.bottom, survey.right = max(survey.bottom, self._row), max(survey.right, self._column)
        if kind == "s":
            index = int(value)
            self.characters += self._shared_lengths[index] if index < len(self._shared_lengths) else 0
        if kind == "e":
            survey.troubled[place] = "error_value"
        elif self._has_formula and not value and kind != "str":
            survey.troubled[place] = "formula_without_value"
        if int(self._attributes.get("s", "0")) in self._percent_styles:
            survey.percent.add(place)


def survey_sheet(
    content: bytes, file_name: str, *, percent_styles: frozenset[int], shared_lengths: list[int]
) -> Survey:
    """Surveys one sheet's part. Raises CorruptWorkbook; WorkbookTooLarge where values lie too far apart."""
    surveyor = _Surveyor(percent_styles, shared_lengths)
    _run(content, file_name, surveyor.start, surveyor.end, surveyor.data)
    survey = surveyor.survey
    if survey.bottom * survey.right > MOST_PLACES:
        found = f"{survey.bottom:,} × {survey.right:,}"
        raise WorkbookTooLarge(file_name, found=found, expected=f"{MOST_PLACES:,}")
    if surveyor.characters > MOST_CHARACTERS:
        found = f"{surveyor.characters:,}"
        raise WorkbookTooLarge(file_name, found=found, expected=f"{MOST_CHARACTERS:,}")
    return survey


def shared_text_lengths(content: bytes, file_name: str) -> list[int]:
    """The length of each shared text: one long text shown by many cells is a bomb too."""
    lengths: list[int] = []

    def start(tag: str, _: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "si":
            lengths.append(0)

    def data(text: str) -> None:
        if lengths:
            lengths[-1] += len(text)

    _run(content, file_name, start, lambda _: None, data)
    return lengths


def _run(content: bytes, file_name: str, start: object, end: object, data: object) -> None:
    def refuse(*_: object) -> None:
        raise CorruptWorkbook(file_name)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start  # type: ignore[assignment]
    parser.EndElementHandler = end  # type: ignore[assignment]
    parser.CharacterDataHandler = data  # type: ignore[assignment]
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, KeyError) as error:
        raise CorruptWorkbook(file_name) from error
