"""A survey of a sheet's XML before a reader meets it: where values are, and what a reader would not tell.

A plain sheet is surveyed by one expression over its bytes, ten times as quick as a parser with handlers; whatever
that expression might misread (comments, prefixes, hidden rows, other encodings) goes through the parser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

from etl.formats.display import PLAIN, Display
from etl.formats.making import check_characters, check_reach
from etl.formats.markup import run
from etl.formats.runs import RUNS_MATTER, Runs
from etl.grid import column_number
from etl.limits import Limits

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_CELL_HEAD = re.compile(rb'<c(?: r="([A-Z]{1,3}+)([1-9][0-9]{0,6}+)"([^<>]*+)>|(?![of]))')
_PLAIN_CELL = re.compile(rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"([^<>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_FORMULA = re.compile(rb"<f[\s/>]")
_ATTRIBUTE = re.compile(rb' ([st])="(\w*)"')
_EMPTY_BODIES: Final = frozenset({b"", b"<v></v>", b"<v/>"})
_NO_VALUE = re.compile(rb"<v\s*/>|<v>\s*</v>")
_SHOWN_ERROR = re.compile(rb"<v>([^<]*)</v>")
_DIMENSION = re.compile(rb'<dimension ref="[A-Z]+\d+(?::([A-Z]{1,9})(\d{1,9}))?"')
_NOT_PLAIN: Final = ((b"!", b"<!"), (b"'", b"='"), (b"hidden", b"hidden="), (RUNS_MATTER[:5], RUNS_MATTER))
"""Marks of what is out of the ordinary, each behind a part of it that is searched for in a tenth of the time."""
_PREFIXED_CELL: Final = b":c"
_FEW_PLACES: Final = 50_000

Place = tuple[int, int]
_CellHead = tuple[bytes, bytes, bytes]  # column, row, attributes; empty where it is not written plainly
_PlainCell = tuple[bytes, bytes, bytes, bytes]  # the same, and what is inside


@dataclass(slots=True)
class Survey:
    """What the survey of one sheet found; places are (row, column) counted from 1."""

    bottom: int = 0
    right: int = 0
    displays: dict[Place, Display] = field(default_factory=dict)
    troubled: dict[Place, str] = field(default_factory=dict)
    errors: dict[Place, str] = field(default_factory=dict)
    raised: dict[Place, str] = field(default_factory=dict)  # texts part of which stands raised or lowered
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    is_plain: bool = False  # surveyed by the expression: nothing in it is out of the ordinary

    def is_hidden(self, row: int, column: int) -> bool:
        return row in self.hidden_rows or any(low <= column <= high for low, high in self.hidden_columns)


@dataclass(frozen=True)
class SharedTexts:
    """The texts many cells share: one long text shown by many cells is a bomb too."""

    content: bytes
    file_name: str

    def lengths(self) -> list[int]:
        """The length of each text. Raises CorruptWorkbook."""
        lengths: list[int] = []

        def start(tag: str, _: dict[str, str]) -> None:
            if tag.rpartition(":")[2] == "si":
                lengths.append(0)

        def data(text: str) -> None:
            if lengths:
                lengths[-1] += len(text)

        run(self.content, self.file_name, start=start, data=data)
        return lengths

    @cached_property
    def raised(self) -> dict[int, str]:
        """The texts part of which stands raised or lowered, by their number. Raises CorruptWorkbook."""
        if RUNS_MATTER not in self.content:
            return {}
        texts: list[Runs] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            name = tag.rpartition(":")[2]
            if name == "si":
                texts.append(Runs())
            elif texts:
                texts[-1].start(name, attributes)

        def end(tag: str) -> None:
            if texts:
                texts[-1].end(tag.rpartition(":")[2])

        def data(text: str) -> None:
            if texts:
                texts[-1].data(text)

        run(self.content, self.file_name, start=start, end=end, data=data)
        return {index: text.text for index, text in enumerate(texts) if text.stands_out}


def survey_sheet(
    content: bytes,
    file_name: str,
    *,
    displays: Sequence[Display],
    shared: SharedTexts,
    limits: Limits,
) -> Survey:
    """Surveys one sheet's part. Raises CorruptWorkbook; TooManyCells where values lie too far apart."""
    glanced = None if shared.raised else _glance(content, displays)
    survey, uses = glanced or _read(content, file_name, displays, shared.raised)
    check_reach(survey.bottom, survey.right, file_name=file_name, limits=limits)
    if uses.number * len(shared.content) > limits.characters:  # else it cannot be too much whatever the cells show
        lengths = shared.lengths()
        characters = sum(lengths[index] for index in uses.indices() if index < len(lengths))
        check_characters(characters, file_name=file_name, limits=limits)
    return survey


