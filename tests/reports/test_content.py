"""What the reports say: every kind in every language, on a full and on an empty warehouse; prose as people left it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from i18n import LANGUAGES, words_for
from i18n.typed import typed
from reports.content.compare import changed_figures, changed_sentences
from reports.content.kinds import KINDS, kind_of
from reports.content.make import make_content
from reports.content.model import Content, Prose, Table
from reports.content.stored import content_from_json, content_to_json
from reports.errors import NothingToReport, UnknownFigure, UnknownKind, UnknownPeriod
from reports.periods import parse_period
from rules.appraisal import rounded
from tests.places import copied
from tests.reports.offices import DAY, PERIODS, content, fill_lists, hold_meeting, material
from warehouse.connection import Warehouse, open_warehouse
from warehouse.settings import as_of


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, full_file: Path) -> Iterator[Warehouse]:
    """Read only by the tests of this file."""
    opened = open_warehouse(copied(full_file, tmp_path_factory.mktemp("content") / "full.duckdb"))
    fill_lists(opened)
    yield opened
    opened.close()


@pytest.fixture
def own(tmp_path: Path, full_file: Path) -> Iterator[Warehouse]:
    """To write to."""
    opened = open_warehouse(copied(full_file, tmp_path / "own.duckdb"))
    yield opened
    opened.close()


def told(made: Content, section_id: str) -> str:
    """A section's prose with its figures."""
    section = next(s for s in made.sections if s.section_id == section_id)
    prose = [block for block in section.blocks if isinstance(block, Prose)]
    return "\n".join("".join(r.text for r in runs) for p in prose for runs in p.paragraphs(made.figures))


