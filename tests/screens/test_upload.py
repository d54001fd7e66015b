"""The analyst's day: files in, questions answered, difference seen, stored, taken back; nothing lost on a reload."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from etl.known import Known
from etl.plan import Plan
from etl.template import write_template
from i18n import LANGUAGES, words_for
from tests.screens.conftest import open_screen, tables_of
from ui.data import board_at, knowledge_at
from ui.intake.reading import open_readings
from ui.process import the_process
from warehouse.locks import lock_month, unlock_month
from warehouse.settings import as_of

EN = words_for("en")
HANS = words_for("zh-Hans")
LATEST = as_of(date(2031, 11, 20))
OCTOBER = date(2031, 10, 1)


def workbook(unit_id: str, values: dict[str, object], period: date = OCTOBER) -> bytes:
    """The unit's own form, filled in."""
    known = knowledge_at(LATEST)
    plan = Plan.of(known.catalogue)
    entries = {
        name: (value, "终值", None, 0 if name == "zero_employment_families" else None) for name, value in values.items()
    }
    return write_template(plan, unit_id=unit_id, period=period, known=Known(), values=entries)


def desk(language: str = "en", who: str = "Wu") -> AppTest:
    visit = open_screen("upload", lang=language)
    if who:
        visit.text_input(key="pick_person").set_value(who).run()
    return visit


def drop(visit: AppTest, *files: tuple[str, bytes]) -> AppTest:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    visit.file_uploader[0].set_value([(name, content, kind) for name, content in files]).run()
    return visit


def texts(visit: AppTest) -> str:
    kinds = ("caption", "markdown", "success", "error", "warning", "info", "subheader")
    return "\n".join(str(element.value) for kind in kinds for element in visit.get(kind))


def jobs(month_value: float) -> dict[str, object]:
    return {"urban_jobs": month_value, "living_standard": 700, "zero_employment_families": 0}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", ["desk", "history", "calendar", "review", "templates", "names"])
def test_every_section_opens(office: Path, filled: str, section: str, language: str) -> None:
    visit = desk(language)
    visit.session_state["upload_section"] = section
    visit.run()
    assert not visit.exception
    assert not visit.error


def test_a_file_without_a_name_is_not_taken(office: Path) -> None:
    visit = drop(desk(who=""), ("a.xlsx", workbook("human_resources", jobs(3400))))
    assert EN("person.needed") in texts(visit)
    assert not open_readings()


def test_a_revision_is_shown_stored_and_taken_back(office: Path) -> None:
    visit = drop(desk(), ("jobs.xlsx", workbook("human_resources", jobs(3400))))
    assert not visit.exception
    difference = tables_of(visit)["differences"]
    assert difference[EN("change.old")][0].startswith("3,300")
    assert difference[EN("change.value")][0].startswith("3,400")
    assert board_at(LATEST, OCTOBER).deciding["urban_jobs"]["value"] == 3300

    visit.button(key="commit_ready").click().run()
    assert "Files stored: 1" in texts(visit)
    assert board_at(LATEST, OCTOBER).deciding["urban_jobs"]["value"] == 3400

    visit.session_state["upload_section"] = "history"
    visit.run()
    newest = tables_of(visit)["batch"].row(0, named=True)
    assert newest[EN("column.file")] == "jobs.xlsx"
    assert newest[EN("column.by")] == "Wu"


def test_nothing_is_lost_when_the_page_is_reloaded_in_the_middle(office: Path) -> None:
    drop(desk(), ("jobs.xlsx", workbook("human_resources", jobs(3400))))
    again = open_screen("upload", lang="en")
    assert any("jobs" in expander.label for expander in again.expander)
    assert not again.exception


def test_a_doubt_needs_a_reason_before_anything_is_stored(office: Path) -> None:
    visit = drop(desk(), ("fell.xlsx", workbook("human_resources", jobs(2900))))
    assert visit.button(key="commit_ready").disabled
    reasons = [field for field in visit.text_input if field.key and field.key.startswith("d_")]
    assert len(reasons) == 1
    reasons[0].set_value("recount after the audit")
    next(b for b in visit.button if b.label == EN("upload.apply")).click().run()
    visit.button(key="commit_ready").click().run()
    assert board_at(LATEST, OCTOBER).deciding["urban_jobs"]["value"] == 2900


def test_a_wrong_cell_is_named_and_the_rest_goes_on(office: Path) -> None:
    values = jobs(3400) | {"living_standard": "seven hundred"}
    visit = drop(desk(), ("half.xlsx", workbook("human_resources", values)))
    assert "Errors: 1," in texts(visit)
    heading = next(one.label for one in visit.expander if "half" in one.label)
    assert heading.endswith(f":orange[▲ {EN('upload.ready_but', count=1)}]")
    visit.button(key="commit_ready").click().run()
    deciding = board_at(LATEST, OCTOBER).deciding
    assert (deciding["urban_jobs"]["value"], deciding["living_standard"]["value"]) == (3400, 700)


@pytest.mark.parametrize(
    ("name", "content"), [("note.txt", b"no table here"), ("empty.xlsx", b""), ("cut.xlsx", b"PK\x03\x04cut")]
)
def test_a_wrong_file_gets_one_sentence_and_stores_nothing(office: Path, name: str, content: bytes) -> None:
    before = knowledge_at(LATEST).observations.height
    visit = drop(desk(), (name, content))
    assert not visit.exception
    assert visit.button(key="commit_ready").disabled
    assert knowledge_at(LATEST).observations.height == before