class _Uses(NamedTuple):
    """How many cells show a shared text, and which one each of them shows."""

    number: int
    indices: Callable[[], list[int]]


def _glance(content: bytes, displays: Sequence[Display]) -> tuple[Survey, _Uses] | None:
    """The survey by one expression, and the shared texts used; None where the sheet is not plain enough for it.

    What is inside the cells is looked at only where something in it could matter.
    """
    if not _is_plain(content):
        return None
    heads: list[_CellHead] = _CELL_HEAD.findall(content)
    letters, rows, written = map(set, zip(*heads, strict=True)) if heads else (set(), set(), set())
    if b"" in letters:
        return None  # an element of a cell that is written otherwise
    kinds = {attributes: _kind_of(attributes, displays) for attributes in {one.removesuffix(b"/") for one in written}}
    told = {attributes for attributes, (display, kind) in kinds.items() if display is not PLAIN or kind == b"e"}
    shared = {attributes for attributes, (_, kind) in kinds.items() if kind == b"s"}
    survey = Survey(*_reach(letters, rows), is_plain=True)
    if told or _FORMULA.search(content) or survey.bottom * survey.right > _FEW_PLACES:
        cells: list[_PlainCell] = _PLAIN_CELL.findall(content)
        if len(cells) < len(heads):
            return None
        _look_inside(survey, cells, kinds, told)
    number = sum(head[2] in shared for head in heads) if shared else 0
    return survey, _Uses(number, lambda: _uses(content, shared))


def _uses(content: bytes, shared: set[bytes]) -> list[int]:
    bodies = [body for _, _, attributes, body in _PLAIN_CELL.findall(content) if attributes in shared]
    return [int(body[3:-4]) if body[3:-4].isdigit() else 0 for body in bodies]


def _look_inside(
    survey: Survey, cells: list[_PlainCell], kinds: Mapping[bytes, tuple[Display, bytes]], told: set[bytes]
) -> None:
    if survey.bottom * survey.right > _FEW_PLACES:
        valued = [cell for cell in cells if cell[3] not in _EMPTY_BODIES]
        survey.bottom, survey.right = _reach({cell[0] for cell in valued}, {cell[1] for cell in valued})
    for cell in cells:
        if cell[2] in told or b"<f" in cell[3]:
            _tell(survey, cell, *kinds[cell[2]])


def _reach(columns: Set[bytes], rows: Set[bytes]) -> tuple[int, int]:
    """The last row and column of cells that stand in these."""
    return max(map(int, rows), default=0), max((column_number(letters.decode()) for letters in columns), default=0)


def _tell(survey: Survey, cell: _PlainCell, display: Display, kind: bytes) -> None:
    """What the survey keeps of one valued cell that is more than a value."""
    letters, digits, _, body = cell
    if body in _EMPTY_BODIES:
        return
    place = (int(digits), column_number(letters.decode()))
    if display is not PLAIN:
        survey.displays[place] = display
    if kind == b"e":
        shown = _SHOWN_ERROR.search(body)
        survey.troubled[place] = "error_value"
        survey.errors[place] = shown[1].decode() if shown else ""
    elif kind != b"str" and b"<f" in body and (b"<v" not in body or _NO_VALUE.search(body)):
        survey.troubled[place] = "formula_without_value"


