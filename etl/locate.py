"""Locate: the form's table on its sheet, wherever it stands: head, header, body, and what is not ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from etl.errors import HeaderNotFound, HeaderUnclear, SeveralTables
from etl.fold import fold, split_unit
from etl.grid import Cell, Sheet, Workbook, column_letters
from etl.values import shows

COLUMN_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "ordinal": ("序号", "编号"),
    "code": ("指标编码", "指标代码", "编码", "代码"),
    "name": ("指标名称", "指标", "项目名称", "名称"),
    "unit": ("计量单位", "单位"),
    "basis": ("统计口径", "口径"),
    "value": ("本期数值", "本期数", "本期完成", "数值", "完成数"),
    "nature": ("数据性质", "性质"),
    "overdue": ("逾期数", "其中逾期", "其中:逾期", "逾期"),
    "previous": ("上期数", "上期"),
    "last_year": ("去年同期", "上年同期", "去年同期数", "上年同期数"),
    "range": ("允许范围",),
    "note": ("备注",),
}
"""Each column of the form with the words (folded) that may head it; the first is the form's own."""
NOTES_SHEET: Final = "填报说明"
PASSED_OVER: Final = frozenset({NOTES_SHEET, "核对结果"})
"""Sheets the programme itself adds to a workbook: how to fill it in, and what was found in it."""
FINDINGS_SHEET: Final = "核对结果"
OWN_SHEETS: Final = frozenset({NOTES_SHEET, FINDINGS_SHEET})
"""Sheets this program adds to what it sends out: never a department's figures when they come back."""
_GROUP_WORDS = {"指标", "本期填报", "本期", "参考", "参考数"}
_HEAD_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "unit": ("填报单位", "报送单位", "填表单位", "单位名称"),
    "period": ("报告期", "报告期别", "报表期", "填报期", "所属期", "数据期"),
    "measure": ("单位", "计量单位"),
}
_NOTE_START = re.compile(
    r"(?:注|备注|说明|填报说明|填表说明|单位负责人|负责人|审核人|填报人|填表人|制表|联系电话|联系人|数据来源|资料来源)[\d一二三]*[:.、(]"
)
REFERENCES: Final = frozenset({"previous", "last_year"})
"""The form's columns of earlier figures, shown beside and held against what is known."""
_WIDTH_OF_HEADER = 3
_OWN_NUMBERS = frozenset({"value", "ordinal", "overdue", "code"})


class TableRow(NamedTuple):
    """One body row: the valued cells of the form's columns, by column name; hidden where one of them is."""

    row: int
    cells: Mapping[str, Cell]
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Table:
    """The form as found on a sheet. `titles` are the head's texts; the last three fields were left aside."""

    sheet: str
    rows: tuple[TableRow, ...]
    unit: Cell | None
    period: Cell | None
    titles: tuple[str, ...]
    value_unit: str  # the unit written in the value column's header or the head, "" where none
    notes: tuple[Cell, ...]  # notes, sources and signatures
    rows_not_ours: tuple[Cell, ...]
    columns_not_ours: tuple[Cell, ...]
    asides: tuple[Cell, ...] = ()  # figures in body rows that are not the form's values
    references: tuple[Cell, ...] = ()  # earlier figures in the form's own columns for them


def locate_table(workbook: Workbook, headers: Headers | None = None) -> tuple[Table, list[Sheet]]:
    """The workbook's one table of the form, and the valued sheets that hold none.

    `headers` is what `find_headers` gave, where it was asked already. Raises HeaderNotFound, HeaderUnclear,
    SeveralTables.
    """
    found: list[tuple[Sheet, _Header]] = []
    others: list[Sheet] = []
    for sheet, header in find_headers(workbook) if headers is None else headers:
        if header:
            found.append((sheet, header))
        elif sheet.cells and fold(sheet.name) not in OWN_SHEETS:
            others.append(sheet)
    if not found:
        expected = "、".join(COLUMN_WORDS[name][0] for name in ("code", "name", "value"))
        raise HeaderNotFound(workbook.file_name, expected=expected)
    if len(found) > 1:
        raise SeveralTables(workbook.file_name, found="、".join(sheet.name for sheet, _ in found))
    return _read_table(*found[0]), others


