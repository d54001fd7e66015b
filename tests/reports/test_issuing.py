"""The archive: a number once, bytes as they went out, nothing changed unseen; prose that survives."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from i18n import words_for
from reports.content.model import Masthead
from reports.issuing import issue, number_text, read_content
from reports.word import write_word
from tests.places import copied
from tests.reports.offices import DAY, PROGRAMME, WRITTEN, content
from warehouse.access import Right
from warehouse.catalogue import Catalogue
from warehouse.connection import Warehouse, open_warehouse
from warehouse.errors import NumberTaken, ReportDamaged, UnfitDecision, UnknownReport
from warehouse.issued import next_running, read_issued, read_issued_file, read_issued_report
from warehouse.ledger import EVER
from warehouse.report_drafts import read_report_draft, save_report_draft

DRAFT = {"kind": "monthly_work", "period": "2031-10", "language": "zh-Hans"}


@pytest.fixture
def full(tmp_path: Path, full_file: Path) -> Iterator[Warehouse]:
    opened = open_warehouse(copied(full_file, tmp_path / "full.duckdb"))
    yield opened
    opened.close()


@pytest.fixture
def report_id(full: Warehouse, tiny_catalogue: Catalogue) -> str:
    return issue(full, tiny_catalogue.programme, content(full), running=10, issued_on=DAY, by="甲", at=WRITTEN)


def test_an_issued_report_is_kept_as_it_went_out(full: Warehouse, report_id: str) -> None:
    made = content(full)
    row = read_issued_report(full, report_id)
    assert (row["number"], row["issued_by"], row["as_of"]) == ("月行动专班〔2031〕10号", "甲", made.as_of)
    kept = read_issued_file(full, report_id)
    assert hashlib.sha256(kept).hexdigest() == row["file_sha256"]
    assert kept != write_word(made)  # it wears its number
    assert read_content(full, report_id).figures == made.figures
    assert read_issued(full, PROGRAMME, WRITTEN)["report_id"].to_list() == [report_id]
    assert read_issued(full, PROGRAMME, WRITTEN - timedelta(days=1)).is_empty()


def test_a_number_is_used_once_and_nothing_is_replaced(
    full: Warehouse, tiny_catalogue: Catalogue, report_id: str
) -> None:
    assert next_running(full, PROGRAMME, "monthly_work", 2031) == 11
    assert next_running(full, PROGRAMME, "monthly_work", 2032) == 1
    with pytest.raises(NumberTaken, match="next number"):
        issue(full, tiny_catalogue.programme, content(full), running=10, issued_on=DAY, by="乙")
    with pytest.raises(UnfitDecision, match="name of who decides"):
        issue(full, tiny_catalogue.programme, content(full), running=11, issued_on=DAY, by=" ")
    assert read_issued(full, PROGRAMME, EVER).height == 1
    assert full.frame("SELECT count(*) AS n FROM issued_report_file")["n"][0] == 1


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE issued_report SET content_json = replace(content_json, '8.0%', '9.9%')",
        "UPDATE issued_report SET number = '11'",
        "UPDATE issued_report_file SET content = 'x'::BLOB",
        "INSERT INTO issued_report FROM issued_report",
        "DELETE FROM issued_report_file",
    ],
)
def test_a_change_behind_the_archive_is_seen(full: Warehouse, report_id: str, change: str) -> None:
    with full.writing(right=Right.SETTINGS) as cursor:
        cursor.execute(change)
    with pytest.raises(ReportDamaged, match="restore a backup"):
        read_issued_file(full, report_id)


def test_a_report_that_was_not_issued_is_unknown(full: Warehouse) -> None:
    with pytest.raises(UnknownReport):
        read_issued_report(full, "none")


@pytest.mark.parametrize(
    ("masthead", "language", "written"),
    [
        (Masthead.DOCUMENT, "zh-Hans", "月行动专班〔2031〕3号"),
        (Masthead.DOCUMENT, "en", "Yueting Three Actions Office [2031] No. 3"),
        (Masthead.BULLETIN, "zh-Hant", "第3期"),
    ],
)
def test_numbers_as_printed(tiny_catalogue: Catalogue, masthead: Masthead, language: str, written: str) -> None:
    assert number_text(words_for(language), tiny_catalogue.programme, masthead, year=2031, running=3) == written


def test_a_programme_without_a_mark_numbers_plainly() -> None:
    assert number_text(words_for("zh-Hans"), {}, Masthead.DOCUMENT, year=2031, running=3) == "〔2031〕3号"


def test_edited_prose_survives_and_can_be_given_up(full: Warehouse) -> None:
    save_report_draft(full, PROGRAMME, {"overall": "一", "moved": "二"}, by="甲", **DRAFT)
    save_report_draft(full, PROGRAMME, {"overall": "三"}, by="乙", **DRAFT)
    assert read_report_draft(full, PROGRAMME, **DRAFT) == {"overall": "三", "moved": "二"}
    save_report_draft(full, PROGRAMME, {"moved": None}, by="乙", **DRAFT)
    assert read_report_draft(full, PROGRAMME, **DRAFT) == {"overall": "三"}
    assert read_report_draft(full, PROGRAMME, **{**DRAFT, "language": "en"}) == {}
    assert full.frame("SELECT count(*) AS n FROM report_draft")["n"][0] == 4
    with pytest.raises(UnfitDecision, match="name of who decides"):
        save_report_draft(full, PROGRAMME, {"overall": "四"}, by="", **DRAFT)


def test_drafts_and_reports_leave_the_boards_as_they_are(full: Warehouse, tiny_catalogue: Catalogue) -> None:
    before = full.version(), full.drive_version()
    save_report_draft(full, PROGRAMME, {"overall": "一"}, by="甲", **DRAFT)
    issue(full, tiny_catalogue.programme, content(full), running=1, issued_on=date(2031, 11, 1), by="甲")
    assert (full.version(), full.drive_version()) == (before[0], before[1] + 2)
