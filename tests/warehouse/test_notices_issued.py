"""Notices: numbered in order, kept as sent, answered and closed; proposed again only when nothing stands."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from tests.warehouse.batch_rows import PROGRAMME, figure, report
from warehouse.catalogue import Catalogue
from warehouse.connection import Warehouse
from warehouse.errors import NoticeStands, UnfitDecision, UnknownNotice
from warehouse.ledgers import read_entries
from warehouse.notices import (
    NoticeText,
    Paragraph,
    close_notice,
    decline_notice,
    issue_notice,
    paragraphs_of,
    read_notice_events,
    read_notices,
    reply_notice,
)
from warehouse.proposals import propose_notices, reply_due_day
from warehouse.queries import read_observations
from warehouse.seed import read_programme
from warehouse.verdicts import assess_history

APRIL = date(2031, 4, 1)
NOON = datetime(2031, 5, 20, 4)
EVER = datetime(9999, 1, 1)
TEXT = NoticeText(
    "zh-Hans", "关于有关指标的督办单", "县住建局", (Paragraph("prose", "请抓紧。"), Paragraph("bound", "差10套。"))
)


def hour(number: float) -> datetime:
    return NOON + timedelta(hours=number)


@pytest.fixture
def behind(warehouse: Warehouse) -> Warehouse:
    """Two months far too few jobs; the homes' first quarter has not been reported."""
    for month in (3, 4):
        moment = datetime(2031, month + 1, 8)
        figures = [figure("urban_jobs", date(2031, month, 1), 50.0 * month)]
        report(warehouse, moment, *figures, unit_id="human_resources", content=str(month).encode())
    return warehouse


def proposals(warehouse: Warehouse, catalogue: Catalogue, *, month: date = APRIL, at: datetime = NOON) -> pl.DataFrame:
    history = assess_history(catalogue, read_observations(warehouse, PROGRAMME, at), month=month, as_of=at)
    return propose_notices(catalogue, history, read_notices(warehouse, PROGRAMME, at), month=month)


def jobs(warehouse: Warehouse, catalogue: Catalogue, **other: object) -> dict[str, object]:
    found = proposals(warehouse, catalogue, **other)  # type: ignore[arg-type]
    return found.row(by_predicate=pl.col("indicator_id") == "urban_jobs", named=True)


def issue(warehouse: Warehouse, proposal: dict[str, object], at: datetime, **other: object) -> str:
    given = {"text": TEXT, "number_word": "月督", "reply_due_on": date(2031, 5, 27), "as_of": NOON, "by": "督查室"}
    return issue_notice(warehouse, PROGRAMME, proposal, at=at, **(given | other))  # type: ignore[arg-type]


def notice(warehouse: Warehouse, notice_id: str, as_of: datetime = EVER) -> dict[str, object]:
    rows = read_notices(warehouse, PROGRAMME, as_of)
    return rows.row(by_predicate=pl.col("notice_id") == notice_id, named=True)


def test_the_rule_quotes_the_figure_the_target_asks_more_of(behind: Warehouse, tiny_catalogue: Catalogue) -> None:
    row = jobs(behind, tiny_catalogue)
    assert (row["step"], row["cause"], row["unit_id"]) == ("notice", "behind", "human_resources")
    assert (row["months_behind"], row["figures_behind"], row["behind_since"]) == (2, 2, date(2031, 3, 1))
    assert (row["value"], row["target_id"]) == (200.0, "livelihood_urban_jobs")
    overdue = proposals(behind, tiny_catalogue).filter(cause="overdue")
    assert set(overdue["step"]) == {"remind"}
    assert ("affordable_homes", "housing_construction") in overdue.select("indicator_id", "unit_id").rows()


def test_a_notice_is_numbered_in_order_and_kept_as_sent(behind: Warehouse, tiny_catalogue: Catalogue) -> None:
    found = proposals(behind, tiny_catalogue).to_dicts()
    ids = [issue(behind, row, hour(n + 1)) for n, row in enumerate(found[:3])]
    sent = [notice(behind, notice_id) for notice_id in ids]
    assert [row["number"] for row in sent] == ["月督〔2031〕1号", "月督〔2031〕2号", "月督〔2031〕3号"]
    assert paragraphs_of(sent[0]) == list(TEXT.paragraphs)
    assert (sent[0]["addressee"], sent[0]["issued_on"], sent[0]["as_of"]) == ("县住建局", date(2031, 5, 20), NOON)
    facts = json.loads(str(sent[0]["facts_json"]))
    assert facts["value"] == found[0]["value"]
    assert facts["gap"] == found[0]["gap"]