@dataclass(frozen=True, slots=True)
class _Header:
    top: int
    bottom: int
    columns: Mapping[str, int]
    units: Mapping[str, str]
    strangers: tuple[Cell, ...]
    rivals: tuple[str, ...]  # two columns under one word


Headers = list[tuple[Sheet, _Header | None]]


def _column_word(cell: Cell | None) -> tuple[str, str]:
    """The form's column a header cell names, and the unit in its brackets."""
    if cell is None or not isinstance(cell.value, str):
        return "", ""
    return _column_named(cell.value)


@lru_cache(maxsize=16_384)
def _column_named(written: str) -> tuple[str, str]:
    label, unit = split_unit(written)
    for text, measure in ((fold(label), unit), (fold(written), "")):
        for name, words in COLUMN_WORDS.items():
            if text in words:
                return name, measure
    return "", ""


def _find_header(sheet: Sheet, file_name: str) -> _Header | None:
    for row in sheet.rows:
        named = {_column_named(cell.value)[0] for cell in sheet.rows[row] if type(cell.value) is str} - {""}
        if len(named) >= _WIDTH_OF_HEADER or (named and _is_header_top(sheet, row)):
            bottom = _header_bottom(sheet, row)
            header = _read_header(sheet, row, bottom)
            if "value" in header.columns and header.columns.keys() & {"code", "name"} and _is_the_form(header):
                if header.rivals:
                    raise HeaderUnclear(file_name, found="; ".join(header.rivals))
                return header
    return None


def _is_the_form(header: _Header) -> bool:
    """The form codes its indicators or says each row's basis; a table that does neither is somebody's own."""
    return bool(header.columns.keys() & {"code", "basis", "nature"})


def find_headers(workbook: Workbook) -> Headers:
    """Each sheet with the form's header on it, None where it has none. Raises HeaderUnclear."""
    return [(sheet, _find_header(sheet, workbook.file_name)) for sheet in workbook.sheets]


def _is_header_top(sheet: Sheet, row: int) -> bool:
    """A first header row that mostly holds group labels over a second one."""
    texts = {fold(cell.text) for cell in sheet.rows[row]}
    return bool(texts & _GROUP_WORDS) and bool(sheet.rows.get(row + 1))


def _header_bottom(sheet: Sheet, top: int) -> int:
    """The header's last row: as far as its merged cells reach, and one more if that one names columns."""
    areas = (sheet.area_at(cell.row, cell.column) for cell in sheet.rows[top])
    bottom = max((area.bottom for area in areas if area and area.top >= top), default=top)
    below = sheet.rows.get(bottom + 1, [])
    if below and all(_column_word(cell)[0] for cell in below):
        bottom += 1
    return min(bottom, top + 3)


def _read_header(sheet: Sheet, top: int, bottom: int) -> _Header:
    columns: dict[str, int] = {}
    units: dict[str, str] = {}
    strangers: list[Cell] = []
    rivals: list[str] = []
    places = {cell.column for row in range(top, bottom + 1) for cell in sheet.rows.get(row, [])}
    for area in sheet.merged:
        if top <= area.top <= bottom:
            places.update(range(area.left, min(area.right, area.left + 50) + 1))
    for column in sorted(places):
        seen = [sheet.shown_at(row, column) for row in range(bottom, top - 1, -1)]
        deepest = next((cell for cell in seen if cell), None)
        name, unit = _column_word(deepest)
        if name in columns:
            letters = "、".join(column_letters(place) for place in (columns[name], column))
            rivals.append(f"{letters}: {COLUMN_WORDS[name][0]}")
        elif name:
            columns[name], units[name] = column, unit
        elif deepest and deepest.column == column:
            strangers.append(deepest)
    return _Header(top, bottom, columns, units, tuple(strangers), tuple(rivals))


