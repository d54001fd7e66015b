"""Workbooks as offices write them, made for one test: the form's columns in any order, at any place."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook

from etl.known import Known
from etl.line import Intake, take_in
from warehouse.catalogue import Catalogue

RECEIVED = datetime(2031, 11, 10, 2, 0)
HEADER: dict[str, str] = {
    "code": "指标编码",
    "name": "指标名称",
    "unit": "计量单位",
    "basis": "统计口径",
    "value": "本期数值",
    "nature": "数据性质",
    "overdue": "逾期数",
    "previous": "上期数",
    "last_year": "去年同期",
    "note": "备注",
}
ROWS: dict[str, dict[str, Any]] = {
    "urban_jobs": {"code": "urban_jobs", "name": "城镇新增就业", "unit": "人", "basis": "累计"},
    "industry_growth": {
        "code": "industry_growth",
        "name": "规模以上工业增加值增速",
        "unit": "%",
        "basis": "累计同比",
    },
    "investment_attracted": {
        "code": "investment_attracted",
        "name": "招商引资到位资金",
        "unit": "亿元",
        "basis": "累计",
    },
    "zero_employment_families": {
        "code": "zero_employment_families",
        "name": "零就业家庭",
        "unit": "户",
        "basis": "期末",
    },
    "good_air_days": {
        "code": "good_air_days",
        "name": "空气质量优良天数比例",
        "unit": "%",
        "basis": "累计",
    },
    "bus_station": {"code": "bus_station", "name": "城南客运站", "unit": "阶段", "basis": "期末"},
    "major_accidents": {
        "code": "major_accidents",
        "name": "较大以上安全事故",
        "unit": "起",
        "basis": "本期",
    },
}
"""The labels of some of the tiny programme's rows; a test adds the value."""


def form(
    rows: Iterable[Mapping[str, Any]],
    *,
    unit: str | None = "填报单位：县人社局（盖章）",
    period: object = "2031年10月",
    columns: Sequence[str] | None = None,
    header: Mapping[str, str] | None = None,
    title: str = "月汀县“三大行动”指标月报表",
    shift: tuple[int, int] = (0, 0),
    foot: Sequence[str] = ("注：数据为初步统计。", "单位负责人：张三　填表人：李四"),
    formats: Mapping[str, str] | None = None,
) -> bytes:
    """A one-row-header workbook; `shift` moves it (down, right), `formats` are number formats by column."""
    names = list(columns or HEADER)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    down, right = shift
    sheet.cell(1 + down, 1 + right, title)
    sheet.merge_cells(start_row=1 + down, start_column=1 + right, end_row=1 + down, end_column=right + len(names))
    sheet.cell(2 + down, 1 + right, unit)
    if period is not None:
        sheet.cell(2 + down, 4 + right, "报告期")
        sheet.cell(2 + down, 5 + right, period)  # type: ignore[arg-type]
    for place, name in enumerate(names, 1 + right):
        sheet.cell(3 + down, place, (header or HEADER)[name])
    last = 3 + down
    for last, row in enumerate(rows, 4 + down):
        for place, name in enumerate(names, 1 + right):
            cell = sheet.cell(last, place, row.get(name))
            cell.number_format = (formats or {}).get(name, cell.number_format)
    for offset, text in enumerate(foot, 1):
        sheet.cell(last + offset, 1 + right, text)
    return saved(book)


def saved(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def row(indicator_id: str, value: object, **others: object) -> dict[str, Any]:
    return {**ROWS[indicator_id], "value": value, **others}


def taken(catalogue: Catalogue, content: bytes, *, known: Known | None = None, **options: Any) -> Intake:
    """The workbook through the line, received in November of the made-up year."""
    name = options.pop("file_name", "report.xlsx")
    given = {"received_at": RECEIVED, "received_by": "督查室", **options}
    plan = options.get("catalogue_plan") or catalogue
    given.pop("catalogue_plan", None)
    return take_in(content, name, catalogue=plan, known=known or Known(), **given)


def said(intake: Intake) -> dict[str, str | None]:
    """Finding codes with their cells."""
    return {finding.code: finding.cell for finding in intake.findings}


def only_value(intake: Intake) -> float | None:
    assert intake.observations.height == 1, intake.findings
    return intake.observations["obs_value"].item()
