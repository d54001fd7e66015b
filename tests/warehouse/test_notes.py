"""Event notes: kept with author and period, taken back by a row, and the past keeps its answer."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.warehouse.batch_rows import PROGRAMME
from warehouse.connection import Warehouse
from warehouse.errors import UnfitDecision, UnknownNote
from warehouse.ledger import EVER
from warehouse.notes import read_note_history, read_notes, remove_note, write_note

NOON = datetime(2031, 9, 20, 4)
HOUR = timedelta(hours=1)
AUGUST = date(2031, 8, 1)


def note(warehouse: Warehouse, at: datetime, words: str = "a plant stood still", **other: object) -> str:
    given = {"indicator_id": "industry_growth", "period": AUGUST, "author": "Wu"} | other
    return write_note(warehouse, PROGRAMME, words=words, at=at, **given)  # type: ignore[arg-type]


def standing(warehouse: Warehouse, as_of: datetime = EVER) -> list[str]:
    return read_notes(warehouse, PROGRAMME, as_of)["words"].to_list()


def test_a_note_says_what_when_and_by_whom(warehouse: Warehouse) -> None:
    note_id = note(warehouse, NOON, happened_on=date(2031, 8, 12))
    row = read_notes(warehouse, PROGRAMME, EVER).row(0, named=True)
    assert row == {
        "programme_id": PROGRAMME,
        "note_id": note_id,
        "indicator_id": "industry_growth",
        "reference_period": AUGUST,
        "happened_on": date(2031, 8, 12),
        "words": "a plant stood still",
        "author": "Wu",
        "removed": False,
        "recorded_at": NOON,
    }


def test_a_note_taken_back_stays_known_to_the_past(warehouse: Warehouse) -> None:
    note_id = note(warehouse, NOON)
    remove_note(warehouse, PROGRAMME, note_id, by="Li", at=NOON + HOUR)
    assert standing(warehouse, NOON - HOUR) == []
    assert standing(warehouse, NOON) == ["a plant stood still"]
    assert standing(warehouse, NOON + HOUR) == []
    history = read_note_history(warehouse, PROGRAMME, EVER)
    assert history.select("author", "removed").rows() == [("Wu", False), ("Li", True)]
    with pytest.raises(UnknownNote):
        remove_note(warehouse, PROGRAMME, note_id, by="Li")


def test_any_day_of_a_month_means_the_month_and_notes_come_in_the_order_of_time(warehouse: Warehouse) -> None:
    note(warehouse, NOON, "later", period=date(2031, 9, 30))
    note(warehouse, NOON + HOUR, "earlier", period=date(2031, 8, 31))
    note(warehouse, NOON + HOUR, "elsewhere", indicator_id="gdp_growth")
    assert standing(warehouse) == ["elsewhere", "earlier", "later"]
    assert read_notes(warehouse, PROGRAMME, EVER)["reference_period"].to_list()[1] == AUGUST


@pytest.mark.parametrize("given", [{"words": "  "}, {"author": ""}, {"indicator_id": "No such id!"}])
def test_a_note_without_words_or_author_is_refused(warehouse: Warehouse, given: dict[str, str]) -> None:
    with pytest.raises(UnfitDecision):
        note(warehouse, NOON, **given)
    assert standing(warehouse) == []


def test_a_note_turns_no_verdict(warehouse: Warehouse) -> None:
    board, drive = warehouse.version(), warehouse.drive_version()
    note(warehouse, NOON)
    assert (warehouse.version(), warehouse.drive_version()) == (board, drive + 1)
