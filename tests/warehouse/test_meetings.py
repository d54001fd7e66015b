"""Meetings: frozen figures, remarks, and decisions that are key tasks from the moment they are noted."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.warehouse.batch_rows import PROGRAMME
from warehouse.catalogue import Catalogue
from warehouse.connection import Warehouse
from warehouse.errors import UnfitDecision, UnknownMeeting
from warehouse.ledger import EVER
from warehouse.ledgers import close_entry, read_entries
from warehouse.meetings import (
    decide,
    end_meeting,
    read_decisions,
    read_meetings,
    read_remarks,
    remove_remark,
    start_meeting,
    write_remark,
)

NOON = datetime(2031, 10, 21, 4)
HOUR = timedelta(hours=1)
SEPTEMBER = date(2031, 9, 1)
IN_TIME = date(2031, 11, 15)


def meet(warehouse: Warehouse, at: datetime = NOON, **other: object) -> str:
    given = {
        "name": "October meeting",
        "held_on": at.date(),
        "period": SEPTEMBER,
        "figures_as_of": at,
        "agenda": "behind",
        "kept_by": "Wu",
    } | other
    return start_meeting(warehouse, PROGRAMME, at=at, **given)  # type: ignore[arg-type]


def resolve(warehouse: Warehouse, meeting_id: str, **other: object) -> str:
    given = {
        "words": "Visit the ten largest shops",
        "lead_unit": "statistics",
        "due_on": IN_TIME,
        "by": "Wu",
        "indicator_id": "retail_growth",
        "action_id": "industry",
        "at": NOON + HOUR,
    } | other
    return decide(warehouse, PROGRAMME, meeting_id, **given)  # type: ignore[arg-type]


def test_a_meeting_freezes_a_period_and_a_moment_and_ends_once(warehouse: Warehouse) -> None:
    meeting_id = meet(warehouse, agenda="own", agenda_of=["retail_growth", "gdp_growth"], item_minutes=3)
    for hours in (1, 2):
        end_meeting(warehouse, PROGRAMME, meeting_id, at=NOON + hours * HOUR)
    row = read_meetings(warehouse, PROGRAMME, EVER).row(0, named=True)
    assert (row["reference_period"], row["figures_as_of"], row["agenda_of"]) == (
        SEPTEMBER,
        NOON,
        "retail_growth;gdp_growth",
    )
    assert (row["started_at"], row["ended_at"], row["item_minutes"]) == (NOON, NOON + HOUR, 3)
    assert read_meetings(warehouse, PROGRAMME, NOON)["ended_at"].to_list() == [None]


def test_the_newest_meeting_comes_first(warehouse: Warehouse) -> None:
    for month in (8, 10, 9):
        meet(warehouse, datetime(2031, month, 21, 4), name=f"month {month}")
    assert read_meetings(warehouse, PROGRAMME, EVER)["name"].to_list() == ["month 10", "month 9", "month 8"]


def test_a_decision_is_a_key_task_and_the_ledger_tells_how_it_stands(
    warehouse: Warehouse, tiny_catalogue: Catalogue
) -> None:
    decision_id = resolve(warehouse, meet(warehouse), lead_person="Office head")
    decision = read_decisions(warehouse, PROGRAMME, EVER).row(0, named=True)

    def task() -> dict[str, object]:
        entries = read_entries(warehouse, tiny_catalogue, EVER).filter(entry_id=decision["entry_id"])
        return entries.row(0, named=True)

    wanted = {
        "ledger": "key_task",
        "action_id": "industry",
        "title": "Visit the ten largest shops",
        "lead_units": "statistics",
        "lead_person": "Office head",
        "indicator_ids": "retail_growth",
        "due_on": IN_TIME,
        "origin": "meeting",
        "origin_id": decision_id,
        "state": "open",
        "recorded_at": NOON + HOUR,
    }
    assert {name: task()[name] for name in wanted} == wanted
    close_entry(warehouse, PROGRAMME, decision["entry_id"], by="Li", closed_on=IN_TIME, at=NOON + 2 * HOUR)
    assert task()["state"] == "done"


def test_a_decision_and_its_task_are_one_write(warehouse: Warehouse) -> None:
    meeting_id, before = meet(warehouse), warehouse.drive_version()
    resolve(warehouse, meeting_id)
    assert warehouse.drive_version() == before + 1


@pytest.mark.parametrize(
    "given",
    [
        {"words": " "},
        {"by": ""},
        {"lead_unit": "nobody"},
        {"lead_unit": ""},
        {"due_on": date(2031, 10, 20)},
        {"indicator_id": "no_such"},
    ],
)
def test_an_unfit_decision_leaves_neither_decision_nor_task(
    warehouse: Warehouse, tiny_catalogue: Catalogue, given: dict[str, object]
) -> None:
    meeting_id = meet(warehouse)
    with pytest.raises(UnfitDecision):
        resolve(warehouse, meeting_id, **given)
    assert read_decisions(warehouse, PROGRAMME, EVER).is_empty()
    assert read_entries(warehouse, tiny_catalogue, EVER).filter(origin="meeting").is_empty()


def test_remarks_are_of_an_indicator_or_of_the_whole_and_may_be_taken_back(warehouse: Warehouse) -> None:
    meeting_id = meet(warehouse)
    of_one = write_remark(
        warehouse,
        PROGRAMME,
        meeting_id,
        words="two shops closed",
        author="Wu",
        indicator_id="retail_growth",
        at=NOON + HOUR,
    )
    write_remark(warehouse, PROGRAMME, meeting_id, words="well prepared", author="Wu", at=NOON + 2 * HOUR)
    rows = read_remarks(warehouse, PROGRAMME, EVER).select("indicator_id", "words").rows()
    assert rows == [("retail_growth", "two shops closed"), (None, "well prepared")]
    remove_remark(warehouse, PROGRAMME, of_one, by="Li", at=NOON + 3 * HOUR)
    assert read_remarks(warehouse, PROGRAMME, EVER)["words"].to_list() == ["well prepared"]
    assert read_remarks(warehouse, PROGRAMME, NOON + HOUR)["words"].to_list() == ["two shops closed"]
    with pytest.raises(UnknownMeeting):
        remove_remark(warehouse, PROGRAMME, of_one, by="Li")


def test_nothing_is_said_at_a_meeting_that_never_was(warehouse: Warehouse) -> None:
    with pytest.raises(UnknownMeeting):
        resolve(warehouse, "none")
    with pytest.raises(UnknownMeeting):
        write_remark(warehouse, PROGRAMME, "none", words="hello", author="Wu")
    with pytest.raises(UnknownMeeting):
        end_meeting(warehouse, PROGRAMME, "none", at=NOON)


@pytest.mark.parametrize("given", [{"name": ""}, {"kept_by": " "}, {"agenda": "own"}, {"agenda": "loudest"}])
def test_an_unfit_meeting_is_refused(warehouse: Warehouse, given: dict[str, object]) -> None:
    with pytest.raises(UnfitDecision):
        meet(warehouse, **given)
    assert read_meetings(warehouse, PROGRAMME, EVER).is_empty()