def _read_table(sheet: Sheet, header: _Header) -> Table:
    head = [cell for row, cells in sheet.rows.items() if row < header.top for cell in cells]
    measure = _after_label(head, "measure")
    body = _Body(header)
    for row, cells in sheet.rows.items():
        if row > header.bottom:
            body.add(row, cells)
    return Table(
        sheet=sheet.name,
        rows=tuple(body.rows),
        unit=_after_label(head, "unit"),
        period=_after_label(head, "period"),
        titles=tuple(cell.text for cell in head),
        value_unit=header.units.get("value") or (measure.text if measure else ""),
        notes=tuple(body.notes),
        rows_not_ours=tuple(body.rows_not_ours),
        columns_not_ours=tuple(body.columns_not_ours[column] for column in sorted(body.columns_not_ours)),
        asides=tuple(body.asides),
        references=tuple(body.references),
    )


class _Body:
    """The rows under the header, sorted one after another into what a Table tells apart."""

    def __init__(self, header: _Header) -> None:
        self.rows: list[TableRow] = []
        self.notes: list[Cell] = []
        self.rows_not_ours: list[Cell] = []
        self.columns_not_ours: dict[int, Cell] = {}
        self.asides: list[Cell] = []
        self.references: list[Cell] = []
        self._names = {column: name for name, column in header.columns.items()}
        self._headed = {cell.column: cell for cell in header.strangers}

    def add(self, row: int, cells: list[Cell]) -> None:
        names, ours = self._names, {}
        others: list[Cell] = []
        numbers: list[Cell] = []
        is_hidden = False
        for cell in cells:
            _, column, value, _, trouble, hidden, *_ = cell
            name, is_text = names.get(column, ""), type(value) is str
            if not name:
                others.append(cell)
            elif trouble or (value.strip() if is_text else value is not None):  # type: ignore[union-attr]
                ours[name] = cell
                is_hidden = is_hidden or hidden
            if not is_text and name not in _OWN_NUMBERS and isinstance(value, int | float):
                numbers.append(cell)
        first = cells[0].value
        starts_note = isinstance(first, str) and _starts_note(first.strip())
        if _is_body(ours) and not starts_note:
            self._add_body(TableRow(row, ours, is_hidden), others, numbers)
        elif starts_note or self.notes:
            self.notes.extend(cells)
        else:
            self.rows_not_ours.append(cells[0])

    def _add_body(self, row: TableRow, others: list[Cell], numbers: list[Cell]) -> None:
        """Beside the row itself: each strange column by its header, else its first cell; and numbers aside."""
        self.rows.append(row)
        self.references += [cell for cell in numbers if self._names.get(cell.column) in REFERENCES]
        self.asides += [cell for cell in numbers if self._names.get(cell.column) not in REFERENCES]
        for cell in others:
            if shows(cell):
                self.columns_not_ours.setdefault(cell.column, self._headed.get(cell.column, cell))


@lru_cache(maxsize=16_384)
def _starts_note(text: str) -> bool:
    return bool(_NOTE_START.match(fold(text)))


def _is_body(cells: Mapping[str, Cell]) -> bool:
    """A row that names an indicator, or carries a figure; a lone name is a section's heading."""
    if "code" in cells or "value" in cells or "overdue" in cells or "nature" in cells:
        return True
    return "name" in cells and ("unit" in cells or "basis" in cells)


def _after_label(head: list[Cell], name: str) -> Cell | None:
    """The head's cell that follows a label: the rest of the same cell after a colon, or the next one."""
    for index, cell in enumerate(head):
        label, _, rest = fold_colon(cell.text).partition(":")
        if fold(label) in _HEAD_WORDS[name]:
            if rest.strip():
                return Cell(cell.row, cell.column, rest.strip())
            following = head[index + 1] if index + 1 < len(head) else None
            if following and following.row == cell.row and not _is_label(following):
                return following
    return None


def _is_label(cell: Cell) -> bool:
    return fold(fold_colon(cell.text).partition(":")[0]) in {
        *(word for words in _HEAD_WORDS.values() for word in words),
        "填报人",
        "填报日期",
    }


def fold_colon(text: str) -> str:
    return text.replace("：", ":")
