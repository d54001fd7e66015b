"""Any table of figures, written in any layout, is read back as it was or asked about: never a wrong value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from etl.plan import Plan
from etl.questions import NOT_OURS, Answers, Kind, State
from tests.etl.forms import saved, taken
from warehouse.catalogue import Catalogue

YEAR = 2031
INDICATORS: dict[str, tuple[str, str, str]] = {
    "urban_jobs": ("城镇新增就业", "人", "累计"),
    "investment_attracted": ("招商引资到位资金", "亿元", "累计"),
    "industry_growth": ("规模以上工业增加值增速", "%", "累计"),
    "business_entities": ("实有经营主体", "户", "期末"),
    "good_air_days": ("空气质量优良天数比例", "%", "累计"),
    "living_standard": ("城市低保标准", "元/月", "期末"),
}
"""Name, unit and basis of each indicator the random tables hold."""
OTHER_PLACE = "云岫县"

Value = float | int | None
Truth = dict[tuple[str, date], Value]


@dataclass(frozen=True)
class Style:
    """How one random table is written."""

    down: int
    right: int
    title: bool
    year_in_title: bool
    unit: str  # column, name or title
    basis: str  # title, name, header or none
    spacer: bool
    section: bool
    repeats_header: bool
    note: bool
    neighbour: bool
    written: str  # number, text, grouped or wide


styles = st.builds(
    Style,
    down=st.integers(0, 3),
    right=st.integers(0, 2),
    title=st.booleans(),
    year_in_title=st.booleans(),
    unit=st.sampled_from(["column", "name", "title", "none"]),
    basis=st.sampled_from(["name", "title", "none"]),
    spacer=st.booleans(),
    section=st.booleans(),
    repeats_header=st.booleans(),
    note=st.booleans(),
    neighbour=st.booleans(),
    written=st.sampled_from(["number", "text", "grouped", "wide"]),
)


@st.composite
def truths(draw: st.DrawFn) -> Truth:
    chosen = draw(st.lists(st.sampled_from(sorted(INDICATORS)), min_size=1, max_size=4, unique=True))
    months = draw(st.lists(st.integers(2, 10), min_size=1, max_size=5, unique=True))
    truth: Truth = {}
    for indicator in chosen:
        for month in months:
            whole = indicator in {"urban_jobs", "business_entities"}
            number = st.integers(1000, 9999) if whole else st.integers(200, 989).map(lambda n: n / 10)
            value = draw(st.none() | number | number | number)
            if value is not None:
                truth[indicator, date(YEAR, month, 1)] = value
    return truth


def written(value: Value, style: Style) -> object:
    match style.written:
        case "text":
            return f" {value} "
        case "grouped":
            return f"{value:,}"
        case "wide":
            return "".join(chr(ord(one) + 0xFEE0) for one in str(value))
    return value


def name_of(indicator: str, style: Style) -> str:
    name, unit, basis = INDICATORS[indicator]
    name = f"{name}{basis}数" if style.basis == "name" and basis == "累计" else name
    return f"{name}（{unit}）" if style.unit == "name" else name


def titles(style: Style, months: list[int]) -> list[str]:
    lines = []
    if style.title:
        year = f"{YEAR}年" if style.year_in_title else ""
        span = f"1—{months[-1]}月" if style.basis == "title" and len(months) == 1 else ""
        lines.append(f"月汀县{year}{span}主要指标")
    if style.unit == "title":
        lines.append("单位：" + "、".join(dict.fromkeys(unit for _, unit, _ in INDICATORS.values())))
    return lines


def grid_wide(truth: Truth, style: Style, months: list[int]) -> list[list[object]]:
    """Months as columns."""
    indicators = list(dict.fromkeys(indicator for indicator, _ in truth))
    year = "" if style.title and style.year_in_title else f"{YEAR}年"
    units = ["计量单位"] if style.unit == "column" else []
    rows: list[list[object]] = [["指标", *units, *(f"{year}{month}月" for month in months)]]
    for place, indicator in enumerate(indicators):
        if style.section and place == 0:
            rows.append(["一、主要指标"])
        own = [INDICATORS[indicator][1]] if units else []
        values = [truth.get((indicator, date(YEAR, month, 1))) for month in months]
        cells = [None if value is None else written(value, style) for value in values]
        rows.append([name_of(indicator, style), *own, *cells])
        if style.spacer and place == 0:
            rows.append([])
        if style.repeats_header and place == 0:
            rows.append(rows[0])
    return rows


def grid_cross(truth: Truth, style: Style, months: list[int]) -> list[list[object]]:
    """Indicators as columns, periods as rows."""
    indicators = list(dict.fromkeys(indicator for indicator, _ in truth))
    rows: list[list[object]] = [["时间", *(name_of(indicator, style) for indicator in indicators)]]
    if style.unit == "column":
        rows.append(["单位", *(INDICATORS[indicator][1] for indicator in indicators)])
    for place, month in enumerate(months):
        values = [truth.get((indicator, date(YEAR, month, 1))) for indicator in indicators]
        when: object = date(YEAR, month, 1) if style.section else f"{YEAR}-{month:02d}"
        rows.append([when, *(None if value is None else written(value, style) for value in values)])
        if style.spacer and place == 0:
            rows.append([])
        if style.repeats_header and place == 0:
            rows.append(rows[0])
    return rows


def grid_long(truth: Truth, style: Style, months: list[int]) -> list[list[object]]:
    """A row for each figure."""
    units = ["单位"] if style.unit == "column" else []
    heading = "累计数值" if style.basis == "title" else "数值"
    rows: list[list[object]] = [["报告期", "指标名称", *units, heading]]
    for (indicator, month), value in truth.items():
        own = [INDICATORS[indicator][1]] if units else []
        rows.append([f"{month:%Y%m}", name_of(indicator, style), *own, written(value, style)])
    return rows


GRIDS: list[Callable[[Truth, Style, list[int]], list[list[object]]]] = [grid_wide, grid_cross, grid_long]


def workbook(rows: list[list[object]], style: Style, months: list[int]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    row = 1 + style.down
    for line in titles(style, months):
        sheet.cell(row, 1 + style.right, line)
        row += 1
    width = max(map(len, rows))
    for cells in rows:
        for place, value in enumerate(cells):
            if value is not None:
                sheet.cell(row, 1 + style.right + place, value)  # type: ignore[arg-type]
        row += 1
    if style.note:
        sheet.cell(row + 1, 1 + style.right, "注：本表为初步统计数；实有经营主体2031年2月起口径调整。")
    if style.neighbour:
        _write_neighbour(sheet, rows, style, width)
    return saved(book)


def _write_neighbour(sheet: Worksheet, rows: list[list[object]], style: Style, width: int) -> None:
    """The same labels beside it, for another county."""
    left = 3 + style.right + width
    top = sheet.max_row + 3
    sheet.cell(top, left, OTHER_PLACE)
    for offset, cells in enumerate(rows, 1):
        for place, value in enumerate(cells):
            if value is not None:
                shown = value + 1 if isinstance(value, int | float) else value
                sheet.cell(top + offset, left + place, shown)  # type: ignore[arg-type]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(truth=truths(), style=styles, grid=st.sampled_from(GRIDS))
def test_every_figure_is_read_back_or_asked_about(
    tiny_catalogue: Catalogue, truth: Truth, style: Style, grid: Callable[..., list[list[object]]]
) -> None:
    if not truth:
        return
    months = sorted({period.month for _, period in truth})
    content = workbook(grid(truth, style, months), style, months)
    plan = _plan(tiny_catalogue)
    intake = taken(tiny_catalogue, content, catalogue_plan=plan, unit_id="statistics")
    got = {(row["indicator_id"], row["reference_period"]): row["obs_value"] for row in intake.observations.to_dicts()}
    wrong = {place: value for place, value in got.items() if value != truth.get(place)}
    assert not wrong, (wrong, truth)
    unread = truth.keys() - got.keys()
    assert all(one.code != "repeated_differs" for one in intake.findings), intake.findings
    open_cells = [cell for cell in intake.cells if cell.state in {State.NEEDS_CONFIRMATION, State.REFUSED}]
    assert len(open_cells) >= len(unread), (unread, intake.cells)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(truth=truths(), style=styles, grid=st.sampled_from(GRIDS))
def test_the_right_answers_bring_every_figure_in(
    tiny_catalogue: Catalogue, truth: Truth, style: Style, grid: Callable[..., list[list[object]]]
) -> None:
    if not truth:
        return
    months = sorted({period.month for _, period in truth})
    content = workbook(grid(truth, style, months), style, months)
    plan, choices = _plan(tiny_catalogue), dict[str, str]()
    for _ in range(6):
        intake = taken(
            tiny_catalogue, content, catalogue_plan=plan, unit_id="statistics", answers=Answers(choices=choices)
        )
        assert not choices.keys() & {question.question_id for question in intake.questions}
        if not intake.questions:
            break
        choices |= {
            question.question_id: NOT_OURS if question.kind is Kind.TABLE else question.choices[0].value
            for question in intake.questions
        }
    assert intake.questions == ()
    got = {(row["indicator_id"], row["reference_period"]): row["obs_value"] for row in intake.observations.to_dicts()}
    refused = [finding for finding in intake.findings if finding.code == "out_of_range"]
    assert got.items() <= truth.items()
    assert len(got) + len(refused) >= len(truth)


_PLANS: dict[str, Any] = {}


def _plan(catalogue: Catalogue) -> Plan:
    return _PLANS.setdefault(catalogue.programme["programme_id"], Plan.of(catalogue))
