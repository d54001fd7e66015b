"""The form departments fill in: what one unit owes for one period, as an office would draw it up."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Final, NamedTuple

import polars as pl
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from etl.known import Known
from etl.locate import COLUMN_WORDS, NOTES_SHEET
from etl.meaning import basis_of
from etl.plan import Plan, PlanIndicator
from etl.ranges import range_rule, range_words, warning_rule
from etl.values import NATURE_WORDS, STAGE_WORDS
from rules.model import Measure
from warehouse.catalogue import Catalogue

_SAVED = datetime(2000, 1, 1)  # a fixed moment: the same content is the same bytes
_GROUPS: Final = (
    ("指标", ("code", "name")),
    ("本期填报", ("value", "nature", "overdue")),
    ("参考", ("previous", "last_year", "range")),
)
_WIDTHS: Final = {
    "ordinal": 6, "code": 26, "name": 34, "unit": 10, "basis": 11, "value": 14, "nature": 11,
    "overdue": 9, "previous": 12, "last_year": 12, "range": 14, "note": 24,
}  # fmt: skip
_NATURES: Final = tuple(NATURE_WORDS)[:4]
_HEADER_ROW: Final = 4
_FIRST_ROW: Final = 6
_THIN = Side(style="thin", color="808080")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_TO_FILL = PatternFill("solid", fgColor="FFF8E1")
_HEADED = PatternFill("solid", fgColor="E8EEF4")
_NOTES: Final = (
    "注：1.本期数值填写阿拉伯数字，按“计量单位”“统计口径”两列所示填报；空白视为未报，不视为零。",
    "2.没有数据的，本期数值填“—”或在数据性质中选“无”；确实为零的填“0”。",
)
_SIGNATURES: Final = "单位负责人：　　　　　　审核人：　　　　　　填表人：　　　　　　联系电话："
_INSTRUCTIONS: Final = (
    "填报说明",
    "一、一个单位、一个报告期报送一份工作簿，请勿增删列、勿修改指标编码。",
    "二、本期数值：只填一个数字，例如 12.5；百分比指标填 8.5 或 8.5%，下降用负数，例如 -6.2。",
    "三、统计口径：本期为当期发生数，累计为年初至报告期末数，期末为报告期末时点数；注明同比的为比上年同期增长（%）。",
    "四、数据性质：终值、快报、预计，或选“无”表示本期没有数据；不选的按终值处理。",
    "五、单位与表中不一致的，请在计量单位列写明实际单位（如万元），系统按整倍数换算并留痕。",
    "六、工程进度类指标从下拉列表选择：前期、开工、主体、完工、验收、投用。",
    "七、逾期数：填报期末未办结数中已超过期限的件数，没有的填 0。",
    "八、上期数、去年同期为已报数据，供核对；需更正以前的数据，请重新报送该报告期的报表。",
    "九、空白表示未报送，将计入欠报；零必须填写“0”。",
)
_GUIDANCE: Final = ("十、允许范围以表中原有计量单位计；所填数值超出范围时提示核对，入库时不予采用。",)


class Entry(NamedTuple):
    """What a unit writes for one indicator: a value or text, its 数据性质, a note, overdue cases."""

    value: float | int | str | None
    nature: str | None = None
    note: str | None = None
    overdue: int | None = None


def write_template(
    catalogue: Catalogue | Plan,
    *,
    unit_id: str,
    period: date,
    known: Known | pl.DataFrame | None = None,
    values: Mapping[str, tuple[object, ...]] | None = None,
    guided: bool = True,
) -> bytes:
    """An .xlsx with a row for each indicator the unit owes for the period; same arguments, same bytes.

    `known` fills the two columns of earlier figures; `values` (indicator_id -> (value or text, nature, note),
    overdue cases as an optional fourth) fills the form, also for indicators the unit does not owe. `guided`
    shows the allowed range of each value and warns where another is typed.
    Raises KeyError for a unit or an indicator the plan does not have.
    """
    plan = catalogue if isinstance(catalogue, Plan) else Plan.of(catalogue)
    standing = known if isinstance(known, Known) else Known() if known is None else Known.of(known)
    entries = {indicator: Entry(*entry) for indicator, entry in (values or {}).items()}  # type: ignore[arg-type]
    owed = plan.owed(unit_id=unit_id, period=period)
    extra = [plan.indicators[name] for name in entries if plan.indicators[name] not in owed]
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = f"{period.year}年{period.month}月"
    _Form(sheet, [*owed, *extra], guided=guided).draw(
        plan, unit_id=unit_id, period=period, known=standing, entries=entries
    )
    _write_instructions(book.create_sheet(NOTES_SHEET), (*_INSTRUCTIONS, *(_GUIDANCE if guided else ())))
    book.properties.creator = plan.title
    book.properties.title = f"{plan.title}指标月报表"
    return _frozen(book)


class _Form:
    """The form's sheet: columns by name, then head, header, body and foot."""

    def __init__(self, sheet: Worksheet, indicators: list[PlanIndicator], *, guided: bool) -> None:
        self._sheet = sheet
        self._indicators = indicators
        self._guided = guided
        has_cases = any(indicator.measure is Measure.OPEN_CASES for indicator in indicators)
        left_out = {"overdue": not has_cases, "range": not guided}
        names = [name for name in COLUMN_WORDS if not left_out.get(name, False)]
        self._columns = {name: place for place, name in enumerate(names, 1)}

    def draw(self, plan: Plan, *, unit_id: str, period: date, known: Known, entries: Mapping[str, Entry]) -> None:
        self._draw_head(plan, unit_id=unit_id, period=period)
        self._draw_header()
        for index, indicator in enumerate(self._indicators):
            entry = entries.get(indicator.indicator_id, Entry(None))
            earlier = _earlier(indicator, period=period, known=known)
            self._draw_row(_FIRST_ROW + index, index + 1, indicator, entry, earlier)
        self._add_lists()
        self._draw_foot(_FIRST_ROW + len(self._indicators))

    @property
    def _last(self) -> int:
        return len(self._columns)

    def _merge(self, top: int, left: int, bottom: int, right: int) -> None:
        self._sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)

    def _write(self, row: int, column: int, value: object, *, bold: bool = False, centre: bool = True) -> Cell:
        cell = self._sheet.cell(row, column, value)
        cell.font = _font(bold=bold)
        cell.alignment = _CENTRE if centre else _LEFT
        return cell

    def _draw_head(self, plan: Plan, *, unit_id: str, period: date) -> None:
        title = self._write(1, 1, f"{plan.title}指标月报表", bold=True)
        title.font = _font(bold=True, size=16)
        self._merge(1, 1, 1, self._last)
        self._sheet.row_dimensions[1].height = 32
        pairs = (
            ("填报单位", plan.units[unit_id], "报告期", f"{period.year}年{period.month}月"),
            ("填报人", None, "填报日期", None),
        )
        for row, (label, value, second_label, second_value) in enumerate(pairs, 2):
            self._write(row, 1, label, bold=True)
            self._merge(row, 1, row, 2)
            self._write(row, 3, value, centre=False)
            self._write(row, 4, second_label, bold=True)
            self._merge(row, 4, row, 5)
            self._write(row, 6, second_value, centre=False)
            self._merge(row, 6, row, 7)

    def _draw_header(self) -> None:
        top, bottom = _HEADER_ROW, _HEADER_ROW + 1
        grouped: set[str] = set()
        for label, names in _GROUPS:
            places = [self._columns[name] for name in names if name in self._columns]
            grouped.update(names)
            self._write(top, places[0], label, bold=True)
            self._merge(top, places[0], top, places[-1])
        for name, column in self._columns.items():
            self._write(bottom if name in grouped else top, column, COLUMN_WORDS[name][0], bold=True)
            if name not in grouped:
                self._merge(top, column, bottom, column)
            self._sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS[name]
            for row in (top, bottom):
                self._sheet.cell(row, column).border = _BORDER
                self._sheet.cell(row, column).fill = _HEADED
        self._sheet.freeze_panes = self._sheet.cell(_FIRST_ROW, self._columns["unit"])
        self._sheet.print_title_rows = f"{top}:{bottom}"
        self._sheet.page_setup.orientation = "landscape"
        self._sheet.page_setup.fitToHeight = 0
        self._sheet.sheet_properties.pageSetUpPr.fitToPage = True

    def _draw_row(
        self,
        row: int,
        ordinal: int,
        indicator: PlanIndicator,
        entry: Entry,
        earlier: Mapping[str, float | str | None],
    ) -> None:
        shown = {
            "ordinal": ordinal,
            "code": indicator.indicator_id,
            "name": indicator.name,
            "unit": indicator.unit_name,
            "basis": basis_of(indicator),
            "value": entry.value,
            "nature": entry.nature,
            "overdue": entry.overdue,
            "range": range_words(indicator),
            "note": entry.note,
            **earlier,
        }
        for name, column in self._columns.items():
            cell = self._write(row, column, shown[name], centre=name not in {"code", "name", "note"})
            cell.border = _BORDER
            if name in {"value", "previous", "last_year"}:
                cell.number_format = _number_format(indicator)
            if name in {"value", "nature", "overdue", "note"}:
                cell.protection = Protection(locked=False)
            if name in {"value", "nature"}:
                cell.fill = _TO_FILL

    def _add_lists(self) -> None:
        last = _FIRST_ROW + len(self._indicators) - 1
        if not self._indicators:
            return
        nature = _list_of(_NATURES)
        letter = get_column_letter(self._columns["nature"])
        nature.add(f"{letter}{_FIRST_ROW}:{letter}{last}")
        self._sheet.add_data_validation(nature)
        stages = [row for row, one in enumerate(self._indicators, _FIRST_ROW) if one.measure is Measure.STAGE]
        if stages:
            choices = _list_of([words[0] for words in STAGE_WORDS])
            for row in stages:
                choices.add(self._sheet.cell(row, self._columns["value"]))
            self._sheet.add_data_validation(choices)
        if self._guided:
            self._add_ranges()

    def _add_ranges(self) -> None:
        """Each value's allowed range, said when its cell is chosen; what is outside is asked about, not barred."""
        for row, indicator in enumerate(self._indicators, _FIRST_ROW):
            if indicator.measure is Measure.STAGE:
                continue
            rule = range_rule(indicator, self._sheet.cell(row, self._columns["previous"]).value)
            rule.add(self._sheet.cell(row, self._columns["value"]))
            self._sheet.add_data_validation(rule)
            if indicator.measure is Measure.OPEN_CASES:
                cases = warning_rule("whole", "0", None, prompt="其中已超过期限的件数，没有的填 0")
                cases.add(self._sheet.cell(row, self._columns["overdue"]))
                self._sheet.add_data_validation(cases)

    def _draw_foot(self, row: int) -> None:
        for offset, text in enumerate((*_NOTES, _SIGNATURES)):
            self._write(row + offset, 1, text, centre=False)
            self._merge(row + offset, 1, row + offset, self._last)
            self._sheet.row_dimensions[row + offset].height = 18