def test_each_year_and_each_word_counts_on_its_own(behind: Warehouse, tiny_catalogue: Catalogue) -> None:
    first, second, third = proposals(behind, tiny_catalogue).to_dicts()[:3]
    issue(behind, first, hour(1))
    other_word = issue(behind, second, hour(2), number_word="督约")
    # 17:00 UTC on New Year's Eve is the new year in China
    other_year = issue(behind, third, datetime(2031, 12, 31, 17))
    assert notice(behind, other_word)["number"] == "督约〔2031〕1号"
    assert notice(behind, other_year)["number"] == "月督〔2032〕1号"


def test_later_figures_change_nothing_of_what_was_sent(behind: Warehouse, tiny_catalogue: Catalogue) -> None:
    notice_id = issue(behind, jobs(behind, tiny_catalogue), hour(1))
    before = notice(behind, notice_id)
    report(behind, hour(2), figure("urban_jobs", APRIL, 3000.0), unit_id="human_resources", content=b"better")
    assert notice(behind, notice_id) == before
    assert read_notices(behind, PROGRAMME, hour(0.5)).is_empty()


def test_a_notice_is_answered_and_closed_with_words_and_its_past_stays(
    behind: Warehouse, tiny_catalogue: Catalogue
) -> None:
    notice_id = issue(behind, jobs(behind, tiny_catalogue), hour(1))
    reply_notice(behind, PROGRAMME, notice_id, words="正在整改", by="县人社局", at=hour(2))
    reply_notice(behind, PROGRAMME, notice_id, words="已完成", by="县人社局", at=hour(3))
    close_notice(behind, PROGRAMME, notice_id, words="经核实，销号", by="督查室", at=hour(4))
    assert [notice(behind, notice_id, hour(n))["state"] for n in (1, 2, 3, 4)] == [
        "open",
        "replied",
        "replied",
        "closed",
    ]
    row = notice(behind, notice_id)
    assert (row["reply_words"], row["closing_words"], row["closed_by"]) == ("已完成", "经核实，销号", "督查室")
    assert read_notice_events(behind, PROGRAMME, EVER)["words"].to_list() == ["正在整改", "已完成", "经核实，销号"]
    for follow in (reply_notice, close_notice):
        with pytest.raises(UnknownNotice, match="closed"):
            follow(behind, PROGRAMME, notice_id, words="again", by="x", at=hour(5))


def test_a_reply_is_overdue_from_the_day_after_it_was_due(behind: Warehouse, tiny_catalogue: Catalogue) -> None:
    notice_id = issue(behind, jobs(behind, tiny_catalogue), hour(1))

    def overdue(moment: datetime) -> object:
        return notice(behind, notice_id, moment)["is_reply_overdue"]

    assert not overdue(datetime(2031, 5, 27, 15, 59))  # still the 27th in China
    assert overdue(datetime(2031, 5, 27, 16, 1))
    reply_notice(behind, PROGRAMME, notice_id, words="late", by="x", at=datetime(2031, 5, 30))
    assert not overdue(EVER)


def test_nothing_open_or_declined_for_the_month_is_proposed_again(behind: Warehouse, tiny_catalogue: Catalogue) -> None:
    def proposed(**other: object) -> set[tuple[str, str]]:
        found = proposals(behind, tiny_catalogue, at=hour(9), **other)  # type: ignore[arg-type]
        return set(found.select("indicator_id", "step").rows())

    row = jobs(behind, tiny_catalogue)
    assert ("urban_jobs", "notice") in proposed()
    notice_id = issue(behind, row, hour(1))
    assert ("urban_jobs", "notice") not in proposed()
    with pytest.raises(NoticeStands, match="月督〔2031〕1号"):
        issue(behind, row, hour(2))
    close_notice(behind, PROGRAMME, notice_id, words="settled", by="x", at=hour(3))
    assert ("urban_jobs", "notice") not in proposed()
    assert ("urban_jobs", "interview") in proposed(month=date(2031, 5, 1))


