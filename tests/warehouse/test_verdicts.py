"""The board is the rules' answer on what the warehouse knew, one row a target."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import date, datetime, timedelta

import polars as pl
import pytest

from rules.model import Status
from tests.warehouse.batch_rows import PROGRAMME, figure, report
from warehouse.batches import withdraw_batch
from warehouse.catalogue import Catalogue
from warehouse.connection import Warehouse
from warehouse.errors import UnknownTarget
from warehouse.queries import mark_in_force, read_decisions, read_in_force, read_observations
from warehouse.verdicts import VERDICT_SCHEMA, assess_board, assess_history

JANUARY, FEBRUARY, MARCH = (date(2031, month, 1) for month in (1, 2, 3))
NOON = datetime(2031, 4, 21, 4)
DAY = timedelta(days=1)


def board(warehouse: Warehouse, catalogue: Catalogue, *, month: date = MARCH, as_of: datetime) -> pl.DataFrame:
    return assess_board(
        catalogue,
        read_observations(warehouse, PROGRAMME, as_of),
        month=month,
        as_of=as_of,
        in_force=read_in_force(warehouse, PROGRAMME, as_of),
    )


def row_of(frame: pl.DataFrame, target_id: str) -> dict[str, object]:
    return frame.row(by_predicate=pl.col("target_id") == target_id, named=True)


def deciding(frame: pl.DataFrame, indicator_id: str) -> list[str]:
    return frame.filter("is_deciding", indicator_id=indicator_id)["target_id"].to_list()


def test_a_board_has_every_target_in_the_order_of_the_plan(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    frame = board(warehouse, tiny_catalogue, as_of=NOON)
    assert frame["target_id"].to_list() == tiny_catalogue.targets["target_id"].to_list()
    assert frame.schema == {name: kind for name, kind in VERDICT_SCHEMA.items() if name != "month"}
    assert set(frame.filter("is_deciding")["indicator_id"]) == set(frame["indicator_id"])
    assert frame.filter("is_deciding").height == frame["indicator_id"].n_unique()


FIGURES = [
    ("industry_growth", 9.0, "master_industry_growth", Status.ON_TRACK),
    ("industry_growth", 7.9, "master_industry_growth", Status.AT_RISK),
    ("industry_growth", 5.0, "master_industry_growth", Status.BEHIND),
    ("urban_jobs", 800.0, "livelihood_urban_jobs", Status.ON_TRACK),
    ("urban_jobs", 3200.0, "livelihood_urban_jobs", Status.DONE),
    ("affordable_homes", 20.0, "livelihood_affordable_homes", Status.BEHIND),
    ("firms_above_scale", 0.0, "industry_firms_above_scale", Status.ON_TRACK),
    ("good_air_days", 95.0, "safety_good_air_days", Status.ON_TRACK),
    ("living_standard", 640.0, "livelihood_living_standard", Status.DONE),
    ("major_accidents", 1.0, "safety_major_accidents", Status.BEHIND),
    ("bus_station", 5.0, "livelihood_bus_station", Status.DONE),
]


@pytest.mark.parametrize(("indicator_id", "value", "target_id", "status"), FIGURES)
def test_a_figure_reaches_its_verdict(
    warehouse: Warehouse, tiny_catalogue: Catalogue, indicator_id: str, value: float, target_id: str, status: Status
) -> None:
    report(warehouse, NOON, figure(indicator_id, MARCH, value))
    row = row_of(board(warehouse, tiny_catalogue, as_of=NOON), target_id)
    assert row["status"] == status
    assert row["value"] == value
    assert row["period"] == MARCH
    assert json.loads(str(row["inputs_json"]))


def test_a_relative_target_takes_both_series(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    report(warehouse, NOON, figure("services_growth", MARCH, 7.2), figure("gdp_growth", MARCH, 6.6))
    row = row_of(board(warehouse, tiny_catalogue, as_of=NOON), "industry_services_over_gdp")
    assert row["status"] == Status.ON_TRACK
    assert row["gap"] == pytest.approx(0.6)


def test_what_is_not_quantified_or_not_out_yet_is_not_counted(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    frame = board(warehouse, tiny_catalogue, as_of=NOON)
    uncounted = frame.filter(~pl.col("counted"))["target_id"].to_list()
    assert uncounted == ["industry_research_growth", "industry_enterprise_services"]


def test_a_figure_of_another_area_is_not_ours(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    report(warehouse, NOON, figure("industry_growth", MARCH, 9.0, ref_area="CN_999900"))
    assert row_of(board(warehouse, tiny_catalogue, as_of=NOON), "master_industry_growth")["value"] is None


def test_the_same_moment_gives_the_same_board_whatever_came_later(
    warehouse: Warehouse, tiny_catalogue: Catalogue
) -> None:
    first = report(warehouse, NOON, figure("industry_growth", MARCH, 9.0))
    before = board(warehouse, tiny_catalogue, as_of=NOON)
    report(warehouse, NOON + DAY, figure("industry_growth", MARCH, 5.0))
    withdraw_batch(warehouse, first, by="chief", reason="wrong month", at=NOON + 2 * DAY)
    assert board(warehouse, tiny_catalogue, as_of=NOON).equals(before)
    revised = row_of(board(warehouse, tiny_catalogue, as_of=NOON + DAY), "master_industry_growth")
    assert (revised["status"], revised["value"], revised["flags"]) == (Status.BEHIND, 5.0, "revised")


def test_a_withdrawn_revision_gives_the_earlier_figure_back(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    report(warehouse, NOON, figure("industry_growth", MARCH, 9.0))
    revision = report(warehouse, NOON + DAY, figure("industry_growth", MARCH, 5.0))
    withdraw_batch(warehouse, revision, by="chief", reason="wrong month", at=NOON + 2 * DAY)
    row = row_of(board(warehouse, tiny_catalogue, as_of=NOON + 2 * DAY), "master_industry_growth")
    assert (row["value"], row["status"], row["flags"]) == (9.0, Status.ON_TRACK, "")


def test_a_revision_to_missing_hides_the_old_value(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    report(warehouse, NOON, figure("industry_growth", FEBRUARY, 8.8), figure("industry_growth", MARCH, 9.0))
    report(warehouse, NOON + DAY, figure("industry_growth", MARCH, None))
    row = row_of(board(warehouse, tiny_catalogue, as_of=NOON + 20 * DAY), "master_industry_growth")
    assert row["value"] != 9.0
    assert row["status"] == Status.OVERDUE_REPORT
    assert row["last_status"] == Status.ON_TRACK


def test_the_stricter_row_decides_until_a_person_marks_one(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    report(warehouse, NOON, figure("retail_growth", MARCH, 8.2))
    assert deciding(board(warehouse, tiny_catalogue, as_of=NOON), "retail_growth") == ["master_retail_growth"]
    for hours, target_id in ((1, "industry_retail_growth"), (2, None)):
        mark_in_force(
            warehouse,
            PROGRAMME,
            "retail_growth",
            target_id=target_id,
            marked_by="chief",
            reason="agreed",
            at=NOON + timedelta(hours=hours),
        )
    expected = {0: "master_retail_growth", 1: "industry_retail_growth", 2: "master_retail_growth"}
    for hours, target_id in expected.items():
        frame = board(warehouse, tiny_catalogue, as_of=NOON + timedelta(hours=hours))
        assert deciding(frame, "retail_growth") == [target_id]
    decisions = read_decisions(warehouse, PROGRAMME, NOON + DAY).row(0, named=True)
    assert (decisions["target_id"], decisions["marked_by"]) == (None, "chief")


@pytest.mark.parametrize(("indicator_id", "target_id"), [("retail_growth", "master_gdp_growth"), ("nothing", None)])
def test_only_a_row_of_the_indicator_can_be_marked(
    warehouse: Warehouse, indicator_id: str, target_id: str | None
) -> None:
    with pytest.raises(UnknownTarget, match=indicator_id):
        mark_in_force(warehouse, PROGRAMME, indicator_id, target_id=target_id, marked_by="chief", reason="agreed")


def test_a_mark_on_a_row_the_plan_has_no_more_is_passed_over(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    observations = read_observations(warehouse, PROGRAMME, NOON)
    frame = assess_board(tiny_catalogue, observations, month=MARCH, as_of=NOON, in_force={"retail_growth": "gone_row"})
    assert len(deciding(frame, "retail_growth")) == 1


def test_a_history_is_the_boards_of_its_months(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    report(
        warehouse,
        NOON,
        *(figure("urban_jobs", month, 250.0 * n) for n, month in enumerate((JANUARY, FEBRUARY, MARCH), start=1)),
    )
    observations = read_observations(warehouse, PROGRAMME, NOON)
    history = assess_history(tiny_catalogue, observations, month=MARCH, as_of=NOON)
    assert history.schema == dict(VERDICT_SCHEMA)
    for month in (JANUARY, FEBRUARY, MARCH):
        one = assess_board(tiny_catalogue, observations, month=month, as_of=NOON)
        assert history.filter(month=month).drop("month").equals(one)


def many(catalogue: Catalogue, times: int) -> Catalogue:
    """The catalogue with each indicator and its targets `times` times."""

    def copied(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
        return pl.concat(frame.with_columns(pl.col(name) + f"_{n}" for name in columns) for n in range(times))

    return replace(
        catalogue,
        indicators=copied(catalogue.indicators, "indicator_id"),
        releases=copied(catalogue.releases, "indicator_id"),
        targets=copied(catalogue.targets, "target_id", "indicator_id", "relative_to"),
    )


def test_three_hundred_targets_over_ten_months_take_no_longer_than_a_blink(
    warehouse: Warehouse, tiny_catalogue: Catalogue
) -> None:
    large = many(tiny_catalogue, 17)
    months = [date(2031, month, 1) for month in range(1, 11)]
    report(warehouse, NOON, *(figure(i, m, 9.0) for i in large.indicators["indicator_id"] for m in months))
    observations = read_observations(warehouse, PROGRAMME, NOON)
    took = []
    for _ in range(3):
        started = time.process_time()
        history = assess_history(large, observations, month=months[-1], as_of=datetime(2031, 11, 30))
        took.append(time.process_time() - started)
    assert history.height == 306 * 10
    assert min(took) < 1.0  # about 0.2 s on an idle core; the rest is room for slow machines