def _earlier(indicator: PlanIndicator, *, period: date, known: Known) -> dict[str, float | str | None]:
    """The figures known of the period before and of a year ago."""
    before = known.newest(indicator.indicator_id, indicator.period_before(period))
    year_ago = known.newest(indicator.indicator_id, date(period.year - 1, period.month, 1))
    return {
        "previous": _shown(indicator, before.value if before else None),
        "last_year": _shown(indicator, year_ago.value if year_ago else None),
    }


def _shown(indicator: PlanIndicator, value: float | None) -> float | str | None:
    if value is None or indicator.measure is not Measure.STAGE:
        return value
    return STAGE_WORDS[int(value)][0]


def _number_format(indicator: PlanIndicator) -> str:
    whole = "0" if indicator.unit_measure == "percent" else "#,##0"
    return f"{whole}.{'0' * indicator.decimals}" if indicator.decimals else whole


def _list_of(choices: Iterable[str]) -> DataValidation:
    """A drop-down that proposes: what else is typed is read as it stands."""
    proposed = ",".join(choices)
    return DataValidation(type="list", formula1=f'"{proposed}"', allow_blank=True, showErrorMessage=False)


@cache
def _font(*, bold: bool = False, size: int = 11) -> Font:
    return Font(name="宋体", bold=bold, size=size)


def _write_instructions(sheet: Worksheet, instructions: Iterable[str]) -> None:
    sheet.column_dimensions["A"].width = 100
    for row, text in enumerate(instructions, 1):
        cell = sheet.cell(row, 1, text)
        cell.font = _font(bold=row == 1, size=14 if row == 1 else 11)
        cell.alignment = _LEFT


def _frozen(book: Workbook) -> bytes:
    """The workbook's bytes with the moment of saving taken out, from the zip and from the properties."""
    saved, frozen = io.BytesIO(), io.BytesIO()
    book.save(saved)
    moment = f"{_SAVED:%Y-%m-%dT%H:%M:%S}Z".encode()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(frozen, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            content = source.read(member)
            if member.filename == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment, content)
            same = zipfile.ZipInfo(member.filename, _SAVED.timetuple()[:6])
            same.compress_type = zipfile.ZIP_DEFLATED
            same.create_system = 0  # else the bytes would tell the operating system
            target.writestr(same, content)
    return frozen.getvalue()