def _is_plain(content: bytes) -> bool:
    head = content[:200]
    if not content.startswith((b"<", b"\xef\xbb\xbf<")):
        return False
    if any(part in content and mark in content for part, mark in _NOT_PLAIN) or _PREFIXED_CELL in content:
        return False
    if b"encoding=" in head and b'encoding="utf-8"' not in head.lower():
        return False
    declared = _DIMENSION.search(content)
    return not declared or declared[2] is None or int(declared[2]) * column_number(declared[1].decode()) < 10_000_000


def _kind_of(attributes: bytes, displays: Sequence[Display]) -> tuple[Display, bytes]:
    given = dict(_ATTRIBUTE.findall(attributes))
    style = given.get(b"s", b"0")
    index = int(style) if style.isdigit() else 0
    return (displays[index] if index < len(displays) else PLAIN), given.get(b"t", b"n")


def _read(
    content: bytes, file_name: str, displays: Sequence[Display], raised: Mapping[int, str]
) -> tuple[Survey, _Uses]:
    surveyor = _Surveyor(displays, raised)
    run(content, file_name, start=surveyor.start, end=surveyor.end, data=surveyor.data)
    return surveyor.survey, _Uses(len(surveyor.uses), lambda: surveyor.uses)


class _Surveyor:
    """The parser's handlers: one pass, nothing kept but the survey."""

    def __init__(self, displays: Sequence[Display], raised: Mapping[int, str]) -> None:
        self.survey = Survey()
        self.uses: list[int] = []
        self._displays, self._raised = displays, raised
        self._runs: Runs | None = None
        self._row = self._column = 0
        self._attributes: dict[str, str] = {}
        self._has_formula = self._has_inline = self._in_value = False
        self._value: list[str] = []
        self._handlers: dict[str, Callable[[dict[str, str]], None]] = {
            "c": self._start_cell,
            "row": self._start_row,
            "col": self._start_column,
        }

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        handler = self._handlers.get(name)
        if self._runs:
            self._runs.start(name, attributes)
        elif handler:
            handler(attributes)
        elif name == "f":
            self._has_formula = True
        elif name == "is":
            self._has_inline, self._runs = True, Runs()
        elif name == "v":
            self._in_value = True

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row, self._column = int(attributes.get("r", self._row + 1)), 0
        if attributes.get("hidden") in {"1", "true"}:
            self.survey.hidden_rows.add(self._row)

    def _start_column(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in {"1", "true"}:
            self.survey.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._attributes, self._value = attributes, []
        self._has_formula = self._has_inline = False
        reference = _REFERENCE.fullmatch(attributes.get("r", ""))
        if reference:
            self._column, self._row = column_number(reference[1]), int(reference[2])
        else:
            self._column += 1

    def data(self, text: str) -> None:
        if self._runs:
            self._runs.data(text)
        elif self._in_value:
            self._value.append(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "is":
            self._end_inline()
        elif self._runs:
            self._runs.end(name)
        elif name == "v":
            self._in_value = False
        elif name == "c":
            self._end_cell("".join(self._value))

    def _end_inline(self) -> None:
        if self._runs and self._runs.stands_out:
            self.survey.raised[self._row, self._column] = self._runs.text
        self._runs = None

    def _end_cell(self, value: str) -> None:
        if not (value or self._has_formula or self._has_inline):
            return
        survey, place, kind = self.survey, (self._row, self._column), self._attributes.get("t", "n")
        survey.bottom, survey.right = max(survey.bottom, self._row), max(survey.right, self._column)
        if kind == "s":
            self.uses.append(int(value))
            if int(value) in self._raised:
                survey.raised[place] = self._raised[int(value)]
        if kind == "e":
            survey.troubled[place], survey.errors[place] = "error_value", value
        elif self._has_formula and not value and kind != "str":
            survey.troubled[place] = "formula_without_value"
        style = int(self._attributes.get("s", "0"))
        if style < len(self._displays) and self._displays[style] is not PLAIN:
            survey.displays[place] = self._displays[style]