def tables(made: Content) -> dict[str, Table]:
    return {block.table_id: block for block in made.blocks() if isinstance(block, Table)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", PERIODS)
def test_every_kind_speaks_every_language(full: Warehouse, kind: str, language: str) -> None:
    made = content(full, kind, language=language)
    assert made.title
    assert all(section.blocks for section in made.sections)
    for section in made.sections:
        assert told(made, section.section_id)
    text = content_to_json(made)
    assert ("{f:" in text) == bool(made.figures)
    assert "{f:" not in "".join(told(made, s.section_id) for s in made.sections)
    if language == "en":
        own_words = "".join(s.heading for s in made.sections) + made.title + made.organ
        assert not re.search(r"[一-鿿]", own_words)


@pytest.mark.parametrize("kind", PERIODS)
def test_an_empty_warehouse_makes_a_report_that_says_so(warehouse: Warehouse, kind: str) -> None:
    made = content(warehouse, kind)
    assert all(told(made, section.section_id) for section in made.sections)


def test_the_monthly_work_report_has_its_four_sections_filled(full: Warehouse) -> None:
    made = content(full)
    assert [s.heading for s in made.sections] == ["重要指标", "重点任务", "突出问题", "特色亮点"]
    assert "纳入判定的指标" in told(made, "indicators")
    assert "已办结1项" in told(made, "tasks")
    assert "未办结3项，其中逾期3项" in told(made, "tasks")  # two of them the plan's own
    assert "园区｛二期｝用地：材料已报。" in told(made, "tasks")
    assert "逾期51天" in [run.text for row in tables(made)["tasks"].rows for run in row]
    assert "短板问题清单在册1个" in told(made, "problems")
    assert "1.工业稳增（" in told(made, "highlights")
    assert "9.1%" in told(made, "highlights")  # the cited September figure, not October's 8.0
    assert [annex.heading for annex in made.annexes] == ["主要指标完成情况表"]


def test_the_ten_day_brief_tells_what_came_and_what_it_turned(full: Warehouse) -> None:
    made = content(full, "ten_day_brief", period="2031-T31")
    assert made.as_of == as_of(date(2031, 11, 10))  # nothing is known after its ten days
    assert made.month == date(2031, 10, 1)
    assert re.search(r"2031年11月1日至2031年11月10日，\d+家单位报送数据\d+项", told(made, "new"))
    assert "规模以上工业增加值增速（正常推进→有风险）" in told(made, "turned")
    quiet = content(full, "ten_day_brief")
    assert told(quiet, "new") == "本旬没有收到新的数据。"
    assert told(quiet, "turned") == "各项指标状态没有变化。"
    assert tables(quiet)["overdue"].rows


def test_the_quarter_ranks_the_actions_with_shared_places(full: Warehouse) -> None:
    places = [int(row[0].text) for row in tables(content(full, "quarterly_review"))["ranking"].rows]
    assert places == sorted(places)
    assert places[0] == 1


def test_the_ranking_is_the_appraisals(full: Warehouse) -> None:
    given = material(full, "quarterly_review")
    made = make_content(given, "quarterly_review")
    table = tables(made)["ranking"]
    assert [row[2].text for row in table.rows] == [
        str(rounded(score)) for score in sorted(given.scores.values(), reverse=True)
    ]
    plain = make_content(replace(given, scores={}, earlier_scores={}), "quarterly_review")
    shares = [float(row[3].text.rstrip("%")) for row in tables(plain)["ranking"].rows]
    assert shares == sorted(shares, reverse=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_minutes_hold_figures_remarks_and_decisions(own: Warehouse, language: str) -> None:
    meeting_id = hold_meeting(own)
    made = content(own, "minutes", period=meeting_id, language=language)
    words = words_for(language)
    assert typed(words, "十月调度会") in made.title
    assert made.as_of == as_of(date(2031, 11, 10))  # the figures the meeting froze
    assert typed(words, "原料涨价") in told(made, "remarks")
    assert [row[1].text for row in tables(made)["decisions"].rows] == [typed(words, "企业{逐户}走访")]
    assert content_from_json(content_to_json(made)).prose() == made.prose()


def test_minutes_of_no_meeting_are_refused(full: Warehouse) -> None:
    with pytest.raises(NothingToReport, match="no meeting"):
        content(full, "minutes", period="none")


def test_every_kind_is_tried_here() -> None:
    assert set(KINDS) == {*PERIODS, "minutes"}


def test_prose_stands_as_a_person_left_it_with_figures_of_today(full: Warehouse) -> None:
    edited = content(full, edits={"overall": "零售{f:retail_growth:value}，好。"})
    assert "零售8.6%，好。" in told(edited, "indicators")
    assert [p.part_id for p in edited.prose() if p.is_edited] == ["overall"]
    earlier = content(full, edits={"overall": "工业{f:industry_growth:value}"}, day=DAY.replace(month=10))
    assert "工业9.1%" in told(earlier, "indicators")


def test_prose_of_a_figure_that_is_gone_is_named(full: Warehouse) -> None:
    with pytest.raises(UnknownFigure, match="f:no_such:value"):
        content(full, edits={"overall": "{f:no_such:value}"})


def test_kinds_and_periods_that_do_not_fit_are_refused(full: Warehouse) -> None:
    with pytest.raises(UnknownKind, match="monthly_work"):
        kind_of("weekly")
    given = material(full, "monthly_work")
    object.__setattr__(given, "period", parse_period("2031-Q3"))
    with pytest.raises(UnknownPeriod, match="write 2024-10"):
        make_content(given, "monthly_work")


@pytest.mark.parametrize("kind", PERIODS)
def test_a_stored_content_reads_back_the_same(full: Warehouse, kind: str) -> None:
    made = content(full, kind)
    text = content_to_json(made)
    again = content_from_json(text)
    assert content_to_json(again) == text
    assert again.figures == made.figures
    assert again.prose() == made.prose()
    assert (again.kind, again.period) == (kind, PERIODS[kind])


def test_comparing_tells_figures_from_words(full: Warehouse) -> None:
    before = content(full, day=DAY.replace(month=10))
    after = content(full)
    moved = {f"{c.subject}:{c.field}": (c.before, c.after) for c in changed_figures(before, after)}
    assert moved["industry_growth:value"] == ("9.1%", "8.0%")
    assert "retail_growth:value" not in moved
    assert changed_figures(after, after) == []
    assert changed_sentences(after, after) == []
    text = next(p.template for p in after.prose() if p.part_id == "overall")
    reworded = content(full, edits={"overall": text + "下月再看。"})
    assert [(c.text, c.is_added) for c in changed_sentences(after, reworded)] == [("下月再看。", True)]
    assert changed_figures(after, reworded) == []