def test_two_who_store_the_same_at_once_store_it_once(office: Path) -> None:
    first = drop(desk(), ("jobs.xlsx", workbook("human_resources", jobs(3400))))
    second = desk()
    assert not second.button(key="commit_ready").disabled
    first.button(key="commit_ready").click().run()
    second.button(key="commit_ready").click().run()
    assert not second.exception
    assert knowledge_at(LATEST).batches.filter(file_name="jobs.xlsx").height == 1


def test_a_locked_month_is_not_written(office: Path) -> None:
    process = the_process()
    lock_month(process.warehouse, process.programme_id, OCTOBER, by="Wu", at=datetime(2031, 11, 19))
    visit = drop(desk("zh-Hans"), ("jobs.xlsx", workbook("human_resources", jobs(3400))))
    assert visit.button(key="commit_ready").disabled, "told in the check, not after storing"
    assert "2031年10月已由Wu于" in visit.error[0].value
    assert HANS("upload.locked") in visit.expander[0].label
    unlock_month(process.warehouse, process.programme_id, OCTOBER, by="Wu", reason="x", at=datetime(2031, 11, 19, 1))
    visit.run()
    visit.button(key="commit_ready").click().run()
    assert board_at(LATEST, OCTOBER).deciding["urban_jobs"]["value"] == 3400


def test_a_month_locked_while_somebody_looks_is_not_written(office: Path) -> None:
    visit = drop(desk(), ("jobs.xlsx", workbook("human_resources", jobs(3400))))
    process = the_process()
    lock_month(process.warehouse, process.programme_id, OCTOBER, by="Wu", at=datetime(2031, 11, 19))
    visit.button(key="commit_ready").click().run()
    assert visit.error
    assert board_at(LATEST, OCTOBER).deciding["urban_jobs"]["value"] == 3300
    assert open_readings()


def test_going_back_to_an_earlier_file_is_said_and_offered(office: Path) -> None:
    first, correction = workbook("human_resources", jobs(3400)), workbook("human_resources", jobs(3500))
    for name, content in (("first.xlsx", first), ("correction.xlsx", correction)):
        drop(desk(), (name, content)).button(key="commit_ready").click().run()
    assert board_at(LATEST, OCTOBER).deciding["urban_jobs"]["value"] == 3500

    visit = drop(desk(), ("first.xlsx", first))
    assert EN("upload.known") in visit.expander[0].label
    assert visit.button(key="commit_ready").disabled
    assert "corrected since" in visit.warning[0].value
    next(b for b in visit.button if b.label == EN("upload.again")).click().run()
    visit.button(key="commit_ready").click().run()
    assert board_at(LATEST, OCTOBER).deciding["urban_jobs"]["value"] == 3400
    assert knowledge_at(LATEST).batches.filter(file_name="first.xlsx").height == 2


def test_the_same_file_again_changes_nothing_and_says_so(office: Path) -> None:
    content = workbook("human_resources", jobs(3400))
    drop(desk(), ("jobs.xlsx", content)).button(key="commit_ready").click().run()
    visit = drop(desk("zh-Hans"), ("jobs.xlsx", content))
    assert "完全相同，无需再次入库" in visit.info[0].value
    assert not [b for b in visit.button if b.label == HANS("upload.again")]
    assert visit.button(key="commit_ready").disabled


def test_a_month_that_is_not_over_needs_a_reason(office: Path) -> None:
    visit = drop(desk("zh-Hans"), ("november.xlsx", workbook("human_resources", jobs(3600), date(2031, 11, 1))))
    assert visit.button(key="commit_ready").disabled
    label = next(field.label for field in visit.text_input if field.key and field.key.startswith("d_"))
    assert "2031年11月20日）2031年11月还没有结束" in label


def test_a_confirmation_without_a_reason_says_what_lacks_and_marks_it(office: Path) -> None:
    values = jobs(2900) | {"zero_employment_families": 3}
    visit = drop(desk("zh-Hans"), ("fell.xlsx", workbook("human_resources", values)))
    doubts = [field for field in visit.text_input if field.key and field.key.startswith("d_")]
    apply = next(b for b in visit.button if b.label == HANS("upload.apply"))
    apply.click().run()
    assert f"还有{len(doubts)}处存疑没有说明理由" in visit.error[0].value
    marked = [field for field in visit.text_input if field.key and field.key.startswith("d_")]
    assert all(field.label.startswith("◆ ") for field in marked)
    assert any("scrollIntoView" in html.proto.body for html in visit.get("html"))
    for field in marked:
        field.set_value("核实无误")
    next(b for b in visit.button if b.label == HANS("upload.apply")).click().run()
    assert not visit.error
    assert not visit.button(key="commit_ready").disabled


def test_what_a_file_says_is_never_read_as_markup(office: Path) -> None:
    visit = drop(desk(), ("*a*_[b](c)_$d$.csv", b"\xe6\x8c\x87\xe6\xa0\x87,x\n"), ("x:red[y].xlsx", b"no table"))
    labels = " ".join(expander.label for expander in visit.expander)
    assert "\\*a\\*\\_\\[b\\](c)" in labels
    assert all("[b](c)" not in error.value and ":red[y]" not in error.value for error in visit.error)
    fell = workbook("human_resources", jobs(2900) | {"living_standard": "约**700**"})
    visit = drop(desk(), ("fell.xlsx", fell))
    assert not any("**700**" in field.label for field in visit.text_input)


def test_a_template_downloaded_here_loads_without_a_question(office: Path) -> None:
    content = workbook("human_resources", jobs(3400))
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    assert sheet.max_row > 5
    visit = drop(desk(), ("october.xlsx", content))
    assert [reading.is_ready for reading in open_readings()] == [True]
    assert not visit.exception
