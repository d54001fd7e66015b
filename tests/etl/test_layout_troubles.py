"""Troubles seen in departments' tables that once went wrong or were asked without need: each held by one table."""

from __future__ import annotations

from typing import Any

import pytest

from etl.known import Known
from etl.line import Intake
from etl.questions import NOT_OURS, Answers
from tests.etl.forms import form, row, said, taken
from tests.etl.sheets import asked, drawn, ends, figures
from warehouse.catalogue import Catalogue

JOBS, GROWTH, INVESTED = "城镇新增就业", "规模以上工业增加值增速", "招商引资到位资金"


def read(catalogue: Catalogue, content: bytes, **options: Any) -> Intake:
    return taken(catalogue, content, **{"unit_id": "statistics", **options})


def invested(value: float, number_format: str, *, unit: str | None) -> bytes:
    rows: list[list[object]] = [["2031年1-10月"], ["指标", "单位", "累计"], [INVESTED, unit, value]]
    return drawn(rows, formats={"C3": number_format})


@pytest.mark.parametrize(
    ("number_format", "value", "unit", "expected"),
    [
        ('0.00"亿元"', 41.5, None, 41.5),
        ('0.00"亿元"', 41.5, "万元", 41.5),  # the cell's own unit beats its row's
        ('0!.0,"万元"', 4150000000.0, "亿元", 41.5),
        ('0.0,"千元"', 4150000000.0, None, 41.5),
        ('"¥"0.00', 41.5, "亿元", 41.5),
        ("#,##0.00_ ", 41.5, "亿元", 41.5),
    ],
)
def test_a_unit_shown_by_the_format_is_the_cell_s_own(
    tiny_catalogue: Catalogue, number_format: str, value: float, unit: str | None, expected: float
) -> None:
    intake = read(tiny_catalogue, invested(value, number_format, unit=unit))
    assert figures(intake) == {("investment_attracted", "2031-10"): (expected, "C3")}


@pytest.mark.parametrize(
    ("number_format", "value", "unit", "shown", "stored"),
    [
        ("0!.0,", 415000.0, "亿元", 41.5, None),
        ("0.0,", 415000.0, "万元", 0.0415, 41.5),
        ('0.0"万"', 41.5, "万元", 0.00415, 0.00415),
    ],
)
def test_a_format_that_shows_another_number_is_asked_about_once_a_column(
    tiny_catalogue: Catalogue, number_format: str, value: float, unit: str, shown: float, stored: float | None
) -> None:
    content = invested(value, number_format, unit=unit)
    intake = read(tiny_catalogue, content)
    assert intake.observations.is_empty()
    assert asked(intake) == {"value": ("C2", ["stored", "shown"])}
    (question,) = intake.questions
    for answer, expected in (("shown", shown), ("stored", stored), (NOT_OURS, None)):
        again = read(tiny_catalogue, content, answers=Answers(choices={question.question_id: answer}))
        found = [loaded for loaded, _ in figures(again).values()]
        refused = ends(again)["C3"]
        assert found == ([] if expected is None or "unit_suspect" in refused else [pytest.approx(expected)])


def test_the_form_refuses_a_format_that_shows_another_number(tiny_catalogue: Catalogue) -> None:
    content = form([row("investment_attracted", 415000.0)], formats={"value": "0!.0,"})
    assert said(taken(tiny_catalogue, content)) == {"shown_otherwise": "E4"}


def test_lost_number_formats_and_default_locks_are_told(tiny_catalogue: Catalogue) -> None:
    rows: list[list[object]] = [["2031年1-10月"], ["指标", "单位", "累计"], [JOBS, "人", 7]]
    intake = read(tiny_catalogue, drawn(rows).replace(b"xl/styles.xml", b"xl/nothing.xm"))
    assert "styles_missing" in {doubt.code for doubt in intake.open_doubts}


def test_a_fall_and_a_repeat_within_one_file_are_doubts(tiny_catalogue: Catalogue) -> None:
    rows: list[list[object]] = [
        ["时间", f"{INVESTED}累计（亿元）"],
        ["2031-05", 20.5],
        ["2031-03", 20.0],
        ["2031-04", 22.5],
        ["2031-06", 20.5],
    ]
    intake = read(tiny_catalogue, drawn(rows))
    doubts = {(doubt.code, doubt.cell, doubt.expected) for doubt in intake.open_doubts}
    assert {("fell", "B2", "22.5"), ("repeated_last", "B5", "")} <= doubts


def test_how_certain_a_figure_is_is_said_in_words(tiny_catalogue: Catalogue) -> None:
    first = taken(tiny_catalogue, form([row("urban_jobs", 2300, nature="快报")]))
    known = Known()
    known.add(first.observations, batch_id="b", unit_id="statistics", recorded_at=first.received_at)
    for value, expected in ((2300, ("2,300（快报）", "2,300（终值）")), (2400, ("2,300", "2,400"))):
        again = taken(tiny_catalogue, form([row("urban_jobs", value, nature="终值")]), known=known)
        told = {one.code: (one.expected, one.found) for one in again.findings}
        assert told["units_disagree"] == told["revised"] == expected