def test_a_declined_proposal_keeps_its_reason_and_takes_no_number(behind: Warehouse, tiny_catalogue: Catalogue) -> None:
    row = jobs(behind, tiny_catalogue)
    with pytest.raises(UnfitDecision):
        decline_notice(behind, PROGRAMME, row, reason=" ", as_of=NOON, by="x", at=hour(1))
    notice_id = decline_notice(behind, PROGRAMME, row, reason="统计口径调整", as_of=NOON, by="督查室", at=hour(1))
    declined = notice(behind, notice_id)
    assert (declined["state"], declined["number"], declined["issued_on"]) == ("declined", None, None)
    assert declined["reason"] == "统计口径调整"
    assert proposals(behind, tiny_catalogue, at=hour(2)).filter(indicator_id="urban_jobs").is_empty()
    with pytest.raises(UnknownNotice, match="declined"):
        reply_notice(behind, PROGRAMME, notice_id, words="?", by="x", at=hour(3))


@pytest.mark.parametrize(
    "wrong",
    [
        {"by": " "},
        {"text": NoticeText("zh-Hans", " ", "县住建局", TEXT.paragraphs)},
        {"text": NoticeText("zh-Hans", "督办单", "县住建局", (Paragraph("prose", ""),))},
        {"step": "scold"},
    ],
)
def test_a_notice_without_name_title_words_or_known_step_is_not_sent(
    behind: Warehouse, tiny_catalogue: Catalogue, wrong: dict[str, object]
) -> None:
    with pytest.raises(UnfitDecision):
        issue(behind, jobs(behind, tiny_catalogue), hour(1), **wrong)
    assert read_notices(behind, PROGRAMME, EVER).is_empty()


def test_a_person_may_choose_another_step(behind: Warehouse, tiny_catalogue: Catalogue) -> None:
    notice_id = issue(behind, jobs(behind, tiny_catalogue), hour(1), step="remind")
    assert notice(behind, notice_id)["step"] == "remind"
    # the milder one being open does not hide that the rule asks for more
    assert jobs(behind, tiny_catalogue, at=hour(2))["step"] == "notice"


def test_the_shortcoming_is_listed_with_the_notice_or_neither_is(behind: Warehouse, tiny_catalogue: Catalogue) -> None:
    row = jobs(behind, tiny_catalogue)
    with pytest.raises(UnfitDecision):
        issue(behind, {**row, "action_id": "nowhere"}, hour(1), shortcoming="too few jobs")
    assert read_notices(behind, PROGRAMME, EVER).is_empty()
    notice_id = issue(behind, row, hour(1), shortcoming="too few jobs")
    entries = read_entries(behind, tiny_catalogue, hour(2)).filter(ledger="shortcoming")
    entry = entries.row(0, named=True)
    assert (entry["origin"], entry["origin_id"], entry["action_id"]) == ("notice", notice_id, "livelihood")
    assert (entry["lead_units"], entry["indicator_ids"], entry["due_on"]) == (
        "human_resources",
        "urban_jobs",
        date(2031, 5, 27),
    )


def test_nothing_can_follow_before_the_notice_went_out(behind: Warehouse, tiny_catalogue: Catalogue) -> None:
    notice_id = issue(behind, jobs(behind, tiny_catalogue), hour(2))
    with pytest.raises(UnfitDecision, match="nothing can have followed"):
        reply_notice(behind, PROGRAMME, notice_id, words="early", by="x", at=hour(1))
    with pytest.raises(UnknownNotice, match="unknown"):
        close_notice(behind, PROGRAMME, "nowhere", words="w", by="x", at=hour(3))


def test_notices_raise_no_board_version(behind: Warehouse, tiny_catalogue: Catalogue) -> None:
    board, drive = behind.version(), behind.drive_version()
    issue(behind, jobs(behind, tiny_catalogue), hour(1))
    assert (behind.version(), behind.drive_version()) == (board, drive + 1)


def test_the_reply_is_due_by_the_rule_of_the_step(tiny_catalogue: Catalogue) -> None:
    assert reply_due_day(tiny_catalogue, "notice", date(2031, 5, 28)) == date(2031, 6, 4)


@pytest.mark.parametrize("folder", ["data/seed/xupu_2024", "tests/data/tiny_2031"])
def test_a_further_step_never_asks_for_fewer_months(folder: str) -> None:
    rules = read_programme(Path(__file__).parent.parent.parent / folder).notice_rules
    assert rules["step"].to_list() == ["remind", "notice", "interview"]
    assert rules["behind_months"].is_sorted()
    assert rules["behind_figures"].is_sorted()
