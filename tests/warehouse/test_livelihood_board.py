"""The livelihood items as one moment knows them: figures, stages, the worst part, the rates of each group."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from rules.model import STAGES
from tests.warehouse.batch_rows import PROGRAMME, figure, report
from warehouse.access import Right
from warehouse.board import judge_month, read_knowledge
from warehouse.connection import Warehouse
from warehouse.livelihood import confirm_stage
from warehouse.livelihood_board import LivelihoodBoard, PartView, read_livelihood
from warehouse.ratings import open_items

EVER = datetime(9999, 1, 1)
JULY = datetime(2031, 7, 20)


def board(warehouse: Warehouse, *, month: int = 6, as_of: datetime = JULY) -> LivelihoodBoard:
    knowledge = read_knowledge(warehouse, PROGRAMME, as_of)
    return read_livelihood(warehouse, judge_month(knowledge, date(2031, month, 1)))


def part(found: LivelihoodBoard, item_id: str, ordinal: int = 1) -> PartView:
    return found.by_id[item_id].parts[ordinal - 1]


@pytest.fixture
def reported(warehouse: Warehouse) -> Warehouse:
    """Homes and bus station of June, jobs of June, the living standard raised."""
    june = date(2031, 6, 1)
    rows = [
        figure("affordable_homes", june, 72),
        figure("bus_station", june, 2),
        figure("urban_jobs", june, 3300),
        figure("living_standard", june, 657),
    ]
    report(warehouse, datetime(2031, 7, 9), *rows, reference_period=june)
    return warehouse


def test_without_figures_every_item_is_there_and_nothing_is_known(warehouse: Warehouse) -> None:
    found = board(warehouse)
    assert {group: len(items) for group, items in found.groups.items()} == {
        "provincial": 2,
        "assistance": 1,
        "city": 1,
    }
    assert all(each.stage is None and each.figure is None for item in found.items for each in item.parts)
    works = found.rates(works_only=True)
    assert (works.started.count, works.started.total, works.unknown) == (0, 2, 2)
    assert found.by_id["city_1"].stage is None


def test_a_part_shows_its_figure_its_result_and_its_way_beside_the_schedule(reported: Warehouse) -> None:
    homes = part(board(reported), "city_1")
    assert homes.figure is not None
    assert homes.figure.value == 72
    assert [(each.form.value, each.size) for each in homes.achieved] == [("percent_of_task", 30.0), ("remaining", 168)]
    assert (homes.way, homes.way_due) == (0.3, 0.5)
    standard = part(board(reported), "provincial_2")
    assert [(each.form.value, each.size) for each in standard.achieved] == [("amount_above", 17)]
    assert standard.way == 1.0


def test_the_item_stands_where_its_worst_part_stands_and_its_works_at_the_earliest_stage(reported: Warehouse) -> None:
    city = board(reported).by_id["city_1"]
    assert city.verdict is not None
    assert city.verdict["target_id"] == "livelihood_affordable_homes"
    assert [each.stage for each in city.parts] == [STAGES.index("started"), STAGES.index("structure")]
    assert city.stage == STAGES.index("started")


def test_an_overdue_report_keeps_the_last_figure_and_stage(reported: Warehouse) -> None:
    later = part(board(reported, month=11, as_of=datetime(2031, 12, 20)), "city_1", 2)
    assert later.verdict is not None
    assert later.verdict["status"] == "overdue_report"
    assert later.stage == STAGES.index("structure")


def test_a_part_without_a_target_has_only_its_confirmed_stage(reported: Warehouse) -> None:
    fairs = part(board(reported), "provincial_1", 2)
    assert (fairs.target, fairs.verdict, fairs.stage, fairs.is_works) == (None, None, None, False)


def confirm(warehouse: Warehouse, stage: str, at: datetime) -> None:
    day = date(2031, 7, 1)
    confirm_stage(warehouse, PROGRAMME, item_id="city_1", ordinal=1, stage=stage, reached_on=day, by="甲", at=at)


def test_a_confirmed_stage_counts_from_its_moment_and_never_takes_a_figure_back(reported: Warehouse) -> None:
    confirm(reported, "accepted", datetime(2031, 7, 10))
    before, after = board(reported, as_of=datetime(2031, 7, 9, 12)), board(reported)
    assert before.rates("city", works_only=True).accepted.count == 0
    assert after.rates("city", works_only=True).accepted.count == 1
    assert after.rates(works_only=False).accepted.percent == 16.6
    confirm(reported, "preparation", datetime(2031, 7, 11))
    assert part(board(reported), "city_1").stage == STAGES.index("started")


def test_whether_an_item_is_open_is_as_known_then(reported: Warehouse) -> None:
    open_items(reported, PROGRAMME, ["city_1"], until=date(2031, 7, 31), by="甲", at=datetime(2031, 7, 15))
    assert not board(reported, as_of=datetime(2031, 7, 14)).by_id["city_1"].is_open(date(2031, 7, 14))
    city = board(reported).by_id["city_1"]
    assert city.is_open(date(2031, 7, 31))
    assert not city.is_open(date(2031, 8, 1))
    assert not board(reported).by_id["provincial_1"].is_open(date(2031, 7, 20))


def test_a_plan_from_before_works_were_marked_takes_them_from_the_targets_stage(reported: Warehouse) -> None:
    with reported.writing("an older plan", right=Right.SETTINGS) as cursor:
        cursor.execute("UPDATE livelihood_part SET is_works = NULL")
        cursor.execute("UPDATE target SET stage = 'started' WHERE target_id = 'livelihood_affordable_homes'")
    found = board(reported)
    assert [each.is_works for item in found.items for each in item.parts] == [False, False, False, False, True, False]
