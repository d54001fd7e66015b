"""What is refused is said in the language of the screen: real refusals in Chinese, and not a sentence of English."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from etl.errors import EncryptedWorkbook
from i18n import words_for
from tests.screens.conftest import open_screen
from ui.process import the_process
from ui.refusals import refusal_text
from warehouse import ledgers
from warehouse.errors import NewerWarehouse, NoticeStands, UnfitDecision, WarehouseBusy, WarehouseError
from warehouse.locks import lock_month
from warehouse.snapshots import take_snapshot

OCTOBER = date(2031, 10, 1)
EARLIER = datetime(2031, 7, 1)
_ENGLISH = re.compile(r"[A-Za-z]{2,}[ ,]+[a-z]{2,}")


def named(path: str, **query: str) -> AppTest:
    visit = open_screen(path, lang="zh-Hans", **query)
    visit.text_input(key="pick_person").set_value("吴某").run()
    return visit


def unproved_shortcoming() -> AppTest:
    open_screen("ledgers", lang="zh-Hans")
    process = the_process()
    entry_id = ledgers.write_entry(
        process.warehouse,
        process.programme_id,
        ledger="shortcoming",
        action_id="industry",
        title="用工不足 *急*",
        by="甲",
        at=EARLIER,
    )
    visit = named("ledgers", entry=entry_id)
    visit.date_input(key="close_day").set_value(date(2031, 7, 31))
    return visit.button(key="FormSubmitter:close_form-销号").click().run()


def unlocked_without_a_reason() -> AppTest:
    open_screen("upload", lang="zh-Hans")
    process = the_process()
    lock_month(process.warehouse, process.programme_id, OCTOBER, by="甲", at=EARLIER)
    visit = named("upload")
    visit.session_state["upload_section"] = "review"
    visit.run()
    return next(one for one in visit.button if one.label == "解除锁定").click().run()


def returned_without_a_word() -> AppTest:
    visit = named("upload")
    visit.session_state["upload_section"] = "review"
    visit.run()
    return next(one for one in visit.button if one.label == "退回").click().run()


def snapshot_name_taken() -> AppTest:
    open_screen("snapshots", lang="zh-Hans")
    process = the_process()
    take_snapshot(
        process.warehouse,
        process.programme_id,
        name="十月",
        month=OCTOBER,
        as_of=datetime(2031, 11, 1),
        by="甲",
        at=EARLIER,
    )
    visit = named("snapshots")
    visit.text_input(key="snapshot_name").set_value("十月")
    return visit.button(key="snapshot_save").click().run()


CASES: dict[str, tuple[Callable[[], AppTest], str]] = {
    "shortcoming": (unproved_shortcoming, "短板销号必须有佐证材料"),
    "unlock": (unlocked_without_a_reason, "请填写解除锁定的理由"),
    "return": (returned_without_a_word, "退回时请写明需要修改的内容"),
    "snapshot": (snapshot_name_taken, "已有名为“十月”的快照"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_refusal_is_said_in_chinese(office: Path, case: str) -> None:
    cause, expected = CASES[case]
    visit = cause()
    assert not visit.exception
    said = "\n".join(error.value for error in visit.error)
    assert expected in said
    assert not _ENGLISH.search(said), said
    assert "*急*" not in said


def page_that_breaks() -> None:
    from i18n import words_for
    from ui.refusals import said
    from warehouse.errors import WarehouseError

    with said(words_for("zh-Hans")):
        raise WarehouseError("{path} cannot be written.", code="warehouse_unwritable", path="/x")


def test_what_no_screen_expected_is_said_too() -> None:
    visit = AppTest.from_function(page_that_breaks).run()
    assert not visit.exception
    assert "没有保存任何内容" in visit.error[0].value
    assert not _ENGLISH.search(visit.error[0].value)


@pytest.mark.parametrize(
    "error",
    [
        NewerWarehouse("It has {found}, known is {known}.", found=99, known=14),
        WarehouseBusy("Another process has {path} open. ({why})", path="x", why="Could not set lock on file"),
        NoticeStands("{number} about this is still open: close it first.", number="月督〔2031〕1号"),
        UnfitDecision("{last} {at}", code="decided_later", last=EARLIER, at=EARLIER),
        EncryptedWorkbook("x.xlsx"),
    ],
    ids=lambda error: error.code,
)
def test_what_is_hard_to_bring_about_is_told_in_chinese_too(error: WarehouseError) -> None:
    assert not re.search("UTC", refusal_text(words_for("zh-Hans"), error))
    assert not _ENGLISH.search(refusal_text(words_for("zh-Hans"), error))


def test_a_first_load_that_broke_off_is_told(office: Path) -> None:
    open_screen("", lang="zh-Hans")
    the_process().first_load.error = OSError(28, "No space left on device")
    visit = open_screen("", lang="zh-Hans")
    assert "演示数据没有全部装入" in visit.warning[0].value
    assert not _ENGLISH.search(visit.warning[0].value)
