"""The reporting calendar and the reminders: who owes what, how late, in words ready to paste."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from etl.calendar import Reminder, reminder_text, reminders, reporting_calendar
from etl.commit import commit_intake
from etl.template import write_template
from i18n.words import LANGUAGES, words_for
from tests.etl.forms import taken
from warehouse.batches import withdraw_batch
from warehouse.catalogue import Catalogue
from warehouse.connection import Warehouse
from warehouse.queries import read_observations
from warehouse.reviews import review_report

TINY = "tiny_2031"
MARCH = date(2031, 3, 1)
DUE, LATE = date(2031, 4, 10), date(2031, 4, 15)  # March of the emergency bureau
AIR = ("good_air_days", "work_accidents", "major_accidents")


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4)


def reminded(warehouse: Warehouse, catalogue: Catalogue, day: date, *, soon: int = 3) -> list[Reminder]:
    observations = read_observations(warehouse, TINY, noon(day))
    given = reminders(catalogue, observations, month=MARCH, as_of=noon(day), soon=soon)
    return [one for one in given if (one.unit_id, one.period) == ("emergency", MARCH)]


def send(warehouse: Warehouse, catalogue: Catalogue, day: date, *indicator_ids: str) -> str:
    values: dict[str, tuple[object, ...]] = {name: (90 if name == AIR[0] else 0, None, None) for name in indicator_ids}
    content = write_template(catalogue, unit_id="emergency", period=MARCH, values=values)
    intake = taken(catalogue, content, received_at=noon(day))
    return commit_intake(warehouse, intake, recorded_at=noon(day)).batch_id


def state_of(warehouse: Warehouse, catalogue: Catalogue, day: date) -> tuple[str, str | None]:
    frame = reporting_calendar(catalogue, read_observations(warehouse, TINY, noon(day)), month=MARCH, as_of=noon(day))
    row = frame.filter(unit_id="emergency", period=MARCH).row(0, named=True)
    return row["state"], row["review"]


def test_the_calendar_follows_a_report_from_due_to_accepted(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    assert state_of(warehouse, tiny_catalogue, DUE) == ("due", None)
    assert state_of(warehouse, tiny_catalogue, LATE + timedelta(days=1)) == ("overdue", None)
    batch_id = send(warehouse, tiny_catalogue, DUE, *AIR)
    assert state_of(warehouse, tiny_catalogue, DUE) == ("received", "submitted")
    decision = {"unit_id": "emergency", "period": MARCH, "by": "chief"}
    review_report(warehouse, TINY, **decision, state="returned", words="少一项", at=noon(LATE))  # type: ignore[arg-type]
    assert state_of(warehouse, tiny_catalogue, LATE) == ("received", "returned")
    withdraw_batch(warehouse, batch_id, by="chief", reason="报错", at=noon(LATE) + timedelta(hours=1))
    assert state_of(warehouse, tiny_catalogue, LATE + timedelta(days=1)) == ("overdue", None)


@pytest.mark.parametrize(
    ("day", "overdue", "days"),
    [(DUE - timedelta(days=3), False, 3), (DUE, False, 0), (LATE, False, 5), (LATE + timedelta(days=1), True, 6)],
)
def test_a_unit_is_reminded_from_three_days_before(
    warehouse: Warehouse, tiny_catalogue: Catalogue, day: date, overdue: bool, days: int
) -> None:
    assert reminded(warehouse, tiny_catalogue, DUE - timedelta(days=4)) == []
    assert reminded(warehouse, tiny_catalogue, day) == [Reminder("emergency", MARCH, AIR, DUE, LATE, overdue, days)]


def test_only_what_is_missing_is_reminded_of(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    send(warehouse, tiny_catalogue, DUE, "good_air_days", "major_accidents")
    (one,) = reminded(warehouse, tiny_catalogue, LATE)
    assert one.indicator_ids == ("work_accidents",)
    send(warehouse, tiny_catalogue, DUE, "work_accidents")
    assert reminded(warehouse, tiny_catalogue, LATE + timedelta(days=9)) == []


def test_the_message_is_ready_to_paste_in_three_languages(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    day = LATE + timedelta(days=1)
    observations = read_observations(warehouse, TINY, noon(day))
    given = reminders(tiny_catalogue, observations, month=MARCH, as_of=noon(day))
    messages = {
        language: reminder_text(given, tiny_catalogue, words_for(language), as_of=noon(day)) for language in LANGUAGES
    }
    hans = messages["zh-Hans"].splitlines()
    units = {one.unit_id for one in given}
    name = tiny_catalogue.units.filter(unit_id="emergency")["name_zh_hans"][0]
    assert hans[0].startswith(f"【数据报送提醒】截至2031年4月16日，{len(units)}个单位")
    (emergency,) = (line for line in hans if name in line)
    assert "2031年3月3项（" in emergency
    assert "应于2031年4月10日前报送，已超过6天" in emergency
    assert len({message.count("\n") for message in messages.values()}) == 1
    assert "Mar 2031 (3)" in messages["en"]
    assert messages["zh-Hant"].startswith("【數據報送提醒】")
    assert not [line for message in messages.values() for line in message.splitlines() if "{" in line]


def test_nothing_owed_is_said_too(tiny_catalogue: Catalogue) -> None:
    text = reminder_text([], tiny_catalogue, words_for("en"), as_of=noon(DUE))
    assert text == "Nothing due is outstanding on 10 Apr 2031."
