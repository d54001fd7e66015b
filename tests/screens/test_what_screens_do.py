"""What a visitor does: change the month, look back, mark a row as in force, download, follow a figure to its cell."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import streamlit as st

from i18n import words_for
from tests.places import copied
from tests.screens.conftest import choices, choose, html_of, open_screen, tables_of
from ui.data import board_at, knowledge_at
from ui.process import the_process
from ui.tables import _targets_table
from warehouse import summaries
from warehouse.settings import as_of

EN = words_for("en")
LATEST = as_of(date(2031, 11, 20))
OCTOBER = date(2031, 10, 1)


def test_the_board_opens_at_the_newest_month_with_figures(office: Path) -> None:
    visit = open_screen("", lang="en")
    assert choices(visit)["month"][0] == "2031-10"
    assert visit.query_params["month"] == "2031-10"
    assert "as of 20 Nov 2031" in html_of(visit)


def test_another_month_is_judged_anew_and_kept_in_the_address(office: Path) -> None:
    visit = open_screen("", lang="en")
    choose(visit, month="2031-05")
    assert 'data-month="2031-05"' in html_of(visit)
    assert visit.query_params["month"] == "2031-05"


def test_a_link_reopens_the_same_screen(office: Path) -> None:
    visit = open_screen("indicator", lang="zh-Hant", month="2031-07", as_of="2031-08-31", indicator="urban_jobs")
    assert 'data-month="2031-07"' in html_of(visit)
    assert 'data-as-of="2031-08-31"' in html_of(visit)
    assert "城鎮新增就業" in html_of(visit)
    assert words_for("zh-Hant")("head.past", day="2031年8月31日") in html_of(visit)


@pytest.mark.parametrize(
    ("month", "as_of_day", "shown"),
    [("2031-13", "2031-11-20", "2031-10"), ("nonsense", "x", "2031-10"), ("2030-05", "2099-01-01", "2031-10")],
)
def test_an_address_that_makes_no_sense_opens_the_board_all_the_same(
    office: Path, month: str, as_of_day: str, shown: str
) -> None:
    visit = open_screen("", lang="xx", month=month, as_of=as_of_day)
    assert not visit.exception
    assert f'data-month="{shown}"' in html_of(visit)


def test_a_choice_survives_a_change_of_page_and_leaves_no_foreign_parameters(office: Path) -> None:
    visit = open_screen("indicator", lang="en", indicator="urban_jobs", month="2031-06")
    visit.switch_page("pages/units.py").run()
    assert 'data-month="2031-06"' in html_of(visit)
    assert "indicator" not in visit.query_params


def test_on_a_phone_the_choices_of_the_head_stand_behind_one_button_and_work_as_ever(office: Path) -> None:
    visit = open_screen("", lang="en", size="phone")
    behind = f'ea-behind"><summary>{EN.month(OCTOBER)}</summary>'
    assert behind in html_of(visit)
    choose(visit, month="2031-05")
    assert 'data-month="2031-05"' in html_of(visit)
    assert "ea-behind" not in html_of(open_screen("", lang="en")).replace(".ea-behind", "")


def test_counts_on_the_overview_are_those_of_the_rules(office: Path) -> None:
    visit = open_screen("", lang="en")
    counts = summaries.status_counts(summaries.deciding_rows(board_at(LATEST, OCTOBER).verdicts))
    tiles = next(html.proto.body for html in visit.get("html") if "ea-tiles" in html.proto.body)
    for status, count in counts.items():
        assert f'{EN(f"status.{status}")}</span></div><div class="n">{count}</div>' in tiles


def test_the_stricter_of_two_targets_gives_the_colour_and_both_are_shown(office: Path) -> None:
    visit = open_screen("indicator", lang="en", indicator="retail_growth")
    page = html_of(visit)
    assert "≥10%" in page
    assert "≥8%" in page
    assert EN("status.behind") in page
    assert EN("status.on_track") in page


def mark(visit, target_id: str, who: str, ground: str) -> None:  # type: ignore[no-untyped-def]
    visit.radio[0].set_value(target_id)
    visit.text_input[0].set_value(who)
    visit.text_input[1].set_value(ground)
    next(b for b in visit.button if b.label == EN("check.save")).click().run()


def test_a_person_marks_the_row_in_force_and_takes_it_back(office: Path) -> None:
    visit = open_screen("plan_check", lang="en")
    mark(visit, "industry_retail_growth", "Director Wu", "minutes of 3 June")
    assert not visit.exception
    assert board_at(LATEST, OCTOBER).deciding["retail_growth"]["status"] == "on_track"
    assert "Director Wu" in html_of(visit)
    mark(visit, "", "Director Wu", "withdrawn")
    assert board_at(LATEST, OCTOBER).deciding["retail_growth"]["status"] == "behind"


def test_a_mark_needs_a_name_and_a_ground(office: Path) -> None:
    visit = open_screen("plan_check", lang="en")
    mark(visit, "industry_retail_growth", "  ", "minutes")
    assert visit.error[0].value == EN("check.need_both")
    assert not knowledge_at(LATEST).in_force


def test_a_name_is_never_markup(office: Path) -> None:
    visit = open_screen("plan_check", lang="en")
    mark(visit, "industry_retail_growth", "<img src=x onerror=alert(1)>", "<b>x</b>")
    assert "<img" not in html_of(visit)
    assert "&lt;img" in html_of(visit)


def test_a_breach_shows_the_years_events_and_not_the_last_months_none(office: Path) -> None:
    page = html_of(open_screen("indicator", lang="en", indicator="major_accidents"))
    assert '<div class="ea-big">1 ' in page
    assert EN("status.behind") in page


def test_a_figure_leads_back_to_file_sheet_and_cell(office: Path) -> None:
    visit = open_screen("indicator", lang="en", indicator="urban_jobs")
    newest = tables_of(visit)["source"].row(0, named=True)
    assert newest[EN("column.file")] == "human_resources_2031-10.xlsx"
    assert newest[EN("column.sheet")] == "2031年10月"
    assert newest[EN("column.cell")][0].isalpha()
    assert newest[EN("column.value")].startswith("3,300")


def test_looking_back_hides_what_was_not_yet_known(office: Path) -> None:
    visit = open_screen("indicator", lang="en", indicator="urban_jobs", as_of="2031-06-30", month="2031-06")
    assert tables_of(visit)["source"][EN("column.period")][0] == "May 2031"


def test_a_warehouse_that_will_not_open_says_so_in_one_sentence(
    office: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(b"this is no warehouse" * 300)
    the_process()
    with monkeypatch.context() as other:
        other.setenv("EIGHT_ACTIONS_WAREHOUSE", str(broken))
        first = the_process()
        st.cache_resource.clear()
        visit = open_screen("", lang="en")
        assert not visit.exception
        assert visit.error[0].value.startswith("The warehouse cannot be opened:")
        first.close()
    st.cache_resource.clear()


OPENED = """
import sys
from streamlit.testing.v1 import AppTest
visit = AppTest.from_file(sys.argv[1], default_timeout=60).run().run()
assert not visit.exception
print(visit.query_params["as_of"], *(name for name in ("pandera", "openpyxl", "etl.line") if name in sys.modules))
"""


def test_a_first_start_loads_the_demonstration_set_and_then_opens(
    office: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    the_process().close()
    st.cache_resource.clear()
    project = Path(__file__).parent.parent.parent
    monkeypatch.setenv("EIGHT_ACTIONS_WAREHOUSE", str(tmp_path / "first.duckdb"))
    monkeypatch.setenv("EIGHT_ACTIONS_PROGRAMME", str(project / "data" / "seed" / "xupu_2024"))
    monkeypatch.setenv("EIGHT_ACTIONS_DEMONSTRATION", "1")
    monkeypatch.delenv("EIGHT_ACTIONS_BOARD_DATE")
    visit = open_screen("", lang="en")
    assert the_process().first_load.finished.wait(timeout=90)
    assert the_process().first_load.error is None
    visit.run()
    assert not visit.exception
    assert 'data-month="2024-10"' in html_of(visit)
    assert visit.query_params["as_of"] == "2024-11-20"
    the_process().close()
    st.cache_resource.clear()
    assert the_process().first_load.finished.is_set(), "the next start finds the set whole without reading it"
    the_process().close()
    done = subprocess.run(
        [sys.executable, "-c", OPENED, str(project / "app.py")], capture_output=True, text=True, check=True, timeout=90
    )
    assert done.stdout.split() == ["2024-11-20"], "no library that only checks workbooks stands before the first screen"


def test_two_visitors_see_one_anothers_mark(office: Path) -> None:
    first, second = open_screen("plan_check", lang="en"), open_screen("plan_check", lang="zh-Hans")
    mark(first, "industry_retail_growth", "Wu", "minutes")
    second.run()
    assert "Wu" in html_of(second)


def test_a_copy_of_the_office_file_gives_the_same_board(office: Path, full_file: Path, tmp_path: Path) -> None:
    board = board_at(LATEST, OCTOBER).verdicts
    the_process().close()
    st.cache_resource.clear()
    copied(full_file, office)
    assert board_at(LATEST, OCTOBER).verdicts.equals(board)


def test_an_address_that_lags_behind_quick_choices_does_not_take_them_back(office: Path) -> None:
    visit = open_screen("indicator", lang="en", indicator="retail_growth")
    visit.selectbox(key="pick_indicator").set_value("gdp_growth").run()
    assert visit.query_params["indicator"] == "gdp_growth"
    visit.query_params["indicator"] = "retail_growth"  # what a browser sends that has not heard of the change yet
    visit.run()
    assert visit.query_params["indicator"] == "gdp_growth"
    visit.query_params["indicator"] = "urban_jobs"  # what somebody wrote there
    visit.run()
    assert visit.selectbox(key="pick_indicator").value == "urban_jobs"


def test_what_was_chosen_by_address_is_taken_back_by_it_at_once(office: Path) -> None:
    """Back within a moment of a choice of the head is no address that lags: the browser had said the choice itself."""
    visit = open_screen("", lang="en", month="2031-09")
    choose(visit, month="2031-08")
    visit.query_params["month"] = "2031-09"
    visit.run()
    assert 'data-month="2031-09"' in html_of(visit)


def test_the_bar_lists_the_pages_and_marks_the_one_and_its_heading(office: Path) -> None:
    visit = open_screen("action_industry", lang="en", month="2031-09")
    (bar,) = re.findall(r"<nav class=.ea-nav.*?</nav>", html_of(visit))
    current = re.findall(r'href="\./([^"?]*)\?([^"]*)" aria-current="page"', bar)
    assert [path for path, _ in current] == ["action_industry"]
    assert "month=2031-09" in current[0][1]
    assert re.findall(r'ea-menu here" name="ea-menu"><summary>([^<]+)', bar) == [EN("nav.actions")]
    headings = re.findall(r"<summary>([^<]+)", bar)
    assert headings == [EN(f"nav.{name}") for name in ("actions", "drive", "papers", "plan", "office")]
    assert 'href="./?' in bar


def test_a_breach_is_the_year_s_events_on_the_screen_and_in_the_download(office: Path) -> None:
    """The month's own figure is zero again; what the verdict rests on is not."""
    table = _targets_table(1, as_of(date(2031, 11, 20)), date(2031, 10, 1), "en")
    place = table.rows["reason"].to_list().index("breach")
    assert table.rows["value"][place] == 0
    assert table.download[EN("column.actual")][place] == 1
    assert table.shown[EN("column.actual")][place].startswith("1")
