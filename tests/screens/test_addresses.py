"""An address that names nothing known says so, and what is shown instead; it is never swapped in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from i18n import words_for
from tests.screens.conftest import choose, html_of, open_screen
from warehouse.catalogue import Catalogue

EN, HANS = words_for("en"), words_for("zh-Hans")


def warned(visit: AppTest) -> list[str]:
    assert not visit.exception
    return [warning.value for warning in visit.warning]


@pytest.mark.parametrize(
    ("path", "name", "value", "shown"),
    [
        ("indicator", "indicator", "nonsense", "全部指标"),
        ("overview", "month", "2031-13", "2031年10月"),
        ("overview", "month", "2033-01", "2031年10月"),
        ("overview", "as_of", "1990", "2031年11月20日"),
        ("overview", "as_of", "1990-01-01", "2031年11月20日"),
        ("overview", "as_of", "2044-01-01", "2031年11月20日"),
        ("units", "unit", "moon", "单位"),
        ("overview", "size", "wall", "标准"),
        ("overview", "snapshot", "abc", "截至2031年11月20日的看板"),
        ("indicator", "in_action", "a99", "全部指标"),
        ("indicator", "in_status", "splendid", "全部指标"),
        ("indicator", "of_unit", "moon", "全部指标"),
        ("indicator", "of_kind", "kind", "全部指标"),
        ("reports", "report", "novel", "报告"),
        ("reports", "report", "quarterly_review.2031-13", "报告"),
        ("reports", "report", "issued.none", "报告"),
        ("action_industry", "targets_as", "song", "产业"),
    ],
)
def test_what_is_not_known_is_said(office: Path, path: str, name: str, value: str, shown: str) -> None:
    (said,) = warned(open_screen(path, lang="zh-Hans", **{name: value}))
    assert said.startswith(f"网址中的{HANS(f'address.what.{name}')}")
    assert value in said
    assert shown in said


def test_a_language_nobody_speaks_here_is_said(office: Path) -> None:
    (said,) = warned(open_screen("overview", lang="fr"))
    assert "fr" in said


def test_it_is_said_until_something_else_is_chosen(office: Path) -> None:
    visit = open_screen("overview", lang="en", month="2031-13")
    assert len(warned(visit.run())) == 1
    choose(visit, month="2031-09")
    assert warned(visit) == []


def test_what_is_known_is_not_warned_of(office: Path) -> None:
    assert warned(open_screen("overview", lang="en", month="2031-09", as_of="2031-10-20", size="projector")) == []
    visit = open_screen("overview", lang="en", month="2031-10")
    choose(visit, as_of="2031-06-30")
    assert warned(visit) == [], "a day before the month chosen is a choice, no mistake"
    assert "Oct 2031 was still to come on that day; May 2031 is shown." in html_of(visit)
    choose(visit, as_of="2031-11-20")
    assert "still to come" not in html_of(visit)


def test_a_note_goes_with_the_next_choice(office: Path) -> None:
    visit = open_screen("reports", lang="en", report="novel")
    assert len(warned(visit)) == 1
    visit.selectbox(key="pick_report_kind").select_index(1).run()
    assert warned(visit) == []
    visit = open_screen("indicator", lang="en", in_status="splendid")
    assert len(warned(visit)) == 1
    visit.selectbox(key="pick_in_status").select_index(1).run()
    assert warned(visit) == []


def test_what_no_indicator_has_finds_nothing(office: Path, tiny_catalogue: Catalogue) -> None:
    """Not everything, as if it had not been asked for."""
    offered = set(open_screen("indicator", lang="en").selectbox(key="pick_of_unit").options)
    idle = next(unit for unit in tiny_catalogue.units.to_dicts() if unit["name_en"] not in offered)["unit_id"]
    visit = open_screen("indicator", lang="en", of_unit=idle)
    assert warned(visit) == []
    assert visit.query_params["of_unit"] == idle
    assert visit.selectbox(key="pick_of_unit").value == idle
    assert any(caption.value.startswith("0 of ") for caption in visit.caption)


def test_a_day_before_any_figure_says_so(office: Path) -> None:
    visit = open_screen("overview", lang="zh-Hans", as_of="2030-02-01")
    assert visit.info[0].value.startswith("截至2030年2月1日还没有收到任何数据")


def test_what_an_address_says_is_not_read_as_markup(office: Path) -> None:
    (said,) = warned(open_screen("indicator", lang="en", indicator="**x** [y](http://z)"))
    assert "**x**" not in said
    assert "[y](" not in said


def test_a_link_leaves_the_size_to_the_device_unless_it_was_chosen(office: Path) -> None:
    """What a desk copies is opened on a phone as a phone shows it."""
    assert "size" not in open_screen("overview", lang="en").query_params
    assert "projector" in open_screen("overview", lang="en", size="projector").query_params["size"]
