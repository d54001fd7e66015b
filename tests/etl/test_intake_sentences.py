"""What is said of a file: sentences without gaps, periods still running, months named two ways, figures beside."""

from __future__ import annotations

import ast
import re
from datetime import datetime
from pathlib import Path

import pytest

from etl.errors import REFUSALS
from etl.findings import SENTENCES
from etl.known import Known
from etl.line import take_in
from etl.plan import Plan
from etl.template import write_template
from i18n import LANGUAGES, words_for
from i18n.intake_text import finding_text, refused_text
from tests.etl.forms import RECEIVED, form, row, taken
from tests.etl.sheets import Rows, drawn, ends, figures
from tests.etl.test_layout_troubles import read
from warehouse.catalogue import Catalogue

ETL = Path(__file__).parent.parent.parent / "etl"
_HOLE = re.compile(r"“”|（）|\(\)|《》|：$|: ?$|：[。；，）]|\s{2}|[（(]\s*[)）]|None")
JOBS = "城镇新增就业"


def codes_said() -> set[str]:
    """Every code a cell's finding is made with, wherever in the intake."""
    said = set()
    for path in ETL.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or "ledgers" in path.parts:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            if name in {"say", "refuse", "Finding", "Refused", "Remark"} and isinstance(first, ast.Constant):
                said.add(str(first.value))
    return said


def test_every_code_that_is_said_has_a_sentence() -> None:
    assert len(codes_said()) > 40
    assert codes_said() <= set(SENTENCES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", SENTENCES)
def test_a_finding_without_values_has_no_hole(code: str, language: str) -> None:
    words = words_for(language)
    for found, expected in (("", ""), ("甲", ""), ("", "乙")):
        assert not _HOLE.search(finding_text(words, code, found, expected))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", [kind.code for kind in REFUSALS])
def test_a_refusal_without_values_has_no_hole(code: str, language: str) -> None:
    for found, expected in (("", ""), ("甲", ""), ("", "乙")):
        assert not _HOLE.search(refused_text(words_for(language), code, found, expected))


def test_our_own_periods_are_written_as_the_reader_writes_them_and_what_the_file_says_is_quoted() -> None:
    hans, english = words_for("zh-Hans"), words_for("en")
    assert "2031年9月" in finding_text(hans, "period_differs", "2031-09", "2031-10")
    assert "Sep 2031" in finding_text(english, "period_differs", "2031-09", "2031-10")
    assert "900 (2031年9月)" in finding_text(hans, "far_from_known", "9", "900 (2031-09)")
    assert "“2031-09”" in finding_text(hans, "not_a_number", "2031-09", "")
    assert "2031-19" in finding_text(hans, "period_differs", "2031-19", "2031-10")


# --- a month that is not over -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "doubts"),
    [
        (datetime(2031, 10, 31, 15, 0), ["period_not_over"]),
        (datetime(2031, 10, 31, 16, 0), []),  # the first of November in China
        (RECEIVED, []),
    ],
)
def test_the_form_of_a_running_month_needs_a_reason(
    tiny_catalogue: Catalogue, received: datetime, doubts: list[str]
) -> None:
    content = form([row("urban_jobs", 3300)])
    intake = take_in(content, "a.xlsx", catalogue=tiny_catalogue, known=Known(), received_at=received, received_by="甲")
    assert [one.code for one in intake.open_doubts if one.code == "period_not_over"] == doubts
    assert intake.observations.height == 1


def test_a_table_s_running_month_is_doubted_once_and_the_months_before_it_are_not(tiny_catalogue: Catalogue) -> None:
    rows: Rows = [["2031年"], ["指标", "单位", "10月", "11月"], [JOBS + "累计", "人", 500, 600]]
    intake = read(tiny_catalogue, drawn(rows))
    said = [(one.cell, one.found, one.expected) for one in intake.open_doubts if one.code == "period_not_over"]
    assert said == [("D3", "2031-11", "2031-11-10")]


# --- a month named two ways ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "tab", "file_name", "codes"),
    [
        ("2031年9月主要指标", "Sheet1", "a.xlsx", {"title_period_differs"}),
        ("主要指标", "9月", "a.xlsx", {"tab_period_differs"}),
        ("主要指标", "Sheet1", "2031年9月.xlsx", {"period_differs"}),
        ("2031年主要指标", "2031", "2031年10月.xlsx", set()),
        ("2031年1-10月主要指标", "10月", "报表.xlsx", set()),
        ("截至2031年11月5日的主要指标", "Sheet1", "a.xlsx", set()),
    ],
)
def test_a_month_of_none_of_a_table_s_figures_is_a_doubt(
    tiny_catalogue: Catalogue, title: str, tab: str, file_name: str, codes: set[str]
) -> None:
    rows: Rows = [[title], ["指标", "单位", "2031年10月"], [JOBS + "累计", "人", 600]]
    intake = read(tiny_catalogue, drawn(rows, name=tab), file_name=file_name)
    assert figures(intake) == {("urban_jobs", "2031-10"): (600.0, "C3")}
    assert {one.code for one in intake.open_doubts if one.code.endswith("period_differs")} == codes


# --- figures beside -----------------------------------------------------------------------------------------------


def test_the_form_s_own_earlier_figures_are_compared_and_not_strange(tiny_catalogue: Catalogue) -> None:
    plan = Plan.of(tiny_catalogue)
    september = taken(tiny_catalogue, form([row("urban_jobs", 3000)], period="2031年9月"))
    known = Known()
    known.add(september.observations, batch_id="b", unit_id="human_resources", recorded_at=RECEIVED)
    october = RECEIVED.replace(month=10).date().replace(day=1)
    content = write_template(
        plan, unit_id="human_resources", period=october, known=known, values={"urban_jobs": (3300, "终值")}
    )
    intake = take_in(content, "a.xlsx", catalogue=plan, known=known, received_at=RECEIVED, received_by="甲")
    states = [state for state, _ in ends(intake).values()]
    assert "compared" in states
    assert "not_ours" not in states


def test_overdue_cases_alone_are_told_as_that(tiny_catalogue: Catalogue) -> None:
    intake = taken(tiny_catalogue, form([row("zero_employment_families", None, overdue=1)]))
    (error,) = [one for one in intake.findings if one.code == "overdue_alone"]
    assert finding_text(words_for("zh-Hans"), error.code, error.found, error.expected) == "填有逾期数，但没有填未办结数"
